#include "judge/pack.h"

#include "bytes/text.h"
#include "judge/pack_detail.h"

struct parser {
	struct pack_rules *rules;
	struct rule *rule; /* whose header or SELECT this is; NULL between rules */
	const char *file;
	int line;
	struct arena *arena;
	struct error *err;
	char *sql; /* where the SELECT at hand begins */
	uint32_t keys; /* a bit each: those that the header at hand has already */
};

static bool complain(const struct parser *parser, const char *what, const char *found)
{
	return error_set(parser->err, ERROR_RULES, "%s:%d: %s '%s'", parser->file, parser->line, what, found);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without the space before and behind it; it ends at end, where it is cut off. */
static char *trim(char *text, char *end)
{
	while (is_space(*text))
		text++;
	while (end > text && is_space(end[-1]))
		end--;
	*end = '\0';
	return text;
}

static bool begin_rule(struct parser *parser, const char *id)
{
	struct pack_rules *rules = parser->rules;
	struct rule *grown;

	if (parser->rule != NULL)
		return complain(parser, "no SELECT follows the header of", parser->rule->id);
	if (*id == '\0' || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(id))
		return complain(parser, "an id is of a-z, 0-9, '.', '-' and '_', not", id);
	for (size_t i = 0; i < rules->num_rules; i++)
		if (rules->rules[i].id[0] == id[0] && strcmp(rules->rules[i].id, id) == 0)
			return complain(parser, "another rule has the id", id);
	grown = arena_grow(parser->arena, rules->rules, rules->num_rules, &rules->room, sizeof *grown);
	if (grown == NULL)
		return error_memory(parser->err);
	rules->rules = grown;
	parser->rule = &rules->rules[rules->num_rules++];
	*parser->rule = (struct rule){.id = id, .file = parser->file, .line = parser->line};
	parser->sql = NULL;
	parser->keys = 0;
	return true;
}

/* "a, b" to a NULL-terminated list. */
static bool set_basis(struct parser *parser, char *value)
{
	size_t num = 1;

	for (char *at = value; *at != '\0'; at++)
		num += *at == ',';
	parser->rule->basis = arena_array(parser->arena, num + 1, sizeof *parser->rule->basis);
	if (parser->rule->basis == NULL)
		return error_memory(parser->err);
	for (size_t i = 0; i < num; i++) {
		char *end = strchrnul(value, ',');

		parser->rule->basis[i] = trim(value, end);
		value = end + 1;
	}
	return true;
}

static bool set_verdict(struct parser *parser, char *value)
{
	parser->rule->verdict = verdict_parse(value);
	return parser->rule->verdict >= VERDICT_NOTICE || complain(parser, "a verdict is notice, review or reject, not", value);
}

static bool set_class(struct parser *parser, char *value)
{
	static const char *const classes[] = {"payment", "privacy", "remote", "spread", "expense", "system", "fraud", "rogue",
					      "integrity", "signature", "quality", "developer", "history", CLASS_STORE};

	parser->rule->class = value;
	return text_among(classes, sizeof classes / sizeof classes[0], value) >= 0 || complain(parser, "there is no class", value);
}

static bool set_platform(struct parser *parser, char *value)
{
	parser->rule->platform = value;
	return strcmp(value, "android") == 0 || strcmp(value, "ios") == 0 || strcmp(value, "harmonyos") == 0 ||
	       complain(parser, "there is no platform", value);
}

/* "ENGLISH => 中文", as often as the rule has details of different words. */
static bool add_detail(struct parser *parser, const char *value)
{
	struct rule *rule = parser->rule;
	struct rule_detail *grown = arena_array(parser->arena, rule->num_details + 1, sizeof *grown);
	char *text = arena_strdup(parser->arena, value);

	if (grown == NULL || text == NULL)
		return error_memory(parser->err);
	if (rule->num_details > 0)
		memcpy(grown, rule->details, rule->num_details * sizeof *grown);
	rule->details = grown;
	return pack_detail_parse(text, &grown[rule->num_details++]) ||
	       complain(parser, "detail.zh is ENGLISH => CHINESE with the same pieces, not", value);
}

/* What stands once in a header, at a place in struct rule. */
static const struct key {
	const char *name;
	size_t at;
	const char *word, *otherwise;			 /* of one that is true or false: the word for true, and for what is so without the key */
	bool (*set)(struct parser *parser, char *value); /* of what is neither that nor a text as it stands */
} keys[] = {
	{.name = "verdict", .set = set_verdict},
	{.name = "class", .set = set_class},
	{.name = "basis", .set = set_basis},
	{.name = "platform", .set = set_platform},
	{"title", offsetof(struct rule, title), NULL, NULL, NULL},
	{"title.zh", offsetof(struct rule, title_zh), NULL, NULL, NULL},
	{"fix", offsetof(struct rule, fix), NULL, NULL, NULL},
	{"fix.zh", offsetof(struct rule, fix_zh), NULL, NULL, NULL},
	{"hit", offsetof(struct rule, hit), NULL, NULL, NULL},
	{"miss", offsetof(struct rule, miss), NULL, NULL, NULL},
	{"when", offsetof(struct rule, gate_only), "gate", "always", NULL},
	{"subject", offsetof(struct rule, by_catalogue), "catalogue", "free", NULL},
	{"per", offsetof(struct rule, per_build), "build", "submission", NULL},
	{"detail", offsetof(struct rule, detail_stays), "house", "free", NULL},
};
#define NUM_KEYS (sizeof keys / sizeof keys[0])

static bool set_once(struct parser *parser, const struct key *key, char *value)
{
	char *place = (char *)parser->rule + key->at;

	if (parser->keys >> (key - keys) & 1)
		return complain(parser, "the header has it twice:", key->name);
	parser->keys |= UINT32_C(1) << (key - keys);
	if (key->set != NULL)
		return key->set(parser, value);
	if (key->word == NULL) {
		*(const char **)place = value;
		return true;
	}
	*(bool *)place = strcmp(value, key->word) == 0;
	return *(bool *)place || strcmp(value, key->otherwise) == 0 ||
	       error_set(parser->err, ERROR_RULES, "%s:%d: %s is %s or %s, not '%s'", parser->file, parser->line, key->name, key->otherwise, key->word, value);
}

static bool set_key(struct parser *parser, const char *name, char *value)
{
	if (strcmp(name, "rule") == 0)
		return begin_rule(parser, value);
	if (parser->rule == NULL)
		return complain(parser, "a header begins with 'rule:', not", name);
	if (*value == '\0')
		return complain(parser, "nothing follows the header key", name);
	if (strcmp(name, "detail.zh") == 0)
		return add_detail(parser, value);
	for (size_t i = 0; i < NUM_KEYS; i++)
		if (strcmp(name, keys[i].name) == 0)
			return set_once(parser, &keys[i], value);
	return complain(parser, "there is no header key", name);
}

/* "-- key: value" where key is one word; any other comment is a comment. */
static bool take_comment(struct parser *parser, char *line, char *end)
{
	char *text = trim(line + 2, end), *colon = text;

	while ((*colon >= 'a' && *colon <= 'z') || *colon == '.')
		colon++;
	if (*colon != ':' || colon == text)
		return true;
	*colon = '\0';
	return set_key(parser, text, trim(colon + 1, end));
}

/* The header ends with the line before: what it lacks is said of this one, which may be no SQL at all. */
static bool begin_select(struct parser *parser, char *line)
{
	struct rule *rule = parser->rule;

	if (rule == NULL)
		return complain(parser, "SQL without a header before it:", line);
	if (rule->verdict == VERDICT_NONE || rule->title == NULL || rule->title_zh == NULL || rule->class == NULL)
		return complain(parser, "verdict, title, title.zh and class are needed by the rule", rule->id);
	if ((rule->fix == NULL) != (rule->fix_zh == NULL))
		return complain(parser, "fix and fix.zh go together in the rule", rule->id);
	parser->sql = line;
	rule->line = parser->line;
	return true;
}

static void end_rule(struct parser *parser, char *semicolon)
{
	*semicolon = '\0';
	parser->rule->sql = parser->sql;
	parser->rule = NULL;
	parser->sql = NULL;
}

/* True for "-- rule:". */
static bool begins_header(const char *line)
{
	if (strncmp(line, "--", 2) != 0)
		return false;
	line += 2;
	return strncmp(line + strspn(line, " \t"), "rule:", 5) == 0;
}

/*
 * A line of SQL; a semicolon at its end ends the rule. SQL is kept where it stands, lines joined again. To SQL the header of a
 * rule behind one that was not ended is a comment: it would be gone without a word.
 */
static bool take_sql(struct parser *parser, char *line, char *end, char *newline)
{
	if (parser->sql != NULL && begins_header(line))
		return complain(parser, "no line that ends in ';' ends the SELECT of", parser->rule->id);
	while (end > line && is_space(end[-1]))
		end--;
	if (end == line) {
		if (newline != NULL)
			*newline = '\n';
		return true;
	}
	if (parser->sql == NULL && !begin_select(parser, line))
		return false;
	if (end[-1] == ';')
		end_rule(parser, end - 1);
	else if (newline != NULL)
		*newline = '\n';
	return true;
}

/* What follows one would be of the same line, in a comment perhaps, and is on a line of its own in an editor. */
static bool has_bare_return(const char *line)
{
	const char *at = strchr(line, '\r');

	return at != NULL && at[1] != '\0';
}

bool pack_parse(struct pack_rules *rules, char *text, const char *file, struct arena *arena, struct error *err)
{
	struct parser parser = {.rules = rules, .file = file, .arena = arena, .err = err};
	size_t before = rules->num_rules;
	bool has_returns = strchr(text, '\r') != NULL;

	while (text != NULL && *text != '\0') {
		char *newline = strchr(text, '\n'), *end = newline != NULL ? newline : text + strlen(text);
		bool ok;

		parser.line++;
		*end = '\0';
		if (has_returns && has_bare_return(text))
			return complain(&parser, "a carriage return that ends no line stands in", text);
		ok = strncmp(text, "--", 2) == 0 && parser.sql == NULL ? take_comment(&parser, text, end)
								       : take_sql(&parser, text, end, newline);
		if (!ok)
			return false;
		text = newline == NULL ? NULL : newline + 1;
	}
	if (parser.rule != NULL && parser.sql != NULL) { /* the last rule may end with the file */
		char nothing[1] = "";

		end_rule(&parser, nothing);
		return true;
	}
	if (rules->num_rules == before) /* a pack that was cut to nothing would be checks that are gone without a word */
		return error_set(err, ERROR_RULES, "%s:%d: no rule is in this pack: a rule is a SELECT under a header of -- lines", file, 1);
	return parser.rule == NULL || complain(&parser, "no SELECT follows the header of", parser.rule->id);
}
