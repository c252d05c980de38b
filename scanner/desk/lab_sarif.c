/*
 * lab_sarif - a laboratory's report as SARIF 2.1.0. What it holds besides (code flows, fixes, taxonomies) is not looked at.
 *
 * source  OASIS Static Analysis Results Interchange Format 2.1.0: 3.14 run, 3.24 artifact, 3.27 result
 */
#include "desk/lab.h"

#define BEHAVIOUR "app-behaviours-"

/* One run on its way in. */
struct run {
	struct lab_report *report;
	const cJSON *artifacts, *rules;
	const char *source, *date;
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

static const char *hash_of(const struct run *run, const cJSON *artifact)
{
	return lab_package(run->report, text_of(member(artifact, "hashes"), "sha-256"));
}

/* The first artifact that is a package of the case. */
static bool find_package(struct run *run)
{
	const cJSON *artifact;

	cJSON_ArrayForEach(artifact, run->artifacts) {
		run->sha256 = hash_of(run, artifact);
		if (run->sha256 != NULL)
			return true;
	}
	return error_set(run->err, ERROR_INPUT, "%s: no artifact's hashes[\"sha-256\"] is that of a package that the case is about", run->report->file);
}

static const cJSON *location_of(const cJSON *result)
{
	return member(member(cJSON_GetArrayItem(member(result, "locations"), 0), "physicalLocation"), "artifactLocation");
}

/* A result about another file of the submission names it by the artifact's index. */
static const char *package_of(const struct run *run, const cJSON *result)
{
	const cJSON *index = member(location_of(result), "index");
	const char *own = cJSON_IsNumber(index) && index->valuedouble >= 0 ? hash_of(run, cJSON_GetArrayItem(run->artifacts, index->valueint)) : NULL;

	return own != NULL ? own : run->sha256;
}

static const cJSON *rule_of(const struct run *run, const cJSON *result, const char *id)
{
	const cJSON *index = member(result, "ruleIndex"), *rule;

	if (cJSON_IsNumber(index) && index->valuedouble >= 0)
		return cJSON_GetArrayItem(run->rules, index->valueint);
	cJSON_ArrayForEach(rule, run->rules) {
		if (id != NULL && text_of(rule, "id") != NULL && strcmp(text_of(rule, "id"), id) == 0)
			return rule;
	}
	return NULL;
}

/* error, warning, note; SARIF's default is warning, and none is a note. */
static const char *level_of(const cJSON *result, const cJSON *rule, const char *kind)
{
	const char *level = text_of(result, "level");

	if (strcmp(kind, "review") == 0 || strcmp(kind, "open") == 0)
		return "warning";
	if (strcmp(kind, "fail") != 0)
		return "note";
	if (level == NULL)
		level = text_of(member(rule, "defaultConfiguration"), "level");
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
	const cJSON *rule = rule_of(run, result, id);

	if (strcmp(kind, "notApplicable") == 0 ||
	    (text_of(result, "baselineState") != NULL && strcmp(text_of(result, "baselineState"), "absent") == 0))
		return true;
	row.source = run->source;
	row.date = run->date;
	row.rule = id != NULL ? id : text_of(rule, "id") != NULL ? text_of(rule, "id") : text_of(member(result, "rule"), "id");
	row.behaviour = behaviour_of(result, row.rule);
	row.outcome = strcmp(kind, "pass") == 0 ? "nothing-found" : "found";
	row.level = level_of(result, rule, kind);
	row.subject = text_of(member(result, "properties"), "subject");
	row.detail = text_of(member(result, "message"), "text");
	if (row.detail == NULL)
		row.detail = text_of(member(rule, "shortDescription"), "text");
	row.place = text_of(location_of(result), "uri");
	return lab_add(run->report, package_of(run, result), &row, run->err);
}

static bool read_run(struct run *run, const cJSON *object)
{
	const cJSON *driver = member(member(object, "tool"), "driver"), *result;
	const char *name = text_of(driver, "name"), *version = text_of(driver, "version"), *ended;

	if (name == NULL)
		return error_set(run->err, ERROR_INPUT, "%s: a run without tool.driver.name", run->report->file);
	if (version == NULL)
		version = text_of(driver, "semanticVersion");
	run->source = arena_printf(run->report->arena, "%s%s%s", name, version != NULL ? " " : "", version != NULL ? version : "");
	ended = text_of(cJSON_GetArrayItem(member(object, "invocations"), 0), "endTimeUtc");
	run->date = ended != NULL && strlen(ended) >= 10 ? arena_text(run->report->arena, span_of(ended, 10)) : NULL;
	run->artifacts = member(object, "artifacts");
	run->rules = member(driver, "rules");
	if (run->source == NULL)
		return error_set(run->err, ERROR_MEMORY, "out of memory for %s", run->report->file);
	if (!find_package(run))
		return false;
	cJSON_ArrayForEach(result, member(object, "results")) {
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
	cJSON_ArrayForEach(object, member(root, "runs")) {
		struct run run = {.report = report, .err = err};

		if (!read_run(&run, object))
			return false;
	}
	return true;
}
