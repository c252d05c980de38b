/*
 * apk_drawable - what the drawables lead to that are icons: files, layers and colours.
 */
#ifndef PRELIST_FORMAT_APK_DRAWABLE_H
#define PRELIST_FORMAT_APK_DRAWABLE_H

#include "container/inflate.h"
#include "format/apk_manifest.h"
#include "format/format.h"

/*
 * Adds to the icons that are declared what those among them are made of that are XML, and whether what they draw by themselves can be
 * seen. The phone draws what it can of an icon; nothing is said of one that is malformed. False and err when memory ran out or the
 * package cannot be read.
 */
bool apk_drawable_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
		       struct apk_manifest *declared, struct arena *arena, struct error *err);

#endif
