#include "format/collect.h"

#include "bytes/array.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DETAIL_MAX 3072
#define EFFECTS (EFFECT_UNREAD + 1)

struct held {
	enum anomaly_effect effect;
	uint64_t offset;
	char *path; /* the detail stands behind its end, in the same memory */
	char *detail;
};

/* Of a name and an effect: what is graver, or was not read, has room of its own, however many lighter ones there are. */
struct kind {
	uint64_t num_seen, num_sent;
	struct held *held;
	size_t num_held;
};

struct beside {
	struct anomalies anomalies; /* first, so that one pointer is the other */
	struct collect *collect;
};

struct collect {
	struct anomalies anomalies; /* first, as above */
	struct beside beside;
	struct fact_sink *sink;
	pthread_mutex_t lock;
	uint64_t most; /* rows of a kind; never 0, so that nothing unread goes unsaid */
	bool from_threads;
	bool failed;
	struct kind kinds[ANOMALY_COUNT][EFFECTS];
};

static bool send(struct collect *collect, enum anomaly_id id, const struct held *one)
{
	struct fact_anomaly row = fact_anomaly_row();

	row.package = 0;
	row.path = one->path;
	row.id = anomaly_info(id)->name;
	row.effect = anomaly_effect_name(one->effect);
	row.offset = one->offset <= INT64_MAX ? (int64_t)one->offset : FACT_ABSENT;
	row.detail = one->detail[0] != '\0' ? one->detail : NULL;
	return fact_anomaly_emit(collect->sink, &row);
}

static int compare(const struct held *a, const struct held *b)
{
	int order = strcmp(a->path, b->path);

	if (order == 0 && a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return order != 0 ? order : strcmp(a->detail, b->detail);
}

static int compare_held(const void *a, const void *b)
{
	return compare(a, b);
}

/* A copy in memory of its own; path NULL when there is none. */
static struct held copy_of(const struct held *one)
{
	size_t path_len = strlen(one->path) + 1, detail_len = strlen(one->detail) + 1;
	struct held copy = *one;

	copy.path = malloc(path_len + detail_len);
	if (copy.path == NULL)
		return copy;
	memcpy(copy.path, one->path, path_len);
	copy.detail = copy.path + path_len;
	memcpy(copy.detail, one->detail, detail_len);
	return copy;
}

static bool make_room(struct kind *kind)
{
	struct held *grown = array_grow(kind->held, kind->num_held, sizeof *grown);

	if (grown != NULL)
		kind->held = grown;
	return grown != NULL;
}

/* The place of the last one by order. */
static size_t last_of(const struct kind *kind)
{
	size_t last = 0;

	for (size_t i = 1; i < kind->num_held; i++)
		if (compare(&kind->held[i], &kind->held[last]) > 0)
			last = i;
	return last;
}

static bool hold(struct kind *kind, uint64_t most, const struct held *one)
{
	size_t at = kind->num_held;
	struct held copy;

	if (kind->num_held >= most) {
		at = last_of(kind);
		if (compare(one, &kind->held[at]) >= 0)
			return true;
	}
	copy = copy_of(one);
	if (copy.path == NULL || !make_room(kind)) {
		free(copy.path);
		return false;
	}
	if (at < kind->num_held)
		free(kind->held[at].path);
	else
		kind->num_held++;
	kind->held[at] = copy;
	return true;
}

static void take(struct collect *collect, const struct anomaly *anomaly, bool is_beside)
{
	static const char none[] = "";
	struct kind *kind = &collect->kinds[anomaly->id][anomaly->effect];
	struct held one = {.effect = anomaly->effect,
			   .offset = anomaly->offset,
			   .path = (char *)(anomaly->path != NULL ? anomaly->path : none),
			   .detail = (char *)(anomaly->detail != NULL ? anomaly->detail : none)};
	bool ok;

	pthread_mutex_lock(&collect->lock);
	kind->num_seen++;
	if (is_beside || collect->from_threads || kind->num_sent + 1 >= collect->most) {
		ok = hold(kind, collect->most, &one);
	} else {
		kind->num_sent++;
		ok = send(collect, anomaly->id, &one);
	}
	collect->failed = collect->failed || !ok;
	pthread_mutex_unlock(&collect->lock);
}

static void report(struct anomalies *self, const struct anomaly *anomaly)
{
	take((struct collect *)self, anomaly, false);
}

static void report_beside(struct anomalies *self, const struct anomaly *anomaly)
{
	take(((struct beside *)self)->collect, anomaly, true);
}

struct collect *collect_new(struct fact_sink *sink, const struct limits *limits)
{
	struct collect *collect = calloc(1, sizeof *collect);
	uint64_t most = limits->value[LIMIT_ANOMALIES_PER_ID];

	if (collect == NULL)
		return NULL;
	collect->anomalies.report = report;
	collect->beside = (struct beside){.anomalies.report = report_beside, .collect = collect};
	collect->sink = sink;
	collect->most = most > 0 ? most : 1;
	pthread_mutex_init(&collect->lock, NULL);
	return collect;
}

static void kind_free(struct kind *kind)
{
	for (size_t i = 0; i < kind->num_held; i++)
		free(kind->held[i].path);
	free(kind->held);
}

void collect_free(struct collect *collect)
{
	if (collect == NULL)
		return;
	for (size_t id = 0; id < ANOMALY_COUNT; id++)
		for (size_t effect = 0; effect < EFFECTS; effect++)
			kind_free(&collect->kinds[id][effect]);
	pthread_mutex_destroy(&collect->lock);
	free(collect);
}

struct anomalies *collect_anomalies(struct collect *collect)
{
	return &collect->anomalies;
}

struct anomalies *collect_beside(struct anomalies *anomalies)
{
	return &((struct collect *)anomalies)->beside.anomalies;
}

void collect_from_threads(struct anomalies *anomalies)
{
	((struct collect *)anomalies)->from_threads = true;
}

static bool send_held(struct collect *collect, enum anomaly_id id, struct held *one, uint64_t more)
{
	char detail[DETAIL_MAX];

	if (more == 0)
		return send(collect, id, one);
	if (one->detail[0] == '\0')
		snprintf(detail, sizeof detail, "(and %llu more like it)", (unsigned long long)more);
	else
		snprintf(detail, sizeof detail, "%s (and %llu more like it)", one->detail, (unsigned long long)more);
	return send(collect, id, &(struct held){.effect = one->effect, .offset = one->offset, .path = one->path, .detail = detail});
}

static bool finish(struct collect *collect, enum anomaly_id id, struct kind *kind)
{
	uint64_t room = collect->most - kind->num_sent, num = kind->num_held < room ? kind->num_held : room;
	uint64_t more = kind->num_seen - kind->num_sent - num;
	bool ok = true;

	if (kind->num_held > 1)
		qsort(kind->held, kind->num_held, sizeof kind->held[0], compare_held);
	for (size_t i = 0; i < num; i++)
		ok &= send_held(collect, id, &kind->held[i], i + 1 == num ? more : 0);
	return ok;
}

bool collect_finish(struct collect *collect)
{
	for (enum anomaly_id id = 0; id < ANOMALY_COUNT; id++)
		for (int effect = 0; effect < EFFECTS; effect++)
			collect->failed |= !finish(collect, id, &collect->kinds[id][effect]);
	return !collect->failed;
}
