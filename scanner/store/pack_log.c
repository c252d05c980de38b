#include "store/pack_log.h"

#include "store/logged.h"

#include <stdio.h>

#define IS_KEPT " is kept entry by entry"
#define PACK_EVENT "e.kind = 'compact' AND e.subject = 'pack #' || p.number"

static const char *const queries[] = {
	"SELECT number, platform, app_id, size FROM pack WHERE number = ?",
	"SELECT number, sha256, path, offset, stored, size, codec, base, depth FROM pack_chunk WHERE pack = ? ORDER BY number", NULL};

/* What was logged of a pack before its rows were: that its app has a package in one. An empty one was not logged. */
#define PLAIN_EVENT "c.kind = 'compact' AND c.subject = p.platform || ':' || p.app_id"

/*
 * A pack that is made and never filled was not logged: it is of an app, and nothing is in it. A number of the log that is no pack
 * any more was written anew under another one.
 */
#define IS_UNUSED                                                                                                                      \
	"(p.size = 0 AND NOT EXISTS (SELECT 1 FROM pack_chunk k WHERE k.pack = p.number) AND EXISTS (SELECT 1 FROM app a"              \
	" WHERE a.platform = p.platform AND a.app_id = p.app_id))"

static const struct logged packs = {
	.kind = "compact",
	.what = "pack",
	.queries = queries,
	.pairs = "SELECT p.number, (SELECT e.content FROM event e WHERE " PACK_EVENT " ORDER BY e.number DESC LIMIT 1) AS content FROM pack p"
		 " WHERE content IS NOT NULL OR NOT (" IS_UNUSED " OR EXISTS (SELECT 1 FROM event c WHERE " PLAIN_EVENT ")) ORDER BY p.number",
	.changed = "its rows are not those that were logged"};

bool pack_log_kept(struct archive *archive, int64_t number, const char *sha256, struct error *err)
{
	char what[120];

	snprintf(what, sizeof what, "package %.64s" IS_KEPT, sha256);
	return logged_append(archive, &packs, number, NULL, what, err);
}

bool pack_log_anew(struct archive *archive, int64_t number, struct error *err)
{
	return logged_append(archive, &packs, number, NULL, "written anew without what no package needs", err);
}

/* Loose is what lost a package of a pack since it has its number: it gets another one when it is written anew. */
#define LOOSE                                                                                                                         \
	"SELECT count(*) FROM pack p WHERE p.loose <> 0 AND (p.loose <> 1 OR NOT EXISTS (SELECT 1 FROM event x JOIN event c"          \
	" ON c.kind = 'compact' AND (c.detail = x.subject || '" IS_KEPT "' OR (" PLAIN_EVENT " AND 'package ' || c.content ="         \
	" x.subject)) WHERE x.kind = 'prune' AND x.number > coalesce((SELECT min(e.number) FROM event e WHERE " PACK_EVENT "), 0)))"

/* What says of a package how it is put together, though the log does not say since it came, or came again, that it is in a pack. */
#define UNLOGGED_RECIPES                                                                                                              \
	"WITH kept AS (SELECT sha256, max(number) AS number FROM (SELECT number, CASE WHEN subject LIKE 'pack #%' THEN"               \
	" substr(detail, length('package ') + 1, 64) ELSE content END AS sha256 FROM event WHERE kind = 'compact') GROUP BY sha256)"  \
	" SELECT count(*) FROM pack_recipe r WHERE NOT EXISTS (SELECT 1 FROM kept k WHERE k.sha256 = r.sha256 AND k.number >"         \
	" coalesce((SELECT max(e.number) FROM event e WHERE e.kind = 'prune' AND e.subject = 'package ' || r.sha256), 0))"

/*
 * The number that no pack has yet follows from those of rows and log: a number that came again would be a backup's file of other bytes.
 * Where packs were not logged by number, higher ones may have been.
 */
#define WRONG_SEQUENCE                                                                                                                \
	"SELECT count(*) FROM (SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'pack'), 0) AS last, coalesce(max(number), 0)" \
	" AS number FROM (SELECT number FROM pack UNION ALL SELECT CAST(substr(subject, length('pack #') + 1) AS INTEGER) FROM event"   \
	" WHERE kind = 'compact' AND subject LIKE 'pack #%')) WHERE last < number OR (last > number AND NOT EXISTS (SELECT 1 FROM event" \
	" WHERE kind = 'compact' AND subject NOT LIKE 'pack #%'))"

bool pack_log_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err)
{
	return logged_verify(archive, &packs, problem, owner, err) &&
	       logged_none(archive, LOOSE, "packs: there are loose ones that lost no package", problem, owner, err) &&
	       logged_none(archive, WRONG_SEQUENCE, "packs: the number of the next one is not what the log makes it", problem, owner, err) &&
	       logged_none(archive, UNLOGGED_RECIPES, "packs: there are packages in them that the log does not put there", problem, owner, err);
}
