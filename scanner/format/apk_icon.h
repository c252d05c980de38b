/*
 * apk_icon - the row of an icon file: its density, size and hashes.
 */
#ifndef PRELIST_FORMAT_APK_ICON_H
#define PRELIST_FORMAT_APK_ICON_H

#include "container/inflate.h"
#include "format/pass.h"

/*
 * After the pass. name: of the entry, as the resource table says it; nothing is written when there is none. False and
 * err when reading failed or memory ran out.
 */
bool apk_icon_write(const struct pass *pass, struct inflate *inflate, const char *name, int64_t density,
		    struct error *err);

#endif
