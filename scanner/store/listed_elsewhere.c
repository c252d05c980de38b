#include "store/listed_elsewhere.h"

#include "bytes/buf.h"
#include "bytes/fold.h"
#include "bytes/look.h"
#include "bytes/text.h"
#include "judge/blacklist.h"
#include "judge/signing.h"
#include "store/form_said.h"
#include "store/icon_like.h"
#include "store/judged_facts.h"

#include <stdlib.h>
#include <strings.h>

#define MOST "20" /* apps that are named for one value */
#define MOST_OWN "60" /* apps among which own ones are looked for */
#define MOST_OPENED 8 /* apps that are asked which links they open */
#define MOST_INSIDE 1000 /* certificates of packages inside that are asked about */
#define SIGNERS_MAX ((size_t)1024 * 1024)

/*
 * Whose the listed version s of an app is: of the developer to whom the store gave the id ?6, signed by one of the certificates ?7. A name and
 * a code are public, and anybody can write them into a form.
 */
#define SAME_DEVELOPER "?6 <> '' AND coalesce(" FORM_SAID("s", developer_id) ", '') = ?6"
#define SAME_SIGNER                                                                                                                       \
	"EXISTS (SELECT 1 FROM json_each(?7) k CROSS JOIN posting c WHERE c.kind = 'certificate' AND c.value = k.value AND"                   \
	" c.platform = s.platform AND c.app_id = s.app_id AND s.number BETWEEN c.first AND c.last)"

/* As its listing, else its package has it. */
#define NAME "coalesce(" FORM_SAID("s", app_name) ", s.label)"
/* As the form says, else as the code. */
#define SUBJECT_TYPE                                                                                                                      \
	"coalesce(" FORM_SAID("s", subject_type) ", CASE WHEN " FORM_SAID("s", uscc) " LIKE '92%' THEN 'sole-trader' END)"
/* What it calls the developer: from that column on. */
#define NAMED FORM_SAID("s", developer_id) ", " FORM_SAID("s", uscc) ", " FORM_SAID("s", developer_name)
#define NAMED_FIRST 7
#define WHOSE "SELECT a.app_id, " SAME_DEVELOPER ", " SAME_SIGNER ", " NAME ", " FORM_SAID("s", privacy_policy_url) ", " SUBJECT_TYPE ", s.number, " NAMED
/* Each version once, of whatever kinds of devices it is the listed one. */
#define OTHERS_BEFORE                                                                                                                     \
	"CROSS JOIN submission s ON s.number = a.number WHERE " MOMENT("s") " < (?5, ?8) AND a.app_id <> ?4 AND NOT EXISTS (SELECT 1 FROM"      \
	" listing b WHERE b.platform = a.platform AND b.app_id = a.app_id AND b.number = a.number AND b.device < a.device)"
#define IS_OWN "(" SAME_DEVELOPER ")"
/*
 * The first apps of others; of those that are own, which only excuse, the ones that are among the first of all. Whoever lists many puts no other one out
 * of sight by them.
 */
#define FIRST(rows, others)                                                                                                               \
	"SELECT * FROM (" WHOSE " FROM (" rows ") " others " AND NOT " IS_OWN " LIMIT " MOST ") UNION ALL SELECT * FROM (" WHOSE " FROM (" rows \
	" LIMIT " MOST_OWN ") " others " AND " IS_OWN " LIMIT " MOST ")"
/* Apps that show the value ?2 of the kind ?1, and those that are called so or whose names stand below it. */
#define SHOWN                                                                                                                             \
	FIRST("SELECT * FROM posting WHERE kind = ?1 AND value = ?2 AND platform = ?3 ORDER BY app_id",                                        \
	      "p CROSS JOIN listing a ON a.platform = p.platform AND a.app_id = p.app_id AND a.number BETWEEN p.first AND p.last " OTHERS_BEFORE)
#define CALLED                                                                                                                            \
	FIRST("SELECT * FROM listing WHERE platform = ?3 AND app_id >= ?2 AND app_id < ?2 || '/' AND (app_id = ?2 OR"                              \
	      " substr(app_id, 1, length(?2) + 1) = ?2 || '.') ORDER BY app_id",                                                               \
	      "a " OTHERS_BEFORE)

/* The id that is the last in order up to that one. */
#define BEFORE "SELECT app_id FROM app WHERE platform = ? AND app_id <= ? ORDER BY app_id DESC LIMIT 1"

struct key {
	enum blacklist_kind kind;
	const char *value;
	bool is_part; /* of a name, an id or a number: who has it so is meant; of a permission or an authority: whose id it is */
	bool is_edge; /* such a part, with nothing that parts it from the rest */
	bool is_look; /* what a name only looks like */
	/* Of a web site: above that host, or below such an ending; of an id or certificate: that app, as a package inside says it is. NULL: of nothing else. */
	const char *about;
};

/* Web sites whose links a version opens, in order. */
struct sites {
	int64_t number; /* 0: the submission that is asked about */
	const char **names;
	size_t num, room;
};

struct loading {
	struct archive *archive;
	const struct asked *asking;
	uint64_t kinds;
	struct arena *arena;
	struct key *keys;
	size_t num_keys, key_room;
	struct judge_elsewhere *rows;
	size_t num, room;
	struct sites sites[1 + MOST_OPENED]; /* the first: of the submission */
	size_t num_sites;
};

static bool is_asked(enum blacklist_kind kind)
{
	switch (kind) {
	case BLACKLIST_FILING:
	case BLACKLIST_LICENCE:
	case BLACKLIST_USCC:
	case BLACKLIST_DEVELOPER_NAME:
	case BLACKLIST_LABEL:
	case BLACKLIST_ICON:
	case BLACKLIST_SPKI:
	case BLACKLIST_PERMISSION_DEFINITION:
	case BLACKLIST_PERMISSION_GROUP_DEFINITION:
	case BLACKLIST_PROVIDER_AUTHORITY:
	case BLACKLIST_SHARED_USER_ID:
	case BLACKLIST_SCHEME:
	case BLACKLIST_DOMAIN:
		return true;
	default:
		return false;
	}
}

/* That memory ran out, the arena says. */
static void add_key(struct loading *loading, struct key key)
{
	struct key *grown = key.value == NULL ? NULL : arena_grow(loading->arena, loading->keys, loading->num_keys, &loading->key_room, sizeof *grown);

	if (grown == NULL)
		return;
	loading->keys = grown;
	grown[loading->num_keys++] = key;
}

static bool is_wanted(const struct loading *loading, enum blacklist_kind kind)
{
	return (loading->kinds >> kind & 1) != 0;
}

static void take_key(void *owner, enum blacklist_kind kind, const char *value)
{
	if (is_asked(kind) && is_wanted(owner, kind))
		add_key(owner, (struct key){.kind = kind, .value = value});
}

static void take_part(void *owner, enum blacklist_kind kind, const char *value)
{
	if (is_wanted(owner, kind))
		add_key(owner, (struct key){.kind = kind, .value = value, .is_part = true});
}

static void take_edge(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_part = true, .is_edge = true});
}

static void take_look(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_look = true});
}

static void take_part_look(void *owner, enum blacklist_kind kind, const char *value)
{
	add_key(owner, (struct key){.kind = kind, .value = value, .is_part = true, .is_look = true});
}

static size_t common_len(const char *a, const char *b)
{
	size_t len = 0;

	while (a[len] != '\0' && a[len] == b[len])
		len++;
	return len;
}

/*
 * Apps below whose ids a name of what it defines stands, and not rather below its own: beginnings of it, each up to a dot. The id that is the
 * nearest before one, if it is not the same, says how much of it another can have: names are long, and most stand below none.
 */
static bool take_owners(struct loading *loading, enum blacklist_kind kind, struct span name, struct error *err)
{
	char *beginning = arena_text(loading->arena, name), *dot;
	const char *own = loading->asking->app_id, *first = beginning == NULL ? NULL : strchr(beginning, '.');
	sqlite3_stmt *row = database_lookup(loading->archive, LOOKUP_BEFORE, BEFORE, err);
	size_t most = name.len;
	int status = row == NULL ? SQLITE_ERROR : SQLITE_ROW;

	if (first != NULL && strncmp(beginning, own, strlen(own)) == 0 && beginning[strlen(own)] == '.')
		first = beginning + strlen(own);
	while (status == SQLITE_ROW && first != NULL && (dot = memrchr(beginning, '.', most)) != NULL && dot > first) {
		*dot = '\0';
		if (!database_again(loading->archive, err, row, "ss", loading->asking->platform, beginning))
			return false;
		status = database_step(loading->archive, row, err);
		if (status != SQLITE_ROW)
			break;
		most = common_len(beginning, database_text(row, 0)) + 1;
		if (beginning[most - 1] == '\0' && database_text(row, 0)[most - 1] == '\0')
			add_key(loading, (struct key){.kind = kind, .value = arena_strdup(loading->arena, beginning), .is_part = true});
	}
	return status != SQLITE_ERROR;
}

static bool take_owners_of_permissions(struct loading *loading, struct error *err)
{
	struct fact_permission_definition **rows = reading_rows(loading->asking->facts, permission_definition);

	for (size_t i = 0; i < reading_num(loading->asking->facts, permission_definition); i++)
		if (!take_owners(loading, BLACKLIST_PERMISSION_DEFINITION, span_of_text(text_or_empty(rows[i]->name)), err))
			return false;
	return true;
}

static bool take_owners_of_providers(struct loading *loading, struct error *err)
{
	struct fact_component **rows = reading_rows(loading->asking->facts, component);

	for (size_t i = 0; i < reading_num(loading->asking->facts, component); i++)
		for (const char *rest = rows[i]->authorities; rest != NULL;)
			if (!take_owners(loading, BLACKLIST_PROVIDER_AUTHORITY, text_next_word(&rest, ';'), err))
				return false;
	return true;
}

/* Apps by whose names it calls what phones take for theirs: a task, a permission tree. */
static void take_named(struct loading *loading)
{
	struct fact_component **components = reading_rows(loading->asking->facts, component);
	struct fact_permission_tree **trees = reading_rows(loading->asking->facts, permission_tree);

	for (size_t i = 0; i < reading_num(loading->asking->facts, component); i++)
		if (components[i]->task_affinity != NULL)
			add_key(loading, (struct key){.kind = BLACKLIST_PACKAGE, .value = components[i]->task_affinity});
	for (size_t i = 0; i < reading_num(loading->asking->facts, permission_tree); i++)
		if (trees[i]->name != NULL)
			add_key(loading, (struct key){.kind = BLACKLIST_PACKAGE, .value = trees[i]->name});
}

/* The first of that path, of which there is one in a package. */
static const char *called_inside(const struct reading *facts, const struct fact_nested_certificate *certificate)
{
	struct fact_nested_package **packages = reading_rows(facts, nested_package);

	for (size_t i = 0; i < reading_num(facts, nested_package); i++)
		if (packages[i]->package == certificate->package && text_same(packages[i]->path, certificate->path))
			return packages[i]->app_id;
	return NULL;
}

/* The apps that packages inside say they are, and who signed them. */
static void take_inside(struct loading *loading)
{
	const struct reading *facts = loading->asking->facts;
	struct fact_nested_package **packages = reading_rows(facts, nested_package);
	struct fact_nested_certificate **certificates = reading_rows(facts, nested_certificate);

	for (size_t i = 0; i < reading_num(facts, nested_package); i++)
		if (packages[i]->app_id != NULL)
			add_key(loading, (struct key){.kind = BLACKLIST_PACKAGE, .value = packages[i]->app_id, .about = packages[i]->app_id});
	for (size_t i = 0; i < reading_num(facts, nested_certificate) && i < MOST_INSIDE; i++) {
		const char *app_id = called_inside(facts, certificates[i]);

		if (app_id != NULL && certificates[i]->sha256 != NULL)
			add_key(loading, (struct key){.kind = BLACKLIST_CERTIFICATE, .value = certificates[i]->sha256, .about = app_id});
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->is_part != y->is_part)
		return x->is_part ? 1 : -1;
	if (x->is_edge != y->is_edge)
		return x->is_edge ? 1 : -1;
	if (x->is_look != y->is_look)
		return x->is_look ? 1 : -1;
	if ((x->about == NULL) != (y->about == NULL))
		return x->about == NULL ? -1 : 1;
	if (x->about != NULL && strcmp(x->about, y->about) != 0)
		return strcmp(x->about, y->about);
	return blacklist_compare(x->kind, x->value, y->kind, y->value);
}

static void sort_keys(struct loading *loading)
{
	if (loading->num_keys > 1)
		qsort(loading->keys, loading->num_keys, sizeof *loading->keys, compare_keys);
}

static bool is_first(const struct loading *loading, size_t i)
{
	return i == 0 || compare_keys(&loading->keys[i - 1], &loading->keys[i]) != 0;
}

static void take_like(void *owner, const char *hash)
{
	add_key(owner, (struct key){.kind = BLACKLIST_ICON, .value = hash});
}

/* Icons that look like its own, as if it had them. */
static bool take_icons(struct loading *loading, struct error *err)
{
	const struct asked *asking = loading->asking;
	size_t num = loading->num_keys;

	sort_keys(loading);
	for (size_t i = 0; i < num; i++)
		if (loading->keys[i].kind == BLACKLIST_ICON && is_first(loading, i) &&
		    !icon_like_each(loading->archive, asking->app_id, loading->keys[i].value, loading->arena, take_like, loading, err))
			return false;
	return true;
}

/* A JSON array; NULL: memory ran out. */
static const char *signers_of(const struct reading *facts, struct arena *arena)
{
	struct fact_certificate **certificates = reading_rows(facts, certificate);
	BUF_CLEANUP struct buf out = buf_new(SIGNERS_MAX);

	buf_text(&out, "[");
	for (size_t i = 0; i < reading_num(facts, certificate); i++)
		if (signing_is_signer(facts, certificates[i]))
			buf_printf(&out, "%s\"%s\"", out.len > 1 ? "," : "", certificates[i]->sha256);
	buf_text(&out, "]");
	return out.failed ? NULL : arena_text(arena, buf_span(&out));
}

/* Whether it is more than a part of a name of the other app's, or the id of a package inside it. */
static bool is_called(struct loading *loading, const struct key *key, sqlite3_stmt *row)
{
	const char *name = database_text(row, 3), *folded, *look;

	if (key->kind == BLACKLIST_FILING)
		return true;
	if (key->kind == BLACKLIST_PACKAGE)
		return strcasecmp(database_text(row, 0), key->value) == 0;
	if (key->kind != BLACKLIST_LABEL)
		return strcmp(database_text(row, 0), key->value) == 0;
	folded = name == NULL ? NULL : fold_label(loading->arena, name);
	look = name == NULL ? NULL : look_of(loading->arena, name);
	return folded != NULL && look != NULL && (strcmp(folded, key->value) == 0 || strcmp(look, key->value) == 0);
}

static void take_site(void *owner, enum blacklist_kind kind, const char *value)
{
	struct loading *loading = owner;
	struct sites *sites = &loading->sites[loading->num_sites];
	const char **grown = arena_grow(loading->arena, sites->names, sites->num, &sites->room, sizeof *grown);

	if (kind != BLACKLIST_DOMAIN || grown == NULL)
		return;
	sites->names = grown;
	grown[sites->num++] = value;
}

static void take_sites(struct loading *loading, int64_t number, const struct reading *facts)
{
	struct sites *sites = &loading->sites[loading->num_sites];

	sites->number = number;
	blacklist_site_keys(facts, loading->arena, take_site, loading);
	if (sites->num > 1)
		qsort(sites->names, sites->num, sizeof *sites->names, text_compare_items);
	loading->num_sites++;
}

static bool opens(const struct sites *sites, const char *name)
{
	return sites->num > 0 && bsearch(&name, sites->names, sites->num, sizeof *sites->names, text_compare_items) != NULL;
}

static void take_site_of(struct loading *loading, const char *host, const char *site)
{
	add_key(loading, (struct key){.kind = BLACKLIST_DOMAIN, .value = site, .about = host});
}

/* Sites of others that a host with a * takes, those with one that take the host, and those that it stands below. */
static void take_sites_about(struct loading *loading)
{
	const struct sites *own = &loading->sites[0];
	const char *above[BLACKLIST_ABOVE_MAX];

	for (size_t i = 0; i < own->num; i++) {
		const char *host = own->names[i];
		size_t num = *host == '*' ? 0 : blacklist_above(host, above);

		if (*host == '*')
			take_site_of(loading, host, arena_printf(loading->arena, ".%s", host + strspn(host, "*.")));
		for (size_t k = 0; k < num; k++) {
			take_site_of(loading, host, arena_printf(loading->arena, "*.%s", above[k]));
			take_site_of(loading, host, above[k]);
		}
	}
}

/* NULL where it is one of too many, or cannot be read. */
static const struct sites *sites_of(struct loading *loading, int64_t number)
{
	READING_CLEANUP struct reading *facts = NULL;
	struct error trouble = {0};
	size_t i = 1;

	while (i < loading->num_sites && loading->sites[i].number != number)
		i++;
	if (i == loading->num_sites && i <= MOST_OPENED)
		facts = judged_facts_load(loading->archive, number, UINT64_MAX, &trouble);
	if (facts != NULL)
		take_sites(loading, number, facts);
	return i < loading->num_sites ? &loading->sites[i] : NULL;
}

/* Whether that version of another's app opens links of the site; where that is not known, a person is to look. */
static bool opens_site(struct loading *loading, const char *site, int64_t number)
{
	const struct sites *sites = sites_of(loading, number);

	return sites == NULL || opens(sites, site);
}

/* Likewise, of a site of which the submission does. Only what is opened is kept by the names that it stands below. */
static bool both_open(struct loading *loading, const struct key *key, const struct judge_elsewhere *shown, int64_t number)
{
	if (key->kind != BLACKLIST_DOMAIN || shown->same_developer || shown->same_signer)
		return false;
	return *key->value == '.' || ((key->about != NULL || opens(&loading->sites[0], key->value)) && opens_site(loading, key->value, number));
}

/* Such as takes more than one host, or is asked by one that does. */
static bool is_wild(const char *site)
{
	return *site == '*' || *site == '.';
}

static const char *row_kind(const struct key *key)
{
	static const char *const parts[BLACKLIST_KIND_COUNT] = {
		[BLACKLIST_LABEL] = "label_part", [BLACKLIST_PACKAGE] = "package_case", [BLACKLIST_FILING] = "filing_series",
		[BLACKLIST_PERMISSION_DEFINITION] = "permission_definition_below", [BLACKLIST_PROVIDER_AUTHORITY] = "provider_authority_below"};

	if (key->about != NULL && key->kind == BLACKLIST_DOMAIN)
		return is_wild(key->value) ? "domain_taken" : "domain_below";
	if (key->about != NULL)
		return key->kind == BLACKLIST_PACKAGE ? "package_inside" : "certificate_inside";
	return !key->is_part ? blacklist_kind_name(key->kind) : key->is_edge ? "label_edge" : parts[key->kind];
}

/* As that app's form calls another developer than the submission's: by the first of id, code and name that both give. NULL: it is the same one, or one of both names none. */
static const char *other_developer(const struct loading *loading, sqlite3_stmt *row)
{
	const struct reading *facts = loading->asking->facts;
	const struct fact_submission *said = reading_num(facts, submission) == 0 ? NULL : reading_rows(facts, submission)[0];
	const char *mine[] = {said == NULL ? NULL : said->developer_id, said == NULL ? NULL : said->uscc, said == NULL ? NULL : said->developer_name};
	const char *other = NULL;
	bool is_named = false;

	for (int i = 0; i < (int)(sizeof mine / sizeof mine[0]); i++) {
		const char *theirs = database_text(row, NAMED_FIRST + i);

		if (theirs != NULL && *text_or_empty(mine[i]) != '\0')
			return strcasecmp(mine[i], theirs) == 0 ? NULL : other == NULL ? theirs : other;
		is_named |= *text_or_empty(mine[i]) != '\0';
		other = other == NULL ? theirs : other;
	}
	return is_named ? other : NULL;
}

/* Whether that app is called as the submission is, letter by letter. */
static bool is_found(const struct loading *loading, const struct key *key, sqlite3_stmt *row)
{
	for (size_t i = 0; i < loading->num; i++)
		if (strcmp(loading->rows[i].kind, row_kind(key)) == 0 && strcmp(loading->rows[i].app_id, database_text(row, 0)) == 0)
			return true;
	return false;
}

/* Than that which the package inside says it is. */
static bool is_another(const struct key *key, sqlite3_stmt *row)
{
	return key->about != NULL && key->kind != BLACKLIST_DOMAIN && strcmp(database_text(row, 0), key->about) != 0;
}

static bool add(struct loading *loading, const struct key *key, sqlite3_stmt *row, struct error *err)
{
	struct judge_elsewhere *grown;

	if ((key->is_part && !is_called(loading, key, row)) || (key->is_look && is_found(loading, key, row)) || is_another(key, row))
		return arena_ok(loading->arena, err);
	grown = arena_grow(loading->arena, loading->rows, loading->num, &loading->room, sizeof *grown);
	if (grown == NULL)
		return arena_ok(loading->arena, err);
	loading->rows = grown;
	grown[loading->num++] = (struct judge_elsewhere){.kind = row_kind(key),
							 .value = key->about != NULL ? key->about : key->value,
							 .app_id = arena_copy(loading->arena, database_text(row, 0)),
							 .same_developer = sqlite3_column_int(row, 1) != 0,
							 .same_signer = sqlite3_column_int(row, 2) != 0,
							 .label = arena_copy(loading->arena, database_text(row, 3)),
							 .policy = arena_copy(loading->arena, database_text(row, 4)),
							 .subject_type = arena_copy(loading->arena, database_text(row, 5)),
							 .other_developer = arena_copy(loading->arena, other_developer(loading, row))};
	grown[loading->num - 1].opens = both_open(loading, key, &grown[loading->num - 1], sqlite3_column_int64(row, 6));
	return arena_ok(loading->arena, err);
}

/* What the store calls the developer; empty: nothing. */
static const char *id_of(const struct reading *facts)
{
	return reading_num(facts, submission) == 0 ? "" : text_or_empty(reading_rows(facts, submission)[0]->developer_id);
}

static bool is_of_ids(const struct key *key)
{
	return key->is_part ? key->kind == BLACKLIST_PERMISSION_DEFINITION || key->kind == BLACKLIST_PROVIDER_AUTHORITY : key->kind == BLACKLIST_PACKAGE;
}

static bool look_up(struct loading *loading, const char *signers, const struct key *key, struct error *err)
{
	const struct asked *asking = loading->asking;
	sqlite3_stmt *row = is_of_ids(key) ? database_lookup(loading->archive, LOOKUP_CALLED, CALLED, err)
					   : database_lookup(loading->archive, LOOKUP_SHOWN, SHOWN, err);
	int status;

	if (row == NULL || !database_again(loading->archive, err, row, "sssssssi", blacklist_kind_name(key->kind), key->value, asking->platform, asking->app_id,
			    asking->before.came, id_of(asking->facts), signers, asking->before.number))
		return false;
	while ((status = database_step(loading->archive, row, err)) == SQLITE_ROW)
		if (!add(loading, key, row, err))
			return false;
	return status == SQLITE_DONE;
}

static bool look_up_all(struct loading *loading, struct error *err)
{
	const char *signers = signers_of(loading->asking->facts, loading->arena);

	if (!arena_ok(loading->arena, err))
		return false;
	if (signers == NULL)
		return error_memory(err);
	for (size_t i = 0; i < loading->num_keys; i++)
		if (is_first(loading, i) && !look_up(loading, signers, &loading->keys[i], err))
			return false;
	return true;
}

bool listed_elsewhere_load(struct archive *archive, const struct asked *asking, uint64_t kinds, struct arena *arena,
			   const struct judge_elsewhere **rows, size_t *num, struct error *err)
{
	struct loading loading = {.archive = archive, .asking = asking, .kinds = kinds, .arena = arena};
	bool ok;

	blacklist_keys(asking->facts, arena, take_key, &loading); /* of other spellings what is kept has postings, too */
	blacklist_part_keys(asking->facts, arena, take_part, &loading);
	if (is_wanted(&loading, BLACKLIST_LABEL)) {
		blacklist_edge_keys(asking->facts, arena, take_edge, &loading);
		blacklist_order_keys(asking->facts, arena, take_key, &loading);
		blacklist_look_keys(asking->facts, arena, take_look, &loading);
		blacklist_part_look_keys(asking->facts, arena, take_part_look, &loading);
	}
	if (is_wanted(&loading, BLACKLIST_PACKAGE))
		take_named(&loading);
	if (is_wanted(&loading, BLACKLIST_CERTIFICATE))
		take_inside(&loading);
	if (is_wanted(&loading, BLACKLIST_DOMAIN)) {
		take_sites(&loading, 0, asking->facts);
		take_sites_about(&loading);
	}
	ok = (!is_wanted(&loading, BLACKLIST_PERMISSION_DEFINITION) || take_owners_of_permissions(&loading, err)) &&
	     (!is_wanted(&loading, BLACKLIST_PROVIDER_AUTHORITY) || take_owners_of_providers(&loading, err)) && take_icons(&loading, err);
	sort_keys(&loading);
	ok = ok && look_up_all(&loading, err);
	*rows = loading.rows;
	*num = loading.num;
	return ok;
}
