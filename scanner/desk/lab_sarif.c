/*
 * lab_sarif - a laboratory's report as SARIF 2.1.0. What it holds besides (code flows, fixes, taxonomies) is not looked at.
 *
 * source  OASIS Static Analysis Results Interchange Format 2.1.0: 3.14 run, 3.24 artifact, 3.27 result
 */
#include "desk/lab.h"

#include "bytes/sort.h"

#define BEHAVIOUR "app-behaviours-"

/* What results take from a rule. */
struct sarif_rule {
	const char *id, *level, *description;
	size_t position;
};

/*
 * One run on its way in. Rules and artifacts are looked at once: results name them by number or by id, as many as there are of
 * each, and an object's members are a list.
 */
struct run {
	struct lab_report *report;
	const struct sarif_rule *rules, *by_id; /* by position; by id, without those that have none */
	size_t num_rules, num_by_id;
	const char *const *artifacts; /* the package that each one is, or NULL; another_file of what is neither one nor within one */
	size_t num_artifacts;
	const char *source, *said, *date; /* said: the source, of any version */
	const char *sha256; /* of the package, where a result names no other */
	struct error *err;
};

static const cJSON *member(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

static const char *text_of(const cJSON *object, const char *key)
{
	const cJSON *item = member(object, key);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

static const cJSON *list_of(const cJSON *object, const char *key)
{
	const cJSON *item = member(object, key);

	return cJSON_IsArray(item) ? item : NULL;
}

static const char another_file[] = "another file";

/* What lies within a package may have a hash of its own: its parent says where (3.24.3). */
static bool is_another_file(const cJSON *artifact)
{
	return text_of(member(artifact, "hashes"), "sha-256") != NULL && !cJSON_IsNumber(member(artifact, "parentIndex"));
}

/* The run is about each artifact that is a package of the case, and its results, where they say nothing else, about the first. */
static bool read_artifacts(struct run *run, const cJSON *list)
{
	const char **packages = arena_array(run->report->arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof *packages);
	const cJSON *artifact;

	if (packages == NULL)
		return error_memory(run->err);
	run->artifacts = packages;
	cJSON_ArrayForEach(artifact, list) {
		const char *package = lab_package(run->report, text_of(member(artifact, "hashes"), "sha-256"));

		if (package != NULL && !lab_says(run->report, run->said, package, run->err))
			return false;
		run->sha256 = run->sha256 != NULL ? run->sha256 : package;
		packages[run->num_artifacts++] = package != NULL ? package : is_another_file(artifact) ? another_file : NULL;
	}
	return run->sha256 != NULL || error_set(run->err, ERROR_INPUT, "%s: no artifact's hashes[\"sha-256\"] is that of a package that the case is about",
						run->report->file);
}

static int compare_rules(const void *a, const void *b, void *unused)
{
	const struct sarif_rule *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	(void)unused;
	return order != 0 ? order : (x->position > y->position) - (x->position < y->position);
}

static bool read_rules(struct run *run, const cJSON *list)
{
	size_t room = (size_t)cJSON_GetArraySize(list) + 1;
	struct sarif_rule *rules = arena_array(run->report->arena, room, sizeof *rules), *by_id = arena_array(run->report->arena, room, sizeof *rules);
	const cJSON *item;

	if (rules == NULL || by_id == NULL)
		return error_memory(run->err);
	cJSON_ArrayForEach(item, list) {
		rules[run->num_rules] = (struct sarif_rule){text_of(item, "id"), text_of(member(item, "defaultConfiguration"), "level"),
						      text_of(member(item, "shortDescription"), "text"), run->num_rules};
		if (rules[run->num_rules].id != NULL)
			by_id[run->num_by_id++] = rules[run->num_rules];
		run->num_rules++;
	}
	sort(by_id, run->num_by_id, sizeof *by_id, compare_rules, NULL);
	run->rules = rules;
	run->by_id = by_id;
	return true;
}

static const cJSON *location_of(const cJSON *result)
{
	return member(member(cJSON_GetArrayItem(member(result, "locations"), 0), "physicalLocation"), "artifactLocation");
}

/* A position in an array of so many; num where it is none. */
static size_t index_of(const cJSON *index, size_t num)
{
	return cJSON_IsNumber(index) && index->valuedouble >= 0 && (size_t)index->valueint < num ? (size_t)index->valueint : num;
}

/* A result about another file of the submission names it by the artifact's index. */
static const char *package_of(const struct run *run, const cJSON *location)
{
	size_t index = index_of(member(location, "index"), run->num_artifacts);

	return index < run->num_artifacts && run->artifacts[index] != NULL ? run->artifacts[index] : run->sha256;
}

static bool is_before(const void *rule, const void *id)
{
	return strcmp(((const struct sarif_rule *)rule)->id, id) < 0;
}

/* By its number, or else the first of that id; one that says nothing where there is none. */
static const struct sarif_rule *rule_of(const struct run *run, const cJSON *index, const char *id)
{
	static const struct sarif_rule none;
	size_t at;

	if (cJSON_IsNumber(index) && index->valuedouble >= 0) {
		at = index_of(index, run->num_rules);
		return at < run->num_rules ? &run->rules[at] : &none;
	}
	at = id == NULL ? run->num_by_id : sort_num_before(run->by_id, run->num_by_id, sizeof *run->by_id, is_before, id);
	return at < run->num_by_id && strcmp(run->by_id[at].id, id) == 0 ? &run->by_id[at] : &none;
}

/* error, warning, note; SARIF's default is warning, and none is a note. */
static const char *level_of(const cJSON *result, const struct sarif_rule *rule, const char *kind)
{
	const char *level = text_of(result, "level");

	if (strcmp(kind, "review") == 0 || strcmp(kind, "open") == 0)
		return "warning";
	if (strcmp(kind, "fail") != 0)
		return "note";
	if (level == NULL)
		level = rule->level;
	if (level == NULL)
		return "warning";
	return strcmp(level, "none") == 0 ? "note" : level;
}

static const char *behaviour_of(const cJSON *result, const char *id)
{
	const char *given = text_of(member(result, "properties"), "behaviour");

	if (given == NULL && id != NULL && strncmp(id, BEHAVIOUR, strlen(BEHAVIOUR)) == 0)
		return id + strlen(BEHAVIOUR);
	return given;
}

static bool read_result(struct run *run, const cJSON *result)
{
	struct fact_external_finding row = fact_external_finding_row();
	const char *kind = text_of(result, "kind") != NULL ? text_of(result, "kind") : "fail", *id = text_of(result, "ruleId");
	const struct sarif_rule *rule = rule_of(run, member(result, "ruleIndex"), id);
	const cJSON *location = location_of(result);

	if (strcmp(kind, "notApplicable") == 0 ||
	    (text_of(result, "baselineState") != NULL && strcmp(text_of(result, "baselineState"), "absent") == 0))
		return true;
	row.source = run->source;
	row.date = run->date;
	row.rule = id != NULL ? id : rule->id != NULL ? rule->id : text_of(member(result, "rule"), "id");
	row.behaviour = behaviour_of(result, row.rule);
	row.outcome = strcmp(kind, "pass") == 0 ? "nothing-found" : "found";
	row.level = level_of(result, rule, kind);
	row.subject = text_of(member(result, "properties"), "subject");
	row.detail = text_of(member(result, "message"), "text");
	if (row.detail == NULL)
		row.detail = rule->description;
	row.place = text_of(location, "uri");
	if (package_of(run, location) == another_file)
		return error_set(run->err, ERROR_INPUT,
				 "%s: finding %zu is about an artifact whose hashes[\"sha-256\"] is that of no package of the case (one within a package has a"
				 " parentIndex)",
				 run->report->file, run->report->num + 1);
	return lab_add(run->report, package_of(run, location), &row, run->err);
}

/* A tool that found nothing says so by an empty list; one that has none, or did not get through, says nothing (3.14.23, 3.20.14). */
static bool check_ended(const struct run *run, const cJSON *object)
{
	const cJSON *invocation;

	if (list_of(object, "results") == NULL)
		return error_set(run->err, ERROR_INPUT, "%s: a run without results: a list is needed, an empty one where nothing was found",
				 run->report->file);
	cJSON_ArrayForEach(invocation, list_of(object, "invocations")) {
		if (cJSON_IsFalse(member(invocation, "executionSuccessful")))
			return error_set(run->err, ERROR_INPUT, "%s: a run that did not get through (executionSuccessful is false)", run->report->file);
	}
	return true;
}

static bool read_head(struct run *run, const cJSON *object, const cJSON *driver)
{
	const char *name = text_of(driver, "name"), *version = text_of(driver, "version"), *ended;

	if (name == NULL)
		return error_set(run->err, ERROR_INPUT, "%s: a run without tool.driver.name", run->report->file);
	if (version == NULL)
		version = text_of(driver, "semanticVersion");
	run->source = arena_printf(run->report->arena, "%s%s%s", name, version != NULL ? " " : "", version != NULL ? version : "");
	run->said = arena_printf(run->report->arena, "%s" EXTERNAL_ANY_VERSION, name);
	ended = text_of(cJSON_GetArrayItem(member(object, "invocations"), 0), "endTimeUtc");
	run->date = ended != NULL && strlen(ended) >= 10 ? arena_text(run->report->arena, span_of(ended, 10)) : NULL;
	if (run->source == NULL || run->said == NULL)
		return error_memory(run->err);
	return lab_source(run->report, &run->source, run->err) && lab_source(run->report, &run->said, run->err) && lab_date(run->report, &run->date, run->err);
}

static bool read_run(struct run *run, const cJSON *object)
{
	const cJSON *driver = member(member(object, "tool"), "driver"), *result;

	if (!read_head(run, object, driver) || !check_ended(run, object) || !read_artifacts(run, list_of(object, "artifacts")) ||
	    !read_rules(run, list_of(driver, "rules")))
		return false;
	cJSON_ArrayForEach(result, list_of(object, "results")) {
		if (!read_result(run, result))
			return false;
	}
	return true;
}

bool lab_read_sarif(struct lab_report *report, const cJSON *root, struct error *err)
{
	const char *version = text_of(root, "version");
	const cJSON *object;

	if (version == NULL || strcmp(version, "2.1.0") != 0)
		return error_set(err, ERROR_INPUT, "%s: SARIF 2.1.0 is read, not '%s'", report->file, version != NULL ? version : "");
	if (cJSON_GetArraySize(member(root, "runs")) == 0)
		return error_set(err, ERROR_INPUT, "%s: no runs: which tool looked at which package?", report->file);
	cJSON_ArrayForEach(object, member(root, "runs")) {
		struct run run = {.report = report, .err = err};

		if (!read_run(&run, object))
			return false;
	}
	return true;
}
