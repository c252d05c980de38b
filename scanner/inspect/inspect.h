/*
 * inspect - what is looked for inside an entry while it is hot.
 *
 * An inspector lives beside its code as a const struct; inspector.def only lists names. It is asked by name and first
 * bytes whether it wants the entry, and gets the whole content once.
 */
#ifndef PRELIST_INSPECT_INSPECT_H
#define PRELIST_INSPECT_INSPECT_H

#include "bytes/arena.h"
#include "bytes/budget.h"
#include "bytes/limit.h"
#include "bytes/pool.h"
#include "container/anomaly.h"
#include "container/zipdir.h"
#include "encoding/drawable.h"
#include "encoding/picture.h"
#include "facts/fact.h"
#include "facts/icon_attribute.h"
#include "inspect/class_names.h"

/* A file of the icon that the manifest declares; the inspector fills in what the picture is like. */
struct inspect_icon {
	const struct zipdir_entry *entry; /* NULL: there is none of its path, or it is no file */
	const char *path;
	const char *component; /* NULL: the application's */
	enum icon_attribute_number attribute; /* that takes it */
	const char *layer; /* of an adaptive icon; NULL: none */
	int64_t density;
	struct picture picture;
	enum drawable_look look; /* of what is no PNG image */
	bool is_redrawn; /* XML takes it and shows a picture otherwise than it stands */
	bool is_natural; /* XML takes it as large as it is */
};

struct inspect_context {
	const struct limits *limits;
	const struct zipdir *dir;
	struct fact_sink *sink;
	struct anomalies *anomalies;
	struct budget *budget; /* of inflated bytes, for what is inflated of an entry's content; NULL: none */
	struct budget *points; /* of icons that are looked at; NULL: none */
	struct arena *arena; /* of this thread, emptied after each entry */
	int64_t min_sdk, target_sdk; /* of the manifest; FACT_ABSENT when it could not be read */
	bool extract_native_libs;    /* as the platform decides it */
	struct inspect_icon *icons;
	size_t num_icons;
	const bool *pictures; /* by entry: named by the table of a split, whose base's icon it may be; NULL: none */
	struct class_names *classes; /* that the manifest names; NULL: none */
};

struct inspect_entry {
	const struct zipdir_entry *entry;
	const char *sha256; /* hex, of the content; inspect_sha256 says it when it is there */
	struct pool *pool;
	struct pool_task *digest; /* makes it meanwhile; NULL: it is made */
	bool is_cut; /* content is no more than the beginning: it is larger than may be held */
};

/* Says that a picture was not looked at because others have too many points, or memory ran out, if that is so. */
void inspect_report_points(const struct inspect_context *context, const struct zipdir_entry *entry, const struct picture *picture);

/* Waits for the digest where it is still being made: asked for last, it costs the least. */
const char *inspect_sha256(const struct inspect_entry *entry);

#define INSPECT_HEAD ((size_t)512)
#define INSPECT_TAIL ((size_t)65535 + 22) /* in which a ZIP has its end record */

struct inspector {
	const char *name;
	/*
	 * head: the first bytes (INSPECT_HEAD where the entry has them, and at least 16 of a large one). tail: the last INSPECT_TAIL; none of
	 * what is inflated in windows.
	 */
	bool (*wants)(const struct inspect_context *context, const struct zipdir_entry *entry, struct span head, struct span tail);
	/*
	 * The greatest entry that it is given; a larger one that it wants is limit.entry-size. LIMIT_ENTRY_SIZE: any, of a deflated one that is
	 * larger than LIMIT_DEX_SIZE the beginning (is_cut); what must be held whole, and may not be, it says itself.
	 */
	enum limit_id max;
	/*
	 * content: in memory when the entry was inflated or is small; a window of the package when it is stored and larger
	 * than INFLATE_WHOLE_MAX, so that a large library costs no memory (source_read works on both).
	 * False and err: reading failed or memory ran out.
	 */
	bool (*inspect)(struct inspect_context *context, const struct inspect_entry *entry, const struct source *content,
			struct error *err);
};

/* All of inspector.def, NULL at the end. */
extern const struct inspector *const inspectors[];

#endif
