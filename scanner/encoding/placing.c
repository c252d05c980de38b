#include "encoding/placing.h"

#include <math.h>

#define LEAST_SIDE 0.25F /* of the icon: icon tools leave a third */
#define SLACK 0.01F      /* which rounding to pixels may take */

struct placing placing_in(const struct placing *outer, const struct placing *inner)
{
	return (struct placing){
		.xx = outer->xx * inner->xx + outer->xy * inner->yx,
		.xy = outer->xx * inner->xy + outer->xy * inner->yy,
		.dx = outer->xx * inner->dx + outer->xy * inner->dy + outer->dx,
		.yx = outer->yx * inner->xx + outer->yy * inner->yx,
		.yy = outer->yx * inner->xy + outer->yy * inner->yy,
		.dy = outer->yx * inner->dx + outer->yy * inner->dy + outer->dy,
	};
}

struct placing placing_of_box(const struct placing_box *box)
{
	return (struct placing){
		.xx = box->right - box->left, .dx = box->left, .yy = box->bottom - box->top, .dy = box->top};
}

struct placing placing_turned(float degrees, float x, float y)
{
	float angle = fmodf(degrees, 360) * (float)M_PI / 180, sine = sinf(angle), cosine = cosf(angle);

	if (fmodf(degrees, 360) == 0)
		return PLACING_WHOLE;
	return (struct placing){.xx = cosine,
				.xy = -sine,
				.dx = x - cosine * x + sine * y,
				.yx = sine,
				.yy = cosine,
				.dy = y - sine * x - cosine * y};
}

static void reach(struct placing_box *box, const struct placing *placing, float x, float y)
{
	float to_x = placing->xx * x + placing->xy * y + placing->dx,
	      to_y = placing->yx * x + placing->yy * y + placing->dy;

	box->left = fminf(box->left, to_x);
	box->right = fmaxf(box->right, to_x);
	box->top = fminf(box->top, to_y);
	box->bottom = fmaxf(box->bottom, to_y);
}

struct placing_box placing_box(const struct placing *placing, const struct placing_box *box)
{
	struct placing_box around = {INFINITY, INFINITY, -INFINITY, -INFINITY};

	if (!(box->left <= box->right && box->top <= box->bottom))
		return around;
	reach(&around, placing, box->left, box->top);
	reach(&around, placing, box->right, box->top);
	reach(&around, placing, box->left, box->bottom);
	reach(&around, placing, box->right, box->bottom);
	return around;
}

struct placing_box placing_common(const struct placing_box *a, const struct placing_box *b)
{
	return (struct placing_box){fmaxf(a->left, b->left), fmaxf(a->top, b->top), fminf(a->right, b->right),
				    fminf(a->bottom, b->bottom)};
}

bool placing_is_empty(const struct placing_box *box)
{
	return !(box->left < box->right && box->top < box->bottom);
}

float placing_width(const struct placing *placing)
{
	return hypotf(placing->xx, placing->yx);
}

float placing_height(const struct placing *placing)
{
	return hypotf(placing->xy, placing->yy);
}

bool placing_is_upright(const struct placing *placing)
{
	return fabsf(placing->xy) <= SLACK && fabsf(placing->yx) <= SLACK && placing->xx >= LEAST_SIDE &&
	       placing->yy >= LEAST_SIDE && placing->dx >= -SLACK && placing->dy >= -SLACK &&
	       placing->dx + placing->xx <= 1 + SLACK && placing->dy + placing->yy <= 1 + SLACK;
}

bool placing_covers(const struct placing_box *box, const struct placing_box *other)
{
	return box->left <= other->left + SLACK && box->top <= other->top + SLACK &&
	       box->right >= other->right - SLACK && box->bottom >= other->bottom - SLACK;
}
