#include "report/row.h"

#include "judge/place.h"

#define SUBJECT_MAX ((size_t)4 * 1024 * 1024)

static bool is_absent(const struct fact_column *column, union fact_value value)
{
	return fact_is_number(column->type) ? value.number == FACT_ABSENT : value.text == NULL;
}

static void value_json(struct json *json, const struct fact_column *column, union fact_value value)
{
	if (is_absent(column, value))
		return;
	json_quoted_key(json, column->quoted);
	if (!fact_is_number(column->type))
		json_text(json, NULL, value.text);
	else if (column->type == FACT_BOOL)
		json_bool(json, NULL, value.number != 0);
	else
		json_number(json, NULL, value.number);
}

void row_json(struct json *json, const char *key, enum fact_table table, const void *row)
{
	const struct fact_table_info *info = fact_info(table);
	const union fact_value *values = fact_values(row);

	json_row(json, key);
	for (size_t i = 0; i < info->num_columns; i++)
		value_json(json, &info->columns[i], values[i]);
	json_close(json);
}

/* "added", "removed", "changed" */
static const char *change_name(enum fact_change_kind kind)
{
	return kind == FACT_ADDED ? "added" : kind == FACT_REMOVED ? "removed" : "changed";
}

void change_json(struct json *json, const struct fact_change *change)
{
	BUF_CLEANUP struct buf subject = buf_new(SUBJECT_MAX);

	fact_change_subject(change, &subject);
	json_row(json, NULL);
	json_text(json, "table", fact_info(change->table)->name);
	json_text(json, "change", change_name(change->kind));
	json_text_if(json, "subject", subject.failed ? NULL : (const char *)subject.data);
	if (change->before != NULL)
		row_json(json, "before", change->table, change->before);
	if (change->after != NULL)
		row_json(json, "after", change->table, change->after);
	json_close(json);
}

void finding_packages(struct json *json, const struct finding *finding)
{
	const char *packages = finding->packages;
	int64_t package;

	if (packages == NULL)
		return;
	json_array(json, "packages");
	while (place_next(&packages, &package))
		json_number(json, NULL, package);
	json_close(json);
}

void finding_members(struct json *json, const struct finding *finding)
{
	json_text(json, "key", finding->key);
	json_text(json, "rule", finding->rule);
	json_text(json, "verdict", verdict_name(finding->verdict));
	json_text_if(json, "title", finding->title);
	json_text_if(json, "title_zh", finding->title_zh);
	json_text_if(json, "subject", finding->subject);
	json_text_if(json, "detail", finding->detail);
	json_text_if(json, "path", finding->path);
	finding_packages(json, finding);
}

void findings_json(struct json *json, const struct finding *findings, size_t num_findings)
{
	json_array(json, "findings");
	for (size_t i = 0; i < num_findings; i++) {
		json_row(json, NULL);
		finding_members(json, &findings[i]);
		json_close(json);
	}
	json_close(json);
}
