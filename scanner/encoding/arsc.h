/*
 * arsc - a resource table, read in place: packages, types, and the values of a resource in every configuration.
 *
 *   table header (type 2, package count) | string pool of values | packages
 *   package: header (id, name, offsets of its pools) | pool of types | pool of keys | type specs and types
 *   type: header | u8 id | u8 flags | u16 | u32 entry count | u32 entries start | configuration | offsets | entries
 *
 * source   AOSP libs/androidfw/LoadedArsc.cpp, AssetManager2.cpp, ResourceTypes.cpp (Android 14; where 10 differs, an anomaly)
 */
#ifndef PRELIST_ENCODING_ARSC_H
#define PRELIST_ENCODING_ARSC_H

#include "bytes/buf.h"
#include "bytes/error.h"
#include "bytes/limit.h"
#include "bytes/name_set.h"
#include "encoding/dynamic_ref.h"
#include "encoding/string_pool.h"

struct arsc_config {
	uint16_t density, sdk;
	bool has_locale;
	bool has_other; /* qualified by anything but density, locale and version */
	char locale[40]; /* BCP 47; empty without one */
	struct span bytes; /* as it stands in the table, no longer than it says nor than phones know */
};

struct arsc_type {
	uint8_t package_id; /* on a phone: a library's has none in the table, and is given the next from 2 on */
	uint8_t type_id, flags;
	uint8_t type_id_offset;
	const struct dynamic_ref *refs; /* of its group */
	const struct span *specs; /* the type specifications of its package, by id: u32 for each entry, what it depends on; NULL for none */
	uint32_t num_entries, entries_start;
	uint16_t header_size;
	struct span chunk, onward; /* from the same byte on, the second to the table's end */
	struct arsc_config config;
};

/* The packages of one number. */
struct arsc_group {
	struct span name; /* of the first of them: UTF-16, to its NUL */
	struct dynamic_ref refs;
};

/* What a package calls another that its ids are of. */
struct arsc_library {
	uint8_t package_id; /* of the one that says so, as types have it */
	uint8_t number;	    /* the package byte that it writes */
	struct span name;
};

struct arsc {
	struct span data;
	struct string_pool values;
	struct arsc_type *types;
	size_t num_types, room;
	uint32_t first[256], *next; /* lists of types by type id, in file order: 1 + index, 0 for the end */
	uint64_t steps_left;	    /* of looking through them: configurations times references would take for ever */
	bool loaded; /* the platform would load it; otherwise it refuses the package */
	const char *path;
	struct anomalies *anomalies;
	uint64_t entries_left;
	uint8_t packages_seen[256 / 8];
	uint8_t package_id;  /* of the package that is being read, as types have it */
	uint8_t num_libraries; /* packages without a number */
	bool has_system_package;
	uint32_t cut_string; /* 1 + index of the first that is none for its length; 0 for none */
	uint8_t short_type, compact_type; /* the first with 16-bit offsets; with a compact entry that is for older phones, too; 0 for none */
	struct arsc_group *groups; /* the system's first, the others in file order */
	size_t num_groups, room_groups;
	uint16_t group_of[256]; /* by package id: 1 + index, 0 for none */
	struct arsc_library *libraries;
	size_t num_named, room_named;
	struct dynamic_ref_alias *aliases;
	size_t num_aliases, room_aliases, package_aliases; /* the last: how many stood before the package that is being read */
	struct name_set configs; /* of each type of each package, for duplicates */
	struct name_set overlayables; /* of the package that is being read, by name */
};

/* What changes language or device may change, in a value's flags; versions of the platform do not count. */
#define ARSC_CHANGING 0x37BFFu

struct arsc_value {
	uint8_t type;  /* as enum axml_type */
	uint32_t data; /* a STRING's index in arsc->values */
	uint32_t flags; /* of arsc_each_value: the specification's; of arsc_resolve: the specifications' on the way */
};

/*
 * Reads the table's structure; bytes must stay. Types and their list are in the arena. False and err only when memory
 * ran out; what the platform refuses is loaded == false and an anomaly.
 */
bool arsc_open(struct arsc *arsc, struct span bytes, const struct limits *limits, const char *path,
	       struct arena *arena, struct anomalies *anomalies, struct error *err);

/* Reports packages of ids that are no app's nor its features', and neither the system's nor a library's. Splits are not asked. */
void arsc_check_package_ids(const struct arsc *arsc);

/* Reports a package of the system's number. The system itself is not asked. */
void arsc_check_system_package(const struct arsc *arsc);

/* Reports what older versions, which may install the package, read otherwise or not at all. min_sdk: of the package, or absent. */
void arsc_check_age(const struct arsc *arsc, int64_t min_sdk);

/*
 * GetDynamicRefTableForCookie: what is put in place of the ids of the manifest and of other XML of the package. NULL: all stays.
 * It is that of the first group, the system's before all others, that has a package of the table.
 */
const struct dynamic_ref *arsc_refs(const struct arsc *arsc);

/* The number of the first package that is not the system's; 0 for none. */
uint8_t arsc_own_package(const struct arsc *arsc);

/*
 * Calls visit for each configuration that has the resource, in file order, until it returns false. Ids are those of a phone, here
 * and below: what dynamic_ref makes of them. Of the system's the phone's own may come before those that the table has.
 */
void arsc_each(struct arsc *arsc, uint32_t id,
	       bool (*visit)(void *owner, const struct arsc_config *config, const struct arsc_value *value), void *owner);

/* The same for every resource that the table has, one configuration of a type after the other. */
void arsc_each_value(struct arsc *arsc,
		     bool (*visit)(void *owner, uint32_t id, const struct arsc_config *config, const struct arsc_value *value), void *owner);

/* string_pool_get of the table's values. That a phone has no such string, or is the only one to read it so, is reported. */
bool arsc_string(struct arsc *arsc, uint32_t index, struct span *bytes);

/* string_pool_text, likewise. */
const char *arsc_text(struct arsc *arsc, uint32_t index, struct arena *arena, bool *no_memory);

/* The first step of arsc_resolve: a value that may be a reference. */
bool arsc_choose(struct arsc *arsc, uint32_t id, struct arsc_value *value);

/* Appends the qualifiers in aapt's way and order: "mcc460-zh-rCN-night-v30". Nothing for one without any. */
void arsc_config_name(const struct arsc_config *config, struct buf *out);

/* Whether configurations have other values, or the system itself may have: by the Android version alone, or by anything. */
enum arsc_variance { ARSC_SAME, ARSC_BY_VERSION, ARSC_VARIES };

/*
 * The value on a phone of no particular language (Android 14): references followed, 20 hops at the most. False when
 * there is none. variance may be NULL.
 */
bool arsc_resolve(struct arsc *arsc, uint32_t id, struct arsc_value *value, enum arsc_variance *variance);

/* The value that a phone of today shows, of no particular language: references followed. False when there is none. */
bool arsc_show(struct arsc *arsc, uint32_t id, struct arsc_value *value);

/* What a phone of today may speak: no particular language, or Chinese as on the mainland, zh-Hans-CN. */
enum arsc_language { ARSC_IN_NONE, ARSC_IN_CHINESE, ARSC_LANGUAGES };

/* The configuration of the resource that such a phone shows, one of those that arsc_each visits. NULL when there is none. */
const struct arsc_config *arsc_shown_in(struct arsc *arsc, uint32_t id, enum arsc_language language);

/* How near the language of what is for a phone that speaks Chinese is to its own, from far to near: none, zh of another region, zh, zh-CN. */
enum arsc_chinese { ARSC_NOT_CHINESE, ARSC_DEFAULT, ARSC_REGION, ARSC_LANGUAGE, ARSC_EXACT };

enum arsc_chinese arsc_chinese_of(const struct arsc_config *config);

#endif
