#include "report/text_diff.h"

#include "bytes/text.h"
#include "container/anomaly.h"
#include "report/row.h"
#include "report/shown.h"

#include <string.h>

#define LINE_CAP ((size_t)4 * 1024 * 1024)
#define VALUE_MAX 160 /* bytes of a value that are shown */

static void colored(struct buf *out, const struct report_options *options, enum fact_change_kind kind)
{
	static const char *const colors[] = {"\033[32m", "\033[31m", "\033[33m"};

	if (options->color)
		buf_text(out, colors[kind]);
	buf_text(out, kind == FACT_ADDED ? "+ " : kind == FACT_REMOVED ? "- " : "~ ");
}

/* What is long is cut. NULL: no value. */
static void value_text(struct buf *out, enum language language, const char *value)
{
	if (value == NULL) {
		buf_text(out, message(language, MESSAGE_NO_VALUE));
		return;
	}
	if (strlen(value) <= VALUE_MAX) {
		text_visible(out, value);
		return;
	}
	for (size_t at = 0, len; at < VALUE_MAX; at += len) {
		struct span rest = span_of_text(value + at);
		char one[8] = {0};

		len = text_utf8_len(rest);
		len = len == 0 ? 1 : len;
		memcpy(one, value + at, len);
		text_visible(out, one);
	}
	buf_text(out, "…");
}

static void changed_columns(struct buf *out, struct arena *arena, enum language language, const struct rules *rules,
			    const struct fact_change *change)
{
	const struct fact_table_info *info = fact_info(change->table);

	for (size_t i = 0; i < info->num_columns; i++) {
		if (!fact_value_differs(change->table, i, change->before, change->after))
			continue;
		buf_printf(out, "    %s: ", shown_column(language, &info->columns[i]));
		value_text(out, language, shown_value(arena, language, rules, change->table, change->before, i));
		buf_text(out, " -> ");
		value_text(out, language, shown_value(arena, language, rules, change->table, change->after, i));
		buf_byte(out, '\n');
	}
}

/* The key columns where there are any, and the path where they do not say it; where there is neither, the table alone says it. */
static void subject_text(struct buf *out, struct arena *arena, enum language language, const struct rules *rules, const struct fact_change *change)
{
	const struct fact_table_info *info = fact_info(change->table);
	const void *row = change->after != NULL ? change->after : change->before;
	const char *path = fact_values(row)[1].text;
	bool says_path = path == NULL || *path == '\0';

	for (size_t i = 2; i < info->num_columns; i++) {
		const char *value = info->columns[i].is_key ? shown_value(arena, language, rules, change->table, row, i) : NULL;

		if (value == NULL || *value == '\0')
			continue;
		buf_byte(out, ' ');
		text_visible(out, value);
		says_path = says_path || strstr(value, path) != NULL;
	}
	if (!says_path) {
		buf_byte(out, ' ');
		text_visible(out, path);
	}
}

static bool write_change(const struct report_options *options, const struct rules *rules, const struct fact_change *change)
{
	BUF_CLEANUP struct buf out = buf_new(LINE_CAP);
	ARENA_CLEANUP struct arena arena = arena_new(LINE_CAP);

	colored(&out, options, change->kind);
	buf_text(&out, shown_table(options->language, change->table));
	subject_text(&out, &arena, options->language, rules, change);
	if (options->color)
		buf_text(&out, "\033[0m");
	buf_byte(&out, '\n');
	if (change->kind == FACT_CHANGED)
		changed_columns(&out, &arena, options->language, rules, change);
	return !out.failed && !arena.failed && fwrite(out.data, 1, out.len, options->out) == out.len;
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
		if (!write_change(options, diff->rules, &diff->changes[i]))
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
