/*
 * lab - a laboratory's report comes in: SARIF 2.1.0, or JSON of our own, about bytes that its SHA-256 names.
 *
 *   {"schema": "prelist-lab/1", "sha256": "…", "laboratory": "…", "tool": {"name", "version"}, "report": "no.", "date": "YYYY-MM-DD",
 *    "findings": [{"rule", "behaviour", "outcome": "found|nothing-found", "level": "error|warning|note", "subject", "detail", "place"}]}
 *
 * SARIF: runs[].artifacts[].hashes["sha-256"] names the package; a result is found unless its kind is pass; kind review and open are
 * warnings; the behaviour is properties.behaviour, or in the rule's id behind "app-behaviours-".
 *
 * source   OASIS SARIF 2.1.0
 */
#ifndef PRELIST_DESK_LAB_H
#define PRELIST_DESK_LAB_H

#include "desk/case.h"
#include "store/external.h"

#include <cjson/cJSON.h>

struct lab_finding {
	const char *sha256; /* one of the report's packages */
	struct fact_external_finding row;
};

/* A report as it is read; text lives in the arena. */
struct lab_report {
	struct arena *arena;
	const char *file;  /* for complaints */
	const char *today; /* where the report has no date */
	const char *const *packages; /* that the case is about: SHA-256 in lower case, in order */
	size_t num_packages;
	struct external_source *said; /* who speaks of which package, whether or not anything was found */
	size_t num_said, said_room;
	const char *spoken_of; /* the packages of which anybody speaks: a JSON array of SHA-256 */
	struct lab_finding *findings;
	size_t num, room;
};

/* False and err, naming the place, when it is neither form, or not about the case's bytes. said comes sorted, each once. */
bool lab_read(struct lab_report *report, struct span content, struct error *err);

/* For lab_read: the form of its own file; who says when what about which package; and a row of it into the report, checked. */
bool lab_read_sarif(struct lab_report *report, const cJSON *root, struct error *err);
bool lab_says(struct lab_report *report, const char *source, const char *sha256, struct error *err);
bool lab_add(struct lab_report *report, const char *sha256, const struct fact_external_finding *row, struct error *err);
/* As lab_add wants a source and a date; of NULL: today. */
bool lab_source(struct lab_report *report, const char **source, struct error *err);
bool lab_date(struct lab_report *report, const char **date, struct error *err);
/* Lower case, or NULL when it is no SHA-256 of the case's packages. */
const char *lab_package(const struct lab_report *report, const char *sha256);

/* Before desk_keep, so that nobody waits meanwhile: the report about the case, read and checked. What the arena has no room for is err. */
bool lab_take(struct desk *desk, int64_t number, struct lab_report *report, struct span content, struct error *err);

/*
 * Within desk_keep: the report is attached to an open lab-check, and its findings are facts of the package from now on. What the
 * same source said of the same package in that case before is replaced, by nothing where it found nothing.
 */
bool lab_keep(struct desk *desk, int64_t number, const struct lab_report *report, struct span content, struct error *err);

#endif
