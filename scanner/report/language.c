#include "report/language.h"

#include "bytes/plural.h"
#include "store/person.h"

#include <stdlib.h>
#include <string.h>

static const char *const messages[MESSAGE_COUNT][2] = {
#define MESSAGE(symbol, en, zh) [MESSAGE_##symbol] = {en, zh},
#include "report/message.def"
#undef MESSAGE
};

const char *message(enum language language, enum message_id id)
{
	return messages[id][language == LANGUAGE_ZH];
}

void message_print(FILE *out, enum language language, enum message_id id, ...)
{
	char chosen[PLURAL_MAX];
	va_list args;

	va_start(args, id);
	vfprintf(out, plural_format(message(language, id), args, chosen), args);
	va_end(args);
}

void message_write(char *out, size_t room, enum language language, enum message_id id, ...)
{
	char chosen[PLURAL_MAX];
	va_list args;

	va_start(args, id);
	vsnprintf(out, room, plural_format(message(language, id), args, chosen), args);
	va_end(args);
}

struct word {
	const char *en, *zh;
};

static const char *look_up(const struct word *words, size_t num, enum language language, const char *word)
{
	for (size_t i = 0; language == LANGUAGE_ZH && i < num; i++)
		if (strcmp(words[i].en, word) == 0)
			return words[i].zh;
	return word;
}

const char *language_word(enum language language, const char *word)
{
	static const struct word words[] = {
#define WORD(en, zh) {en, zh},
#include "report/word.def"
#undef WORD
#define CASE(symbol, name, en, zh, ...) {name, zh},
#include "desk/case.def"
#undef CASE
	};

	return look_up(words, sizeof words / sizeof words[0], language, word);
}

const char *language_event(enum language language, const char *kind)
{
	static const struct word kinds[] = {
#define EVENT(en, zh) {en, zh},
#include "report/event.def"
#undef EVENT
	};

	return look_up(kinds, sizeof kinds / sizeof kinds[0], language, kind);
}

const char *language_person(enum language language, const char *name, char out[LANGUAGE_PERSON_LEN])
{
	size_t behind = sizeof PERSON_STAND_IN - 1;

	if (language != LANGUAGE_ZH || name == NULL || strlen(name) != PERSON_STAND_IN_LEN || strncmp(name, PERSON_STAND_IN, behind) != 0 ||
	    strspn(name + behind, "0123456789abcdef") != PERSON_STAND_IN_LEN - behind)
		return name;
	snprintf(out, LANGUAGE_PERSON_LEN, message(language, MESSAGE_PERSON_UNNAMED), name + behind);
	return out;
}

const char *language_pick(enum language language, const char *en, const char *zh)
{
	const char *first = language == LANGUAGE_ZH ? zh : en;
	const char *second = language == LANGUAGE_ZH ? en : zh;

	return first != NULL && *first != '\0' ? first : second;
}

static const char *from_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			return value;
	}
	return "";
}

bool language_choose(const char *word, enum language *language)
{
	bool is_one = word != NULL && (strcmp(word, "en") == 0 || strcmp(word, "zh") == 0);

	*language = strncmp(is_one ? word : from_environment(), "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
	return is_one || word == NULL;
}
