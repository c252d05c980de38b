/*
 * trace - what gives a product away: globs of a catalogue (packers, sdks), laid out so that thousands of names are looked up fast.
 *
 * A package of 50,000 entries is asked for every one of them; a name without a star is found by its hash.
 */
#ifndef PRELIST_JUDGE_TRACE_H
#define PRELIST_JUDGE_TRACE_H

#include "bytes/arena.h"
#include "judge/catalogue.h"

enum trace_place { TRACE_ENTRY, TRACE_LIBRARY, TRACE_APPLICATION, TRACE_COMPONENT, TRACE_META_DATA, TRACE_PERMISSION, TRACE_PLACES };

struct trace {
	const char *glob;
	size_t row; /* of the catalogue */
};

/* The globs of one place: those without a star by a hash table at most half full, and the others by their first letter. */
struct trace_list {
	struct trace *plain, *starred;
	size_t num_plain, num_starred, num_slots;
	uint32_t *slots;    /* 1 + the number in plain; 0 for none */
	bool begins[256];   /* whether one of plain begins with that letter */
	size_t starts[257]; /* where those of starred stand that begin with that letter, up to the next one's */
};

struct traces {
	const struct catalogue *catalogue;
	struct trace_list lists[TRACE_PLACES];
};

/*
 * catalogue must stay. Lays out the columns asset_globs, so_globs, app_class, components, meta_data and permissions, those that there are. Memory is
 * the arena's; false when it is full.
 */
bool traces_make(struct traces *traces, const struct catalogue *catalogue, struct arena *arena);

/* Whether a glob of the place begins with that letter, or, for '*', with a star. */
bool traces_begin(const struct traces *traces, enum trace_place place, uint8_t letter);

/* Calls found with each row that the name gives away, at times more than once; false as soon as found does. */
bool traces_find(const struct traces *traces, enum trace_place place, const char *name,
		 bool (*found)(void *owner, size_t row), void *owner);

/* The same for a class: a glob without a star is a package prefix too, but of a class below the app's id (may be NULL) none above that id. */
bool traces_find_class(const struct traces *traces, enum trace_place place, const char *class, const char *app_id,
		       bool (*found)(void *owner, size_t row), void *owner);

#endif
