#include "encoding/picture.h"

#include "encoding/exif.h"
#include "encoding/png.h"
#include "encoding/webp.h"

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

const char *picture_altered(const struct picture *picture)
{
	return picture->orientation > EXIF_AS_STORED ? "turned" : picture->is_recoloured ? "recoloured" : NULL;
}

bool picture_read(struct span in, struct budget *points, struct picture *picture)
{
	return png_read(in, points, picture) || webp_read(in, points, picture);
}
