#include "cli/command.h"

#include "cli/nearest.h"

#include <stdio.h>
#include <string.h>

#define COMMAND(name) extern const struct command command_##name;
#include "cli/command.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "cli/command.def"
#undef COMMAND
	NULL,
};

#define NAMES_MAX 32

const struct command *command_at(size_t index)
{
	return index < sizeof commands / sizeof commands[0] ? commands[index] : NULL;
}

static const struct command *find_in(const struct command *const *list, const char *name)
{
	for (; *list != NULL; list++)
		if (strcmp((*list)->name, name) == 0)
			return *list;
	return NULL;
}

const struct command *command_find(const char *name)
{
	return find_in(commands, name);
}

static bool no_such(const struct command *const *list, const char *before, const char *given, struct error *err)
{
	const char *names[NAMES_MAX], *near;
	size_t num_names = 0;

	for (; list[num_names] != NULL && num_names < NAMES_MAX; num_names++)
		names[num_names] = list[num_names]->name;
	near = nearest(given, names, num_names);
	if (near != NULL)
		return error_set(err, ERROR_USAGE, "there is no command '%s%s'; did you mean '%s%s'?", before, given,
				 before, near);
	return error_set(err, ERROR_USAGE, "there is no command '%s%s'; see prelist %s--help", before, given, before);
}

static void shift(struct arguments *arguments)
{
	arguments->operands++;
	arguments->num_operands--;
}

static const struct command *resolve_sub(const struct command *command, struct arguments *arguments, struct error *err)
{
	const struct command *sub;
	char before[64];

	if (arguments->num_operands == 0) {
		error_set(err, ERROR_USAGE, "prelist %s does nothing by itself; see prelist %s --help", command->name,
			  command->name);
		return NULL;
	}
	sub = find_in(command->subcommands, arguments->operands[0]);
	if (sub == NULL) {
		snprintf(before, sizeof before, "%s ", command->name);
		no_such(command->subcommands, before, arguments->operands[0], err);
		return NULL;
	}
	shift(arguments);
	return sub;
}

const struct command *command_resolve(struct arguments *arguments, const struct command **parent, struct error *err)
{
	const struct command *command;

	*parent = NULL;
	if (arguments->num_operands == 0) {
		error_set(err, ERROR_USAGE, "tell prelist what to do; see prelist --help");
		return NULL;
	}
	command = command_find(arguments->operands[0]);
	if (command == NULL) {
		no_such(commands, "", arguments->operands[0], err);
		return NULL;
	}
	shift(arguments);
	if (command->subcommands == NULL || (arguments->num_operands == 0 && (command->run != NULL || arguments->value[OPTION_HELP] != NULL)))
		return command;
	*parent = command;
	return resolve_sub(command, arguments, err);
}

static bool command_takes(const struct command *command, enum option_id id)
{
	if (id <= OPTION_LAST_COMMON)
		return true;
	for (const enum option_id *at = command->options; at != NULL && *at != OPTION_COUNT; at++)
		if (*at == id)
			return true;
	return false;
}

static bool is_input(enum option_id id)
{
	return id != OPTION_OUTPUT && id != OPTION_ERRORS && strcmp(option_info(id)->words, "file") == 0;
}

/* How often it is named where a file is read. */
static size_t num_standard_inputs(const struct command *command, const struct arguments *arguments)
{
	size_t num = 0;

	for (size_t i = 0; command->operand_kind != OPERAND_NONE && i < arguments->num_operands; i++)
		num += strcmp(arguments->operands[i], "-") == 0;
	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		num += arguments->value[id] != NULL && is_input(id) && strcmp(arguments->value[id], "-") == 0;
	return num;
}

bool command_check(const struct command *command, const struct command *parent, const struct arguments *arguments,
		   struct error *err)
{
	const char *before = parent != NULL ? parent->name : "", *blank = parent != NULL ? " " : "";

	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		if (arguments->value[id] != NULL && !command_takes(command, id))
			return error_set(err, ERROR_USAGE, "prelist %s%s%s has no option --%s", before, blank,
					 command->name, option_info(id)->name);
	if (arguments->num_operands < command->min_operands)
		return error_set(err, ERROR_USAGE, "too little is given: prelist %s%s%s %s", before, blank,
				 command->name, command->operands);
	if (arguments->num_operands > command->max_operands)
		return error_set(err, ERROR_USAGE, "too much is given, from '%s' on: prelist %s%s%s %s",
				 arguments->operands[command->max_operands], before, blank, command->name,
				 command->operands);
	for (size_t i = 0; command->operand_kind == OPERAND_FILE && i < arguments->num_operands; i++)
		if (*arguments->operands[i] == '\0') /* no file's name, but a script's variable that was never set */
			return error_set(err, ERROR_USAGE, "argument %zu is empty: prelist %s%s%s %s", i + 1, before, blank, command->name,
					 command->operands);
	return num_standard_inputs(command, arguments) <= 1 ||
	       error_set(err, ERROR_USAGE, "standard input can be read only once: give one - and name files for the rest");
}
