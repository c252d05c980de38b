/*
 * sheet - the public page of a version: what it may do on a phone and why, who made it, who offers it.
 *
 * Nothing of the scan is in it: no finding, no verdict, no path of the package, no contact data.
 */
#ifndef PRELIST_REPORT_SHEET_H
#define PRELIST_REPORT_SHEET_H

#include "report/permission.h"

/* What a sheet is made of; all borrowed, until sheet_free. */
struct sheet_source {
	const struct reading *facts; /* assembled */
	const struct rules *rules;
	int64_t submission;	/* 0: not kept */
	const char *state;	/* received, listed, rejected, delisted, or NULL */
	const char *listed_on;	/* YYYY-MM-DD, or NULL */
	const char *suspended;	/* since when the app is, which is listed: YYYY-MM-DD, or NULL */
	const char *made_on;	/* YYYY-MM-DD */
};

/* A permission, once by its name however many rows it has. */
struct sheet_permission {
	struct permission_view view; /* min_sdk and max_sdk: over all its rows */
	bool declared, implied, split;
	const char *group, *group_zh;	  /* label of its group, or the group's name, or NULL */
	const char *meaning, *meaning_zh; /* never NULL */
};

/* One line of facts: a head and its text in both languages (the same where it has none of its own). */
struct sheet_field {
	enum message_id head;
	const char *text, *text_zh;
	enum { FIELD_TEXT, FIELD_CODE, FIELD_LINK } kind;
	const char *href; /* of a link that leads elsewhere than its text says; NULL: the text is it */
};

struct sheet_section {
	enum message_id head;
	struct sheet_field *fields;
	size_t num_fields, room;
};

enum { SHEET_APP, SHEET_DEVELOPER, SHEET_OPERATOR, SHEET_ABOUT, SHEET_INTEGRITY, SHEET_SECTIONS };

/* An SDK or a product that was found in the package, or that the developer names. */
struct sheet_part {
	const char *name, *vendor, *kind, *purpose;	/* NULL where there is none */
	const char *kind_label, *kind_label_zh;		/* the same */
	bool declared, found;
};

struct sheet {
	struct arena arena;
	const struct sheet_source *source;
	const struct fact_package *package;	  /* of the main package; NULL: what was given is no package */
	const struct fact_submission *submission; /* of the form, or NULL */
	const char *name, *name_zh;
	const char *version; /* "2.4.1 (241)", may be empty */
	bool is_known;	     /* the manifest of some package was read; otherwise there is nothing to say */
	bool is_asked_whole; /* those of all packages, and to their ends: no permission is missing here */
	bool is_complete;    /* every byte was read */
	struct sheet_permission *permissions; /* gravest first, then by group and name */
	size_t num_permissions, count[PERMISSION_WEIGHTS];
	/* Special access that services of the app have once a user switches it on: not asked for, and so not counted. */
	struct sheet_permission *services;
	size_t num_services;
	struct sheet_section sections[SHEET_SECTIONS];
	struct sheet_part *sdks, *packers;
	size_t num_sdks, num_packers;
};

/* The weights in the order of the page, and their heads. */
extern const struct sheet_weight {
	enum permission_weight weight;
	const char *word; /* of the JSON */
	enum message_id head, count;
} sheet_weights[PERMISSION_WEIGHTS];

bool sheet_make(struct sheet *sheet, const struct sheet_source *source, struct error *err);
void sheet_free(struct sheet *sheet);

/* True when the version is on offer; otherwise the page says that it is a preview. */
bool sheet_is_listed(const struct sheet *sheet);

/* What is said of the permissions as a whole: how they are counted, or that there is none. */
enum message_id sheet_permissions_said(const struct sheet *sheet);

/* The facts of the sections, and SDKs and packers: made by sheet_make (sheet_fields.c, sheet_parts.c). */
bool sheet_make_fields(struct sheet *sheet);
bool sheet_make_parts(struct sheet *sheet);

/* name, licence or valid_until of the operator, as policy.json has it; NULL where it says nothing. */
const char *sheet_operator(const struct rules *rules, const char *what);

/* True for the first row of each certificate that phones take for a signer's. */
bool sheet_is_signer(const struct reading *facts, size_t at);

/* How an implied, split or bounded permission comes to be there, in words; in the arena, "" where there is nothing to say. */
const char *sheet_remark(struct arena *arena, const struct sheet_permission *permission, enum language language);

#endif
