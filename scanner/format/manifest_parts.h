/*
 * manifest_parts - what the files that read a manifest share.
 */
#ifndef PRELIST_FORMAT_MANIFEST_PARTS_H
#define PRELIST_FORMAT_MANIFEST_PARTS_H

#include "bytes/name_set.h"
#include "encoding/android_attribute.h"
#include "encoding/arsc.h"
#include "encoding/axml.h"
#include "format/apk_manifest.h"

#define MANIFEST_ELEMENT_SIZE 32 /* for the name of any element that the package parser knows */
#define DEPTH_ROOT 1
#define MANIFEST_NS "http://schemas.android.com/apk/res/android"
#define MANIFEST_PATH "AndroidManifest.xml"

/* What is shown of the application or a component. */
struct manifest_look {
	struct axml_attribute label, icons[ICON_ATTRIBUTES];
	bool has_label, has_icon[ICON_ATTRIBUTES];
	const char *text; /* the label that a phone of no particular language shows; NULL: none, or not known here */
};

/* An activity or alias that is on the home screen or offered, or has a label or icon of its own, which its aliases have from it. */
struct manifest_entry {
	const char *name, *target;
	size_t position;
	bool is_launcher, is_offered;
	struct manifest_look look;
};

/* Of a data element; authority: the host with its port. */
struct manifest_data {
	const char *scheme, *host, *authority, *mime;
};

/* What an intent of queries has of its kinds. */
struct manifest_distinct {
	const char *first;
	size_t num;
};

struct manifest_query {
	struct manifest_distinct actions, schemes, types;
	const char *host; /* the first */
	size_t num_hosts;
	const char *action, *category; /* the last one; all of them, by blanks */
};

/* A filter that puts its component on the home screen, or what settings show a label of. */
struct manifest_shown {
	const char *kind; /* as in fact.def; NULL: it is on the home screen */
	const char *name; /* of the component or permission */
	int64_t filter;	  /* position of the component's; FACT_ABSENT: what has the name */
	struct manifest_look look;
};

/* Why the value of an attribute is not the same on every phone, or not known to be. */
enum manifest_varies { VARIES_BY_LIBRARY, VARIES_BY_LOOK_UP, VARIES_BY_ABSENCE, VARIES_BY_VERSION, VARIES };

#define VARIANCE_RESOURCES 4 /* that are named of an attribute */

struct manifest_variance {
	uint32_t attribute;
	enum manifest_varies reason;
	const char *path; /* of the file that takes the first */
	uint32_t resources[VARIANCE_RESOURCES];
	size_t num_said, num_seen;
};

/* Files that meta-data of components names. */
enum manifest_named { MANIFEST_SHORTCUTS, MANIFEST_AUTHENTICATORS, MANIFEST_ACCESSIBILITY, MANIFEST_ADMINISTRATORS, MANIFEST_HOST_CARDS, MANIFEST_OFF_HOST_CARDS, MANIFEST_NAMED };

/* The resource that leads to such a file. */
struct manifest_leading {
	uint32_t resource; /* 0: none */
	bool by_number;	   /* to the number of a resource, whose file it is */
};

/* A component being read: its row waits for its filters, which decide what is exported. */
struct manifest_component {
	struct fact_component row;
	bool open;	    /* its element has begun and not ended */
	int64_t num_filters, num_counted; /* those that count as filters of the component */
	bool auto_verify;
	bool has_action, has_main, has_launcher, has_leanback, has_data; /* of the filter at hand */
	bool has_other, has_choice; /* an action that is not MAIN, a category by which users choose among those that have MAIN */
	bool is_launcher; /* one of its filters puts it on the home screen */
	bool is_offered; /* an activity or alias: for what its filters take, or among recent apps, as one of its own */
	struct manifest_look look, filter_look; /* its own; that of the filter at hand */
	struct manifest_leading named[MANIFEST_NAMED];
	struct span element; /* as it is written, from its attributes on */
	size_t inside;	     /* where the nodes in it begin */
};

/* A component as it is written: its element, and the nodes from there to its end. */
struct manifest_declared {
	const char *key; /* kind and name */
	struct span element, inside;
	size_t position;
};

/* Which loop of the package parser takes what comes, and the depth of the element that it was called for. */
enum manifest_loop_kind {
	AT_ROOT, /* none: of the root itself */
	IN_MANIFEST,
	IN_APPLICATION,
	IN_COMPONENT,
	IN_FILTER,
	IN_PREFERRED,
	IN_PROCESSES,
	IN_QUERIES,
	IN_QUERIES_INTENT,
	IN_FEATURE_GROUP,
	IN_COMPATIBLE_SCREENS,
	IN_ATTRIBUTION,
	IN_PERMISSION,
	IN_SIGNED_LIBRARY,
	IN_KEY_SETS,
	IN_KEY_SET,
	IN_USES_SDK,
	IN_SKIPPED
};

/* A permission that is defined, or a tree, which is one, too. */
struct manifest_definition {
	const char *name, *group;
	uint32_t level;
	bool is_tree;
	size_t position;
};

/* A permission that is asked for; only on phones with or without some feature, if it has conditions. */
struct manifest_asked {
	const char *name;
	int64_t flags, min_sdk, max_sdk;
	bool has_conditions;
	size_t position;
};

struct manifest_loop {
	enum manifest_loop_kind kind;
	int depth;
};

struct manifest {
	const struct limits *limits;
	const struct apk_manifest_files *files; /* NULL: none */
	struct axml xml;
	struct arsc arsc;
	struct arena *arena;
	struct fact_sink *sink;
	struct anomalies *anomalies;
	struct error *err;
	struct fact_package *package;
	struct apk_manifest *out;
	struct manifest_component component;
	bool is_unread; /* an attribute of the element takes a value that stands in none of the tables at hand, or was not gone through */
	const char *application_process;
	const char *application_affinity; /* as of a component; NULL: the app id */
	int64_t application_reparenting;
	bool application_enabled;
	bool cant_save_state; /* the application's state, which then has a process of its own */
	const char *leanback_component; /* the first that the home screen of TVs shows; NULL: none yet */
	bool is_for_tv; /* it requires android.software.leanback */
	struct manifest_look look; /* of the application */
	struct manifest_entry *entries;
	size_t num_entries, room_entries;
	struct manifest_shown *shown;
	size_t num_shown, room_shown;
	struct manifest_loop loops[5]; /* each inside the one before: manifest, application, component, filter, skipped */
	size_t num_loops;
	enum manifest_loop_kind inside; /* the loop for what stands in the element at hand */
	size_t num_applications, num_uses_sdk;
	size_t num_flagged; /* elements with a feature flag; the first of them, and its flag */
	char first_flagged[MANIFEST_ELEMENT_SIZE];
	const char *first_flag;
	size_t num_processes_elements, num_processes; /* processes: of the last of these elements */
	const char **run; /* the processes in which application and components run, each once */
	size_t num_run, room_run;
	struct manifest_definition *definitions;
	size_t num_definitions, room_definitions;
	const char **inherited; /* tags that attributions inherit from */
	size_t num_attributions, num_inherited, room_inherited;
	struct manifest_declared *declared;
	size_t num_declared, room_declared;
	struct manifest_asked *asked;
	size_t num_asked, room_asked;
	bool is_asking; /* the uses-permission at hand is the last of these */
	struct fact_uses_library library; /* a static or SDK library, whose certificates are being read */
	char *certificates;
	size_t num_certificates, room_certificates;
	struct manifest_key_sets *key_sets; /* NULL: none yet */
	size_t num_static_libraries, num_sdk_libraries; /* that the package is */
	unsigned beside_library; /* what manifest_library.c asks about, by bits */
	struct manifest_query query; /* the intent at hand */
	bool has_instrumentation;
	bool has_empty_intent; /* an action or category without text */
	bool stopped; /* memory ran out or the sink took no more */
	struct name_set names; /* of activities, attributions, libraries and processes, seen so far */
	uint32_t android_ns; /* a string that was found to be the android namespace; AXML_NONE: none yet */
	uint8_t known_names[256]; /* of the first strings: what manifest_check.c found each to be the name of */
	size_t num_label_steps; /* taken through references of labels */
	struct manifest_variance *variances;
	size_t num_variances, room_variances;
	struct name_set references; /* those that are rows already, by what refers */
	uint64_t labels_size, labels_limit; /* of those that were reported */
	uint64_t authorities_size, authorities_limit;
	struct apk_files named[MANIFEST_NAMED];
	uint64_t files_size; /* bytes of those that were read */
};

/* TypedArray's getters on the element at hand. */
bool manifest_value(struct manifest *m, uint32_t id, struct arsc_value *value, bool *from_table);
bool manifest_has(const struct manifest *m, uint32_t id);
const char *manifest_text(struct manifest *m, uint32_t id);	     /* getString: references followed, none where they lead nowhere */
const char *manifest_fixed_text(struct manifest *m, uint32_t id); /* getNonConfigurationString: followed to what is the same everywhere */
const char *manifest_shown_text(struct manifest *m, uint32_t id);   /* as a phone shows it: arsc_show */
const char *manifest_own_text(struct manifest *m, uint32_t id);     /* getNonResourceString */
int64_t manifest_number(struct manifest *m, uint32_t id, int64_t otherwise); /* what the phone takes for none: otherwise */
int64_t manifest_bool(struct manifest *m, uint32_t id, int64_t otherwise); /* 0, 1 or otherwise */

/* As manifest_value, and nothing is noted or said. */
bool manifest_peek(struct manifest *m, uint32_t id, struct arsc_value *value, bool *from_table);

/* TypedValue.coerceToString, as far as manifests need it. */
const char *manifest_coerce(struct manifest *m, const struct arsc_value *value, bool from_table);

/* XmlUtils.convertValueToInt; false where it throws. */
bool manifest_number_of(const char *text, int64_t *number);

/* Rows of the resource that the attribute takes, and of those that it leads to. Of a label (component: NULL for the application; kind: as in fact.def, NULL on the home screen): of one step. */
void manifest_note_reference(struct manifest *m, uint32_t attribute, uint32_t resource);
void manifest_note_label(struct manifest *m, const char *kind, const char *component, uint32_t resource);

/* An attribute that takes such a resource, in the file of that path (which stays); all of them are said once everything has been read. */
void manifest_note_variance(struct manifest *m, uint32_t attribute, enum manifest_varies reason, uint32_t resource, const char *path);
void manifest_say_variances(struct manifest *m);

/* The same of all that lead to files. */
void manifest_note_files(struct manifest *m, uint32_t attribute, const struct apk_files *files);

/* The same of what a split takes from a table that is not its own; the element at hand takes it. */
void manifest_note_unread(struct manifest *m, uint32_t attribute, uint32_t resource);

/* The same of meta-data that says what a permission is for. */
void manifest_note_purpose(struct manifest *m, uint32_t attribute, const char *permission, uint32_t resource);

/* By name, as the light parser reads: the raw value, else the typed one. NULL when there is none. */
const char *manifest_light_text(struct manifest *m, const char *ns, const char *name);
int64_t manifest_light_bool(const struct manifest *m, const char *name, int64_t otherwise); /* no reference is followed */

/* The name of an action or category, which is not read by its id; effect: of there being none. */
const char *manifest_intent_text(struct manifest *m, enum anomaly_effect effect);

/* A string of the document or, from_table, of the resource table. */
const char *manifest_string(struct manifest *m, const struct arsc_value *value, bool from_table);

/* buildClassName: ".A" and "A" belong to the package. */
const char *manifest_class_name(struct manifest *m, const char *name);

/* That class is to be looked for in DEX files. NULL: none. */
void manifest_name_class(struct manifest *m, const char *name);

/* arena_grow in the manifest's arena; NULL stops the reading. */
void *manifest_grow(struct manifest *m, void *items, size_t num, size_t *room, size_t size);

/* The rows of all sets of keys, when no more come. */
bool manifest_write_key_sets(struct manifest *m);

/* Sends a row; false stops the reading. */
bool manifest_emit(struct manifest *m, enum fact_table table, const void *row);

/* SEEN_PROCESS, and those behind it: of the first <processes>, of the next one. */
enum manifest_seen_kind { SEEN_ACTIVITY, SEEN_ATTRIBUTION, SEEN_STATIC_LIBRARY, SEEN_SDK_LIBRARY, SEEN_NAMED, SEEN_LABEL, SEEN_CAPABILITY, SEEN_RUN, SEEN_PROCESS };

/* True when name is in the list already; otherwise it is put there. */
bool manifest_seen(struct manifest *m, enum manifest_seen_kind kind, const char *name);

/* The walk: a loop begins at the element at hand; at START and END of each element; a loop ends. */
void manifest_enter(struct manifest *m, enum manifest_loop_kind kind);
bool manifest_start(struct manifest *m);
bool manifest_end(struct manifest *m);
bool manifest_leave(struct manifest *m);

/* Of the root: which splits have to be there beside the package, and what it is itself to others. */
void manifest_read_splits(struct manifest *m);

/* At any START: a uses-split that stands where the light parser looks for it. */
void manifest_look_for_uses_split(struct manifest *m);

/* Elements. Each is called at START. */
bool manifest_read_application(struct manifest *m);
bool manifest_read_uses_sdk(struct manifest *m);
bool manifest_read_extension_sdk(struct manifest *m);
bool manifest_read_install_constraints(struct manifest *m);
bool manifest_read_system_service(struct manifest *m);
bool manifest_pass_action(struct manifest *m);
bool manifest_pass_data(struct manifest *m);
bool manifest_read_permission(struct manifest *m, bool from_sdk_23);
bool manifest_read_condition(struct manifest *m);
bool manifest_misplaced_permission(struct manifest *m);
bool manifest_begin_key_sets(struct manifest *m);
bool manifest_begin_key_set(struct manifest *m);
bool manifest_read_public_key(struct manifest *m);
bool manifest_read_upgrade_key_set(struct manifest *m);
bool manifest_read_definition(struct manifest *m);
bool manifest_read_group(struct manifest *m);
bool manifest_read_tree(struct manifest *m);
bool manifest_begin_attribution(struct manifest *m);
bool manifest_read_inherit_from(struct manifest *m);
void manifest_foreign_in_attribution(struct manifest *m);
bool manifest_read_component(struct manifest *m);
bool manifest_read_path_permission(struct manifest *m);
bool manifest_read_grant(struct manifest *m);
bool manifest_begin_filter(struct manifest *m);
bool manifest_read_action(struct manifest *m);
bool manifest_read_category(struct manifest *m);
bool manifest_read_data(struct manifest *m);
bool manifest_read_meta_data(struct manifest *m);
bool manifest_read_property(struct manifest *m);
bool manifest_read_feature(struct manifest *m);
bool manifest_read_group_feature(struct manifest *m);
bool manifest_read_screen(struct manifest *m);
bool manifest_read_screens(struct manifest *m);
bool manifest_read_gl_texture(struct manifest *m);
bool manifest_read_library(struct manifest *m);
bool manifest_read_native_library(struct manifest *m);
bool manifest_read_static_library(struct manifest *m);
bool manifest_read_sdk_library(struct manifest *m);
bool manifest_read_additional_certificate(struct manifest *m);
bool manifest_define_static_library(struct manifest *m);
bool manifest_define_sdk_library(struct manifest *m);
bool manifest_read_instrumentation(struct manifest *m);
bool manifest_read_overlay(struct manifest *m);
bool manifest_begin_processes(struct manifest *m);
bool manifest_read_process(struct manifest *m);
bool manifest_query_package(struct manifest *m);
bool manifest_query_provider(struct manifest *m);
bool manifest_query_action(struct manifest *m);
bool manifest_query_category(struct manifest *m);
bool manifest_query_data(struct manifest *m);
bool manifest_begin_query(struct manifest *m);

/* What their ends decide. */
bool manifest_end_component(struct manifest *m);
bool manifest_end_filter(struct manifest *m);
bool manifest_end_query(struct manifest *m);
bool manifest_end_key_set(struct manifest *m);
bool manifest_end_key_sets(struct manifest *m);
bool manifest_end_library(struct manifest *m);

/* What a provider's row has beside that of other components. */
void manifest_read_provider(struct manifest *m);

/* The data element at hand; effect: of what the phone does not parse. */
struct manifest_data manifest_data_of(struct manifest *m, enum anomaly_effect effect);

/* An advanced pattern that the phone does not parse is said. */
void manifest_check_pattern(struct manifest *m, uint32_t attribute);

/* Of the element at hand, an application or activity: whole, empty for none; inherited: what the application has. NULL: the app id. */
const char *manifest_task_affinity(struct manifest *m, const char *inherited);

/* Label and icon of the element at hand. */
void manifest_read_look(struct manifest *m, struct manifest_look *look);

/* Keeps the activity or alias that ends for manifest_read_label. */
bool manifest_add_entry(struct manifest *m);

/* Keeps what is shown for manifest_read_label, if anything of it is. */
bool manifest_add_shown(struct manifest *m, const struct manifest_shown *shown);

/* The same of the element at hand, by its label. */
bool manifest_add_label(struct manifest *m, const char *kind, const char *name);

/* Labels in every configuration, and the files of the icons and of the network security configuration, after the walk. */
bool manifest_read_label(struct manifest *m);

/* The same of a label that is a resource; whether more labels are read. */
bool manifest_follow_label(struct manifest *m, const char *path, const char *kind, const char *name, uint32_t resource);
bool manifest_has_room(const struct manifest *m);

/* A file that meta-data names, as it is read. */
struct manifest_file {
	struct anomalies anomalies; /* first, so that one pointer is the other: of the binary XML */
	struct manifest *m;
	const struct apk_file *file;
	struct axml xml; /* before the first event */
};

/* Calls read with each; false when the walk has stopped. What is more than a manifest may be, in all, is not read, and that is said. */
bool manifest_each_file(struct manifest *m, const struct apk_files *files, void (*read)(struct manifest_file *file, const void *owner), const void *owner);
/* What is decoded of a file counts as well; false when that is enough, and is said. text: or NULL. */
bool manifest_file_has_room(struct manifest_file *file, const char *text);
/* What an attribute of the file is, noted and said like one of the manifest's; NULL where it is no text, or not known here. */
const char *manifest_file_text(struct manifest_file *file, const struct axml_attribute *attribute);

/* Of the meta-data at hand a resource counts where it has one, else its value: the attribute that counts. */
uint32_t manifest_meta_data_attribute(const struct manifest *m);

/* The meta-data of that name, at hand, may name a file of its component; those of the component that ends are kept; what all of them have, after the walk. */
void manifest_note_named(struct manifest *m, const char *name);
bool manifest_add_named(struct manifest *m);
bool manifest_read_named(struct manifest *m);

/* What the component of that file may do. */
void manifest_read_capabilities(struct manifest_file *file);

/* What the home screen shows first of the app, when it is known whether the app is for TVs. */
void manifest_choose_main(struct manifest *m);

/* Checks and consequences once everything has been read. */
void manifest_check(struct manifest *m);

/* What Android 11 and later refuse by the target, wherever uses-sdk stands. */
void manifest_check_for_target(struct manifest *m);

/* Oddities of the attributes of the element at hand. */
void manifest_check_attributes(struct manifest *m);

/* The element at hand, of this name and taken in that loop: attributes that are of another type than the phone takes them to be. */
void manifest_check_types(struct manifest *m, enum manifest_loop_kind loop, const char *element);

/* Reports the element at hand, one that the package parser knows, when it is in a namespace. */
/* Reports what keeps the name of an element, a known one or not, from being read, or from being read alike. */
void manifest_check_name(struct manifest *m);

void manifest_check_element(struct manifest *m);

/* The element at hand has no such attribute, without which the phone (of some versions) refuses the package. */
void manifest_lacks(struct manifest *m, const char *attribute, enum anomaly_effect effect);

/* Reports the name of a process or task (ATTR_PROCESS, ATTR_TASK_AFFINITY; may be NULL) that phones refuse. */
void manifest_check_compound(struct manifest *m, uint32_t attribute, const char *name);

/* A class (may be NULL) of the system's own, which nothing else may have for its name. */
void manifest_check_class(struct manifest *m, const char *name);

/* What an application, and what an activity, alias or receiver may not say. */
void manifest_check_application(struct manifest *m);
void manifest_check_activity(struct manifest *m, bool is_alias);

/* FrameworkParsingPackageUtils.validateName, of a name that needs no dot. */
bool manifest_is_name(const char *name);

/* False for the name of a type of splits that phones refuse. */
bool manifest_is_split_type(const char *name);

/* The application or a component runs in that process (NULL: that of the package), which has to be listed where any is. */
void manifest_run_in(struct manifest *m, const char *process);
void manifest_check_processes(struct manifest *m);

/* The same of an application, or of a component that is no activity, whose state cannot be saved: what it may not run in. */
void manifest_check_heavy_application(struct manifest *m, const char *process);
void manifest_check_heavy_component(struct manifest *m, const char *kind, const char *process);

/* Keeps it for manifest_check_definitions. */
void manifest_add_definition(struct manifest *m, const struct manifest_definition *definition);

/* Permissions that are defined twice, otherwise; attributions that do not go together. Of a manifest that was read to its end. */
void manifest_check_definitions(struct manifest *m);
void manifest_check_attributions(struct manifest *m);

/* Permissions that are asked for twice, with other flags; components that are declared twice. Of a manifest that was read to its end. */
void manifest_check_asked(struct manifest *m);
void manifest_check_declared(struct manifest *m);

/* At each element of that name that is taken in that loop; what is beside a library that the package is, of a manifest that was read to its end. */
void manifest_note_beside_library(struct manifest *m, enum manifest_loop_kind loop, const char *element);
void manifest_check_library_definitions(struct manifest *m);

/* A namespace node whose prefix would lead a reader of prefixes to another namespace than the phone's. */
void manifest_check_namespace(struct manifest *m);

#endif
