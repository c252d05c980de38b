#include "cli/fixture_check.h"

#include "cli/input.h"
#include "report/translate.h"
#include "scan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A fixture that was judged; many rules name the same ones. */
struct judged_fixture {
	struct judged_fixture *next;
	const struct judged_fixture *after; /* the listed version, or NULL */
	char *name;
	struct scan_result result;
};

#define PATH_ROOM 4400
#define NAME_ROOM 512
#define WRONG_MAX ((size_t)65536)
#define HISTORY_MAX ((size_t)64 * 1024 * 1024)
#define DETAIL_ROOM ((size_t)1024 * 1024)
#define AFTER " after "
#define DAY "2026-12-01" /* within the time of the fixtures' certificates */

static bool fixture_path(const struct rules *rules, const char *name, const char *suffix, char out[PATH_ROOM])
{
	struct stat status;

	snprintf(out, PATH_ROOM, "%s/../fixtures%s%s", rules_dir(rules), name, suffix);
	return stat(out, &status) == 0;
}

/* A fixture on its way: the form, where there is one, and its packages. */
struct fixture {
	const struct scan *scan;
	struct form *form;
	struct scan_file *files;
	size_t num_files;
	char (*paths)[PATH_ROOM];
};

static bool allocate(struct fixture *fixture, size_t num_files, struct error *err)
{
	fixture->files = calloc(num_files, sizeof *fixture->files);
	fixture->paths = calloc(num_files, sizeof *fixture->paths);
	fixture->num_files = fixture->files != NULL && fixture->paths != NULL ? num_files : 0;
	for (size_t i = 0; i < fixture->num_files; i++)
		fixture->files[i].fd = -1;
	return fixture->num_files > 0 || error_memory(err);
}

static void release(struct fixture *fixture)
{
	scan_files_free(fixture->files, fixture->num_files);
	for (size_t i = 0; i < fixture->num_files; i++)
		if (fixture->files[i].fd >= 0)
			close(fixture->files[i].fd);
	free(fixture->files);
	free(fixture->paths);
	form_free(fixture->form);
}

static bool read_package(struct fixture *fixture, size_t index, const char *name, const char *suffix, const char *role,
			 struct error *err)
{
	struct scan_file *file = &fixture->files[index];
	char slash_name[NAME_ROOM + 1];

	snprintf(slash_name, sizeof slash_name, "/%s", name);
	file->file = fixture->paths[index];
	file->role = role;
	file->fd = fixture_path(fixture->scan->rules, slash_name, suffix, fixture->paths[index])
			   ? open(fixture->paths[index], O_RDONLY | O_CLOEXEC)
			   : -1;
	if (file->fd < 0)
		return error_errno(err, "cannot open %s", fixture->paths[index]);
	return scan_read(fixture->scan, file, err);
}

static bool read_packages(struct fixture *fixture, const char *name, struct error *err)
{
	size_t named = fixture->form == NULL ? 0 : fixture->form->num_packages;
	bool ok = allocate(fixture, named > 0 ? named : 1, err);

	if (named == 0)
		return ok && read_package(fixture, 0, name, ".apk", NULL, err);
	for (size_t i = 0; ok && i < named; i++)
		ok = read_package(fixture, i, fixture->form->packages[i].file, "", fixture->form->packages[i].role, err);
	return ok;
}

static bool judge_fixture(const struct session *session, const char *name, const char *form, const struct judge_history *history,
			  struct scan_result *result, struct error *err)
{
	const struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .judge = session->judge,
				  .read = session->read, .run = session->run};
	struct fixture fixture = {.scan = &scan};
	bool ok = input_form(form, &fixture.form, err) && read_packages(&fixture, name, err);
	struct scan_submission submission = {.files = fixture.files, .num_files = fixture.num_files, .form = fixture.form,
					       .history = history};

	ok = ok && scan_judge(&scan, &submission, result, err);
	release(&fixture);
	return ok;
}

static struct judge_listed_finding listed(const struct finding *finding)
{
	return (struct judge_listed_finding){finding->rule, finding->subject, verdict_name(finding->verdict),
					     finding->verdict == VERDICT_NOTICE ? NULL : finding->detail};
}

/* What the app was listed with: the fixture before and those before that. Rows are in the arena. */
static bool history_of(const struct judged_fixture *before, struct arena *arena, struct judge_history *history)
{
	struct judge_listed_finding *findings;
	const struct reading **facts;
	size_t num_versions = 0, num_findings = 0;

	*history = (struct judge_history){.previous = before == NULL ? NULL : before->result.facts};
	for (const struct judged_fixture *at = before; at != NULL; at = at->after) {
		num_versions++;
		num_findings += at->result.judgement->num_findings;
	}
	findings = arena_array(arena, num_findings + 1, sizeof *findings);
	facts = arena_array(arena, num_versions + 1, sizeof *facts);
	if (findings == NULL || facts == NULL)
		return false;
	for (const struct judged_fixture *at = before; at != NULL; at = at->after) {
		for (size_t i = 0; i < at->result.judgement->num_findings; i++)
			findings[history->num_findings++] = listed(&at->result.judgement->findings[i]);
		if (at != before)
			facts[history->num_others++] = at->result.facts;
	}
	history->findings = findings;
	history->others = facts;
	return true;
}

static const struct judged_fixture *judged_of(struct fixture_check *check, const char *name, struct error *err);

/* "NEW after OLD": the fixture NEW where OLD is the listed version, which may itself be "OLD after OLDER". */
static bool split_name(const char *whole, char name[NAME_ROOM], const char **after)
{
	const char *word = strstr(whole, AFTER);
	size_t len = word == NULL ? strlen(whole) : (size_t)(word - whole);

	*after = word == NULL ? NULL : word + strlen(AFTER);
	if (len >= NAME_ROOM)
		return false;
	memcpy(name, whole, len);
	name[len] = '\0';
	return true;
}

static struct judged_fixture *find_judged(const struct fixture_check *check, const char *name)
{
	struct judged_fixture *judged = check->judged;

	while (judged != NULL && strcmp(judged->name, name) != 0)
		judged = judged->next;
	return judged;
}

static bool judge_named(struct fixture_check *check, const char *name, const char *after, struct judged_fixture *judged, bool *found,
			struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(HISTORY_MAX);
	char form[PATH_ROOM], package[PATH_ROOM], slash_name[NAME_ROOM + 1];
	struct judge_history history;
	bool has_form;

	snprintf(slash_name, sizeof slash_name, "/%s", name);
	has_form = fixture_path(check->session->rules, slash_name, ".submission.json", form);
	*found = has_form || fixture_path(check->session->rules, slash_name, ".apk", package);
	if (*found && after != NULL) {
		judged->after = judged_of(check, after, err);
		*found = judged->after != NULL;
	}
	if (!*found)
		return false;
	if (!history_of(judged->after, &arena, &history))
		return error_memory(err);
	return judge_fixture(check->session, name, has_form ? form : NULL, &history, &judged->result, err);
}

/* A fixture, judged once; NULL and err unset when it is not there. */
static const struct judged_fixture *judged_of(struct fixture_check *check, const char *whole, struct error *err)
{
	struct judged_fixture *judged = find_judged(check, whole);
	char name[NAME_ROOM];
	const char *after;
	bool found = false, ok;

	if (judged != NULL)
		return judged;
	judged = calloc(1, sizeof *judged);
	if (judged == NULL) {
		error_memory(err);
		return NULL;
	}
	judged->name = strdup(whole);
	ok = judged->name != NULL ? split_name(judged->name, name, &after) && judge_named(check, name, after, judged, &found, err) :
				    error_memory(err);
	if (!found) {
		free(judged->name);
		free(judged);
		return NULL;
	}
	judged->next = check->judged;
	check->judged = judged;
	check->num_checked++;
	return ok ? judged : NULL;
}

void fixture_check_wrong(struct fixture_check *check, const char *text)
{
	ARENA_CLEANUP struct arena arena = arena_new(WRONG_MAX);

	check->num_wrong++;
	if (check->json != NULL)
		json_text(check->json, NULL, text);
	else
		fprintf(check->session->output.file, "%s\n", translate(&arena, check->session->language, text));
}

static bool wrong(struct fixture_check *check, const struct rule *rule, const char *what, const char *name, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(WRONG_MAX);
	const char *text = arena_printf(&arena, "%s:%d: %s %s the fixture %s", rule->file, rule->line, rule->id, what, name);

	if (text == NULL)
		return error_memory(err);
	fixture_check_wrong(check, text);
	return true;
}

/* Where the rule says some of its details in Chinese, it says each. */
static bool has_chinese(const struct fixture_check *check, const struct rule *rule, const struct judgement *judgement)
{
	for (size_t i = 0; rule->num_details > 0 && i < judgement->num_findings; i++) {
		ARENA_CLEANUP struct arena arena = arena_new(DETAIL_ROOM);
		const struct finding *finding = &judgement->findings[i];

		if (strcmp(finding->rule, rule->id) == 0 && finding->detail != NULL && *finding->detail != '\0' &&
		    translate_detail(&arena, LANGUAGE_ZH, check->session->rules, rule->id, finding->detail) == finding->detail)
			return false;
	}
	return true;
}

static bool check_one(struct fixture_check *check, const struct rule *rule, const char *name, bool wanted,
		      struct error *err)
{
	const struct judged_fixture *judged;
	const struct judgement *judgement;
	const struct finding *unfinished;

	if (check->broke_off)
		return true;
	judged = judged_of(check, name, err);
	if (err->code != ERROR_NONE)
		return false;
	if (judged == NULL)
		return wrong(check, rule, "names, and there is none,", name, err);
	judgement = judged->result.judgement;
	unfinished = judgement_of_rule(judgement, anomaly_info(ANOMALY_LIMIT_RULE_TIME)->name);
	if (unfinished != NULL) {
		check->broke_off = true;
		return wrong(check, rules_find(check->session->rules, unfinished->subject), "cannot finish on", name, err);
	}
	if ((judgement_of_rule(judgement, rule->id) != NULL) != wanted)
		return wrong(check, rule, wanted ? "does not hit" : "hits", name, err);
	return has_chinese(check, rule, judgement) || wrong(check, rule, "has no detail.zh for what it says of", name, err);
}

/* Each of "NAME, NAME after NAME". */
static bool check_each(struct fixture_check *check, const struct rule *rule, const char *names, bool wanted, struct error *err)
{
	char name[NAME_ROOM];
	bool ok = true;

	while (ok && names != NULL && *names != '\0') {
		size_t len = strcspn(names, ",");

		snprintf(name, sizeof name, "%.*s", (int)len, names);
		names += len;
		names += strspn(names, ", ");
		ok = check_one(check, rule, name, wanted, err);
	}
	return ok;
}

static void free_judged(struct fixture_check *check)
{
	while (check->judged != NULL) {
		struct judged_fixture *judged = check->judged;

		check->judged = judged->next;
		scan_result_free(&judged->result);
		free(judged->name);
		free(judged);
	}
}

bool fixture_check_all(struct fixture_check *check, struct error *err)
{
	const struct rules *rules = check->session->rules;
	char path[PATH_ROOM];
	bool ok = true;

	if (!fixture_path(rules, "", "", path))
		return true;
	if (check->session->args->value[OPTION_TODAY] == NULL)
		check->session->run.today = DAY;
	for (size_t i = 0; ok && i < rules_count(rules); i++) {
		const struct rule *rule = rules_at(rules, i);

		ok = check_each(check, rule, rule->hit, true, err) && check_each(check, rule, rule->miss, false, err);
	}
	free_judged(check);
	return ok;
}
