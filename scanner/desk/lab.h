/*
 * lab - a laboratory's report comes in: SARIF 2.1.0, or JSON of our own, about bytes that its SHA-256 names.
 *
 *   {"schema": "prelist-lab/1", "sha256": "…", "laboratory": "…", "tool": {"name", "version"}, "report": "no.", "date": "YYYY-MM-DD",
 *    "findings": [{"rule", "behaviour", "outcome": "found|nothing-found", "level": "error|warning|note", "subject", "detail", "place"}]}
 *
 * SARIF: runs[].artifacts[].hashes["sha-256"] names the package; a result is found unless its kind is pass; kind review and open are
 * warnings; the behaviour is properties.behaviour, or in the rule's id behind "app-behaviours-".
 */
#ifndef PRELIST_DESK_LAB_H
#define PRELIST_DESK_LAB_H

#include "desk/case.h"

#include <cjson/cJSON.h>

struct lab_finding {
	const char *sha256; /* lower case */
	struct fact_external_finding row;
};

/* A report as it is read; text lives in the arena. */
struct lab_report {
	struct arena *arena;
	const char *file;  /* for complaints */
	const char *today; /* where the report has no date */
	/* True when the SHA-256 is that of a package that the case is about. */
	bool (*is_package)(void *owner, const char *sha256);
	void *owner;
	struct lab_finding *findings;
	size_t num, room;
};

/* False and err, naming the place, when it is neither form, or not about the case's bytes. */
bool lab_read(struct lab_report *report, struct span content, struct error *err);

/* For lab_read: the form of its own file, and a row into the report, checked; sha256 in any case. */
bool lab_read_sarif(struct lab_report *report, const cJSON *root, struct error *err);
bool lab_add(struct lab_report *report, const char *sha256, const struct fact_external_finding *row, struct error *err);
/* Lower case, or NULL when it is no SHA-256 of the case's packages. */
const char *lab_package(struct lab_report *report, const char *sha256);

/*
 * Within desk_keep: the report is attached to an open lab-check, and its findings are facts of the package from now on. What the
 * same source said in that case before is replaced.
 */
bool lab_keep(struct desk *desk, int64_t number, const char *name, struct span content, size_t *num, struct error *err);

#endif
