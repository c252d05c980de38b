/*
 * package - what is the same for every package that is a ZIP: the pass, the accounting, the second reader, its row.
 */
#ifndef PRELIST_FORMAT_PACKAGE_H
#define PRELIST_FORMAT_PACKAGE_H

#include "container/signing_block.h"
#include "format/pass.h"

/* The row of the package as far as it is known before anything of it was read. */
struct fact_package package_row(const struct format *format, const struct source *source);

/* DEX code in front of the entries (Janus), whatever the format. False and err when reading failed. */
bool package_check_start(const struct source *source, const struct zipdir *dir, struct anomalies *anomalies,
			 struct error *err);

/*
 * The pass, with byte accounting, the second reader and the content digest in it; pass->after comes before the digest. The
 * input's anomalies are format_read's collector, which holds back from here on.
 */
bool package_run(struct pass *pass, const struct signing_block *block, struct error *err);

/* Writes the row whole: with the file's digests and the content digest that package_run made. */
bool package_finish(struct pass *pass, struct fact_package *row, struct error *err);

/* A package that nobody reads yet, or that is none: its container, entries and digests. format NULL: of no kind. */
bool package_read_unread(const struct format *format, const struct format_input *input, struct zipdir *dir,
			 struct error *err);

#endif
