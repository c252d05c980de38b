#include "sandbox/collector.h"

#include <stdarg.h>
#include <stdio.h>

#define READING_MAX ((size_t)128 * 1024 * 1024)
#define REPORT_ROOM ((size_t)4 * 1024) /* so that a reading that is full can still say so */

/* A worker reads one package: readers may leave its position out, and the path where it is the package itself. */
static union fact_value *add(struct reading *reading, enum fact_table table, const void *row)
{
	union fact_value *copy = reading_add(reading, table, row);

	if (copy == NULL)
		return NULL;
	copy[0].number = 0;
	if (copy[1].text == NULL)
		copy[1].text = "";
	return copy;
}

static bool replace_package(struct reading *reading, const struct fact_package *row)
{
	struct fact_rows *rows = &reading->tables[FACT_TABLE_package];
	struct fact_package *copy = (struct fact_package *)add(reading, FACT_TABLE_package, row);

	if (copy == NULL)
		return false;
	for (size_t i = 0; i + 1 < rows->num_rows; i++) {
		if (strcmp(((struct fact_package *)rows->row[i])->path, copy->path) != 0)
			continue;
		rows->row[i] = copy;
		rows->num_rows--;
		break;
	}
	return true;
}

static bool is_of_a_worker(enum fact_table table, const void *row)
{
	enum fact_origin origin = fact_info(table)->origin;

	return (origin == FACT_BYTES || origin == FACT_MIXED) &&
	       (fact_values(row)[0].number == FACT_ABSENT || fact_values(row)[0].number == 0);
}

static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct collector *collector = (struct collector *)sink;

	if (collector->rows_left == 0 || !is_of_a_worker(table, row))
		return false;
	collector->rows_left--;
	if (table == FACT_TABLE_package)
		return replace_package(collector->reading, row);
	return add(collector->reading, table, row) != NULL;
}

bool collector_open(struct collector *collector, const struct limits *limits, struct error *err)
{
	*collector = (struct collector){.sink.take = take, .rows_left = limits->value[LIMIT_FACTS]};
	collector->reading = reading_new(READING_MAX);
	collector->stream = stream_new(&collector->sink);
	return collector->reading != NULL || error_set(err, ERROR_MEMORY, "out of memory for a reading");
}

void collector_close(struct collector *collector)
{
	stream_free(&collector->stream);
	reading_free(collector->reading);
}

bool collector_report(struct collector *collector, enum anomaly_id id, const char *format, ...)
{
	struct fact_anomaly row = fact_anomaly_row();
	char detail[512];
	va_list args;

	va_start(args, format);
	vsnprintf(detail, sizeof detail, format, args);
	va_end(args);
	row.package = 0;
	row.path = "";
	row.id = anomaly_info(id)->name;
	row.effect = anomaly_effect_name(anomaly_info(id)->effect);
	row.detail = detail;
	collector->is_sorted = false;
	collector->reading->arena.cap += REPORT_ROOM;
	return reading_add(collector->reading, FACT_TABLE_anomaly, &row) != NULL;
}

void collector_sort(struct collector *collector)
{
	if (!collector->is_sorted)
		reading_sort(collector->reading);
	collector->is_sorted = true;
}

struct reading *collector_take(struct collector *collector)
{
	struct reading *reading = collector->reading;

	collector_sort(collector);
	collector->reading = NULL;
	return reading;
}
