/*
 * apk_adaptive_icon - the files of the layers of adaptive icons.
 */
#ifndef PRELIST_FORMAT_APK_ADAPTIVE_ICON_H
#define PRELIST_FORMAT_APK_ADAPTIVE_ICON_H

#include "container/inflate.h"
#include "format/apk_manifest.h"
#include "format/format.h"

/*
 * Adds to the icons that are declared what the layers of those among them are that are XML. The phone draws what it can of an icon;
 * nothing is said of one that is malformed. False and err when memory ran out or the package cannot be read.
 */
bool apk_adaptive_icon_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
			    struct apk_manifest *declared, struct arena *arena, struct error *err);

#endif
