#include "encoding/colour_profile.h"

#include "bytes/cursor.h"

#include <math.h>

#define NUM_VALUES 256 /* of a sample */
#define NEAR 0.1 /* that a sample may be brighter or darker, of 1 */
#define CHANNELS 3
#define TAGS 128 /* where they begin */
#define FIXED 65536.0
#define PNG_FIXED 100000.0

/* y = (a x + b) ^ g + e from d on, c x + f before; or by a table. */
struct curve {
	struct cursor table;
	double g, a, b, c, d, e, f;
};

static double number(struct cursor *in)
{
	return (int32_t)cursor_u32be(in) / FIXED;
}

static double entry(const struct curve *curve, size_t index)
{
	struct cursor at = curve->table;

	cursor_skip(&at, 2 * index);
	return (double)cursor_big(&at, 2) / UINT16_MAX;
}

static double at(const struct curve *curve, double x)
{
	size_t num = cursor_left(&curve->table) / 2, index;
	double place;

	if (num == 0)
		return x >= curve->d ? pow(curve->a * x + curve->b, curve->g) + curve->e : curve->c * x + curve->f;
	place = x * (double)(num - 1);
	index = (size_t)place;
	return index + 1 >= num ? entry(curve, num - 1) : entry(curve, index) + (place - (double)index) * (entry(curve, index + 1) - entry(curve, index));
}

/* As sRGB writes it. */
static double encoded(double light)
{
	double y = fmin(fmax(light, 0), 1);

	return y <= 0.0031308 ? 12.92 * y : 1.055 * pow(y, 1 / 2.4) - 0.055;
}

/* Of every sample it makes about what sRGB does, and of a brighter one nothing darker. What is no number is not near. */
static bool is_usual_curve(const struct curve *curve)
{
	double last = 0;

	for (int i = 0; i < NUM_VALUES; i++) {
		double x = (double)i / (NUM_VALUES - 1), light = at(curve, x), shown = encoded(light);

		if (isnan(light) || shown < last || fabs(shown - x) > NEAR)
			return false;
		last = shown;
	}
	return true;
}

/* Of a primary that gets brighter the shown one does, and the two others get no brighter: as it stands, or more vivid. Columns of XYZ of a white of D50. */
static bool is_usual_matrix(const double to_xyz[CHANNELS][CHANNELS])
{
	static const double to_srgb[CHANNELS][CHANNELS] = {
		{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}};

	for (size_t row = 0; row < CHANNELS; row++) {
		double white = 0;

		for (size_t column = 0; column < CHANNELS; column++) {
			double share = 0, more;

			for (size_t i = 0; i < CHANNELS; i++)
				share += to_srgb[row][i] * to_xyz[i][column];
			more = row == column ? share - 1 : -share;
			if (more < -0.25 || more > 0.5)
				return false;
			white += share;
		}
		if (fabs(white - 1) > 0.15)
			return false;
	}
	return true;
}

/* The first of that name; bad where there is none. */
static struct cursor tag(struct span icc, const char *name)
{
	struct cursor in = cursor_of(icc), found = in;

	cursor_seek(&in, TAGS);
	for (uint32_t left = cursor_u32be(&in); left > 0 && !in.bad; left--) {
		bool is_it = span_is(cursor_bytes(&in, 4), name);
		uint32_t offset = cursor_u32be(&in), len = cursor_u32be(&in);

		if (is_it && cursor_seek(&found, offset))
			return cursor_sub(&found, len);
	}
	return (struct cursor){.bad = true};
}

static bool read_parameters(struct cursor in, struct curve *curve)
{
	uint64_t kind = cursor_big(&in, 2);

	cursor_skip(&in, 2);
	curve->g = number(&in);
	curve->a = kind > 0 ? number(&in) : 1;
	curve->b = kind > 0 ? number(&in) : 0;
	if (kind > 2)
		curve->c = number(&in);
	if (kind == 2)
		curve->e = curve->f = number(&in);
	if (kind > 2)
		curve->d = number(&in);
	else if (kind > 0 && curve->a != 0)
		curve->d = -curve->b / curve->a;
	if (kind > 3) {
		curve->e = number(&in);
		curve->f = number(&in);
	}
	return kind <= 4 && !in.bad;
}

static bool read_table(struct cursor in, struct curve *curve)
{
	uint32_t num = cursor_u32be(&in);

	*curve = (struct curve){.g = 1, .a = 1};
	if (num == 1)
		curve->g = (double)cursor_big(&in, 2) / 256;
	else
		curve->table = cursor_sub(&in, 2 * (uint64_t)num);
	return !in.bad;
}

static bool has_usual_curve(struct span icc, const char *name)
{
	struct cursor in = tag(icc, name);
	struct span type = cursor_bytes(&in, 4);
	struct curve curve = {0};

	cursor_skip(&in, 4);
	return (span_is(type, "para") ? read_parameters(in, &curve) : span_is(type, "curv") && read_table(in, &curve)) && is_usual_curve(&curve);
}

static bool has_usual_colours(struct span icc)
{
	static const char *const primaries[CHANNELS] = {"rXYZ", "gXYZ", "bXYZ"}, *const curves[CHANNELS] = {"rTRC", "gTRC", "bTRC"};
	double to_xyz[CHANNELS][CHANNELS];

	for (size_t i = 0; i < CHANNELS; i++) {
		struct cursor in = tag(icc, primaries[i]);

		cursor_skip(&in, 8);
		for (size_t row = 0; row < CHANNELS; row++)
			to_xyz[row][i] = number(&in);
		if (in.bad || !has_usual_curve(icc, curves[i]))
			return false;
	}
	return is_usual_matrix(to_xyz);
}

/* Phones take any of these before matrix and curves. */
static bool has_tables(struct span icc)
{
	static const char *const names[] = {"A2B0", "A2B1", "A2B2"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!tag(icc, names[i]).bad)
			return true;
	return false;
}

static bool has_usual_code_points(struct span icc)
{
	struct cursor in = tag(icc, "cicp");
	bool has_none = in.bad;

	cursor_skip(&in, 8);
	return has_none || colour_profile_is_usual_code_points(cursor_bytes(&in, cursor_left(&in)));
}

bool colour_profile_is_usual(struct span icc)
{
	struct cursor in = cursor_of(icc);
	struct span space, made_of;

	cursor_skip(&in, 16);
	space = cursor_bytes(&in, 4);
	made_of = cursor_bytes(&in, 4);
	if (icc.len > COLOUR_PROFILE_MAX || has_tables(icc) || !has_usual_code_points(icc))
		return false;
	if (span_is(space, "GRAY"))
		return has_usual_curve(icc, "kTRC");
	return span_is(space, "RGB ") && span_is(made_of, "XYZ ") && has_usual_colours(icc);
}

/* 0 is none. */
bool colour_profile_is_usual_gamma(struct span gama)
{
	struct cursor in = cursor_of(gama);
	struct curve curve = {.g = PNG_FIXED / cursor_u32be(&in), .a = 1};

	return !in.bad && is_usual_curve(&curve);
}

bool colour_profile_is_usual_white_and_primaries(struct span chrm)
{
	/* x and y of white, red, green and blue: about those of sRGB, Display P3 and Adobe RGB */
	static const double ranges[][2] = {{0.29, 0.36}, {0.31, 0.37}, {0.60, 0.70}, {0.30, 0.36}, {0.19, 0.34}, {0.56, 0.73}, {0.13, 0.17}, {0.03, 0.09}};
	struct cursor in = cursor_of(chrm);

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		double value = cursor_u32be(&in) / PNG_FIXED;

		if (value < ranges[i][0] || value > ranges[i][1])
			return false;
	}
	return !in.bad;
}

/* Primaries of sRGB or Display P3, a curve that is about sRGB's, RGB in full range. */
bool colour_profile_is_usual_code_points(struct span cicp)
{
	struct cursor in = cursor_of(cicp);
	uint8_t primaries = cursor_u8(&in), curve = cursor_u8(&in), matrix = cursor_u8(&in), is_full = cursor_u8(&in);

	return !in.bad && (primaries == 1 || primaries == 12) && (curve == 1 || curve == 4 || curve == 6 || curve == 13 || curve == 14 || curve == 15) &&
	       matrix == 0 && is_full == 1;
}
