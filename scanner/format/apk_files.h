/*
 * apk_files - the files that a resource leads to, in every configuration.
 */
#ifndef PRELIST_FORMAT_APK_FILES_H
#define PRELIST_FORMAT_APK_FILES_H

#include "bytes/arena.h"
#include "encoding/arsc.h"

#define APK_FILES_MAX 256

/* Each once. */
struct apk_files {
	struct apk_file {
		const char *path; /* name of the entry */
		const char *component; /* of whose icon it is; NULL: of the application's, or of none */
		int64_t density;
	} *files;
	size_t num, num_steps;
};

/* Adds them; references are followed. What is more than APK_FILES_MAX is not read (limit.nodes). False when memory ran out. */
bool apk_files_add(struct arsc *arsc, uint32_t resource, const char *component, struct arena *arena, struct apk_files *out);

#endif
