#include "encoding/vector_path.h"

#include "bytes/cursor.h"

#include <math.h>

#define NUMBERS 7
#define DIGITS_MAX 400 /* of an exponent; what is larger is no number of anybody's */

struct point {
	float x, y;
};

struct path {
	struct cursor in;
	struct placing_box box;
	struct point at, first,
		control; /* where it is; where its part began; the last point that bent a curve, else where it is */
};

/* -1: there is none. The upper bytes of UTF-16 are passed over. */
static int peek(struct path *path)
{
	while (cursor_left(&path->in) > 0 && path->in.data[path->in.pos] == 0)
		cursor_skip(&path->in, 1);
	return cursor_left(&path->in) == 0 ? -1 : path->in.data[path->in.pos];
}

static bool take(struct path *path, const char *set)
{
	int byte = peek(path);

	if (byte <= 0 || strchr(set, byte) == NULL)
		return false;
	cursor_skip(&path->in, 1);
	return true;
}

static void skip_blanks(struct path *path)
{
	while (take(path, " ,\t\r\n"))
		continue;
}

/* Whether it is a minus. */
static bool take_sign(struct path *path)
{
	if (take(path, "+"))
		return false;
	return take(path, "-");
}

/* How many digits there were. */
static int take_digits(struct path *path, double *value)
{
	int num = 0;

	for (int byte = peek(path); byte >= '0' && byte <= '9'; byte = peek(path), num += num < DIGITS_MAX) {
		*value = *value * 10 + (byte - '0');
		cursor_skip(&path->in, 1);
	}
	return num;
}

static bool take_exponent(struct path *path, double *value)
{
	double exponent = 0;
	bool is_negative;

	if (!take(path, "eE"))
		return true;
	is_negative = take_sign(path);
	if (take_digits(path, &exponent) == 0)
		return false;
	*value *= pow(10, is_negative ? -exponent : exponent);
	return true;
}

static bool take_number(struct path *path, float *number)
{
	bool is_negative = (skip_blanks(path), take_sign(path));
	double value = 0, fraction = 0;
	int num = take_digits(path, &value), num_fraction = 0;

	if (take(path, "."))
		num_fraction = take_digits(path, &fraction);
	value += fraction / pow(10, num_fraction);
	if (num + num_fraction == 0 || !take_exponent(path, &value))
		return false;
	*number = (float)(is_negative ? -value : value);
	return isfinite(*number);
}

static void reach(struct path *path, struct point point, float around)
{
	struct placing_box *box = &path->box;

	box->left = fminf(box->left, point.x - around);
	box->right = fmaxf(box->right, point.x + around);
	box->top = fminf(box->top, point.y - around);
	box->bottom = fmaxf(box->bottom, point.y + around);
}

static void go(struct path *path, struct point to, struct point control, float around)
{
	reach(path, path->at, around);
	reach(path, to, around);
	reach(path, control, 0);
	path->at = to;
	path->control = control;
}

/* The control point of a smooth curve: the last one on the other side of where it is. */
static struct point mirrored(const struct path *path)
{
	return (struct point){2 * path->at.x - path->control.x, 2 * path->at.y - path->control.y};
}

/* Radii that are too short are made longer, to half of the way. */
static void go_round(struct path *path, const float *numbers, struct point to)
{
	float way = hypotf(to.x - path->at.x, to.y - path->at.y),
	      radius = fmaxf(fmaxf(fabsf(numbers[0]), fabsf(numbers[1])), way);

	go(path, to, to, way > 0 ? 2 * radius : 0);
}

static void draw(struct path *path, char letter, const float *numbers, struct point from)
{
	struct point first = {from.x + numbers[0], from.y + numbers[1]},
		     second = {from.x + numbers[2], from.y + numbers[3]},
		     third = {from.x + numbers[4], from.y + numbers[5]};

	switch (letter) {
	case 'M':
		path->at = path->first = path->control = first;
		break;
	case 'L':
		go(path, first, first, 0);
		break;
	case 'H':
		go(path, (struct point){first.x, path->at.y}, (struct point){first.x, path->at.y}, 0);
		break;
	case 'V':
		go(path, (struct point){path->at.x, from.y + numbers[0]},
		   (struct point){path->at.x, from.y + numbers[0]}, 0);
		break;
	case 'C':
		reach(path, first, 0);
		go(path, third, second, 0);
		break;
	case 'S':
		reach(path, mirrored(path), 0);
		go(path, second, first, 0);
		break;
	case 'Q':
		go(path, second, first, 0);
		break;
	case 'T':
		go(path, first, mirrored(path), 0);
		break;
	case 'A':
		go_round(path, numbers, (struct point){from.x + numbers[5], from.y + numbers[6]});
		break;
	default:
		path->at = path->control = path->first;
		break;
	}
}

/* How many numbers a letter takes; -1: it is none. */
static int num_of(char letter)
{
	static const char letters[] = "MLTHVCSQAZ";
	static const int nums[] = {2, 2, 2, 1, 1, 6, 4, 4, 7, 0};
	const char *at = letter == '\0' ? NULL : strchr(letters, letter);

	return at == NULL ? -1 : nums[at - letters];
}

static bool has_number(struct path *path)
{
	int byte = (skip_blanks(path), peek(path));

	return byte == '-' || byte == '+' || byte == '.' || (byte >= '0' && byte <= '9');
}

static bool take_command(struct path *path)
{
	char byte = (char)peek(path), letter = (char)(byte & ~0x20);
	int num = num_of(letter);
	float numbers[NUMBERS] = {0};

	cursor_skip(&path->in, 1);
	if (num < 0)
		return false;
	do {
		for (int i = 0; i < num; i++)
			if (!take_number(path, &numbers[i]))
				return false;
		draw(path, letter, numbers, byte == letter ? (struct point){0, 0} : path->at);
		letter = letter == 'M' ? 'L' : letter;
		byte = byte == 'M' ? 'L' : byte == 'm' ? 'l' : byte;
	} while (num > 0 && has_number(path));
	return true;
}

bool vector_path_box(struct span text, struct placing_box *box)
{
	struct path path = {.in = cursor_of(text), .box = {INFINITY, INFINITY, -INFINITY, -INFINITY}};

	for (skip_blanks(&path); peek(&path) >= 0; skip_blanks(&path))
		if (!take_command(&path))
			return false;
	*box = path.box;
	return true;
}
