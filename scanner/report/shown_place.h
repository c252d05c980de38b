/*
 * shown_place - where a finding is, as a person reads it: before the path the names of those files that it is about, of several.
 */
#ifndef PRELIST_REPORT_SHOWN_PLACE_H
#define PRELIST_REPORT_SHOWN_PLACE_H

#include "judge/judge.h"

/* Of a submission, by package. */
struct shown_files {
	const char **names; /* as they were given */
	size_t num;
};

/*
 * How that file is called beside the others: by its name, where others have the same by its path, and where they have that, too, with its
 * number; in quotes where it has signs of its own, numbers of persons masked. In the arena; NULL when that is full.
 */
const char *shown_file(struct arena *arena, const struct shown_files *files, size_t package);

/*
 * "b.apk", "b.apk!AndroidManifest.xml", "b.apk, c.apk!AndroidManifest.xml", or the path alone: of what is about all files, and where files
 * is NULL. path: the finding's, or "" where only the files are asked for; may be NULL. In the arena; "" when that is full.
 */
const char *shown_place(struct arena *arena, const struct shown_files *files, const struct finding *finding, const char *path);

#endif
