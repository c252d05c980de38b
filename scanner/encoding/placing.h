/*
 * placing - where a drawable puts what it draws: from the square of 1 by 1 that a thing fills to that which the icon
 * fills.
 *
 *   x' = xx * x + xy * y + dx
 *   y' = yx * x + yy * y + dy
 */
#ifndef PRELIST_ENCODING_PLACING_H
#define PRELIST_ENCODING_PLACING_H

#include <stdbool.h>

struct placing {
	float xx, xy, dx;
	float yx, yy, dy;
};

struct placing_box {
	float left, top, right, bottom;
};

#define PLACING_WHOLE ((struct placing){.xx = 1, .yy = 1})
#define PLACING_ALL ((struct placing_box){0, 0, 1, 1})
#define PLACING_MIDDLE                                                                                                 \
	((struct placing_box){1 / 6.0F, 1 / 6.0F, 5 / 6.0F,                                                            \
			      5 / 6.0F}) /* of a layer of an adaptive icon, which is all that is shown of it */

/* What is placed by inner in that which is placed by outer. */
struct placing placing_in(const struct placing *outer, const struct placing *inner);

/* Into that box. */
struct placing placing_of_box(const struct placing_box *box);

/* By degrees, clockwise, about that point. */
struct placing placing_turned(float degrees, float x, float y);

/* The least box around that one where it is placed. */
struct placing_box placing_box(const struct placing *placing, const struct placing_box *box);

struct placing_box placing_common(const struct placing_box *a, const struct placing_box *b);

/* Of no width or no height. */
bool placing_is_empty(const struct placing_box *box);

/* As long as sides of 1 come out. */
float placing_width(const struct placing *placing);
float placing_height(const struct placing *placing);

/* Neither turned nor mirrored, nothing of it cut away, and not too small to be seen. */
bool placing_is_upright(const struct placing *placing);

/* Whether nothing of the other one is left free. */
bool placing_covers(const struct placing_box *box, const struct placing_box *other);

#endif
