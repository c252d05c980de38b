#include "judge/rules.h"

#include "bytes/buf.h"
#include "bytes/descriptor.h"
#include "bytes/digest.h"
#include "bytes/text.h"
#include "judge/blacklist_seed.h"
#include "judge/catalogue_kind.h"
#include "judge/pack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_MAX ((size_t)64 * 1024 * 1024)
#define CATALOGUES_MAX 128
#define LOCAL_DIR "/etc/prelist"

/* Catalogues whose rows are products with traces. */
static const char *const traced[] = {"packers", "sdks"};
#define TRACED (sizeof traced / sizeof traced[0])

struct rules {
	struct rules_options options; /* its texts are the caller's, until the rules are complete */
	struct arena arena;
	const char *dir;
	struct catalogue catalogues[CATALOGUES_MAX];
	size_t num_catalogues;
	struct traces traces[TRACED];
	struct pack_rules packs;
	struct rule anomalies[ANOMALY_COUNT];
	struct rule hits[BLACKLIST_KIND_COUNT]; /* of the blacklist; of waivers nothing */
	struct policy policy;
	struct blacklist_source *seed;
	const char *seed_text; /* as it stands in its file, or "" */
	struct digest *digest; /* over every file, while loading */
	struct buf text;       /* of one file after another, while loading */
	char sha256[DIGEST_HEX_MAX];
};

static bool read_file(const char *path, struct buf *text, struct error *err)
{
	bool ok, is_pipe;
	int fd = descriptor_open(path, &is_pipe, err);

	if (fd < 0)
		return false;
	ok = descriptor_read_all(fd, FILE_MAX, text) || error_errno(err, "%s cannot be read", path);
	close(fd);
	if (ok && text->failed)
		return error_memory(err);
	if (ok && text->len == FILE_MAX)
		return error_set(err, ERROR_RULES, "%s is too large: a file of rules has less than %zu MiB", path, FILE_MAX >> 20);
	return ok;
}

static bool is_text(struct span bytes)
{
	return text_is_utf8(bytes) && (bytes.len == 0 || memchr(bytes.data, 0, bytes.len) == NULL);
}

/* What is no text is looked for line by line only where there is any. */
static bool check_text(const char *path, struct span text, struct error *err)
{
	if (is_text(text))
		return true;
	for (int line = 1;; line++) {
		const uint8_t *end = memchr(text.data, '\n', text.len);
		size_t len = end == NULL ? text.len : (size_t)(end - text.data);

		if (end == NULL || !is_text(span_of(text.data, len)))
			return error_set(err, ERROR_RULES, "%s:%d: not UTF-8, or a NUL byte", path, line);
		text = span_slice(text, len + 1, text.len);
	}
}

/* The text of a file, NUL-terminated, in the arena; part of the digest by its path below the folder. */
static char *read_text(struct rules *rules, const char *path, struct error *err)
{
	struct buf *text = &rules->text;
	char *copy;

	text->len = 0;
	if (!read_file(path, text, err))
		return NULL;
	copy = arena_text(&rules->arena, buf_span(text));
	if (copy == NULL) {
		error_memory(err);
		return NULL;
	}
	if (!check_text(path, buf_span(text), err))
		return NULL;
	digest_add(rules->digest, span_of_text(strncmp(path, rules->dir, strlen(rules->dir)) == 0 ? path + strlen(rules->dir) : path));
	digest_add(rules->digest, span_of("", 1));
	digest_add(rules->digest, span_of(copy, text->len + 1));
	return copy;
}

static bool load_pack(struct rules *rules, const char *path, struct error *err)
{
	char *text = read_text(rules, path, err);

	return text != NULL && pack_parse(&rules->packs, text, path, &rules->arena, err);
}

static bool load_catalogue(struct rules *rules, const char *path, struct error *err)
{
	char *text = read_text(rules, path, err);
	struct catalogue read;

	if (text == NULL || !catalogue_parse(&read, text, path, &rules->arena, err))
		return false;
	for (size_t i = 0; i < rules->num_catalogues; i++)
		if (strcmp(rules->catalogues[i].name, read.name) == 0)
			return catalogue_extend(&rules->catalogues[i], &read, path, &rules->arena, err);
	if (rules->num_catalogues == CATALOGUES_MAX)
		return error_set(err, ERROR_RULES, "%s: more than %d catalogues", path, CATALOGUES_MAX);
	rules->catalogues[rules->num_catalogues++] = read;
	return true;
}

static bool has_suffix(const char *name, const char *suffix)
{
	return span_ends(span_of_text(name), suffix) && *name != '.';
}

/* Every file of a folder that ends so, in byte order. A folder that is not there has none when optional. */
static bool load_folder(struct rules *rules, const char *folder, const char *suffix, bool optional,
			bool (*load)(struct rules *rules, const char *path, struct error *err), struct error *err)
{
	struct dirent **names;
	int num = scandir(folder, &names, NULL, alphasort);
	bool ok = true;

	if (num < 0)
		return (optional && errno == ENOENT) || error_errno(err, "the rules folder %s cannot be read", folder);
	for (int i = 0; i < num; i++) {
		if (ok && has_suffix(names[i]->d_name, suffix)) {
			const char *path = arena_printf(&rules->arena, "%s/%s", folder, names[i]->d_name);

			ok = path != NULL ? load(rules, path, err) : error_memory(err);
		}
		free(names[i]);
	}
	free(names);
	return ok;
}

static const char *joined(struct rules *rules, const char *name)
{
	return arena_printf(&rules->arena, "%s/%s", rules->dir, name);
}

/* The shipped ones, then the operator's own: beside the packs, and local. A file of the same name adds its rows. */
static bool load_catalogues(struct rules *rules, const struct rules_options *options, struct error *err)
{
	const char *catalogue = joined(rules, "catalogue");

	if (catalogue == NULL)
		return error_memory(err);
	return load_folder(rules, catalogue, ".tsv", true, load_catalogue, err) &&
	       load_folder(rules, rules->dir, ".tsv", true, load_catalogue, err) &&
	       (options->ignore_local || load_folder(rules, LOCAL_DIR "/rules.d", ".tsv", true, load_catalogue, err));
}

static bool load_policy(struct rules *rules, const char *path, bool optional, struct error *err)
{
	if (path == NULL)
		return error_memory(err);
	if (access(path, R_OK) == 0 && read_text(rules, path, err) == NULL)
		return false;
	return policy_read(&rules->policy, path, optional, &rules->arena, err);
}

static bool load_seed(struct rules *rules, struct error *err)
{
	const char *path = joined(rules, "blacklist.json");

	if (path == NULL)
		return error_memory(err);
	rules->seed_text = access(path, R_OK) == 0 ? read_text(rules, path, err) : "";
	if (rules->seed_text == NULL)
		return false;
	rules->seed = blacklist_seed_read(path, err);
	return rules->seed != NULL;
}

static const char *class_of(enum anomaly_id id)
{
	switch (id) {
	case ANOMALY_LIMIT_RULE_TIME:
	case ANOMALY_LIMIT_WALL:
	case ANOMALY_SIG_V32_UNVERIFIED:
	case ANOMALY_WORKER_CRASH:
	case ANOMALY_WORKER_STREAM:
	case ANOMALY_WORKER_UNSANDBOXED:
		return CLASS_STORE;
	default:
		return "integrity";
	}
}

/* A finding from an anomaly has the anomaly's id as its rule. */
static void list_anomalies(struct rules *rules)
{
	static const char *basis[] = {"licence-16.11", NULL}; /* what is offered is looked at before */

	for (enum anomaly_id id = 0; id < ANOMALY_COUNT; id++) {
		const struct anomaly_info *info = anomaly_info(id);

		rules->anomalies[id] = (struct rule){.id = info->name, .verdict = rules->policy.effects[info->effect],
						     .title = info->title, .title_zh = info->title_zh, .class = class_of(id),
						     .basis = basis, .file = "anomaly.def"};
	}
}

/* The entry says which verdict it is. */
static void list_hits(struct rules *rules)
{
	for (enum blacklist_kind kind = 0; kind < BLACKLIST_KIND_COUNT; kind++)
		if (!blacklist_kind_waives(kind))
			rules->hits[kind] = (struct rule){.id = blacklist_rule(kind), .verdict = blacklist_usual_verdict(kind),
							  .title = "It is on the blacklist", .title_zh = "命中黑名单", .class = "developer",
							  .detail_stays = true,
							  .fix = "Hand in a version without what is named, or appeal and show that it is not what was meant.",
							  .fix_zh = "提交不含所列对象的版本；认为不应命中的，可申诉并提交证明材料。",
							  .file = "blacklist_kind.def"};
}

/* An override of a rule that there is not would change nothing, and nobody would see it. */
static bool check_override(const struct rules *rules, const struct policy_override *override, struct error *err)
{
	int anomaly = anomaly_find(override->rule);
	const char *id = override->rule;

	if (rules_find(rules, id) == NULL)
		return error_set(err, ERROR_RULES, "%s: overrides: there is no rule '%s'", override->place, id);
	if (anomaly >= 0 && anomaly_info((enum anomaly_id)anomaly)->effect == EFFECT_UNREAD && override->verdict < VERDICT_REVIEW)
		return error_set(err, ERROR_RULES, "%s: overrides: %s: what was not read is at least review", override->place, id);
	return true;
}

static bool check_overrides(const struct rules *rules, struct error *err)
{
	for (size_t i = 0; i < rules->policy.num_overrides; i++)
		if (!check_override(rules, &rules->policy.overrides[i], err))
			return false;
	return true;
}

static bool check_packs(const struct rules *rules, struct error *err)
{
	for (size_t i = 0; i < rules->packs.num_rules; i++) {
		const struct rule *rule = &rules->packs.rules[i];

		if (anomaly_find(rule->id) >= 0 || strncmp(rule->id, "blacklist.", 10) == 0)
			return error_set(err, ERROR_RULES, "%s:%d: the id '%s' is that of an anomaly or of the blacklist", rule->file,
					 rule->line, rule->id);
	}
	return true;
}

/* Those that the folder's file `packs` names are there: a rule that is gone finds nothing, and nobody sees that. */
static bool check_shipped(struct rules *rules, struct error *err)
{
	const char *list = joined(rules, "packs"), *rest = list == NULL || access(list, F_OK) != 0 ? NULL : read_text(rules, list, err);

	if (list == NULL)
		return error_memory(err);
	if (rest == NULL)
		return access(list, F_OK) != 0;
	while (rest != NULL) {
		const char *name = arena_text(&rules->arena, text_next_word(&rest, '\n')), *path = name == NULL ? NULL : joined(rules, name);

		if (path == NULL)
			return error_memory(err);
		if (*name != '\0' && *name != '#' && access(path, F_OK) != 0)
			return error_set(err, ERROR_RULES, "%s is missing, which %s names; who does without it takes it out of there", path, list);
	}
	return true;
}

static bool load_packs(struct rules *rules, const struct rules_options *options, struct error *err)
{
	if (options->only_pack != NULL)
		return load_pack(rules, options->only_pack, err);
	if (!load_folder(rules, rules->dir, ".sql", false, load_pack, err) ||
	    (!options->ignore_local && !load_folder(rules, LOCAL_DIR "/rules.d", ".sql", true, load_pack, err)))
		return false;
	if (rules->packs.num_rules == 0)
		return error_set(err, ERROR_RULES, "%s: no pack (*.sql) is in this folder", rules->dir);
	return check_shipped(rules, err);
}

#define NEEDED_COLUMNS 10

/* What the program itself looks up; what only rules name is missed by them. */
static const struct needed {
	const char *catalogue, *columns[NEEDED_COLUMNS];
} needed[] = {
	{"packers", {"name", "vendor", "kind", "so_globs", "asset_globs", "app_class", "components"}},
	{"sdks", {"name", "vendor", "category", "so_globs", "asset_globs", "components", "meta_data", "permissions"}},
	{"sdk_names", {"name", "word", "kind"}},
	{"android_permissions", {"name", "base_level", "level_flags", "group", "label_en", "label_zh", "first_api"}},
	{"android_implied_permissions", {"kind", "if_requested", "target_below", "added", "since"}},
	{"permission_meanings", {"name", "meaning", "meaning_zh"}},
	{"cn_workdays", {"date", "kind"}},
	{"rules_31_behaviours", {"id", "part", "evidence", "text", "text_en"}},
};

static bool check_catalogues(const struct rules *rules, struct error *err)
{
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		const struct catalogue *catalogue = rules_catalogue(rules, needed[i].catalogue);

		if (catalogue == NULL)
			return error_set(err, ERROR_RULES, "%s/catalogue/%s.tsv is missing", rules->dir, needed[i].catalogue);
		for (const char *const *column = needed[i].columns; *column != NULL; column++)
			if (catalogue_column(catalogue, *column) < 0)
				return error_set(err, ERROR_RULES, "%s:%d: there is no column %s", catalogue->header.file, catalogue->header.line, *column);
	}
	return true;
}

static bool lay_out_traces(struct rules *rules, struct error *err)
{
	for (size_t i = 0; i < TRACED; i++) {
		const struct catalogue *catalogue = rules_catalogue(rules, traced[i]);

		if (catalogue != NULL && !traces_make(&rules->traces[i], catalogue, &rules->arena))
			return error_memory(err);
	}
	return true;
}

static bool index_catalogues(struct rules *rules, struct error *err)
{
	for (size_t i = 0; i < rules->num_catalogues; i++)
		if (!catalogue_index(&rules->catalogues[i], &rules->arena) || !catalogue_kind_index(&rules->catalogues[i], &rules->arena))
			return error_memory(err);
	return true;
}

static bool load_policies(struct rules *rules, struct error *err)
{
	return load_policy(rules, joined(rules, "policy.json"), false, err) &&
	       (rules->options.ignore_local || load_policy(rules, LOCAL_DIR "/policy.json", true, err));
}

static bool load_rest(struct rules *rules, struct error *err)
{
	const struct rules_options *options = &rules->options;

	return load_packs(rules, options, err) && load_catalogues(rules, options, err) && check_catalogues(rules, err) &&
	       index_catalogues(rules, err) && lay_out_traces(rules, err) &&
	       load_seed(rules, err) && check_packs(rules, err) && (options->only_pack != NULL || check_overrides(rules, err));
}

static bool is_rules_folder(const char *path)
{
	char policy[4200];

	snprintf(policy, sizeof policy, "%s/policy.json", path);
	return access(policy, R_OK) == 0;
}

/* Those of the binary's checkout, or those installed with it; NULL when there are none, or no memory. */
static const char *find_beside(struct rules *rules)
{
	static const char *const below[] = {"rules", "share/prelist/rules"};
	char exe[4096], *slash;
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);

	exe[len > 0 ? len : 0] = '\0';
	for (int up = 0; up < 4 && (slash = strrchr(exe, '/')) != NULL; up++) {
		*slash = '\0';
		for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
			const char *path = arena_printf(&rules->arena, "%s/%s", exe, below[i]);

			if (path != NULL && is_rules_folder(path))
				return path;
		}
	}
	return NULL;
}

/* Given, from the environment, or beside the binary. */
static const char *find_dir(struct rules *rules, const char *given, struct error *err)
{
	const char *environment = getenv("PRELIST_RULES"), *dir;

	if (given == NULL && environment != NULL && *environment != '\0')
		given = environment;
	dir = given != NULL ? arena_strdup(&rules->arena, given) : find_beside(rules);
	if (dir == NULL && given == NULL)
		error_set(err, ERROR_RULES, "no rules are beside the program, in its checkout or in share/prelist/rules; name them with"
			  " --rules or $PRELIST_RULES");
	else if (dir == NULL)
		error_memory(err);
	return dir;
}

struct rules *rules_open(const struct rules_options *options, struct error *err)
{
	struct rules *rules = calloc(1, sizeof *rules);

	if (rules == NULL) {
		error_memory(err);
		return NULL;
	}
	rules->options = *options;
	rules->arena = arena_new((size_t)1024 * 1024 * 1024);
	rules->policy = policy_default();
	rules->digest = digest_new(DIGEST_SHA256);
	rules->text = buf_new(FILE_MAX);
	rules->dir = find_dir(rules, options->dir, err);
	if (rules->digest == NULL)
		error_memory(err);
	if (rules->digest == NULL || rules->dir == NULL || !load_policies(rules, err)) {
		rules_free(rules);
		return NULL;
	}
	return rules;
}

bool rules_complete(struct rules *rules, struct error *err)
{
	uint8_t sha256[DIGEST_MAX];

	if (!load_rest(rules, err))
		return false;
	buf_free(&rules->text);
	digest_finish(rules->digest, sha256);
	text_hex_to(rules->sha256, span_of(sha256, 32));
	list_anomalies(rules);
	list_hits(rules);
	return true;
}

struct rules *rules_load(const struct rules_options *options, struct error *err)
{
	struct rules *rules = rules_open(options, err);

	if (rules != NULL && !rules_complete(rules, err)) {
		rules_free(rules);
		return NULL;
	}
	return rules;
}

void rules_free(struct rules *rules)
{
	if (rules == NULL)
		return;
	blacklist_seed_free(rules->seed);
	digest_free(rules->digest);
	buf_free(&rules->text);
	arena_free(&rules->arena);
	free(rules);
}

const char *rules_sha256(const struct rules *rules)
{
	return rules->sha256;
}

const char *rules_dir(const struct rules *rules)
{
	return rules->dir;
}

size_t rules_count(const struct rules *rules)
{
	return rules->packs.num_rules;
}

const struct rule *rules_at(const struct rules *rules, size_t index)
{
	return &rules->packs.rules[index];
}

int rules_index(const struct rules *rules, const char *id)
{
	for (size_t i = 0; i < rules->packs.num_rules; i++)
		if (strcmp(rules->packs.rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

const struct rule *rules_find(const struct rules *rules, const char *id)
{
	int anomaly = anomaly_find(id), index = rules_index(rules, id);

	if (index >= 0)
		return rules_at(rules, (size_t)index);
	for (enum blacklist_kind kind = 0; anomaly < 0 && kind < BLACKLIST_KIND_COUNT; kind++)
		if (rules->hits[kind].id != NULL && strcmp(rules->hits[kind].id, id) == 0)
			return &rules->hits[kind];
	return anomaly < 0 ? NULL : &rules->anomalies[anomaly];
}

const struct catalogue *rules_catalogue(const struct rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->num_catalogues; i++)
		if (strcmp(rules->catalogues[i].name, name) == 0)
			return &rules->catalogues[i];
	return NULL;
}

const struct traces *rules_traces(const struct rules *rules, const char *name)
{
	int which = text_among(traced, TRACED, name);

	return which >= 0 && rules->traces[which].catalogue != NULL ? &rules->traces[which] : NULL;
}

const char *rules_catalogue_value(const struct rules *rules, const char *name, const char *key, const char *column)
{
	const struct catalogue *catalogue = rules_catalogue(rules, name);
	int index = catalogue == NULL ? -1 : catalogue_column(catalogue, column);
	const char *found;
	size_t row;

	if (index < 0 || !catalogue_find(catalogue, key, &row))
		return NULL;
	found = catalogue_value(catalogue, row, index);
	return *found == '\0' ? NULL : found;
}

const char *rules_policy(const struct rules *rules, const char *name)
{
	return policy_value(&rules->policy, name);
}

int64_t rules_policy_number(const struct rules *rules, const char *name, int64_t otherwise)
{
	const char *value = rules_policy(rules, name);
	int64_t number;

	return value != NULL && text_number(value, &number) ? number : otherwise;
}

struct limits rules_limits(const struct rules *rules)
{
	return rules->policy.limits;
}

bool rules_set_limit(struct rules *rules, const char *assignment, struct error *err)
{
	return limits_set(&rules->policy.limits, assignment, err);
}

const struct policy *rules_whole_policy(const struct rules *rules)
{
	return &rules->policy;
}

size_t rules_num_catalogues(const struct rules *rules)
{
	return rules->num_catalogues;
}

const struct catalogue *rules_catalogue_at(const struct rules *rules, size_t index)
{
	return &rules->catalogues[index];
}

const char *rules_blacklist_text(const struct rules *rules)
{
	return rules->seed_text;
}

struct blacklist_source *rules_blacklist(const struct rules *rules)
{
	return rules->seed;
}
