/*
 * inflate_beginning, inflate_most - what compressed data make, to see what it is; a gzip file may be several, one behind the other, which
 * readers take for one.
 */
#include "container/inflate.h"

#include <stdlib.h>
#include <zlib.h>

#define ROOM ((size_t)1024 * 1024) /* most take no more; else ever more */
#define GROWTH 4
#define PIECE ((size_t)64 * 1024)
#define FIRST_PIECE ((size_t)1024) /* most that only look compressed break in it, and no more is asked of the budget for them */
#define SPARE ((uint64_t)128 * 1024) /* of data behind what is wanted */

static const int window_bits[] = {[INFLATE_RAW] = -15, [INFLATE_ZLIB] = 15, [INFLATE_GZIP] = 16 + 15};

/* As far as there are data and room. */
static int run(z_stream *z, enum inflate_form form)
{
	int status = inflate(z, Z_SYNC_FLUSH);

	while (status == Z_STREAM_END && form == INFLATE_GZIP && z->avail_in > 0 && z->avail_out > 0 && inflateReset(z) == Z_OK)
		status = inflate(z, Z_SYNC_FLUSH);
	return status;
}

/* All of it under way: bytes of room, of which the first are made. */
struct making {
	const struct source *data;
	enum inflate_form form;
	struct budget *budget;
	size_t max, room, len, step;
	uint64_t taken;
	uint8_t *bytes, *piece;
	z_stream z;
	struct error *err;
};

static bool grow(struct making *making)
{
	size_t room = making->room > making->max / GROWTH ? making->max : making->room * GROWTH;
	uint8_t *bytes = realloc(making->bytes, room + 1);

	if (bytes == NULL)
		return error_memory(making->err);
	making->bytes = bytes;
	making->room = room;
	return true;
}

static bool refill(struct making *making)
{
	uint64_t left = making->data->size - making->taken;
	size_t len = left < making->step ? (size_t)left : making->step;

	if (making->z.avail_in > 0 || len == 0)
		return true;
	making->z.next_in = making->piece;
	making->z.avail_in = (uInt)len;
	making->taken += len;
	return source_read(making->data, making->taken - len, making->piece, len, making->err);
}

/* room: for so much more. */
static bool run_piece(struct making *making, size_t room, int *status)
{
	making->z.next_out = making->bytes + making->len;
	making->z.avail_out = (uInt)room;
	*status = run(&making->z, making->form);
	making->len += room - making->z.avail_out;
	return *status != Z_MEM_ERROR || error_memory(making->err);
}

/* *is_done: there is no more of it, or no more is made. */
static enum inflate_outcome make_more(struct making *making, bool *is_done)
{
	bool is_over;
	size_t room;
	int status;

	if ((making->len == making->room && !grow(making)) || !refill(making))
		return INFLATE_ERROR;
	room = making->room - making->len < making->step ? making->room - making->len : making->step;
	if (!budget_spend(making->budget, making->z.avail_in + room))
		return INFLATE_UNREAD;
	if (!run_piece(making, room, &status))
		return INFLATE_ERROR;
	budget_return(making->budget, making->z.avail_in + making->z.avail_out);
	making->step = making->step > PIECE / GROWTH ? PIECE : making->step * GROWTH;
	is_over = status != Z_OK && !(status == Z_STREAM_END && making->form == INFLATE_GZIP && making->taken < making->data->size);
	*is_done = making->len == making->max || (is_over && making->z.avail_out > 0);
	return INFLATE_OK;
}

static enum inflate_outcome make_all(struct making *making)
{
	enum inflate_outcome outcome = INFLATE_OK;
	bool is_done = making->max == 0;

	if (inflateInit2(&making->z, window_bits[making->form]) != Z_OK) {
		error_memory(making->err);
		return INFLATE_ERROR;
	}
	while (outcome == INFLATE_OK && !is_done)
		outcome = make_more(making, &is_done);
	inflateEnd(&making->z);
	return outcome;
}

static bool make_piece(struct making *making)
{
	making->piece = malloc(PIECE);
	return making->piece != NULL || error_memory(making->err);
}

static enum inflate_outcome copy_beginning(const struct source *data, struct budget *budget, uint8_t *out, size_t *len, struct error *err)
{
	*len = data->size < *len ? (size_t)data->size : *len;
	if (!budget_spend(budget, *len))
		return INFLATE_UNREAD;
	return source_read(data, 0, out, *len, err) ? INFLATE_OK : INFLATE_ERROR;
}

enum inflate_outcome inflate_beginning(const struct source *data, enum inflate_form form, struct budget *budget, uint8_t *out, size_t *len,
				       struct error *err)
{
	struct source start = source_sub(data, 0, data->size < SPARE + *len ? data->size : SPARE + *len);
	struct making making = {.data = &start, .form = form, .budget = budget, .max = *len, .room = *len, .step = FIRST_PIECE, .bytes = out, .err = err};
	enum inflate_outcome outcome;

	if (form == INFLATE_NOTHING) {
		outcome = copy_beginning(data, budget, out, len, err);
	} else {
		outcome = make_piece(&making) ? make_all(&making) : INFLATE_ERROR;
		*len = making.len;
		free(making.piece);
	}
	if (outcome == INFLATE_UNREAD)
		*len = 0;
	return outcome;
}

enum inflate_outcome inflate_most(const struct source *data, enum inflate_form form, struct budget *budget, size_t max, uint8_t **bytes,
				  size_t *len, struct error *err)
{
	size_t room = max < ROOM ? max : ROOM;
	struct making making = {.data = data, .form = form, .budget = budget, .max = max, .room = room, .step = FIRST_PIECE, .bytes = malloc(room + 1), .err = err};
	enum inflate_outcome outcome = INFLATE_ERROR;

	if (making.bytes == NULL)
		error_memory(err);
	else if (make_piece(&making))
		outcome = make_all(&making);
	free(making.piece);
	if (outcome == INFLATE_ERROR)
		free(making.bytes);
	*bytes = outcome == INFLATE_ERROR ? NULL : making.bytes;
	*len = outcome == INFLATE_ERROR ? 0 : making.len;
	return outcome;
}
