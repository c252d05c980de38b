#include "cli/help.h"

#include "report/columns.h"

#define OPTION_COLUMNS 30
#define COMMAND_COLUMNS 14

static void padded(FILE *out, const char *text, size_t columns)
{
	size_t used = columns_of(text);

	fprintf(out, "  %s%*s", text, used < columns ? (int)(columns - used) : 1, "");
}

void help_overview(FILE *out, enum language language)
{
	const struct command *command;

	fprintf(out, "prelist - %s\n\n", message(language, MESSAGE_HELP_ABOUT));
	fprintf(out, "%sprelist COMMAND [OPTION...] [ARGUMENT...]\n\n%s\n", message(language, MESSAGE_HELP_USAGE),
		message(language, MESSAGE_HELP_COMMANDS));
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		padded(out, command->name, COMMAND_COLUMNS);
		fprintf(out, "%s\n", language_pick(language, command->en, command->zh));
	}
	fprintf(out, "\n%s\n", message(language, MESSAGE_HELP_EXAMPLES));
	for (size_t i = 0; (command = command_at(i)) != NULL; i++)
		if (command->examples != NULL)
			fprintf(out, "  %s\n", command->examples[0].line);
	fprintf(out, "\n%s\n%s\n", message(language, MESSAGE_HELP_EXIT), message(language, MESSAGE_HELP_MORE));
}

static void option_line(FILE *out, enum option_id id, enum language language)
{
	const struct option_info *option = option_info(id);
	char letter[8] = "    ", text[64];

	if (option->letter != '\0')
		snprintf(letter, sizeof letter, "-%c, ", option->letter);
	snprintf(text, sizeof text, "%s--%s%s%s", letter, option->name, option->value != NULL ? " " : "",
		 option->value != NULL ? option->value : "");
	padded(out, text, OPTION_COLUMNS);
	fprintf(out, "%s\n", language_pick(language, option->en, option->zh));
}

static void usage_line(FILE *out, const struct command *command, const struct command *parent, enum language language)
{
	fprintf(out, "%sprelist %s%s%s%s%s\n", message(language, MESSAGE_HELP_USAGE),
		parent != NULL ? parent->name : "", parent != NULL ? " " : "", command->name,
		command->operands != NULL && *command->operands ? " [OPTION...] " : " [OPTION...]",
		command->operands != NULL ? command->operands : "");
	fprintf(out, "  %s\n", language_pick(language, command->en, command->zh));
}

static void option_lines(FILE *out, const struct command *command, enum language language)
{
	fprintf(out, "\n%s\n", message(language, MESSAGE_HELP_OPTIONS));
	for (const enum option_id *id = command->options; id != NULL && *id != OPTION_COUNT; id++)
		option_line(out, *id, language);
	for (enum option_id id = 0; id <= OPTION_LAST_COMMON; id++)
		option_line(out, id, language);
}

static void example_lines(FILE *out, const struct command *command, enum language language)
{
	if (command->examples == NULL)
		return;
	fprintf(out, "\n%s\n", message(language, MESSAGE_HELP_EXAMPLES));
	for (const struct example *example = command->examples; example->line != NULL; example++)
		fprintf(out, "  %s\n      %s\n", example->line, language_pick(language, example->en, example->zh));
}

void help_command(FILE *out, const struct command *command, const struct command *parent, enum language language)
{
	if (command->subcommands == NULL) {
		usage_line(out, command, parent, language);
		example_lines(out, command, language);
		option_lines(out, command, language);
		return;
	}
	fprintf(out, "prelist %s - %s\n\n", command->name, language_pick(language, command->en, command->zh));
	if (command->run != NULL) { /* what it does by itself */
		usage_line(out, command, NULL, language);
		example_lines(out, command, language);
		option_lines(out, command, language);
	}
	for (const struct command *const *sub = command->subcommands; *sub != NULL; sub++) {
		if (sub != command->subcommands || command->run != NULL)
			fprintf(out, "\n");
		usage_line(out, *sub, command, language);
		example_lines(out, *sub, language);
	}
	fputc('\n', out);
	fprintf(out, message(language, MESSAGE_HELP_MORE_OF), command->name);
	fputc('\n', out);
}
