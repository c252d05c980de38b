/*
 * completion - what bash and zsh complete, from the commands' own structs.
 */
#include "cli/help.h"
#include "report/report.h"

#include <string.h>

#define COMPLETED_BY "-o filenames -F _prelist"

/* A value follows. */
static void limit_case(FILE *out)
{
	static const char names[] =
#define LIMIT(symbol, name, value, unit, anomaly, doc, doc_zh) " " name "="
#include "bytes/limit.def"
#undef LIMIT
		"";

	fprintf(out, "\t--%s) compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n",
		option_info(OPTION_LIMIT)->name, names);
}

/* The words of an option's value for bash: a -W list, -f or -d. */
static const char *value_action(const struct option_info *option)
{
	return strcmp(option->words, "file") == 0 ? "-f" : strcmp(option->words, "folder") == 0 ? "-d" : "-W";
}

/* Those of pages alone are for the commands that make some. */
static void format_case(FILE *out)
{
	const struct command *command;
	char names[WRITER_NAMES_LEN];

	fprintf(out, "\t--%s) case $first in ", option_info(OPTION_FORMAT)->name);
	for (size_t i = 0, num = 0; (command = command_at(i)) != NULL; i++)
		if (command->makes_pages)
			fprintf(out, "%s%s", num++ > 0 ? "|" : "", command->name);
	writer_names(names, true);
	fprintf(out, ") words='%s' ;;", names);
	writer_names(names, false);
	fprintf(out, " *) words='%s' ;; esac; COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); return ;;\n", names);
}

static void value_cases(FILE *out)
{
	for (enum option_id id = 0; id < OPTION_COUNT; id++) {
		const struct option_info *option = option_info(id);

		if (option->value == NULL)
			continue;
		if (id == OPTION_FORMAT || id == OPTION_LIMIT) {
			(id == OPTION_FORMAT ? format_case : limit_case)(out);
			continue;
		}
		fprintf(out, "\t--%s", option->name);
		if (option->letter != '\0')
			fprintf(out, "|-%c", option->letter);
		if (strcmp(value_action(option), "-W") == 0)
			fprintf(out, ") COMPREPLY=($(compgen -W '%s' -- \"$cur\")); return ;;\n", option->words);
		else
			fprintf(out, ") local IFS=$'\\n'; COMPREPLY=($(compgen %s -- \"$cur\")); return ;;\n", value_action(option));
	}
}

static void option_words(FILE *out, const struct command *command)
{
	for (const enum option_id *id = command->options; id != NULL && *id != OPTION_COUNT; id++)
		fprintf(out, " --%s", option_info(*id)->name);
	for (enum option_id id = 0; id <= OPTION_LAST_COMMON; id++)
		fprintf(out, " --%s", option_info(id)->name);
}

/* Where an operand has words of its own, these alone. before: words of the command's name. */
static void operand_cases(FILE *out, const struct command *command, size_t before)
{
	for (size_t i = 0; i < OPERAND_WORDS; i++)
		if (command->operand_words[i] != NULL)
			fprintf(out, "; [ $num -ne %zu ] || own='%s'", before + i, command->operand_words[i]);
}

static void command_case(FILE *out, const struct command *command, const struct command *parent)
{
	fprintf(out, "\t'%s%s%s') words='", parent != NULL ? parent->name : "", parent != NULL ? " " : "",
		command->name);
	option_words(out, command);
	fprintf(out, "'; files=%s", command->operand_kind == OPERAND_FILE ? "yes" : "");
	operand_cases(out, command, parent == NULL ? 1 : 2);
	fprintf(out, " ;;\n");
}

static void command_cases(FILE *out)
{
	const struct command *command;

	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		if (command->subcommands == NULL) {
			command_case(out, command, NULL);
			continue;
		}
		fprintf(out, "\t'%s') words='", command->name);
		for (const struct command *const *sub = command->subcommands; *sub != NULL; sub++)
			fprintf(out, " %s", (*sub)->name);
		if (command->run != NULL)
			option_words(out, command);
		else
			fprintf(out, " --%s", option_info(OPTION_HELP)->name);
		fprintf(out, "'; files= ;;\n");
		for (const struct command *const *sub = command->subcommands; *sub != NULL; sub++)
			command_case(out, *sub, command);
	}
}

/*
 * How many words stand before the one that is completed, without options and their values. What bash takes apart at @, : and = is one:
 * where such a mark is last, the word goes on, and is none that is known.
 */
static void count_words(FILE *out)
{
	fprintf(out, "\tlocal num=0 skip= own= word i\n\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tword=${COMP_WORDS[i]}\n"
		     "\t\tif [ -n \"$skip\" ]; then [ \"$word\" = = ] || skip=; continue; fi\n\t\tcase $word in\n\t\t--");
	for (enum option_id id = 0, last = OPTION_COUNT; id < OPTION_COUNT; id++) {
		const struct option_info *option = option_info(id);

		if (option->value == NULL)
			continue;
		fprintf(out, "%s%s", last == OPTION_COUNT ? "" : "|--", option->name);
		if (option->letter != '\0')
			fprintf(out, "|-%c", option->letter);
		last = id;
	}
	fprintf(out, "|[@:=]*) skip=yes ;;\n\t\t-*) ;;\n\t\t*) num=$((num + 1)) ;;\n\t\tesac\n\tdone\n\t[ -z \"$skip\" ] || num=0\n");
}

static void bash_write(FILE *out)
{
	const struct command *command;

	fprintf(out, "_prelist() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} "
		     "first=${COMP_WORDS[1]} words= files=\n");
	fprintf(out, "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; (command = command_at(i)) != NULL; i++)
		fprintf(out, "%s ", command->name);
	fprintf(out, "--help --version' -- \"$cur\")); return\n\tfi\n");
	fprintf(out, "\tcase $prev in\n");
	value_cases(out);
	fprintf(out, "\tesac\n");
	count_words(out);
	fprintf(out, "\tcase $first in ");
	for (size_t i = 0, num = 0; (command = command_at(i)) != NULL; i++)
		if (command->subcommands != NULL)
			fprintf(out, "%s%s", num++ > 0 ? "|" : "", command->name);
	fprintf(out, ") [ \"$COMP_CWORD\" -gt 2 ] && [ \"${COMP_WORDS[2]#-}\" = \"${COMP_WORDS[2]}\" ] && first=\"$first ${COMP_WORDS[2]}\" ;; esac\n"
		     "\tcase $first in\n");
	command_cases(out);
	fprintf(out, "\tesac\n\tcase $cur in -*) files= ;; *) words=${own:-$words} ;; esac\n"
		     "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		     "\tif [ -n \"$files\" ]; then local IFS=$'\\n'; COMPREPLY+=($(compgen -f -- \"$cur\")); fi\n"
		     "}\ncomplete " COMPLETED_BY " prelist\n");
}

bool completion_write(FILE *out, const char *shell)
{
	bool zsh = strcmp(shell, "zsh") == 0;

	if (!zsh && strcmp(shell, "bash") != 0)
		return false;
	if (zsh)
		fprintf(out, "#compdef prelist\nautoload -U +X bashcompinit && bashcompinit\n");
	bash_write(out);
	/* Of a folder of functions the file is what zsh runs at the first TAB, which is to be answered, too; who sources it has pressed none. */
	if (zsh)
		fprintf(out, "if [ \"${funcstack[1]}\" = _prelist ]; then _bash_complete " COMPLETED_BY "; fi\n");
	return true;
}
