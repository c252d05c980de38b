#include "report/text_diff.h"

#include "bytes/text.h"
#include "container/anomaly.h"
#include "report/row.h"

#include <inttypes.h>

#define LINE_CAP ((size_t)4 * 1024 * 1024)
#define VALUE_MAX 160 /* bytes of a value that are shown */

static void colored(struct buf *out, const struct report_options *options, enum fact_change_kind kind)
{
	static const char *const colors[] = {"\033[32m", "\033[31m", "\033[33m"};

	if (options->color)
		buf_text(out, colors[kind]);
	buf_text(out, kind == FACT_ADDED ? "+ " : kind == FACT_REMOVED ? "- " : "~ ");
}

static void value_text(struct buf *out, enum language language, const struct fact_column *column, union fact_value value)
{
	if (fact_is_number(column->type)) {
		if (value.number == FACT_ABSENT)
			buf_text(out, message(language, MESSAGE_NO_VALUE));
		else if (column->type == FACT_BOOL)
			buf_text(out, value.number != 0 ? "true" : "false");
		else
			buf_printf(out, "%" PRId64, value.number);
		return;
	}
	if (value.text == NULL) {
		buf_text(out, message(language, MESSAGE_NO_VALUE));
		return;
	}
	if (strlen(value.text) <= VALUE_MAX) {
		text_visible(out, value.text);
		return;
	}
	for (size_t at = 0, len; at < VALUE_MAX; at += len) {
		struct span rest = span_of_text(value.text + at);
		char one[8] = {0};

		len = text_utf8_len(rest);
		len = len == 0 ? 1 : len;
		memcpy(one, value.text + at, len);
		text_visible(out, one);
	}
	buf_text(out, "…");
}

static bool same_value(const struct fact_column *column, union fact_value a, union fact_value b)
{
	if (fact_is_number(column->type))
		return a.number == b.number;
	return a.text == NULL || b.text == NULL ? a.text == b.text : strcmp(a.text, b.text) == 0;
}

static void changed_columns(struct buf *out, enum language language, const struct fact_change *change)
{
	const struct fact_table_info *info = fact_info(change->table);
	const union fact_value *before = fact_values(change->before), *after = fact_values(change->after);

	for (size_t i = 0; i < info->num_columns; i++) {
		if (same_value(&info->columns[i], before[i], after[i]))
			continue;
		buf_printf(out, "    %s: ", info->columns[i].name);
		value_text(out, language, &info->columns[i], before[i]);
		buf_text(out, " -> ");
		value_text(out, language, &info->columns[i], after[i]);
		buf_byte(out, '\n');
	}
}

/* The key columns where there are any, else the path, else nothing: the table alone says it. */
static void subject_text(struct buf *out, const struct fact_change *change)
{
	const void *row = change->after != NULL ? change->after : change->before;
	const char *path = fact_values(row)[1].text, *subject;
	BUF_CLEANUP struct buf whole = buf_new(LINE_CAP);

	fact_change_subject(change, &whole);
	out->failed |= whole.failed;
	subject = whole.failed ? "" : (const char *)whole.data;
	if (*subject != '\0') {
		buf_byte(out, ' ');
		text_visible(out, subject);
	}
	if (path != NULL && *path != '\0' && strstr(subject, path) == NULL) {
		buf_byte(out, ' ');
		text_visible(out, path);
	}
}

static bool write_change(const struct report_options *options, const struct fact_change *change)
{
	BUF_CLEANUP struct buf out = buf_new(LINE_CAP);

	colored(&out, options, change->kind);
	buf_text(&out, fact_info(change->table)->name);
	subject_text(&out, change);
	if (options->color)
		buf_text(&out, "\033[0m");
	buf_byte(&out, '\n');
	if (change->kind == FACT_CHANGED)
		changed_columns(&out, options->language, change);
	return !out.failed && fwrite(out.data, 1, out.len, options->out) == out.len;
}

static const struct fact_anomaly *next_unread(const struct diff_side *side, size_t *at)
{
	while (*at < reading_num(side->facts, anomaly)) {
		const struct fact_anomaly *row = reading_rows(side->facts, anomaly)[(*at)++];

		if (strcmp(row->effect, anomaly_effect_name(EFFECT_UNREAD)) == 0)
			return row;
	}
	return NULL;
}

bool diff_is_complete(const struct diff_side *side)
{
	size_t at = 0;

	return next_unread(side, &at) == NULL;
}

/* A line for each thing of the side that was not read. letter: A or B, as in the usage line. */
static bool write_unread(const struct report_options *options, char letter, const struct diff_side *side)
{
	BUF_CLEANUP struct buf out = buf_new(LINE_CAP);
	const struct fact_anomaly *row;

	for (size_t at = 0; (row = next_unread(side, &at)) != NULL;) {
		int id = anomaly_find(row->id);
		const struct anomaly_info *info = id < 0 ? NULL : anomaly_info((enum anomaly_id)id);

		buf_printf(&out, "%c ", letter);
		text_visible(&out, side->name);
		buf_printf(&out, ": %s", row->id);
		if (row->path != NULL && *row->path != '\0') {
			buf_byte(&out, ' ');
			text_visible(&out, row->path);
		}
		if (info != NULL)
			buf_printf(&out, ": %s", language_pick(options->language, info->title, info->title_zh));
		buf_byte(&out, '\n');
	}
	return !out.failed && fwrite(out.data, 1, out.len, options->out) == out.len;
}

static bool write_all(const struct report_options *options, const struct diff *diff)
{
	bool is_complete = diff_is_complete(&diff->sides[0]) && diff_is_complete(&diff->sides[1]);

	if (!write_unread(options, 'A', &diff->sides[0]) || !write_unread(options, 'B', &diff->sides[1]))
		return false;
	for (size_t i = 0; i < diff->num_changes; i++)
		if (!write_change(options, &diff->changes[i]))
			return false;
	return is_complete || fprintf(options->out, "%s\n", message(options->language,
			diff->num_changes > 0 ? MESSAGE_DIFF_PARTIAL : MESSAGE_DIFF_UNKNOWN)) > 0;
}

bool text_diff(const struct report_options *options, const struct diff *diff, struct error *err)
{
	return (write_all(options, diff) && fflush(options->out) == 0) || error_errno(err, "cannot write the differences");
}

bool json_diff(const struct report_options *options, bool compact, const struct diff *diff, struct error *err)
{
	struct json json = json_new(options->out, compact);

	json_object(&json, NULL);
	json_text(&json, "schema", "prelist-diff/1");
	json_text(&json, "a", diff->sides[0].name);
	json_text(&json, "b", diff->sides[1].name);
	json_bool(&json, "a_complete", diff_is_complete(&diff->sides[0]));
	json_bool(&json, "b_complete", diff_is_complete(&diff->sides[1]));
	json_array(&json, "changes");
	for (size_t i = 0; i < diff->num_changes; i++)
		change_json(&json, &diff->changes[i]);
	json_close(&json);
	json_close(&json);
	json_newline(&json);
	return json_finish(&json, err);
}
