#include "format/fit.h"

#include <stdlib.h>
#include <string.h>

static bool is_too_long(const struct fact_column *column, const char *text)
{
	return column->type == FACT_TEXT && column->words == NULL && text != NULL && strlen(text) > column->max;
}

/* Not inside a character. */
static char *cut(const char *text, size_t max)
{
	char *copy;

	while (max > 0 && ((unsigned char)text[max] & 0xC0) == 0x80)
		max--;
	copy = malloc(max + 1);
	if (copy != NULL) {
		memcpy(copy, text, max);
		copy[max] = '\0';
	}
	return copy;
}

static bool take_cut(struct fit *fit, enum fact_table table, const union fact_value *row)
{
	const struct fact_table_info *info = fact_info(table);
	union fact_value values[FACT_COLUMNS_MAX];
	char *copies[FACT_COLUMNS_MAX] = {NULL};
	bool ok = true;

	memcpy(values, row, info->num_columns * sizeof values[0]);
	for (size_t i = 1; ok && i < info->num_columns; i++) {
		if (!is_too_long(&info->columns[i], row[i].text))
			continue;
		anomaly_report_as(fit->anomalies, ANOMALY_LIMIT_NAME_SIZE, EFFECT_UNREAD, i == 1 ? "" : row[1].text, ANOMALY_NO_OFFSET,
				  "%s.%s of %zu byte{|s}; %u are kept", info->name, info->columns[i].name, strlen(row[i].text),
				  info->columns[i].max);
		values[i].text = copies[i] = cut(row[i].text, info->columns[i].max);
		ok = copies[i] != NULL;
	}
	ok = ok && fit->inner->take(fit->inner, table, values);
	for (size_t i = 1; i < info->num_columns; i++)
		free(copies[i]);
	return ok;
}

static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct fit *fit = (struct fit *)sink;
	const struct fact_table_info *info = fact_info(table);
	const union fact_value *values = row;

	for (size_t i = 1; i < info->num_columns; i++)
		if (is_too_long(&info->columns[i], info->columns[i].type == FACT_TEXT ? values[i].text : NULL))
			return take_cut(fit, table, values);
	return fit->inner->take(fit->inner, table, row);
}

struct fit fit_new(struct fact_sink *inner, struct anomalies *anomalies)
{
	return (struct fit){.sink.take = take, .inner = inner, .anomalies = anomalies};
}
