/*
 * command - what prelist can be told to do.
 *
 * A command lives beside its code as a const struct; command.def lists the names. Help, man page and completion are
 * made from these structs.
 */
#ifndef PRELIST_CLI_COMMAND_H
#define PRELIST_CLI_COMMAND_H

#include "cli/option.h"

struct session;

#define OPERAND_WORDS 3

enum operand_kind { OPERAND_NONE, OPERAND_FILE, OPERAND_VERSION };

struct example {
	const char *line; /* whole, as typed */
	const char *en, *zh;
};

struct command {
	const char *name;
	const char *en, *zh;		/* summary */
	const char *operands;		/* as in the usage line, "PATH..." */
	enum operand_kind operand_kind; /* for completion */
	const char *operand_words[OPERAND_WORDS]; /* likewise: the words that the first ones may be; NULL: any */
	size_t min_operands, max_operands;
	const enum option_id *options; /* besides the common ones; ended by OPTION_COUNT; may be NULL */
	const struct example *examples; /* ended by a line of NULL */
	const struct command *const *subcommands; /* ended by NULL; NULL: has none. With run: what the command does by itself */
	bool makes_pages;  /* takes writers that make nothing but public pages */
	bool output_is_folder; /* -o names a folder that the command makes; what it prints goes to standard output */
	bool sets_clock;   /* writes though the log is ahead of the clock */
	bool is_dated;	   /* what it makes is of today and for others: none is made where the log is ahead of the clock */
	bool unseals;	   /* what it prints was sealed: -o is a file that nobody else can read */
	bool seals_reason; /* --reason is kept as it was written, sealed (discreet.h) */
	/* The exit code; err set means 2. */
	int (*run)(struct session *session, struct error *err);
};

#define OPERANDS_MANY ((size_t)-1)

/* All commands, in the order of help. NULL past the last one. */
const struct command *command_at(size_t index);
const struct command *command_find(const char *name);

/*
 * The command that the first operand (and the second, of a command with subcommands) names, taken off the operands;
 * checked: its options, the number of its operands. parent: the command whose subcommand it is, or NULL.
 * NULL and err when there is none.
 */
const struct command *command_resolve(struct arguments *arguments, const struct command **parent, struct error *err);
bool command_check(const struct command *command, const struct command *parent, const struct arguments *arguments,
		   struct error *err);

#endif
