/*
 * manual - the man page, from the commands' own structs.
 */
#include "bytes/limit.h"
#include "cli/help.h"
#include "cli/version.h"

#include <string.h>

/* Text for roff: backslashes, hyphens and leading dots mean nothing else there. */
static void roff(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
	}
}

static void option_entry(FILE *out, enum option_id id, enum language language)
{
	const struct option_info *option = option_info(id);

	fprintf(out, ".TP\n\\fB");
	if (option->letter != '\0')
		fprintf(out, "\\-%c\\fR, \\fB", option->letter);
	fprintf(out, "\\-\\-");
	roff(out, option->name);
	fprintf(out, "\\fR");
	if (option->value != NULL)
		fprintf(out, " \\fI%s\\fR", option->value);
	fprintf(out, "\n");
	roff(out, language_pick(language, option->en, option->zh));
	fprintf(out, "\n");
}

/* A question keeps its mark. */
static bool ends_itself(const char *text)
{
	size_t len = strlen(text), wide = strlen("？");

	return len > 0 && (text[len - 1] == '?' || (len >= wide && strcmp(text + len - wide, "？") == 0));
}

static void example_entry(FILE *out, const struct example *example, enum language language)
{
	const char *says = language_pick(language, example->en, example->zh);

	fprintf(out, ".PP\n");
	roff(out, says);
	fprintf(out, "%s\n.PP\n.nf\n.RS\n", ends_itself(says) ? "" : message(language, MESSAGE_MAN_COLON));
	roff(out, example->line);
	fprintf(out, "\n.RE\n.fi\n");
}

static void command_entry(FILE *out, const struct command *command, const struct command *parent, enum language language)
{
	fprintf(out, ".SS ");
	roff(out, "prelist ");
	if (parent != NULL)
		fprintf(out, "%s ", parent->name);
	roff(out, command->name);
	if (command->operands != NULL && *command->operands != '\0') {
		fputc(' ', out);
		roff(out, command->operands);
	}
	fprintf(out, "\n");
	roff(out, language_pick(language, command->en, command->zh));
	fprintf(out, "%s\n", message(language, MESSAGE_MAN_STOP));
	for (const enum option_id *id = command->options; id != NULL && *id != OPTION_COUNT; id++)
		option_entry(out, *id, language);
	for (const struct example *example = command->examples; example != NULL && example->line != NULL; example++)
		example_entry(out, example, language);
}

static void command_entries(FILE *out, enum language language)
{
	const struct command *command;

	fprintf(out, ".SH %s\n", message(language, MESSAGE_MAN_COMMANDS));
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		if (command->subcommands == NULL || command->run != NULL)
			command_entry(out, command, NULL, language);
		for (const struct command *const *sub = command->subcommands; sub != NULL && *sub != NULL; sub++)
			command_entry(out, *sub, command, language);
	}
}

static void limit_entries(FILE *out, enum language language)
{
	fputs(message(language, MESSAGE_MAN_LIMITS), out);
	for (enum limit_id id = 0; id < LIMIT_COUNT; id++) {
		const struct limit_info *limit = limit_info(id);

		fprintf(out, ".TP\n\\fB");
		roff(out, limit->name);
		fprintf(out, "\\fR (%llu %s)\n", (unsigned long long)limit->value, language_word(language, limit->unit));
		roff(out, language_pick(language, limit->doc, limit->doc_zh));
		if (*limit->anomaly != '\0') {
			fputs(message(language, MESSAGE_MAN_REPORTED), out);
			roff(out, limit->anomaly);
		}
		fputc('\n', out);
	}
}

void manual_write(FILE *out, enum language language)
{
	fprintf(out, ".TH PRELIST 1 \"\" \"prelist %s\" \"%s\"\n", version, message(language, MESSAGE_MAN_TITLE));
	fputs(message(language, MESSAGE_MAN_NAME), out);
	fputs(message(language, MESSAGE_MAN_OPTIONS), out);
	for (enum option_id id = 0; id <= OPTION_LAST_COMMON; id++)
		option_entry(out, id, language);
	command_entries(out, language);
	limit_entries(out, language);
	fputs(message(language, MESSAGE_MAN_EXIT), out);
	fputs(message(language, MESSAGE_MAN_ENVIRONMENT), out);
	fputs(message(language, MESSAGE_MAN_FILES), out);
}
