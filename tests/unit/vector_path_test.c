/* Where the lines of a path lead, and where a thing stands that is put into another. */
#include "encoding/vector_path.h"
#include "harness.h"

#include <math.h>

static bool is_near(float a, float b)
{
	return fabsf(a - b) < 0.001F;
}

static bool leads_to(const char *text, float left, float top, float right, float bottom)
{
	struct placing_box box;

	return vector_path_box(span_of_text(text), &box) && is_near(box.left, left) && is_near(box.top, top) &&
	       is_near(box.right, right) && is_near(box.bottom, bottom);
}

TEST(vector_path,
     "the box of a path is around all points to which its commands lead, from the corner or from where they are")
{
	CHECK(leads_to("M1,2L3,4", 1, 2, 3, 4) && leads_to("m1 2l3 4-1-1", 1, 2, 4, 6) &&
	      leads_to("M1,2 3,4 5,6", 1, 2, 5, 6));
	CHECK(leads_to("M1,1H9V8h-10v-9z", -1, -1, 9, 8) && leads_to("M5,5h1zl-1,-1", 4, 4, 6, 5));
	CHECK(leads_to("M0,0C1,2 3,4 2,2", 0, 0, 3, 4) && leads_to("M0,0c1,2 3,4 2,2s1,1 2,2", 0, 0, 4, 4) &&
	      leads_to("M2,2q3,0 0,2t0,2", -1, 2, 5, 6));
	CHECK(leads_to("M0,0A1,1 0 0 1 3,4", -10, -10, 13, 14) && leads_to("M1,1L-.5.5e1+2,1E-1", -0.5F, 0.1F, 2, 5));
	CHECK(leads_to("M-9,-9M1,1h2", 1, 1, 3, 1));
}

TEST(vector_path_utf16, "a path in UTF-16 is that in UTF-8")
{
	struct placing_box box;

	CHECK(vector_path_box(span_of((const uint8_t *)"M\0001\0,\0002\0h\0003\0", 12), &box) && is_near(box.left, 1) &&
	      is_near(box.right, 4) && is_near(box.top, 2));
}

TEST(vector_path_nothing, "a path that draws nothing has a box of no size, and one of no sense none")
{
	static const char *const nothing[] = {"", " ", "M1,1", "z", "M1,1M2,2zm3,3"},
				 *const senseless[] = {"1,1",       "M1",       "M1,1L2",           "M1,1x",
						       "M1,1L1e,1", "M1,1L-,1", "M1,1A1,1 0 0 1 3", "M1,1 L1e999,1",
						       "Mx",        "?"};
	struct placing_box box;

	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		CHECK(vector_path_box(span_of_text(nothing[i]), &box) && placing_is_empty(&box));
	for (size_t i = 0; i < sizeof senseless / sizeof senseless[0]; i++)
		CHECK(!vector_path_box(span_of_text(senseless[i]), &box));
}

TEST(placing, "what is put into another stands where both say, and is upright where neither turns, mirrors, cuts it or "
	      "makes it too small")
{
	struct placing half = placing_of_box(&(struct placing_box){0.5F, 0, 1, 0.5F}),
		       turned = placing_turned(90, 0.5F, 0.5F), both = placing_in(&half, &turned),
		       around = placing_turned(720, 3, 4), mirrored = {.xx = -1, .dx = 1, .yy = 1},
		       quarter = placing_in(&half, &half), small = placing_in(&quarter, &half),
		       cut = placing_of_box(&(struct placing_box){-0.5F, 0, 1, 1}), infinite = {.xx = NAN, .yy = 1};
	struct placing_box box = placing_box(&both, &PLACING_ALL),
			   corner = placing_box(&both, &(struct placing_box){0, 0, 0.5F, 0.5F});

	CHECK(is_near(box.left, 0.5F) && is_near(box.top, 0) && is_near(box.right, 1) && is_near(box.bottom, 0.5F));
	CHECK(is_near(corner.left, 0.75F) && is_near(corner.top, 0) && is_near(corner.right, 1) &&
	      is_near(corner.bottom, 0.25F));
	CHECK(placing_is_upright(&half) && placing_is_upright(&quarter) && placing_is_upright(&around) &&
	      placing_is_upright(&PLACING_WHOLE));
	CHECK(!placing_is_upright(&both) && !placing_is_upright(&mirrored) && !placing_is_upright(&small) &&
	      !placing_is_upright(&cut) && !placing_is_upright(&infinite));
}
