#include "container/inflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>

#define PIECE ((uint64_t)256 * 1024)
/* Compressed data may be larger than what it makes, by so much at the most. */
#define STORED_SLACK ((uint64_t)1024 * 1024)
#define DEFLATE_RATIO 1032 /* no more bytes come of one */
#define SAID_FROM ((uint64_t)1024 * 1024)
#define RATIO_FROM ((uint64_t)64 * 1024 * 1024)
#define BUDGET_OF_ANY ((uint64_t)1024 * 1024 * 1024)

struct room {
	uint8_t *bytes;
	uint64_t size;
};

struct inflate {
	struct libdeflate_decompressor *whole;
	struct room in, out;
};

/* One entry being read. */
struct work {
	struct inflate *inflate;
	const struct inflate_request *request;
	void (*window)(void *owner, struct span bytes, bool is_last);
	void *owner;
	struct error *err;
	struct source_map map; /* of the compressed data, while it is needed */
	uint32_t crc;
	uint64_t made; /* bytes handed over */
	enum inflate_outcome outcome;
};

uint64_t inflate_budget(const struct limits *limits, uint64_t package_size)
{
	uint64_t most = limits->value[LIMIT_INFLATED_BYTES];
	uint64_t fair = package_size > BUDGET_OF_ANY / INFLATE_BOMB_RATIO ? package_size * INFLATE_BOMB_RATIO : BUDGET_OF_ANY;

	return package_size > UINT64_MAX / INFLATE_BOMB_RATIO || most < fair ? most : fair;
}

struct inflate *inflate_new(void)
{
	struct inflate *inflate = calloc(1, sizeof *inflate);

	if (inflate == NULL)
		return NULL;
	inflate->whole = libdeflate_alloc_decompressor();
	if (inflate->whole == NULL) {
		free(inflate);
		return NULL;
	}
	return inflate;
}

void inflate_free(struct inflate *inflate)
{
	if (inflate == NULL)
		return;
	libdeflate_free_decompressor(inflate->whole);
	free(inflate->in.bytes);
	free(inflate->out.bytes);
	free(inflate);
}

/* Room that is used again. No more than is wanted: what lies behind it would be in one large page more, to be cleared. */
static bool make_room(struct room *room, uint64_t size, struct error *err)
{
	uint64_t want = size < PIECE ? PIECE : size;
	uint8_t *bytes;

	if (room->size >= size)
		return true;
	free(room->bytes);
	bytes = malloc((size_t)want);
	room->bytes = bytes;
	room->size = bytes == NULL ? 0 : want;
	return bytes != NULL || error_memory(err);
}

/* Room larger than an ordinary entry's is given back, so that one large entry does not stay in memory. */
static void trim_room(struct room *room)
{
	if (room->size <= 2 * INFLATE_WHOLE_MAX)
		return;
	free(room->bytes);
	*room = (struct room){0};
}

static const struct zipdir_entry *entry_of(const struct work *work)
{
	return work->request->entry;
}

#define report(work, id, ...)                                                                                          \
	anomaly_report((work)->request->anomalies, id, entry_of(work)->path, entry_of(work)->data_offset, __VA_ARGS__)

/* Only the entries that the installer itself reads make it refuse; another one's damage is merely there. */
static void refused(struct work *work, enum anomaly_id id, const char *what)
{
	anomaly_report_as(work->request->anomalies, id, zipdir_effect_on(entry_of(work)), entry_of(work)->path,
			  entry_of(work)->data_offset, "%s after %llu of %llu byte{|s}", what, (unsigned long long)work->made,
			  (unsigned long long)entry_of(work)->size);
	work->outcome = INFLATE_REFUSED;
}

/* What an entry can come to: a declared size beyond what deflate can make of its data is a lie and costs nothing. */
static uint64_t most_of(const struct zipdir_entry *entry)
{
	uint64_t most = entry->stored_size * DEFLATE_RATIO + DEFLATE_RATIO;

	return entry->method == ZIPDIR_DEFLATED && entry->stored_size < UINT32_MAX && most < entry->size ? most : entry->size;
}

static void hand_over(struct work *work, struct span bytes, bool is_last)
{
	work->crc = libdeflate_crc32(work->crc, bytes.data, bytes.len);
	work->made += bytes.len;
	work->window(work->owner, bytes, is_last);
}

static bool fail(struct work *work)
{
	work->outcome = INFLATE_ERROR;
	return false;
}

/* The first bytes of the entry's data, as it is stored: where they lie, or read into room. */
static bool fetch(struct work *work, uint64_t len, struct span *bytes)
{
	const struct source *source = work->request->source;
	uint64_t offset = entry_of(work)->data_offset;
	const uint8_t *view = source_view(source, offset, (size_t)len);

	if (view == NULL) {
		if (!make_room(&work->inflate->in, len, work->err) ||
		    !source_read(source, offset, work->inflate->in.bytes, (size_t)len, work->err))
			return fail(work);
		view = work->inflate->in.bytes;
	}
	*bytes = span_of(view, (size_t)len);
	return true;
}

/* The compressed data, which nobody but the inflater looks at. */
static bool fetch_compressed(struct work *work, struct span *bytes)
{
	const struct zipdir_entry *entry = entry_of(work);

	if (!source_map(work->request->source, entry->data_offset, (size_t)entry->stored_size, &work->map))
		return fetch(work, entry->stored_size, bytes);
	*bytes = work->map.bytes;
	return true;
}

/* What zlib makes of the compressed data, read in pieces, never more than the declared size. */
struct zlib_state {
	z_stream z;
	uint64_t taken; /* bytes of compressed data read */
	bool gathers;	/* what is made, to be handed over in one piece */
	uint64_t held;	/* bytes made and not handed over */
	int status;
};

static void hand_over_held(struct work *work, struct zlib_state *state, bool is_last)
{
	uint64_t len = state->held;

	state->held = 0;
	if (len > 0 || is_last)
		hand_over(work, span_of(work->inflate->out.bytes, (size_t)len), is_last);
}

static bool refill(struct work *work, struct zlib_state *state)
{
	uint64_t left = entry_of(work)->stored_size - state->taken, piece = left < PIECE ? left : PIECE;

	if (state->z.avail_in > 0 || piece == 0)
		return true;
	if (!source_read(work->request->source, entry_of(work)->data_offset + state->taken, work->inflate->in.bytes,
			 (size_t)piece, work->err))
		return fail(work);
	state->z.next_in = work->inflate->in.bytes;
	state->z.avail_in = (uInt)piece;
	state->taken += piece;
	return true;
}

static bool inflate_pieces(struct work *work, struct zlib_state *state)
{
	uint64_t size = entry_of(work)->size;

	state->status = Z_OK;
	while (state->status == Z_OK) {
		uint64_t left = size - work->made - state->held, piece = left < PIECE ? left : PIECE;
		size_t made;

		if (!refill(work, state))
			return false;
		state->z.next_out = work->inflate->out.bytes + state->held;
		state->z.avail_out = (uInt)(piece > 0 ? piece : 1);
		state->status = inflate(&state->z, Z_NO_FLUSH);
		made = (size_t)((piece > 0 ? piece : 1) - state->z.avail_out);
		if (made > left) { /* a byte more than was declared */
			state->status = Z_BUF_ERROR;
			hand_over_held(work, state, false);
			refused(work, ANOMALY_ZIP_SIZE_LIE, "there is more than was declared");
			return true;
		}
		state->held += made;
		if (!state->gathers)
			hand_over_held(work, state, false);
	}
	return true;
}

static void judge_end(struct work *work, const struct zlib_state *state)
{
	uint64_t used = state->taken - state->z.avail_in;

	if (work->outcome != INFLATE_OK)
		return;
	if (state->status != Z_STREAM_END)
		refused(work, ANOMALY_ZIP_CORRUPT_DEFLATE, "it cannot be inflated");
	else if (work->made < entry_of(work)->size)
		refused(work, ANOMALY_ZIP_SIZE_LIE, "there is less than was declared");
	else if (used < entry_of(work)->stored_size)
		report(work, ANOMALY_ZIP_DEFLATE_TRAILING, "%llu byte{|s}",
		       (unsigned long long)(entry_of(work)->stored_size - used));
}

static bool read_deflated_pieces(struct work *work, bool gathers)
{
	uint64_t size = entry_of(work)->size;
	struct zlib_state state = {.gathers = gathers};
	bool ok, is_whole;

	if (!make_room(&work->inflate->in, PIECE, work->err) || !make_room(&work->inflate->out, gathers ? size + 1 : PIECE, work->err))
		return fail(work);
	if (inflateInit2(&state.z, -15) != Z_OK) {
		error_memory(work->err);
		return fail(work);
	}
	ok = inflate_pieces(work, &state);
	inflateEnd(&state.z);
	if (!ok)
		return false;
	is_whole = gathers && work->outcome == INFLATE_OK && state.status == Z_STREAM_END && state.held == size;
	hand_over_held(work, &state, is_whole);
	judge_end(work, &state);
	if (!is_whole)
		work->window(work->owner, span_of(NULL, 0), true);
	return true;
}

/* In one piece by libdeflate; what it does not like is read again by zlib, so that what can be read is handed over. */
static bool read_deflated_whole(struct work *work)
{
	const struct zipdir_entry *entry = entry_of(work);
	struct inflate *inflate = work->inflate;
	size_t used = 0, made = 0;
	enum libdeflate_result result;
	struct span stored;

	if (!make_room(&inflate->out, entry->size, work->err))
		return fail(work);
	if (!fetch_compressed(work, &stored))
		return false;
	result = libdeflate_deflate_decompress_ex(inflate->whole, stored.data, stored.len, inflate->out.bytes,
						  (size_t)entry->size, &used, &made);
	source_unmap(&work->map);
	if (result != LIBDEFLATE_SUCCESS || made != entry->size)
		return read_deflated_pieces(work, true);
	hand_over(work, span_of(inflate->out.bytes, made), true);
	if (used < entry->stored_size)
		report(work, ANOMALY_ZIP_DEFLATE_TRAILING, "%llu byte{|s}",
		       (unsigned long long)(entry->stored_size - used));
	return true;
}

static bool hand_over_stored(void *owner, struct span bytes)
{
	struct work *work = owner;

	hand_over(work, bytes, work->made + bytes.len == entry_of(work)->size);
	return true;
}

static bool read_stored_pieces(struct work *work)
{
	const struct zipdir_entry *entry = entry_of(work);

	return source_pour(work->request->source, entry->data_offset, entry->size, hand_over_stored, work, work->err) || fail(work);
}

static bool read_stored_whole(struct work *work)
{
	struct span bytes;

	return fetch(work, entry_of(work)->size, &bytes) && hand_over_stored(work, bytes);
}

static bool fits_whole(const struct work *work)
{
	uint64_t max = work->request->whole_max > INFLATE_WHOLE_MAX ? work->request->whole_max : INFLATE_WHOLE_MAX;

	return entry_of(work)->size <= max;
}

/* Compressed data that is far larger than what it makes, and may be as large as the package, is never held. */
static bool is_stored_small(const struct work *work)
{
	return entry_of(work)->stored_size <= entry_of(work)->size + STORED_SLACK;
}

static bool read_deflated(struct work *work)
{
	return fits_whole(work) && is_stored_small(work) ? read_deflated_whole(work) : read_deflated_pieces(work, fits_whole(work));
}

/* Of a ratio of 0 every entry is over it. */
static bool is_over_ratio(const struct limits *limits, const struct zipdir_entry *entry, uint64_t size)
{
	uint64_t ratio = limits->value[LIMIT_RATIO];

	return entry->method == ZIPDIR_DEFLATED && (ratio == 0 || size / ratio > entry->stored_size);
}

static bool is_refused(const struct limits *limits, const struct zipdir_entry *entry, uint64_t size)
{
	return size > RATIO_FROM && is_over_ratio(limits, entry, size);
}

uint64_t inflate_cost(const struct limits *limits, const struct zipdir_entry *entry)
{
	uint64_t size = most_of(entry);

	return size > limits->value[LIMIT_ENTRY_SIZE] || is_refused(limits, entry, size) ? 0 : size;
}

/* What is declared must be within the limits before a byte is made of it. */
static bool within_limits(struct work *work)
{
	const struct zipdir_entry *entry = entry_of(work);
	const struct limits *limits = work->request->limits;
	uint64_t size = most_of(entry);

	work->outcome = INFLATE_UNREAD;
	if (size > limits->value[LIMIT_ENTRY_SIZE]) {
		report(work, ANOMALY_LIMIT_ENTRY_SIZE, "%llu byte{|s}", (unsigned long long)size);
		return false;
	}
	if (is_refused(limits, entry, size)) {
		report(work, ANOMALY_LIMIT_RATIO, "%llu byte{|s} of %llu", (unsigned long long)size,
		       (unsigned long long)entry->stored_size);
		return false;
	}
	if (!budget_spend(work->request->budget, size)) {
		report(work, ANOMALY_LIMIT_INFLATED_BYTES, "%llu byte{|s} more", (unsigned long long)size);
		return false;
	}
	if (size > SAID_FROM && is_over_ratio(limits, entry, size))
		anomaly_report(work->request->anomalies, ANOMALY_ZIP_RATIO, entry->path, entry->data_offset,
			       "%llu byte{|s} of %llu, which were read", (unsigned long long)size, (unsigned long long)entry->stored_size);
	work->outcome = INFLATE_OK;
	return true;
}

enum inflate_outcome inflate_entry(struct inflate *inflate, const struct inflate_request *request,
				   void (*window)(void *owner, struct span bytes, bool is_last), void *owner,
				   struct error *err)
{
	struct work work = {.inflate = inflate, .request = request, .window = window, .owner = owner, .err = err};
	const struct zipdir_entry *entry = request->entry;
	bool ok;

	if (entry->data_offset == 0)
		return INFLATE_REFUSED;
	if (!within_limits(&work))
		return work.outcome;
	if (entry->method == ZIPDIR_DEFLATED)
		ok = read_deflated(&work);
	else
		ok = fits_whole(&work) ? read_stored_whole(&work) : read_stored_pieces(&work);
	trim_room(&inflate->in);
	trim_room(&inflate->out);
	if (ok && work.outcome == INFLATE_OK && work.crc != entry->crc32)
		report(&work, ANOMALY_ZIP_BAD_CRC, "CRC-32 %08x, the directory says %08x", work.crc, entry->crc32);
	return work.outcome != INFLATE_OK || entry->readable ? work.outcome : INFLATE_REFUSED;
}

/* Where inflate_whole gathers. */
struct gathering {
	struct inflate *inflate;
	uint8_t *data;
	size_t len, room; /* a byte more than the entry can come to */
	bool no_memory;
};

/* The room whose bytes these are, which is the caller's from now on, when it has a byte more; NULL otherwise. */
static uint8_t *take_room(struct inflate *inflate, struct span bytes)
{
	struct room *room = bytes.data == inflate->in.bytes ? &inflate->in : &inflate->out;
	uint8_t *taken = room->bytes;

	if (bytes.data != taken || room->size <= bytes.len)
		return NULL;
	*room = (struct room){0};
	return taken;
}

/* What comes in one piece is taken with its room; pieces are copied together. */
static void gather(void *owner, struct span bytes, bool is_last)
{
	struct gathering *gathering = owner;

	if (bytes.len == 0 || gathering->no_memory)
		return;
	if (is_last && gathering->data == NULL && (gathering->data = take_room(gathering->inflate, bytes)) != NULL) {
		gathering->len = bytes.len;
		return;
	}
	if (gathering->data == NULL)
		gathering->data = malloc(gathering->room);
	if (gathering->data == NULL || bytes.len >= gathering->room - gathering->len) {
		gathering->no_memory = true;
		return;
	}
	memcpy(gathering->data + gathering->len, bytes.data, bytes.len);
	gathering->len += bytes.len;
}

enum inflate_outcome inflate_whole(struct inflate *inflate, const struct inflate_request *request, uint64_t max,
				   uint8_t **data, size_t *len, struct error *err)
{
	uint64_t most = most_of(request->entry);
	struct gathering gathering = {.inflate = inflate, .room = (size_t)most + 1};
	enum inflate_outcome outcome;

	*data = NULL;
	*len = 0;
	if (most > max) {
		anomaly_report(request->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, request->entry->path,
			       request->entry->data_offset, "%llu byte{|s}; %llu are read at the most",
			       (unsigned long long)most, (unsigned long long)max);
		return INFLATE_UNREAD;
	}
	outcome = inflate_entry(inflate, request, gather, &gathering, err);
	if (gathering.data == NULL && !gathering.no_memory)
		gathering.data = malloc(1); /* it is empty */
	if (gathering.data == NULL || gathering.no_memory) {
		free(gathering.data);
		error_memory(err);
		return INFLATE_ERROR;
	}
	gathering.data[gathering.len] = 0;
	*data = gathering.data;
	*len = gathering.len;
	return outcome;
}
