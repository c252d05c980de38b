/*
 * nested_code - the DEX files and native libraries of an archive or a package inside: which ones they are.
 *
 * What an archive holds is code by its first bytes, whatever its name; of a package inside what phones would run by its name is looked at.
 *
 * source   as dex.h and elf.h say
 */
#ifndef PRELIST_INSPECT_NESTED_CODE_H
#define PRELIST_INSPECT_NESTED_CODE_H

#include "inspect/inspect.h"

/* The row of content at that path, where it begins as DEX or ELF. False and err when reading failed or memory ran out. */
bool nested_code_write(const struct inspect_context *context, const char *path, const struct source *content, struct error *err);

/* An archive or a package inside. */
struct nested_archive {
	const char *path;
	const struct source *content;
	struct anomalies *unread; /* what stops the reading of an entry */
};

/* Likewise of an entry of it, which is inflated within the package's budget. */
bool nested_code_write_entry(const struct inspect_context *context, const struct nested_archive *archive, const struct zipdir_entry *entry, struct error *err);

/* Of all entries of a package that are called so. */
bool nested_code_write_package(const struct inspect_context *context, const struct nested_archive *package, const struct zipdir *dir, struct error *err);

#endif
