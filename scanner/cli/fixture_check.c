#include "cli/fixture_check.h"

#include "scan.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fixture_path(const struct session *session, const char *name, char *out, size_t room)
{
	struct stat status;

	snprintf(out, room, "%s/../fixtures/%s.apk", rules_dir(session->rules), name);
	return stat(out, &status) == 0;
}

static bool has_fixtures(const struct session *session)
{
	char path[4200];
	struct stat status;

	snprintf(path, sizeof path, "%s/../fixtures", rules_dir(session->rules));
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool has_finding(const struct judgement *judgement, const char *rule)
{
	for (size_t i = 0; i < judgement->num_findings; i++)
		if (strcmp(judgement->findings[i].rule, rule) == 0)
			return true;
	return false;
}

/* A fixture may be a form beside a package (name.json is its golden report, name.form.json the form), or a successor. */
static bool judge_fixture(const struct session *session, const char *path, const char *rule, bool *hits,
			  struct error *err)
{
	const struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .judge = session->judge,
				  .read = session->read, .run = session->run};
	struct scan_file file = {.file = path, .fd = open(path, O_RDONLY | O_CLOEXEC)};
	struct scan_submission submission = {.files = &file, .num_files = 1};
	struct scan_result result = {0};
	bool ok;

	if (file.fd < 0)
		return error_errno(err, "cannot open %s", path);
	ok = scan_read(&scan, &file, err) && scan_judge(&scan, &submission, &result, err);
	if (ok)
		*hits = has_finding(result.judgement, rule);
	scan_result_free(&result);
	scan_files_free(&file, 1);
	close(file.fd);
	return ok;
}

static bool check_one(struct fixture_check *check, const struct rule *rule, const char *name, bool wanted,
		      struct error *err)
{
	char path[4200];
	bool hits = false;

	if (name == NULL || *name == '\0')
		return true;
	if (!fixture_path(check->session, name, path, sizeof path)) {
		check->num_wrong++;
		fprintf(check->session->output.file, "%s:%d: %s names the fixture %s, which is not there\n", rule->file,
			rule->line, rule->id, name);
		return true;
	}
	if (!judge_fixture(check->session, path, rule->id, &hits, err))
		return false;
	check->num_checked++;
	if (hits == wanted)
		return true;
	check->num_wrong++;
	fprintf(check->session->output.file, "%s:%d: %s %s the fixture %s\n", rule->file, rule->line, rule->id,
		wanted ? "does not hit" : "hits", name);
	return true;
}

bool fixture_check_all(struct fixture_check *check, struct error *err)
{
	const struct rules *rules = check->session->rules;

	if (!has_fixtures(check->session))
		return true;
	for (size_t i = 0; i < rules_count(rules); i++) {
		const struct rule *rule = rules_at(rules, i);

		if (!check_one(check, rule, rule->hit, true, err) || !check_one(check, rule, rule->miss, false, err))
			return false;
	}
	return true;
}
