/*
 * drawable_place - where the elements of a drawable put what stands in them.
 *
 *   inset | inset, insetLeft, ...: dp, or a share of its own sides
 *   item of a layer-list | left, start, ..., width, height: dp; gravity where it is smaller than the list
 *   rotate | fromDegrees, at level 0; pivotX, pivotY: shares of its sides
 *   vector | viewportWidth, viewportHeight: of what stands inside
 *   group | first scaled and turned about pivotX, pivotY, then moved: scaleX, scaleY, rotation, translateX, translateY
 *   bitmap, nine-patch | gravity and tileMode: not stretched; tint
 *
 * source   AOSP graphics/java/android/graphics/drawable: InsetDrawable, LayerDrawable, RotateDrawable, VectorDrawable,
 * BitmapDrawable
 */
#ifndef PRELIST_ENCODING_DRAWABLE_PLACE_H
#define PRELIST_ENCODING_DRAWABLE_PLACE_H

#include "encoding/axml.h"
#include "encoding/placing.h"

#define DRAWABLE_ICON_DP 48   /* an icon is made for such a side, */
#define DRAWABLE_LAYER_DP 108 /* a layer of an adaptive icon for this one */

struct drawable_place {
	struct placing placing;
	struct placing_box clip; /* nothing outside of it is drawn */
	bool is_unknown; /* where and how large it is, or whether it is drawn, a resource or something else says */
	bool is_natural; /* as large as its picture is: smaller, or cut */
	bool is_redrawn; /* pictures are moved, tiled or tinted besides */
};

/* Of the element at hand; in: of the one around it. side: of the icon or layer, in dp. is_layer: that one is a list of
 * layers. */
void drawable_place(const struct axml *xml, bool is_layer, float side, struct drawable_place *place);

/* Whether nothing of what fills it can be seen for certain, and whether a picture can as it stands in its file. */
bool drawable_place_is_empty(const struct drawable_place *place);
bool drawable_place_is_upright(const struct drawable_place *place);

/* The box in the icon of what fills it. */
struct placing_box drawable_place_box(const struct drawable_place *place);

/* Of a path: the box of its data, which takes from the bytes that are left to be read; false where it is malformed, not
 * known, or too long. */
bool drawable_place_path(const struct axml *xml, size_t *left, struct placing_box *box);

/* The box in the icon of a line of that width around all of it. */
struct placing_box drawable_place_line(const struct drawable_place *place, const struct placing_box *path, float width);

/* A number of any kind; other where it is absent. */
float drawable_place_number(const struct axml *xml, uint32_t id, float other, bool *is_unknown);

#endif
