#include "cli/fixture_check.h"

#include "scan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A fixture that was judged; many rules name the same ones. */
struct judged_fixture {
	struct judged_fixture *next;
	const char *name;
	struct scan_result result;
};

#define PATH_ROOM 4400

static bool is_there(const struct session *session, const char *name, const char *suffix, char out[PATH_ROOM])
{
	struct stat status;

	snprintf(out, PATH_ROOM, "%s/../fixtures%s%s", rules_dir(session->rules), name, suffix);
	return stat(out, &status) == 0;
}

static bool has_finding(const struct judgement *judgement, const char *rule)
{
	for (size_t i = 0; i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].rule, rule) == 0)
			return true;
	return false;
}

static bool judge_file(const struct session *session, const char *path, struct scan_result *result, struct error *err)
{
	const struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .judge = session->judge,
				  .read = session->read, .run = session->run};
	struct scan_file file = {.file = path, .fd = open(path, O_RDONLY | O_CLOEXEC)};
	struct scan_submission submission = {.files = &file, .num_files = 1};
	bool ok;

	if (file.fd < 0)
		return error_errno(err, "cannot open %s", path);
	ok = scan_read(&scan, &file, err) && scan_judge(&scan, &submission, result, err);
	scan_files_free(&file, 1);
	close(file.fd);
	return ok;
}

/* The judgement of a fixture, made once; NULL and err unset when the fixture is not there. */
static const struct judgement *judgement_of(struct fixture_check *check, const char *name, struct error *err)
{
	struct judged_fixture *judged = check->judged;
	char path[PATH_ROOM], slash_name[512];

	while (judged != NULL && strcmp(judged->name, name) != 0)
		judged = judged->next;
	if (judged != NULL)
		return judged->result.judgement;
	snprintf(slash_name, sizeof slash_name, "/%s", name);
	if (!is_there(check->session, slash_name, ".apk", path))
		return NULL;
	judged = calloc(1, sizeof *judged);
	if (judged == NULL) {
		error_set(err, ERROR_MEMORY, "no memory for the fixture %s", name);
		return NULL;
	}
	*judged = (struct judged_fixture){.next = check->judged, .name = name};
	check->judged = judged;
	check->num_checked++;
	return judge_file(check->session, path, &judged->result, err) ? judged->result.judgement : NULL;
}

static void wrong(struct fixture_check *check, const struct rule *rule, const char *what, const char *name)
{
	check->num_wrong++;
	fprintf(check->session->output.file, "%s:%d: %s %s the fixture %s\n", rule->file, rule->line, rule->id, what,
		name);
}

static bool check_one(struct fixture_check *check, const struct rule *rule, const char *name, bool wanted,
		      struct error *err)
{
	const struct judgement *judgement;

	if (name == NULL || *name == '\0')
		return true;
	judgement = judgement_of(check, name, err);
	if (err->code != ERROR_NONE)
		return false;
	if (judgement == NULL)
		wrong(check, rule, "names, and there is none,", name);
	else if (has_finding(judgement, rule->id) != wanted)
		wrong(check, rule, wanted ? "does not hit" : "hits", name);
	return true;
}

static void free_judged(struct fixture_check *check)
{
	while (check->judged != NULL) {
		struct judged_fixture *judged = check->judged;

		check->judged = judged->next;
		scan_result_free(&judged->result);
		free(judged);
	}
}

bool fixture_check_all(struct fixture_check *check, struct error *err)
{
	const struct rules *rules = check->session->rules;
	char path[PATH_ROOM];
	bool ok = true;

	if (!is_there(check->session, "", "", path))
		return true;
	for (size_t i = 0; ok && i < rules_count(rules); i++) {
		const struct rule *rule = rules_at(rules, i);

		ok = check_one(check, rule, rule->hit, true, err) && check_one(check, rule, rule->miss, false, err);
	}
	free_judged(check);
	return ok;
}
