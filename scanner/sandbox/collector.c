#include "sandbox/collector.h"

#include <stdarg.h>
#include <stdio.h>

#define READING_MAX ((size_t)128 * 1024 * 1024)
#define MANY 4096 /* rows: what fewer take to be sorted is not worth a look at the clock */
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

/* What the parent knows by itself stands, whatever the worker says, and what is derived is not the worker's to say. */
static bool replace_package(struct collector *collector, const struct fact_package *row)
{
	struct fact_rows *rows = &collector->reading->tables[FACT_TABLE_package];
	struct fact_package own = *row, *copy;

	own.role = own.signing = NULL;
	own.complete = own.code_visible = FACT_ABSENT;
	own.size = collector->size;
	if (*collector->sha256 != '\0')
		own.sha256 = collector->sha256;
	copy = (struct fact_package *)add(collector->reading, FACT_TABLE_package, &own);
	if (copy == NULL)
		return false;
	rows->row[0] = copy;
	rows->num_rows = 1;
	return true;
}

/* Nothing is known of packages inside, nor of anomalies that anomaly.def does not have. */
static bool is_known(enum fact_table table, const void *row)
{
	const struct fact_package *package = row;
	const struct fact_anomaly *anomaly = row;

	if (table == FACT_TABLE_package)
		return package->path == NULL || *package->path == '\0';
	return table != FACT_TABLE_anomaly || anomaly_find(anomaly->id) >= 0;
}

static bool is_of_a_worker(enum fact_table table, const void *row)
{
	enum fact_origin origin = fact_info(table)->origin;

	return (fact_is_read(origin) || origin == FACT_MIXED) &&
	       (fact_values(row)[0].number == FACT_ABSENT || fact_values(row)[0].number == 0) && is_known(table, row);
}

static bool keep(struct collector *collector, enum fact_table table, const void *row)
{
	return table == FACT_TABLE_package ? replace_package(collector, row) : add(collector->reading, table, row) != NULL;
}

static bool take(struct fact_sink *sink, enum fact_table table, const void *row)
{
	struct collector *collector = (struct collector *)sink;

	if (!is_of_a_worker(table, row))
		return false;
	if (collector->rows_left == 0 || !keep(collector, table, row)) {
		collector->is_full = true;
		return false;
	}
	collector->rows_left--;
	collector->num_new++;
	return true;
}

bool collector_open(struct collector *collector, const struct format_options *options, int64_t size, struct error *err)
{
	*collector = (struct collector){.sink.take = take,
					 .rows_left = options->limits.value[LIMIT_FACTS],
					 .size = size,
					 .sha256 = options->sha256};
	collector->reading = reading_new(READING_MAX);
	collector->stream = stream_new(&collector->sink);
	return collector->reading != NULL || error_memory(err);
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
	collector->reading->arena.cap += REPORT_ROOM;
	return reading_add(collector->reading, FACT_TABLE_anomaly, &row) != NULL;
}

bool collector_has_many(const struct collector *collector)
{
	return collector->num_new >= MANY && collector->num_new >= collector->num_sorted;
}

void collector_sort(struct collector *collector)
{
	reading_sort(collector->reading);
	collector->num_sorted += collector->num_new;
	collector->num_new = 0;
}

struct reading *collector_take(struct collector *collector)
{
	struct reading *reading = collector->reading;

	reading_sort(reading);
	collector->reading = NULL;
	return reading;
}
