/*
 * adaptive_icon - the layers of an adaptive icon.
 *
 *   adaptive-icon | background android:drawable
 *                 | foreground android:drawable, or an element inside with android:drawable or android:src
 *
 * source   AOSP AdaptiveIconDrawable.updateLayersFromXml, known since Android 8
 */
#ifndef PRELIST_ENCODING_ADAPTIVE_ICON_H
#define PRELIST_ENCODING_ADAPTIVE_ICON_H

#include "bytes/limit.h"
#include "bytes/span.h"
#include "encoding/dynamic_ref.h"

#define ADAPTIVE_ICON_MAX ((uint64_t)64 * 1024) /* bytes; more is no list of layers */

enum { ADAPTIVE_ICON_BACKGROUND, ADAPTIVE_ICON_FOREGROUND, ADAPTIVE_ICON_LAYERS };

struct adaptive_icon {
	uint32_t resources[ADAPTIVE_ICON_LAYERS]; /* 0: none, or no resource */
};

/* By place. */
extern const char *const adaptive_icon_names[ADAPTIVE_ICON_LAYERS];

/* refs: of the table beside it (axml.h). False for what is no adaptive icon. Nothing is said of one that is malformed: the phone draws what it can of it. */
bool adaptive_icon_read(struct span bytes, const struct dynamic_ref *refs, const struct limits *limits, const char *path, struct adaptive_icon *icon);

#endif
