/*
 * embedded_sort - which code, script or archive something begins as, and which one its name says that it is.
 */
#ifndef PRELIST_INSPECT_EMBEDDED_SORT_H
#define PRELIST_INSPECT_EMBEDDED_SORT_H

#include "bytes/span.h"
#include "container/anomaly.h"

#define EMBEDDED_BEGINNING ((size_t)512) /* bytes that say it */

enum embedded_sort {
	EMBEDDED_NOTHING,
	EMBEDDED_PACKAGE,
	EMBEDDED_DEX_CODE,
	EMBEDDED_NATIVE_CODE,
	EMBEDDED_SCRIPT,
	EMBEDDED_ARCHIVE,    /* of a kind that is not looked into */
	EMBEDDED_ENCIPHERED, /* an entry of an archive, */
	EMBEDDED_COMPRESSED, /* and one that is compressed in another way than phones know */
	EMBEDDED_SORTS
};

/* As which anomaly it is said, and with which words. */
struct embedded_saying {
	enum anomaly_id id;
	const char *what;
};
extern const struct embedded_saying embedded_sayings[EMBEDDED_SORTS];

bool embedded_is_zip(struct span head);
bool embedded_is_gzip(struct span head);
bool embedded_is_zlib(struct span head); /* by the two bytes that say how; what it makes proves it */
bool embedded_is_archive(struct span head); /* that is looked into as it stands */

/* A line that says what runs it, or what compilers of such languages begin with. */
bool embedded_is_script(struct span head);

/* What is no library that is linked here; NULL for anything else. */
const char *embedded_unread_kind(struct span head);

/* Code may stand a little behind the beginning, and be written as text (coded_text.h). */
enum embedded_sort embedded_sort_of(struct span beginning);
enum embedded_sort embedded_sort_of_name(struct span name);

#endif
