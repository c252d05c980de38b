#include "encoding/picture.h"

#include "encoding/png.h"
#include "encoding/webp.h"

#include <stdatomic.h>

bool picture_take_points(struct picture *picture, uint64_t points, _Atomic uint64_t *points_left)
{
	uint64_t left = points_left == NULL ? points : *points_left;

	do {
		picture->is_over = points > left;
	} while (points_left != NULL && !picture->is_over && !atomic_compare_exchange_weak(points_left, &left, left - points));
	return !picture->is_over;
}

static uint64_t average(const struct picture_grid *grid, size_t row, size_t column)
{
	return grid->sum[row][column] * 1000 / (grid->num[row][column] + (grid->num[row][column] == 0));
}

void picture_hash(struct picture *picture, const struct picture_grid *grid)
{
	picture->hash = 0;
	for (size_t row = 0; row < PICTURE_ROWS; row++)
		for (size_t column = 0; column + 1 < PICTURE_COLUMNS; column++)
			picture->hash = picture->hash << 1 | (average(grid, row, column) > average(grid, row, column + 1));
	picture->has_hash = true;
}

bool picture_read(struct span in, _Atomic uint64_t *points_left, struct picture *picture)
{
	return png_read(in, points_left, picture) || webp_read(in, points_left, picture);
}
