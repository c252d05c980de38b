/*
 * package - a kept package, wherever it stands: as a whole file, or in a pack from which it is rebuilt.
 */
#ifndef PRELIST_STORE_PACKAGE_H
#define PRELIST_STORE_PACKAGE_H

#include "store/database.h"

/* Of a submission that goes by that name: its files, as a text that others of the same ones have, too. */
#define PACKAGES_OF(s) "(SELECT group_concat(sha256) FROM (SELECT sha256 FROM submission_package f WHERE f.number = " s ".number ORDER BY sha256))"
/* The submissions of the same files as that of the number, with it. */
#define OF_SAME_PACKAGES(number)                                                                                               \
	"(SELECT o.number FROM submission_package m JOIN submission_package o ON o.sha256 = m.sha256 WHERE m.number = " number    \
	" AND " PACKAGES_OF("o") " = " PACKAGES_OF("m") ")"

/* A descriptor at its start, of the whole file or of an unnamed one that was rebuilt and hashed; -1 and err. */
int package_open(struct archive *archive, const char *sha256, struct error *err);

/* Reads it whole: *ok is false when it is gone and was not pruned, or its bytes are not those of its name. False is our own failure. */
bool package_check(struct archive *archive, const char *sha256, int64_t size, bool *ok, struct error *err);

#endif
