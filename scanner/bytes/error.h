/*
 * error - why we could not do our work (never what is odd about a package).
 *
 * A value, last in the argument list; the first writer wins; one line that says
 * what was needed, what was found, and the file and offset where there is one.
 */
#ifndef PRELIST_BYTES_ERROR_H
#define PRELIST_BYTES_ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
#define ERROR(symbol, what) ERROR_##symbol,
#include "bytes/error.def"
#undef ERROR
};

struct error {
	enum error_code code;
	char text[512];
};

/* Sets err unless it is set already; always returns false, so that a caller can return it. */
__attribute__((format(printf, 3, 4))) bool error_set(struct error *err, enum error_code code,
						       const char *format, ...);

/* Out of memory: the machine's, or at a cap of ours, and the place in the source tells which. */
#define error_memory(err) error_memory_at(err, __FILE__, __LINE__)
bool error_memory_at(struct error *err, const char *file, int line);

/* error_set with strerror(errno) behind the text, which is cut where both are too long. */
__attribute__((format(printf, 2, 3))) bool error_errno(struct error *err, const char *format, ...);

#endif
