#include "store/waiting.h"

#include "bytes/digest.h"
#include "bytes/text.h"
#include "store/judged_facts.h"
#include "store/posting.h"
#include "store/register.h"
#include "store/same_hand.h"

#include <stdlib.h>

#define HAND_MAX ((size_t)64 * 1024 * 1024)

static bool has_signer(const struct reading *facts, const char *sha256)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (signing_is_signer(facts, rows[i]) && (sha256 == NULL || strcmp(rows[i]->sha256, sha256) == 0))
			return true;
	return false;
}

bool waiting_same_developer(const struct reading *a, const struct reading *b)
{
	return strcmp(text_or_empty(register_developer(a)), text_or_empty(register_developer(b))) == 0;
}

bool waiting_same_signer(const struct reading *a, const struct reading *b)
{
	struct fact_certificate **rows = reading_rows(a, certificate);

	for (size_t i = 0; i < reading_num(a, certificate); i++)
		if (signing_is_signer(a, rows[i]) && has_signer(b, rows[i]->sha256))
			return true;
	return !has_signer(a, NULL) && !has_signer(b, NULL);
}

/* Whether they say of whom they are, though one leaves the id out: with a key in common. */
static bool names_same(const struct reading *a, const struct reading *b)
{
	const struct register_names x = register_names(a), y = register_names(b);

	return register_same(&x, &y);
}

/* Of a submission s: rules rejected it, and nobody else did. Who handed it in mends it. */
#define REJECTED_BY_RULES "(s.state = 'rejected' AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.number = s.number))"

static void add_names(struct buf *out, const struct reading *facts)
{
	const struct register_names names = register_names(facts);
	const char *const parts[] = {names.id, names.uscc, names.name};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		buf_add(out, text_or_empty(parts[i]), strlen(text_or_empty(parts[i])) + 1);
}

static void add_signers(struct buf *out, const struct reading *facts, const char **signers)
{
	struct fact_certificate **rows = reading_rows(facts, certificate);
	size_t num = 0;

	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (signing_is_signer(facts, rows[i]))
			signers[num++] = rows[i]->sha256;
	qsort(signers, num, sizeof signers[0], text_compare_items);
	for (size_t i = 0; i < num; i++)
		if (i == 0 || strcmp(signers[i], signers[i - 1]) != 0)
			buf_add(out, signers[i], strlen(signers[i]) + 1);
}

bool waiting_hand(const struct reading *facts, char hand[DIGEST_HEX_MAX], struct error *err)
{
	BUF_CLEANUP struct buf out = buf_new(HAND_MAX);
	const char **signers = calloc(reading_num(facts, certificate) + 1, sizeof *signers);

	if (signers != NULL) {
		add_names(&out, facts);
		add_signers(&out, facts, signers);
	}
	free(signers);
	digest_hex_of(DIGEST_SHA256, buf_span(&out), hand);
	return (signers != NULL && !out.failed) || error_memory(err);
}

/* Submissions of the app that came before the one that is asked about, the oldest first; of a row its facts. */
struct walk {
	struct archive *archive;
	sqlite3_stmt *row;
	const struct asked *asking;
	struct reading *loaded;
	const struct reading *facts; /* NULL: what is damaged may be anybody's */
};

static bool step(struct walk *walk, bool *found, struct error *err)
{
	int status = database_step(walk->archive, walk->row, err);

	reading_free(walk->loaded);
	walk->facts = walk->loaded = NULL;
	*found = status == SQLITE_ROW;
	return *found || status == SQLITE_DONE;
}

/* Of the same hand as the asker's it is like his; there may be thousands. */
static bool load(struct walk *walk, struct error *err)
{
	struct error trouble = {0};

	if (sqlite3_column_int(walk->row, 3) != 0) {
		walk->facts = walk->asking->facts;
		return true;
	}
	walk->facts = walk->loaded = judged_facts_load(walk->archive, sqlite3_column_int64(walk->row, 0), SAME_HAND_FACTS, &trouble);
	return walk->facts != NULL || trouble.code == ERROR_DAMAGED || error_set(err, trouble.code, "%s", trouble.text);
}

static bool next(struct walk *walk, bool *found, struct error *err)
{
	return step(walk, found, err) && (!*found || load(walk, err));
}

#define HANDED_IN                                                                                                              \
	"SELECT s.number, s.date, s.state, EXISTS (SELECT 1 FROM posting p WHERE p.kind = '" POSTING_HAND "' AND p.value = ? AND p.platform ="   \
	" s.platform AND p.app_id = s.app_id AND s.number BETWEEN p.first AND p.last) FROM submission s WHERE s.platform = ? AND s.app_id = ?" \
	" AND " MOMENT("s") " < (?, ?) AND (s.state IN ('received', 'withdrawn') OR " REJECTED_BY_RULES ") ORDER BY " OLDEST_FIRST("s")

static bool is_same(const struct reading *a, const struct reading *b, struct judge_waiting *as)
{
	as->same_signer = a != NULL && b != NULL && waiting_same_signer(a, b);
	as->same_developer = a != NULL && b != NULL && (waiting_same_developer(a, b) || (as->same_signer && names_same(a, b)));
	return as->same_developer && as->same_signer;
}

static bool waits(const struct walk *walk)
{
	return strcmp(text_or_empty(database_text(walk->row, 2)), "received") == 0;
}

/* Of somebody else it waits; or it was rejected by rules, before there was one of the asker's, and is no mistaken key of his own. */
static bool is_asked_about(const struct walk *walk, bool has_own, const struct judge_waiting *as)
{
	return waits(walk) || (strcmp(text_or_empty(database_text(walk->row, 2)), "rejected") == 0 && !has_own && !as->same_developer);
}

/* Whose it is matters of what waits, and of the rest until there is one of the asker's: of that there may be much, as rules reject it. */
static bool find_others(struct walk *walk, const struct asked *asking, struct judge_waiting *waiting, struct error *err)
{
	bool has_own = false;

	for (bool found = true; found;) {
		if (!step(walk, &found, err))
			return false;
		if (!found || (has_own && !waits(walk)))
			continue;
		if (!load(walk, err))
			return false;
		if (is_same(asking->facts, walk->facts, waiting)) {
			has_own = true;
		} else if (is_asked_about(walk, has_own, waiting)) {
			waiting->number = sqlite3_column_int64(walk->row, 0);
			return true;
		}
	}
	return true;
}

/* Who was first of both: he who corrects what he handed in has the day of the first. */
static bool find_first(struct walk *walk, const struct asked *asking, const struct reading *other, struct arena *arena,
		       struct judge_waiting *waiting, struct error *err)
{
	for (bool found = true; found;) {
		struct judge_waiting unused;
		int64_t number;

		if (!next(walk, &found, err))
			return false;
		if (!found)
			break;
		number = sqlite3_column_int64(walk->row, 0);
		if (waiting->own_first == 0 && is_same(asking->facts, walk->facts, &unused))
			waiting->own_first = number;
		if (number != waiting->number && !is_same(other, walk->facts, &unused))
			continue;
		waiting->number = number;
		waiting->date = arena_copy(arena, database_text(walk->row, 1));
		return arena_ok(arena, err);
	}
	return true;
}

static void walk_end(struct walk *walk)
{
	sqlite3_finalize(walk->row);
	reading_free(walk->loaded);
}
#define WALK_CLEANUP __attribute__((cleanup(walk_end)))

static struct walk walk_new(struct archive *archive, const struct asked *asking, const char *hand, struct error *err)
{
	return (struct walk){.archive = archive, .asking = asking,
			     .row = database_prepare(archive, err, HANDED_IN, "ssssi", hand, asking->platform, asking->app_id, asking->before.came,
						     asking->before.number)};
}

static bool find(struct archive *archive, const struct asked *asking, const char *hand, struct arena *arena, struct judge_waiting *waiting,
		 struct error *err)
{
	WALK_CLEANUP struct walk others = walk_new(archive, asking, hand, err), all = walk_new(archive, asking, hand, err);
	struct judge_waiting found = {0};

	*waiting = (struct judge_waiting){0};
	if (!find_others(&others, asking, &found, err) || (found.number != 0 && !find_first(&all, asking, others.facts, arena, &found, err)))
		return false;
	if (found.number != 0)
		*waiting = found;
	return true;
}

bool waiting_load(struct archive *archive, const struct asked *asking, struct arena *arena, struct judge_waiting *waiting, struct error *err)
{
	char hand[DIGEST_HEX_MAX];

	return waiting_hand(asking->facts, hand, err) && find(archive, asking, hand, arena, waiting, err);
}
