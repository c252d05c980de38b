/*
 * text_report - the lines of the report that a person reads.
 */
#ifndef PRELIST_REPORT_TEXT_REPORT_H
#define PRELIST_REPORT_TEXT_REPORT_H

#include "report/report.h"

/* One report as it is put together. */
struct text_page {
	struct buf out;
	struct arena arena;
	const struct report *report;
	const struct report_options *options;
	const struct fact_package *package; /* of the main package, or NULL */
	enum language language;
	const char **named; /* subjects of the findings that have a line */
	size_t num_named;
};

/* Columns before the text of a headed line. */
#define TEXT_HEAD_COLUMNS 13

/* Begins the line "Head         ". Ended by text_line, which wraps and escapes what is given. */
void text_line(struct text_page *page, enum message_id head, const char *text);

/* Whether a line above is about that subject. */
bool text_is_named(const struct text_page *page, const char *subject);

/* A line without a head. */
void text_plain(struct text_page *page, const char *text);

/* A further line under a head. */
void text_more(struct text_page *page, const char *text);

/* The parts that were added, joined by what stands between them. A page whose parts did not all fit has failed. */
struct text_parts {
	struct text_page *page;
	const char *between;
	struct buf text;
};
struct text_parts text_parts_new(struct text_page *page, const char *between);
void text_parts_free(struct text_parts *parts);
#define TEXT_PARTS_CLEANUP __attribute__((cleanup(text_parts_free)))

/* One more; nothing of NULL or "". */
void text_part(struct text_parts *parts, const char *text);
__attribute__((format(printf, 2, 3))) void text_partf(struct text_parts *parts, const char *format, ...);
/* The text so far, NUL-terminated, until the next part is added. */
const char *text_parts_end(struct text_parts *parts);

/* "1,913" and "5f3a 91c2…": in the page's arena. */
const char *text_count(struct text_page *page, uint64_t count);
const char *text_fingerprint(struct text_page *page, const char *hex);

/* "Android 8.0 (26) and later"; FACT_ABSENT: no end, or from the first version on. */
void text_android_range(struct text_parts *parts, int64_t min_sdk, int64_t max_sdk);

/* The lines, in order (text_app.c, text_sdks.c, text_signed.c, text_permissions.c, text_changes.c, text_kept.c). */
void text_app_line(struct text_page *page);
void text_packages_line(struct text_page *page);
void text_sdks_line(struct text_page *page);
void text_signed_line(struct text_page *page);
void text_filing_line(struct text_page *page);
void text_permissions_line(struct text_page *page);
void text_changes_line(struct text_page *page);
void text_kept_lines(struct text_page *page);

#endif
