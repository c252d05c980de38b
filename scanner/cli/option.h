/*
 * option - the command line taken apart.
 */
#ifndef PRELIST_CLI_OPTION_H
#define PRELIST_CLI_OPTION_H

#include "bytes/error.h"

#include <stddef.h>
#include <stdint.h>

enum option_id {
#define OPTION(symbol, name, letter, value, words, en, zh) OPTION_##symbol,
#include "cli/option.def"
#undef OPTION
	OPTION_COUNT
};

/* Options up to here are taken by every command. */
#define OPTION_LAST_COMMON OPTION_VERSION

struct option_info {
	const char *name;
	char letter;
	const char *value; /* NULL: a flag */
	const char *words;
	const char *en, *zh;
};

const struct option_info *option_info(enum option_id id);

struct arguments {
	const char *value[OPTION_COUNT]; /* NULL: not given; "" for a flag */
	const char **limits;		 /* every --limit, in order */
	size_t num_limits;
	const char **operands; /* those not taken off yet */
	const char **all_operands;
	size_t num_operands;
};

/* argv without the program's name. Options may stand anywhere; -- ends them; - is an operand. */
bool arguments_parse(struct arguments *arguments, int argc, char **argv, struct error *err);
void arguments_free(struct arguments *arguments);

/* A whole number within bounds; otherwise when the option was not given. */
bool arguments_number(const struct arguments *arguments, enum option_id id, int64_t least, int64_t most,
		      int64_t otherwise, int64_t *value, struct error *err);

#endif
