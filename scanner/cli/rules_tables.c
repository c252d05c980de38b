/*
 * rules_tables - prelist rules tables: what a rule may read, table by table, column by column.
 *
 * Facts from fact.def, the bench's own tables, the catalogues.
 */
#include "cli/rules.h"
#include "cli/session.h"

#include "judge/explain.h"
#include "report/columns.h"

#define NAME_WIDTH 28

struct listing {
	struct session *session;
	const char *wanted; /* NULL: every table, without its columns */
	struct json *json;  /* NULL: as text */
	size_t num_found;
};

static const char *type_name(const struct fact_column *column)
{
	static const char *const names[] = {[FACT_TEXT] = "text", [FACT_INT] = "integer", [FACT_BOOL] = "boolean", [FACT_TIME] = "time",
					    [FACT_HASH] = "hash", [FACT_HEX] = "hex", [FACT_CHOICE] = "choice"};

	return names[column->type];
}

static const char *origin_name(enum fact_origin origin)
{
	static const char *const names[] = {[FACT_BYTES] = "bytes", [FACT_JOINT] = "joint", [FACT_DERIVED] = "derived",
					    [FACT_MIXED] = "mixed", [FACT_FORM] = "form", [FACT_BENCH] = "bench"};

	return names[origin];
}

static bool is_wanted(struct listing *listing, const char *name)
{
	bool wanted = listing->wanted == NULL || strcmp(listing->wanted, name) == 0;

	listing->num_found += wanted;
	return wanted;
}

static void line(const struct listing *listing, const char *indent, const char *name, const char *doc)
{
	FILE *out = listing->session->output.file;

	fputs(indent, out);
	if (doc == NULL) {
		fprintf(out, "%s\n", name);
		return;
	}
	columns_print(out, name, NAME_WIDTH);
	fprintf(out, " %s\n", doc);
}

static void words_json(struct json *json, const char *words)
{
	json_array(json, "words");
	while (*words != '\0') {
		size_t len = strcspn(words, " ");
		char word[64];

		snprintf(word, sizeof word, "%.*s", (int)len, words);
		json_text(json, NULL, word);
		words += len + (words[len] == ' ');
	}
	json_close(json);
}

static void column_json(struct json *json, const char *name, const struct fact_column *column)
{
	json_row(json, NULL);
	json_text(json, "column", name);
	if (column != NULL) {
		json_text(json, "name_zh", column->name_zh);
		json_text(json, "type", type_name(column));
		if (column->words != NULL)
			words_json(json, column->words);
		json_bool(json, "key", column->is_key);
		json_text(json, "doc", column->doc);
	}
	json_close(json);
}

static void fact_json(struct json *json, const struct fact_table_info *info)
{
	json_text(json, "name_zh", info->name_zh);
	json_text(json, "doc", info->doc);
	json_text(json, "origin", origin_name(info->origin));
	json_number(json, "since", info->since);
	json_array(json, "columns");
	for (size_t i = 0; i < info->num_columns; i++)
		column_json(json, info->columns[i].name, &info->columns[i]);
	json_close(json);
}

static void other_json(struct json *json, const struct catalogue *table)
{
	json_text_if(json, "doc", table->doc);
	json_text_if(json, "file", table->header.file);
	json_array(json, "columns");
	for (size_t i = 0; i < table->num_columns; i++)
		column_json(json, table->columns[i], NULL);
	json_close(json);
}

/* info or other: the one that it is. */
static void table_json(struct json *json, const char *name, const struct fact_table_info *info, const struct catalogue *other)
{
	json_object(json, NULL);
	json_text(json, "table", name);
	json_text(json, "kind", info != NULL ? "fact" : other->doc != NULL ? "bench" : "catalogue");
	if (info != NULL)
		fact_json(json, info);
	else
		other_json(json, other);
	json_close(json);
}

/* "the kind of component; activity, service, receiver" */
static void column_text(const struct listing *listing, const struct fact_column *column)
{
	bool zh = listing->session->language == LANGUAGE_ZH;
	FILE *out = listing->session->output.file;

	fputs("  ", out);
	columns_print(out, column->name, NAME_WIDTH);
	columns_print(out, type_name(column), 8);
	fprintf(out, " %s", zh ? column->name_zh : column->doc);
	if (column->type == FACT_CHOICE)
		fprintf(out, ": %s", zh ? column->words_zh : column->words);
	fputc('\n', out);
}

static void list_fact(struct listing *listing, enum fact_table table)
{
	const struct fact_table_info *info = fact_info(table);

	if (!is_wanted(listing, info->name))
		return;
	if (listing->json != NULL) {
		table_json(listing->json, info->name, info, NULL);
		return;
	}
	line(listing, "", info->name, language_pick(listing->session->language, info->doc, info->name_zh));
	for (size_t i = 0; listing->wanted != NULL && i < info->num_columns; i++)
		column_text(listing, &info->columns[i]);
}

static void list_other(void *owner, const struct catalogue *table)
{
	struct listing *listing = owner;

	if (!is_wanted(listing, table->name))
		return;
	if (listing->json != NULL) {
		table_json(listing->json, table->name, NULL, table);
		return;
	}
	line(listing, "", table->name, table->doc != NULL ? table->doc : table->header.file);
	for (size_t i = 0; listing->wanted != NULL && i < table->num_columns; i++)
		line(listing, "  ", table->columns[i], NULL);
}

static bool list_all(struct listing *listing, struct error *err)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		list_fact(listing, table);
	if (!explain_tables(listing->session->rules, list_other, listing, err))
		return false;
	return listing->num_found > 0 ||
	       error_set(err, ERROR_USAGE, "there is no table '%s'; prelist rules tables has them all", listing->wanted);
}

/* previous_component is asked for as component. */
static const char *without_previous(const char *name)
{
	const size_t len = strlen("previous_");

	return name != NULL && strncmp(name, "previous_", len) == 0 && fact_table_find(name + len) >= 0 ? name + len : name;
}

static int run(struct session *session, struct error *err)
{
	struct listing listing = {.session = session, .wanted = without_previous(session->args->operands[0])};
	struct json json;
	bool ok;

	if (!session_rules(session, err))
		return EXIT_TROUBLE;
	if (session_json(session, &json, "prelist-rules-tables/1")) {
		listing.json = &json;
		json_array(&json, "tables");
	}
	ok = list_all(&listing, err);
	if (listing.json != NULL)
		ok = json_end(&json, err) && ok;
	return ok ? 0 : EXIT_TROUBLE;
}

static const struct example examples[] = {
	{"prelist rules tables", "every table that a rule may read; of the version before, previous_TABLE has the facts",
	 "规则可读取的所有表；previous_TABLE 为上一版本的事实"},
	{"prelist rules tables component", "its columns, what each says, and the words that a choice may be", "该表的列、含义与可取的词"},
	{NULL, NULL, NULL}};

extern const struct command rules_tables;
const struct command rules_tables = {
	.name = "tables",
	.en = "the tables and columns that a rule may read",
	.zh = "规则可读取的表与列",
	.operands = "[TABLE]",
	.max_operands = 1,
	.examples = examples,
	.run = run,
};
