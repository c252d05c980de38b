#include "encoding/drawable_place.h"

#include "encoding/android_attribute.h"
#include "encoding/vector_path.h"

#include <math.h>

#define UNIT 0xF
#define PIXELS_PER_DP 3 /* of the usual phone */

enum { ALONG_CENTRE = 1, ALONG_START = 3, ALONG_END = 5, ALONG_FILL = 7 }; /* gravity, of an axis */
enum { NOT_TILED = -1 };
enum { MITER = 2 }; /* half of Android's limit, in widths of a line */

/* What a complex number is without its unit: TypedValue.complexToFloat. */
static float complex_number(uint32_t data)
{
	static const float radixes[] = {1.0F / (1 << 8), 1.0F / (1 << 15), 1.0F / (1 << 23),
					1.0F / (1 << 23) / (1 << 8)};

	return (float)(int32_t)(data & 0xFFFFFF00) * radixes[data >> 4 & 3];
}

static float number_of(const struct axml_attribute *attribute, bool *is_unknown)
{
	float number;

	if (attribute->type == AXML_TYPE_FLOAT) {
		memcpy(&number, &attribute->data, sizeof number);
		return number;
	}
	if (axml_is_int(attribute->type))
		return (float)(int32_t)attribute->data;
	if (attribute->type == AXML_TYPE_FRACTION)
		return complex_number(attribute->data);
	*is_unknown = true;
	return 0;
}

float drawable_place_number(const struct axml *xml, uint32_t id, float other, bool *is_unknown)
{
	struct axml_attribute attribute;

	return axml_find_id(xml, id, &attribute) ? number_of(&attribute, is_unknown) : other;
}

/* As a share of a side of so many dp. */
static float share_of(const struct axml_attribute *attribute, float side, bool *is_unknown)
{
	static const float dp[] = {1.0F / PIXELS_PER_DP, 1,   1,
				   160.0F / 72,          160, 160 / 25.4F}; /* px, dp, sp, pt, in, mm */
	uint32_t unit = attribute->data & UNIT;

	if (attribute->type == AXML_TYPE_FRACTION)
		return complex_number(attribute->data);
	if (attribute->type == AXML_TYPE_DIMENSION && unit < sizeof dp / sizeof dp[0])
		return complex_number(attribute->data) * dp[unit] / side;
	*is_unknown = true;
	return 0;
}

static float share(const struct axml *xml, uint32_t id, float other, float side, bool *is_unknown)
{
	struct axml_attribute attribute;

	return axml_find_id(xml, id, &attribute) ? share_of(&attribute, side, is_unknown) : other;
}

static void put(struct drawable_place *place, struct placing inner)
{
	place->placing = placing_in(&place->placing, &inner);
}

/* One that ends before it begins has no size. */
static void put_box(struct drawable_place *place, struct placing_box box)
{
	box.right = fmaxf(box.left, box.right);
	box.bottom = fmaxf(box.top, box.bottom);
	put(place, placing_of_box(&box));
}

static void place_inset(const struct axml *xml, float width, float height, struct drawable_place *place)
{
	float across = share(xml, ATTR_INSET, 0, width, &place->is_unknown),
	      down = share(xml, ATTR_INSET, 0, height, &place->is_unknown);

	put_box(place, (struct placing_box){share(xml, ATTR_INSET_LEFT, across, width, &place->is_unknown),
					    share(xml, ATTR_INSET_TOP, down, height, &place->is_unknown),
					    1 - share(xml, ATTR_INSET_RIGHT, across, width, &place->is_unknown),
					    1 - share(xml, ATTR_INSET_BOTTOM, down, height, &place->is_unknown)});
}

/* along: gravity; 0: none. Without a size of its own it has that of its picture. */
static void place_along(const struct axml *xml, uint32_t size, float side, uint32_t along, float *from, float *to,
			struct drawable_place *place)
{
	float length = share(xml, size, -1, side, &place->is_unknown), room = *to - *from;

	if (along == ALONG_FILL || (along == 0 && length < 0))
		return;
	if (length < 0) {
		place->is_natural = true;
		place->is_redrawn |= along != ALONG_CENTRE;
		return;
	}
	*from = along == ALONG_CENTRE ? *from + (room - length) / 2 : along == ALONG_END ? *to - length : *from;
	*to = *from + length;
}

static uint32_t gravity_of(const struct axml *xml, struct drawable_place *place)
{
	struct axml_attribute attribute;

	if (!axml_find_id(xml, ATTR_GRAVITY, &attribute))
		return 0;
	place->is_unknown |= !axml_is_int(attribute.type);
	return attribute.data;
}

static void place_item(const struct axml *xml, float width, float height, struct drawable_place *place)
{
	uint32_t gravity = gravity_of(xml, place);
	struct placing_box box = {
		share(xml, ATTR_START, share(xml, ATTR_LEFT, 0, width, &place->is_unknown), width, &place->is_unknown),
		share(xml, ATTR_TOP, 0, height, &place->is_unknown),
		1 - share(xml, ATTR_END, share(xml, ATTR_RIGHT, 0, width, &place->is_unknown), width,
			  &place->is_unknown),
		1 - share(xml, ATTR_BOTTOM, 0, height, &place->is_unknown)};

	place_along(xml, ATTR_WIDTH, width, gravity & 7, &box.left, &box.right, place);
	place_along(xml, ATTR_HEIGHT, height, gravity >> 4 & 7, &box.top, &box.bottom, place);
	put_box(place, box);
}

static void place_rotate(const struct axml *xml, struct drawable_place *place)
{
	float degrees = drawable_place_number(xml, ATTR_FROM_DEGREES, 0, &place->is_unknown);
	struct axml_attribute across, down;
	bool has_across = axml_find_id(xml, ATTR_PIVOT_X, &across), has_down = axml_find_id(xml, ATTR_PIVOT_Y, &down);
	struct placing turned = placing_turned(degrees, has_across ? complex_number(across.data) : 0.5F,
					       has_down ? complex_number(down.data) : 0.5F);
	bool is_turned = turned.xx != 1;

	place->is_unknown |= is_turned && ((has_across && across.type != AXML_TYPE_FRACTION) ||
					   (has_down && down.type != AXML_TYPE_FRACTION));
	put(place, turned);
}

static void place_vector(const struct axml *xml, struct drawable_place *place)
{
	float width = drawable_place_number(xml, ATTR_VIEWPORT_WIDTH, 0, &place->is_unknown),
	      height = drawable_place_number(xml, ATTR_VIEWPORT_HEIGHT, 0, &place->is_unknown);
	struct placing_box box = placing_box(&place->placing, &PLACING_ALL);

	place->clip = placing_common(&place->clip, &box);
	if (width > 0 && height > 0)
		put(place, (struct placing){.xx = 1 / width, .yy = 1 / height});
	else
		place->is_unknown = true;
}

static void place_group(const struct axml *xml, struct drawable_place *place)
{
	bool *is_unknown = &place->is_unknown;
	float across = drawable_place_number(xml, ATTR_PIVOT_X, 0, is_unknown),
	      down = drawable_place_number(xml, ATTR_PIVOT_Y, 0, is_unknown);

	put(place, (struct placing){.xx = 1,
				    .dx = across + drawable_place_number(xml, ATTR_TRANSLATE_X, 0, is_unknown),
				    .yy = 1,
				    .dy = down + drawable_place_number(xml, ATTR_TRANSLATE_Y, 0, is_unknown)});
	put(place, placing_turned(drawable_place_number(xml, ATTR_ROTATION, 0, is_unknown), 0, 0));
	put(place, (struct placing){.xx = drawable_place_number(xml, ATTR_SCALE_X, 1, is_unknown),
				    .yy = drawable_place_number(xml, ATTR_SCALE_Y, 1, is_unknown)});
	put(place, (struct placing){.xx = 1, .dx = -across, .yy = 1, .dy = -down});
}

static bool is_tiled(const struct axml *xml)
{
	static const uint32_t modes[] = {ATTR_TILE_MODE, ATTR_TILE_MODE_X, ATTR_TILE_MODE_Y};
	struct axml_attribute attribute;

	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		if (axml_find_id(xml, modes[i], &attribute) && (int32_t)attribute.data != NOT_TILED)
			return true;
	return false;
}

static bool is_aside(uint32_t along)
{
	return along != 0 && along != ALONG_CENTRE && along != ALONG_FILL;
}

static void place_bitmap(const struct axml *xml, struct drawable_place *place)
{
	uint32_t gravity = gravity_of(xml, place), across = gravity & 7, down = gravity >> 4 & 7;
	struct axml_attribute attribute;

	place->is_natural |= gravity != 0 && (across != ALONG_FILL || down != ALONG_FILL);
	place->is_redrawn |=
		is_tiled(xml) || is_aside(across) || is_aside(down) || axml_find_id(xml, ATTR_TINT, &attribute);
}

void drawable_place(const struct axml *xml, bool is_layer, float side, struct drawable_place *place)
{
	float width = side * placing_width(&place->placing), height = side * placing_height(&place->placing);

	if (is_layer && axml_element_is(xml, "item"))
		place_item(xml, width, height, place);
	else if (axml_element_is(xml, "inset"))
		place_inset(xml, width, height, place);
	else if (axml_element_is(xml, "rotate"))
		place_rotate(xml, place);
	else if (axml_element_is(xml, "vector"))
		place_vector(xml, place);
	else if (axml_element_is(xml, "group"))
		place_group(xml, place);
	else if (axml_element_is(xml, "bitmap") || axml_element_is(xml, "nine-patch"))
		place_bitmap(xml, place);
}

struct placing_box drawable_place_box(const struct drawable_place *place)
{
	struct placing_box box = placing_box(&place->placing, &PLACING_ALL);

	return placing_common(&place->clip, &box);
}

bool drawable_place_is_empty(const struct drawable_place *place)
{
	struct placing_box box = drawable_place_box(place);

	return !place->is_unknown && placing_is_empty(&box);
}

bool drawable_place_is_upright(const struct drawable_place *place)
{
	return !place->is_unknown && !place->is_redrawn && placing_is_upright(&place->placing);
}

bool drawable_place_path(const struct axml *xml, size_t *left, struct placing_box *box)
{
	struct axml_attribute attribute;
	struct span text;

	*box = (struct placing_box){0};
	if (!axml_find_id(xml, ATTR_PATH_DATA, &attribute))
		return true;
	if (attribute.type != AXML_TYPE_STRING || !string_pool_get(&xml->strings, attribute.data, &text) ||
	    text.len > *left)
		return false;
	*left -= text.len;
	return vector_path_box(text, box);
}

/* Its corners reach farther than its sides, where it has no limit of its own. */
struct placing_box drawable_place_line(const struct drawable_place *place, const struct placing_box *path, float width)
{
	float around = width * MITER;
	struct placing_box box = {path->left - around, path->top - around, path->right + around, path->bottom + around};

	box = placing_box(&place->placing, &box);
	return placing_common(&place->clip, &box);
}
