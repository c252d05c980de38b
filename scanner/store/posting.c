#include "store/posting.h"

#include "store/waiting.h"

#define ARENA_MAX ((size_t)1 << 30)

struct posting {
	struct archive *archive;
	const struct posting_of *of;
	int64_t before; /* the app's submission before this one, or 0 */
	sqlite3_stmt *go_on, *begin;
	bool ok;
	struct error *err;
};

static bool run(struct posting *posting, sqlite3_stmt *statement, const char *kind, const char *value)
{
	return database_again(posting->archive, posting->err, statement, "ssssii", kind, value, posting->of->platform, posting->of->app_id,
			      posting->of->number, posting->before) &&
	       database_step(posting->archive, statement, posting->err) == SQLITE_DONE;
}

static void post_as(struct posting *posting, const char *name, const char *value)
{
	if (!posting->ok)
		return;
	posting->ok = run(posting, posting->go_on, name, value) &&
		      (sqlite3_changes(posting->archive->db) > 0 || run(posting, posting->begin, name, value));
}

static void post(void *owner, enum blacklist_kind kind, const char *value)
{
	post_as(owner, blacklist_kind_name(kind), value);
}

static void post_hand(struct posting *posting, const struct reading *facts)
{
	char hand[DIGEST_HEX_MAX];

	posting->ok = posting->ok && waiting_hand(facts, hand, posting->err);
	post_as(posting, POSTING_HAND, hand);
}

static bool is_code(const char *path)
{
	struct span name = span_of_text(path == NULL ? "" : path);

	return span_ends(name, ".dex") || span_ends(name, ".so") || span_ends(name, ".jar") || span_ends(name, ".apk");
}

/* Entries that hold code are posted; all are so many that who looks for one of any sort goes through the readings (entry_shown.h). */
static void post_code(struct posting *posting, const struct reading *facts)
{
	struct fact_entry **entries = reading_rows(facts, entry);

	for (size_t i = 0; i < reading_num(facts, entry); i++)
		if (entries[i]->sha256 != NULL && is_code(entries[i]->path))
			post(posting, BLACKLIST_ENTRY, entries[i]->sha256);
}

static void post_other(void *owner, enum blacklist_kind kind, const char *value)
{
	if (kind != BLACKLIST_ENTRY)
		post(owner, kind, value);
}

bool posting_keep(struct archive *archive, const struct posting_of *of, const struct reading *facts, struct error *err)
{
	struct arena arena ARENA_CLEANUP = arena_new(ARENA_MAX);
	struct posting posting = {.archive = archive, .of = of, .ok = true, .err = err};

	if (!database_number(archive, &posting.before, 0, err,
			     "SELECT max(number) FROM submission WHERE platform = ? AND app_id = ? AND number < ?", "ssi", of->platform, of->app_id,
			     of->number))
		return false;
	posting.go_on = database_prepare(archive, err,
					 "UPDATE posting SET last = ?5 WHERE kind = ?1 AND value = ?2 AND platform = ?3 AND app_id = ?4 AND last IN"
					 " (?5, ?6)",
					 "");
	posting.begin = database_prepare(archive, err, "INSERT INTO posting VALUES (?1, ?2, ?3, ?4, ?5, ?5) ON CONFLICT DO NOTHING", "");
	posting.ok = posting.go_on != NULL && posting.begin != NULL;
	if (posting.ok) {
		blacklist_keys(facts, &arena, post_other, &posting);
		blacklist_more_keys(facts, &arena, post_other, &posting);
		blacklist_part_keys(facts, &arena, post_other, &posting);
		blacklist_above_keys(facts, &arena, post_other, &posting);
		blacklist_look_keys(facts, &arena, post_other, &posting);
		blacklist_part_look_keys(facts, &arena, post_other, &posting);
		post_code(&posting, facts);
		post_hand(&posting, facts);
		posting.ok = posting.ok && arena_ok(&arena, err);
	}
	database_finalize(&posting.go_on);
	database_finalize(&posting.begin);
	return posting.ok;
}
