/*
 * manual - the man page, from the commands' own structs.
 */
#include "cli/help.h"

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

static void option_entry(FILE *out, enum option_id id)
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
	roff(out, option->en);
	fprintf(out, "\n");
}

static void command_entry(FILE *out, const struct command *command, const struct command *parent)
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
	roff(out, command->en);
	fprintf(out, ".\n");
	for (const enum option_id *id = command->options; id != NULL && *id != OPTION_COUNT; id++)
		option_entry(out, *id);
	for (const struct example *example = command->examples; example != NULL && example->line != NULL; example++) {
		fprintf(out, ".PP\n");
		roff(out, example->en);
		fprintf(out, ":\n.PP\n.nf\n.RS\n");
		roff(out, example->line);
		fprintf(out, "\n.RE\n.fi\n");
	}
}

static void command_entries(FILE *out)
{
	const struct command *command;

	fprintf(out, ".SH COMMANDS\n");
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		if (command->subcommands == NULL || command->run != NULL)
			command_entry(out, command, NULL);
		for (const struct command *const *sub = command->subcommands; sub != NULL && *sub != NULL; sub++)
			command_entry(out, *sub, command);
	}
}

void manual_write(FILE *out)
{
	fprintf(out, ".TH PRELIST 1 \"\" \"prelist %s\" \"User Commands\"\n", PRELIST_VERSION);
	fprintf(out, ".SH NAME\nprelist \\- the pre\\-listing scanner of an app store\n");
	fprintf(out, ".SH SYNOPSIS\n.B prelist\n\\fICOMMAND\\fR [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n");
	fprintf(out, ".SH DESCRIPTION\n");
	roff(out, "prelist unpacks a submitted application package as the phone would, extracts what it declares and who "
		  "made it, checks that against rules and a blacklist, gives a verdict, and keeps the version.\n");
	fprintf(out, ".SH OPTIONS\nEvery command takes these:\n");
	for (enum option_id id = 0; id <= OPTION_LAST_COMMON; id++)
		option_entry(out, id);
	command_entries(out);
	fprintf(out, ".SH \"EXIT STATUS\"\n.TP\n0\npass; of diff: the same; of archive verify: sound\n"
		     ".TP\n1\nreject; of diff: different; of archive verify: damaged; of rules check: something is wrong\n"
		     ".TP\n2\nerror or wrong usage: there is no verdict\n.TP\n3\nreview; of case overdue: there is one\n");
	fprintf(out, ".SH ENVIRONMENT\n.TP\nPRELIST_ARCHIVE\nthe archive, where \\-\\-archive is not given; else "
		     "$XDG_DATA_HOME/prelist\n.TP\nPRELIST_RULES\nthe rules, where \\-\\-rules is not given\n"
		     ".TP\nPRELIST_KEY_FILE\nkey that seals personal data\n.TP\n"
		     "PRELIST_LOG_KEY_FILE\nkey that signs heads of the log, exports and lists\n.TP\n"
		     "LC_ALL, LC_MESSAGES, LANG\nthe language, where \\-\\-lang is not given\n.TP\nNO_COLOR\nno colours on a terminal\n");
	fprintf(out, ".SH FILES\n.TP\n/etc/prelist/policy.json, /etc/prelist/rules.d/\n"
		     "local policy and packs, over the shipped ones\n"
		     ".TP\n$XDG_CACHE_HOME/prelist/rules/\nan empty file for each set of rules that was prepared without an "
		     "error; else ~/.cache/prelist/rules/\n");
}
