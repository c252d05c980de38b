/*
 * apk_icon - the rows of the icon's files: density, size and hashes.
 */
#ifndef PRELIST_FORMAT_APK_ICON_H
#define PRELIST_FORMAT_APK_ICON_H

#include "bytes/arena.h"
#include "format/apk_manifest.h"
#include "format/pass.h"

/* Before the pass: those files that are there are looked at in it. The list lives in the arena. */
bool apk_icon_list(struct pass *pass, const struct apk_manifest *declared, struct arena *arena, struct error *err);

/* The resources that led to them, for splits that may have other files of these. */
bool apk_icon_refer(const struct apk_manifest *declared, struct fact_sink *sink, struct error *err);

/* After the pass: a row for each that could be read. */
bool apk_icon_write(const struct pass *pass, struct error *err);

#endif
