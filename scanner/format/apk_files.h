/*
 * apk_files - the files that a resource leads to, in every configuration.
 */
#ifndef PRELIST_FORMAT_APK_FILES_H
#define PRELIST_FORMAT_APK_FILES_H

#include "bytes/arena.h"
#include "bytes/name_set.h"
#include "encoding/arsc.h"
#include "encoding/drawable.h"
#include "facts/icon_attribute.h"

#define APK_FILES_MAX 1024

struct apk_file {
	const char *path; /* name of the entry */
	const char *component; /* of whose icon it is; NULL: of the application's, or of none */
	enum icon_attribute_number attribute; /* that takes it; not of the icon, too, unless it is that */
	const char *layer; /* of an adaptive icon; NULL: none */
	int64_t density;
	bool is_value; /* of an icon that is a colour, or one of the system's resources, and no file: path is that of the file that says so */
	bool is_part; /* of an icon: what the layer of that file draws by itself */
	enum drawable_look look; /* of an icon; of a picture it is seen in the pass */
	bool is_redrawn; /* of an icon: XML that takes it shows its picture otherwise than it stands */
	bool is_natural; /* of an icon: as large as it is, and cut where that is too large */
	bool is_followed; /* what it takes itself stands here, too, as it was when it was read */
};

/* A resource on the way to files, of which a split may have another value. */
struct apk_files_resource {
	uint32_t id;
	struct apk_file like;
};

/* Each once. */
struct apk_files {
	bool are_icons; /* which may be colours */
	struct apk_file *files;
	size_t num, room, num_steps;
	struct apk_files_resource *resources; /* none of the system's */
	size_t num_resources, room_resources;
	struct name_set names; /* of these */
};

/*
 * Adds them, each as like it but for path and density; references are followed. What is more than APK_FILES_MAX is not read
 * (limit.nodes). False when memory ran out.
 */
bool apk_files_add(struct arsc *arsc, uint32_t resource, const struct apk_file *like, struct arena *arena, struct apk_files *out);

/* The same of the files of those resources whose numbers it has as values. */
bool apk_files_add_numbered(struct arsc *arsc, uint32_t resource, const struct apk_file *like, struct arena *arena, struct apk_files *out);

/* The same of one that is known; where it stands there already it gets its look besides. */
bool apk_files_add_look(struct arsc *arsc, const struct apk_file *file, struct arena *arena, struct apk_files *out);

#endif
