#include "cli/option.h"

#include "bytes/text.h"
#include "cli/nearest.h"
#include "store/person.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX ((size_t)16384)

static const struct option_info options[OPTION_COUNT] = {
#define OPTION(symbol, name, letter, value, words, en, zh) [OPTION_##symbol] = {name, letter, value, words, en, zh},
#include "cli/option.def"
#undef OPTION
};

const struct option_info *option_info(enum option_id id)
{
	return &options[id];
}

/* The option named by the len bytes at name; OPTION_COUNT when there is none. */
static enum option_id find_name(const char *name, size_t len)
{
	enum option_id id = 0;

	while (id < OPTION_COUNT && (strlen(options[id].name) != len || memcmp(options[id].name, name, len) != 0))
		id++;
	return id;
}

static enum option_id find_letter(char letter)
{
	enum option_id id = 0;

	while (id < OPTION_COUNT && (letter == '\0' || options[id].letter != letter))
		id++;
	return id;
}

static bool is_path(const struct option_info *option)
{
	return option->value != NULL && (strcmp(option->words, "file") == 0 || strcmp(option->words, "folder") == 0);
}

/* What is kept of who does something and why has a bound as in lists and forms: it is printed, in one line, wherever that is told of. */
static bool check_length(enum option_id id, const char *value, struct error *err)
{
	size_t most = id == OPTION_BY || id == OPTION_TO || id == OPTION_REQUEST_ID ? PERSON_NAME_MAX : WORDS_MAX;

	return strlen(value) <= most || is_path(&options[id]) ||
	       error_set(err, ERROR_USAGE, "--%s is longer than %zu bytes", options[id].name, most);
}

/* A value that is blank is an empty one, which no file and no folder is named: that of a script's variable which was never set. */
static bool give(struct arguments *arguments, enum option_id id, const char *value, struct error *err)
{
	const struct option_info *option = &options[id];

	if (text_is_blank(value))
		value = "";
	if (*value == '\0' && is_path(option))
		return error_set(err, ERROR_USAGE, "--%s needs a value: --%s %s", option->name, option->name, option->value);
	if (!check_length(id, value, err))
		return false;
	arguments->value[id] = value;
	if (id == OPTION_LIMIT)
		arguments->limits[arguments->num_limits++] = value;
	return true;
}

static bool unknown(const char *given, struct error *err)
{
	const char *names[OPTION_COUNT], *near;

	for (enum option_id id = 0; id < OPTION_COUNT; id++)
		names[id] = options[id].name;
	near = nearest(given, names, OPTION_COUNT);
	if (near != NULL)
		return error_set(err, ERROR_USAGE, "there is no option --%s; did you mean --%s?", given, near);
	return error_set(err, ERROR_USAGE, "there is no option --%s; see prelist --help", given);
}

static bool take_long(struct arguments *arguments, const char *word, int *at, int argc, char **argv, struct error *err)
{
	size_t len = strcspn(word, "=");
	enum option_id id = find_name(word, len);
	const char *value = word[len] == '=' ? word + len + 1 : NULL;

	if (id == OPTION_COUNT)
		return unknown(word, err);
	if (options[id].value == NULL && value != NULL)
		return error_set(err, ERROR_USAGE, "--%s takes no value", options[id].name);
	if (options[id].value != NULL && value == NULL) {
		if (*at + 1 >= argc)
			return error_set(err, ERROR_USAGE, "--%s needs a value: --%s %s", options[id].name,
					 options[id].name, options[id].value);
		value = argv[++*at];
	}
	return give(arguments, id, value != NULL ? value : "", err);
}

static bool take_letters(struct arguments *arguments, const char *letters, int *at, int argc, char **argv,
			 struct error *err)
{
	for (; *letters != '\0'; letters++) {
		enum option_id id = find_letter(*letters);

		if (id == OPTION_COUNT && access(argv[*at], F_OK) == 0)
			return error_set(err, ERROR_USAGE, "there is no option -%c; the file of that name is ./%s, or stands behind --", *letters, argv[*at]);
		if (id == OPTION_COUNT)
			return error_set(err, ERROR_USAGE, "there is no option -%c; see prelist --help", *letters);
		if (options[id].value == NULL) {
			give(arguments, id, "", err);
			continue;
		}
		if (letters[1] == '\0' && *at + 1 >= argc)
			return error_set(err, ERROR_USAGE, "-%c needs a value: -%c %s", *letters, *letters,
					 options[id].value);
		return give(arguments, id, letters[1] != '\0' ? letters + 1 : argv[++*at], err);
	}
	return true;
}

bool arguments_parse(struct arguments *arguments, int argc, char **argv, struct error *err)
{
	bool only_operands = false, ok = true;

	*arguments = (struct arguments){0};
	arguments->operands = arguments->all_operands = calloc((size_t)argc + 1, sizeof *arguments->operands);
	arguments->limits = calloc((size_t)argc + 1, sizeof *arguments->limits);
	if (arguments->operands == NULL || arguments->limits == NULL)
		return error_memory(err);
	/* On past what is wrong: --lang behind it is the language to say it in. */
	for (int at = 0; at < argc; at++) {
		const char *word = argv[at];

		if (only_operands || word[0] != '-' || word[1] == '\0')
			arguments->operands[arguments->num_operands++] = word;
		else if (strcmp(word, "--") == 0)
			only_operands = true;
		else if (word[1] == '-')
			ok = take_long(arguments, word + 2, &at, argc, argv, err) && ok;
		else
			ok = take_letters(arguments, word + 1, &at, argc, argv, err) && ok;
	}
	return ok;
}

void arguments_free(struct arguments *arguments)
{
	free(arguments->all_operands);
	free(arguments->limits);
}

bool arguments_number(const struct arguments *arguments, enum option_id id, int64_t least, int64_t most,
		      int64_t otherwise, int64_t *value, struct error *err)
{
	const char *text = arguments->value[id];

	*value = otherwise;
	if (text == NULL)
		return true;
	if (!text_number(text, value) || *value < least || *value > most)
		return error_set(err, ERROR_USAGE, "--%s is a whole number from %lld to %lld, not '%s'",
				 options[id].name, (long long)least, (long long)most, text);
	return true;
}
