/*
 * vector_path - where the lines of a vector drawable's path lead: android:pathData, in UTF-8 or UTF-16.
 *
 *   a letter and its numbers, as often as there are more of them; small letters: from where the last one ended
 *   M L T x y | H x | V y | C x1 y1 x2 y2 x y | S Q x1 y1 x y | A rx ry angle large sweep x y | Z
 *
 * source   AOSP libs/hwui/PathParser.cpp and utils/VectorDrawableUtils.cpp; W3C SVG 1.1, 8.3
 */
#ifndef PRELIST_ENCODING_VECTOR_PATH_H
#define PRELIST_ENCODING_VECTOR_PATH_H

#include "bytes/span.h"
#include "encoding/placing.h"

/* A box around all that it draws, larger where it has curves; of no size, or less than none, where that is nothing.
 * False where it is malformed. */
bool vector_path_box(struct span text, struct placing_box *box);

#endif
