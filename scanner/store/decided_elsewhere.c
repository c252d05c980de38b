#include "store/decided_elsewhere.h"

#include "bytes/buf.h"
#include "judge/blacklist.h"
#include "store/decided_against.h"
#include "store/form_said.h"
#include "store/icon_like.h"
#include "store/same_hand.h"

#define MOST "20" /* apps that are named for one value, those first that were decided about last */
#define ICONS_MAX ((size_t)1024 * 1024)

/* Decisions are made on days that they name, those of an import later. In order as text. */
#define DECIDED_AT(d) "(coalesce(" d ".date, '') || substr('               ' || " d ".id, -16))"
/* Names are had by many: with one of the icons ?7. */
#define SHOWS_IT(s)                                                                                                                       \
	"(?1 <> 'label' OR EXISTS (SELECT 1 FROM json_each(?7) k CROSS JOIN posting c WHERE c.kind = 'icon' AND c.value = k.value AND"         \
	" c.platform = " s ".platform AND c.app_id = " s ".app_id AND " s ".number BETWEEN c.first AND c.last))"
/* When the newest of the apps that were listed showing the value was listed for the first time. */
#define NEWEST_LISTED                                                                                                                     \
	"coalesce((SELECT max((SELECT min(" DECIDED_AT("f") ") FROM submission e CROSS JOIN decision f ON f.number = e.number AND"              \
	" f.state = 'listed' WHERE e.platform = q.platform AND e.app_id = q.app_id)) FROM posting q WHERE q.kind = ?1 AND q.value = ?2 AND"    \
	" q.platform = ?3 AND EXISTS (SELECT 1 FROM submission l CROSS JOIN decision b ON b.number = l.number AND b.state = 'listed' WHERE"   \
	" l.platform = q.platform AND l.app_id = q.app_id AND l.number BETWEEN q.first AND q.last AND " SHOWS_IT("l") ")), '')"
#define SHOWN_THEN "s.platform = p.platform AND s.app_id = p.app_id AND s.number BETWEEN p.first AND p.last"
#define IS_OTHER "p.kind = ?1 AND p.value = ?2 AND p.platform = ?3 AND p.app_id <> ?4 AND " MOMENT("s") " < (?5, ?6) AND " SHOWS_IT("s")
/*
 * Of a rejection d of s, by the value: another developer by the store's id handed it in, and the developer ?8 has a listed version that shows
 * the value. A name, an icon, a code or a number anybody can show, and what others signed anybody can hand on. His own have his id in common.
 */
#define IS_OF_OTHERS                                                                                                                      \
	"(d.state = 'rejected' AND ?1 <> 'developer' AND " FORM_SAID("s", developer_id) " IS NOT NULL"                                              \
	" AND (?1 <> 'certificate' OR " SUBMISSION_IS_HANDED_ON("s") ") AND EXISTS (SELECT 1 FROM posting h CROSS JOIN listing a ON"            \
	" a.platform = h.platform AND a.app_id = h.app_id AND a.number BETWEEN h.first AND h.last CROSS JOIN posting v ON v.kind = ?1 AND"     \
	" v.value = ?2 AND v.platform = a.platform AND v.app_id = a.app_id AND a.number BETWEEN v.first AND v.last WHERE"                      \
	" h.kind = 'developer' AND h.value = ?8 AND h.platform = ?3))"
#define AGAINST_OTHERS                                                                                                                    \
	"SELECT s.number, s.app_id, d.state, d.date, d.reason, max(d.id) FROM posting p CROSS JOIN submission s ON " SHOWN_THEN                \
	" CROSS JOIN decision d ON d.number = s.number WHERE " IS_OTHER " AND "                                                               \
	DECISION_IS_AGAINST_APP("(SELECT device FROM submission_package WHERE number = s.number)")                                         \
	" AND NOT " IS_OF_OTHERS " AND " DECIDED_AT("d") " > " NEWEST_LISTED " GROUP BY s.app_id ORDER BY max(d.id) DESC LIMIT " MOST
/* What is suspended goes before whatever was decided, whoever asks (?8). Of one day, the suspension is what counts. */
#define SUSPENDED_OTHERS                                                                                                                  \
	"SELECT s.number, s.app_id, 'suspended', c.opened, c.text, 9223372036854775807, max(c.number) FROM posting p CROSS JOIN case_file c"  \
	" ON c.platform = p.platform AND c.app_id = p.app_id AND " CASE_SUSPENDS " CROSS JOIN submission s ON " SHOWN_THEN " WHERE " IS_OTHER \
	" AND s.state = 'listed' AND ?8 IS NOT NULL AND c.opened || '~' > " NEWEST_LISTED " GROUP BY s.app_id ORDER BY max(c.number) DESC LIMIT " MOST

struct key {
	enum blacklist_kind kind;
	const char *value;
};

struct loading {
	struct archive *archive;
	const struct asked *asking;
	struct arena *arena;
	struct key *keys;
	size_t num_keys, key_room;
	struct buf icons; /* a JSON array */
	struct judge_decided_elsewhere *rows;
	int64_t *decisions; /* of each row */
	size_t num, room, decision_room;
};

static bool is_asked(enum blacklist_kind kind)
{
	return kind == BLACKLIST_CERTIFICATE || kind == BLACKLIST_DEVELOPER || kind == BLACKLIST_USCC || kind == BLACKLIST_FILING ||
	       kind == BLACKLIST_LABEL || kind == BLACKLIST_ICON;
}

/* That memory ran out, the arena says. */
static void take_key(void *owner, enum blacklist_kind kind, const char *value)
{
	struct loading *loading = owner;
	struct key *grown = is_asked(kind) ? arena_grow(loading->arena, loading->keys, loading->num_keys, &loading->key_room, sizeof *grown) : NULL;

	if (grown == NULL)
		return;
	loading->keys = grown;
	grown[loading->num_keys++] = (struct key){kind, value};
}

static void add_icon(void *owner, const char *hash)
{
	struct loading *loading = owner;

	buf_printf(&loading->icons, "%s\"%s\"", loading->icons.len > 1 ? "," : "", hash);
}

/* Its own, and those that look like them. */
static bool find_icons(struct loading *loading, struct error *err)
{
	buf_text(&loading->icons, "[");
	for (size_t i = 0; i < loading->num_keys; i++) {
		const struct key *key = &loading->keys[i];

		if (key->kind != BLACKLIST_ICON)
			continue;
		add_icon(loading, key->value);
		if (!icon_like_each(loading->archive, loading->asking->app_id, key->value, loading->arena, add_icon, loading, err))
			return false;
	}
	buf_add(&loading->icons, "]", 2);
	return !loading->icons.failed || error_memory(err);
}

/* The row of an app. NULL: memory ran out. */
static struct judge_decided_elsewhere *row_of(struct loading *loading, const char *app_id)
{
	struct judge_decided_elsewhere *rows;
	int64_t *decisions;

	for (size_t i = 0; i < loading->num; i++)
		if (strcmp(loading->rows[i].app_id, app_id) == 0)
			return &loading->rows[i];
	rows = arena_grow(loading->arena, loading->rows, loading->num, &loading->room, sizeof *rows);
	decisions = arena_grow(loading->arena, loading->decisions, loading->num, &loading->decision_room, sizeof *decisions);
	if (rows == NULL || decisions == NULL)
		return NULL;
	loading->rows = rows;
	loading->decisions = decisions;
	decisions[loading->num] = 0;
	rows[loading->num] = (struct judge_decided_elsewhere){.app_id = arena_strdup(loading->arena, app_id)};
	return &rows[loading->num++];
}

static void mark(struct judge_decided_elsewhere *row, enum blacklist_kind kind)
{
	row->same_signer = row->same_signer || kind == BLACKLIST_CERTIFICATE;
	row->same_developer = row->same_developer || kind == BLACKLIST_DEVELOPER || kind == BLACKLIST_USCC;
	row->same_filing = row->same_filing || kind == BLACKLIST_FILING;
	row->same_look = row->same_look || kind == BLACKLIST_LABEL;
}

static bool add(struct loading *loading, enum blacklist_kind kind, sqlite3_stmt *found, struct error *err)
{
	struct judge_decided_elsewhere *row = row_of(loading, database_text(found, 1));
	int64_t *decision = row == NULL ? NULL : &loading->decisions[row - loading->rows];

	if (row == NULL || row->app_id == NULL)
		return arena_ok(loading->arena, err);
	mark(row, kind);
	if (*decision >= sqlite3_column_int64(found, 5))
		return true;
	*decision = sqlite3_column_int64(found, 5);
	row->number = sqlite3_column_int64(found, 0);
	row->kind = arena_copy(loading->arena, database_text(found, 2));
	row->date = arena_copy(loading->arena, database_text(found, 3));
	row->reason = arena_copy(loading->arena, database_text(found, 4));
	return arena_ok(loading->arena, err);
}

/* As entries call him; empty: nobody. */
static const char *developer_of(const struct loading *loading)
{
	for (size_t i = 0; i < loading->num_keys; i++)
		if (loading->keys[i].kind == BLACKLIST_DEVELOPER)
			return loading->keys[i].value;
	return "";
}

static bool look_up(struct loading *loading, sqlite3_stmt *others, const struct key *key, struct error *err)
{
	const struct asked *asking = loading->asking;
	int status;

	if (!database_again(loading->archive, err, others, "sssssiss", blacklist_kind_name(key->kind), key->value, asking->platform, asking->app_id,
			    asking->before.came, asking->before.number, (const char *)loading->icons.data, developer_of(loading)))
		return false;
	while ((status = database_step(loading->archive, others, err)) == SQLITE_ROW)
		if (!add(loading, key->kind, others, err))
			return false;
	return status == SQLITE_DONE;
}

static bool look_up_all(struct loading *loading, const char *sql, struct error *err)
{
	sqlite3_stmt *others STATEMENT_CLEANUP = database_prepare(loading->archive, err, sql, "");

	if (others == NULL)
		return false;
	for (size_t i = 0; i < loading->num_keys; i++)
		if (loading->keys[i].kind != BLACKLIST_ICON && !look_up(loading, others, &loading->keys[i], err))
			return false;
	return true;
}

bool decided_elsewhere_load(struct archive *archive, const struct asked *asking, struct arena *arena,
			    const struct judge_decided_elsewhere **rows, size_t *num, struct error *err)
{
	struct loading loading = {.archive = archive, .asking = asking, .arena = arena, .icons = buf_new(ICONS_MAX)};
	bool ok;

	blacklist_keys(asking->facts, arena, take_key, &loading);
	blacklist_look_keys(asking->facts, arena, take_key, &loading);
	ok = arena_ok(arena, err) && find_icons(&loading, err) && look_up_all(&loading, AGAINST_OTHERS, err) && look_up_all(&loading, SUSPENDED_OTHERS, err);
	buf_free(&loading.icons);
	*rows = loading.rows;
	*num = loading.num;
	return ok;
}
