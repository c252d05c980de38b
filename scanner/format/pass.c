#include "format/pass_entry.h"

#include "bytes/sort.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define NEIGHBOUR_MAX ((uint64_t)64 * 1024) /* stored bytes of an entry that shares its read with others */

/* Estimated cost, in bytes hashed: what is deflated costs about three times that, each entry a little besides. */
#define DEFLATED_WEIGHT 4
#define ENTRY_COST 4096

enum piece_kind { PIECE_ENTRIES, PIECE_CONTENT, PIECE_WORK, PIECE_CHUNK };

struct piece {
	enum piece_kind kind;
	size_t first, num; /* of order[], contents[] or the work's items */
	uint64_t cost;
	const struct pass_work *work;
	bool is_awaited; /* by pass->after */
};

struct schedule {
	struct pass *pass;
	struct pass_thread *threads;
	const struct zipdir_entry **order; /* by place in the file */
	size_t num_order;
	struct piece *pieces;
	size_t num_pieces;
	_Atomic size_t num_awaited; /* such pieces that are not done yet */
	struct pass_budget budget;
	atomic_bool failed;
	pthread_mutex_t lock;
	struct error *err;
};

static size_t num_all(const struct zipdir *dir)
{
	return dir->num_entries + dir->num_hidden;
}

static int by_place(const void *a, const void *b, void *unused)
{
	const struct zipdir_entry *x = *(const struct zipdir_entry *const *)a;
	const struct zipdir_entry *y = *(const struct zipdir_entry *const *)b;

	(void)unused;
	if (x->data_offset != y->data_offset)
		return x->data_offset < y->data_offset ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Within a factor of two the order of the file counts: its rows are sorted sooner, and a disk is read forwards. */
static int magnitude(uint64_t cost)
{
	return cost == 0 ? 0 : 64 - __builtin_clzll(cost);
}

/* The chunks of the file, many and alike, come last and fill in: nothing waits for them, and all threads end with them at about the same time. */
static int by_cost(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if ((x->kind == PIECE_CHUNK) != (y->kind == PIECE_CHUNK))
		return x->kind == PIECE_CHUNK ? 1 : -1;
	if (magnitude(x->cost) != magnitude(y->cost))
		return magnitude(x->cost) > magnitude(y->cost) ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->work != y->work)
		return x->work < y->work ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

static bool is_done_before(const struct pass *pass, const struct zipdir_entry *entry)
{
	for (size_t i = 0; i < pass->num_contents; i++)
		if (pass->contents[i].entry == entry)
			return true;
	return false;
}

/* Chooses what is to be read; what cannot be has its row at once. */
static bool list_entries(struct schedule *schedule, struct error *err)
{
	const struct pass *pass = schedule->pass;

	for (size_t i = 0; i < num_all(pass->dir); i++) {
		const struct zipdir_entry *entry = &pass->dir->entries[i];

		if (is_done_before(pass, entry)) {
			pass_budget_add(&schedule->budget, entry, 0);
		} else if (entry->readable) {
			pass_budget_add(&schedule->budget, entry, inflate_cost(&pass->input->options->limits, entry));
			schedule->order[schedule->num_order++] = entry;
		} else if (!pass_entry_skip(pass, entry, err)) {
			return false;
		}
	}
	pass_budget_divide(&schedule->budget);
	sort(schedule->order, schedule->num_order, sizeof(struct zipdir_entry *), by_place, NULL);
	return true;
}

static uint64_t cost_of(const struct zipdir_entry *entry)
{
	return entry->size * (entry->method == ZIPDIR_DEFLATED ? DEFLATED_WEIGHT : 1) + ENTRY_COST;
}

static void add_piece(struct schedule *schedule, struct piece piece)
{
	schedule->pieces[schedule->num_pieces++] = piece;
	if (piece.is_awaited)
		atomic_fetch_add(&schedule->num_awaited, 1);
}

static uint64_t end_of(const struct zipdir_entry *entry)
{
	return entry->data_offset + entry->stored_size;
}

/* How many entries from first on fit into one window. */
static size_t num_neighbours(const struct schedule *schedule, size_t first)
{
	uint64_t start = schedule->order[first]->data_offset - 1;
	size_t num = 1;

	if (schedule->order[first]->stored_size > NEIGHBOUR_MAX)
		return 1;
	while (first + num < schedule->num_order && schedule->order[first + num]->stored_size <= NEIGHBOUR_MAX &&
	       end_of(schedule->order[first + num]) - start <= PASS_WINDOW)
		num++;
	return num;
}

static void cut_entries(struct schedule *schedule)
{
	for (size_t first = 0, num; first < schedule->num_order; first += num) {
		uint64_t cost = 0;

		num = num_neighbours(schedule, first);
		for (size_t i = 0; i < num; i++)
			cost += cost_of(schedule->order[first + i]);
		add_piece(schedule, (struct piece){.kind = PIECE_ENTRIES, .first = first, .num = num, .cost = cost, .is_awaited = true});
	}
}

static void cut_work(struct schedule *schedule, const struct pass_work *work)
{
	enum piece_kind kind = work == &schedule->pass->works[PASS_CHUNKS] ? PIECE_CHUNK : PIECE_WORK;

	for (size_t i = 0; i < work->num_items; i++)
		add_piece(schedule, (struct piece){.kind = kind, .first = i, .num = 1, .cost = work->cost, .work = work,
						   .is_awaited = work == &schedule->pass->works[PASS_ORDER]});
}

static void cut(struct schedule *schedule)
{
	const struct pass *pass = schedule->pass;

	for (size_t i = 0; i < pass->num_contents; i++)
		add_piece(schedule, (struct piece){.kind = PIECE_CONTENT, .first = i, .num = 1, .cost = pass->contents[i].bytes.len,
						   .is_awaited = true});
	cut_entries(schedule);
	for (size_t i = 0; i < PASS_WORKS; i++)
		cut_work(schedule, &pass->works[i]);
	qsort(schedule->pieces, schedule->num_pieces, sizeof schedule->pieces[0], by_cost);
}

static bool read_neighbours(struct schedule *schedule, const struct pass_place *place, const struct piece *piece,
			    struct error *err)
{
	const struct zipdir_entry **order = schedule->order + piece->first;
	uint64_t start = order[0]->data_offset - 1, end = start;
	struct source near;

	if (piece->num == 1)
		return pass_entry_read(place, order[0], NULL, 0, err);
	for (size_t i = 0; i < piece->num; i++)
		end = end_of(order[i]) > end ? end_of(order[i]) : end;
	if (!source_read(schedule->pass->input->source, start, place->thread->window, (size_t)(end - start), err))
		return false;
	near = source_of(span_of(place->thread->window, (size_t)(end - start)));
	for (size_t i = 0; i < piece->num; i++)
		if (!pass_entry_read(place, order[i], &near, start, err))
			return false;
	return true;
}

static bool read_piece(struct schedule *schedule, const struct pass_place *place, const struct piece *piece,
		       struct error *err)
{
	const struct pass *pass = schedule->pass;

	switch (piece->kind) {
	case PIECE_CONTENT:
		return pass_entry_take(place, &pass->contents[piece->first], err);
	case PIECE_WORK:
	case PIECE_CHUNK:
		return piece->work->work(piece->work->owner, piece->first, place->worker, err);
	default:
		return read_neighbours(schedule, place, piece, err);
	}
}

/* Who does the last that others wait for goes on with what comes after. */
static bool do_piece(struct schedule *schedule, const struct pass_place *place, const struct piece *piece, struct error *err)
{
	const struct pass *pass = schedule->pass;

	if (!read_piece(schedule, place, piece, err))
		return false;
	if (!piece->is_awaited || atomic_fetch_sub(&schedule->num_awaited, 1) > 1)
		return true;
	return pass->after.work == NULL || pass->after.work(pass->after.owner, err);
}

static void work(void *owner, size_t item, unsigned worker)
{
	struct schedule *schedule = owner;
	struct pass_place place = {.pass = schedule->pass,
				   .thread = &schedule->threads[worker],
				   .worker = worker,
				   .budget = &schedule->budget};
	struct error err = {0};

	if (atomic_load(&schedule->failed) || do_piece(schedule, &place, &schedule->pieces[item], &err))
		return;
	atomic_store(&schedule->failed, true);
	pthread_mutex_lock(&schedule->lock);
	error_set(schedule->err, err.code, "%s", err.text);
	pthread_mutex_unlock(&schedule->lock);
}

static bool open_threads(struct schedule *schedule, unsigned num, struct error *err)
{
	schedule->threads = calloc(num, sizeof schedule->threads[0]);
	if (schedule->threads == NULL)
		return error_memory(err);
	for (unsigned i = 0; i < num; i++)
		if (!pass_thread_open(&schedule->threads[i], schedule->pass, err))
			return false;
	return true;
}

static void close_schedule(struct schedule *schedule)
{
	for (unsigned i = 0; schedule->threads != NULL && i < pool_size(schedule->pass->input->pool); i++)
		pass_thread_close(&schedule->threads[i]);
	free(schedule->threads);
	free(schedule->order);
	free(schedule->pieces);
	pthread_mutex_destroy(&schedule->lock);
}

static bool make_room(struct schedule *schedule, struct error *err)
{
	const struct pass *pass = schedule->pass;
	size_t num = num_all(pass->dir), num_pieces = num + pass->num_contents;

	for (size_t i = 0; i < PASS_WORKS; i++)
		num_pieces += pass->works[i].num_items;
	schedule->order = calloc(num + 1, sizeof schedule->order[0]);
	/* Mostly far fewer: not a page of it is touched before it is needed. */
	schedule->pieces = reallocarray(NULL, num_pieces + 1, sizeof schedule->pieces[0]);
	if (schedule->order == NULL || schedule->pieces == NULL)
		return error_memory(err);
	return true;
}

bool pass_open(struct pass *pass, struct error *err)
{
	pass->entries = calloc(num_all(pass->dir) + 1, sizeof pass->entries[0]);
	return pass->entries != NULL || error_memory(err);
}

void pass_close(struct pass *pass)
{
	free(pass->entries);
	content_order_free(&pass->order);
}

bool pass_run(struct pass *pass, struct error *err)
{
	struct schedule schedule = {.pass = pass, .budget = pass_budget_of(pass), .err = err};
	bool ok;

	pthread_mutex_init(&schedule.lock, NULL);
	ok = make_room(&schedule, err) && open_threads(&schedule, pool_size(pass->input->pool), err) &&
	     list_entries(&schedule, err);
	if (ok) {
		cut(&schedule);
		pool_run(pass->input->pool, schedule.num_pieces, pass->works[PASS_CHUNKS].num_items, work, &schedule);
		ok = !atomic_load(&schedule.failed);
	}
	close_schedule(&schedule);
	return ok;
}
