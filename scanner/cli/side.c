#include "cli/side.h"

#include "cli/input.h"
#include "cli/kept.h"
#include "scan.h"

#include <sys/stat.h>
#include <unistd.h>

bool side_is_file(const char *name)
{
	struct stat status;

	return strcmp(name, "-") == 0 || stat(name, &status) == 0;
}

static bool load_file(struct session *session, const char *name, struct side *side, struct error *err)
{
	struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .read = session->read};
	struct scan_file file = {.file = name,
				 .fd = input_open(name, session->read.limits.value[LIMIT_PACKAGE_SIZE], err)};
	struct submitted_package package;
	bool ok;

	if (file.fd < 0)
		return false;
	/* Kept packages have these digests where policy asks for them. */
	scan.read.with_sha1_md5 = session_policy_is(session, "with_sha1_md5");
	ok = scan_read(&scan, &file, err);
	package = (struct submitted_package){.reading = file.reading, .file = name};
	if (ok)
		side->facts = judge_assemble(session->rules, &package, 1, NULL, &session->run, err);
	scan_files_free(&file, 1);
	close(file.fd);
	return ok && side->facts != NULL;
}

/* Only the rows of one package, as if it had been alone. */
static void pick(struct reading *facts, int64_t package)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++) {
		struct fact_rows *rows = &facts->tables[table];
		size_t kept = 0;

		for (size_t i = 0; i < rows->num_rows; i++) {
			union fact_value *values = rows->row[i];

			if (values[0].number != package)
				continue;
			values[0].number = 0;
			rows->row[kept++] = rows->row[i];
		}
		rows->num_rows = kept;
	}
}

static bool load(struct session *session, const char *name, struct side *side, struct error *err)
{
	int64_t number;

	if (side_is_file(name))
		return load_file(session, name, side, err);
	if (strchr(name, '@') == NULL)
		return error_set(err, ERROR_INPUT, "%s is neither a file nor APP@VERSION", name);
	if ((session->archive == NULL && !session_existing_archive(session, err)) || !kept_number(session, name, &number, err))
		return false;
	side->facts = kept_facts(session, number, err);
	return side->facts != NULL;
}

bool side_load(struct session *session, const char *name, struct side *side, struct error *err)
{
	int64_t package;

	*side = (struct side){0};
	if (!arguments_number(session->args, OPTION_PACKAGE, 0, 10000, -1, &package, err) ||
	    !load(session, name, side, err))
		return false;
	if (package < 0)
		return true;
	if (judge_package_row(side->facts, package) == NULL)
		return error_set(err, ERROR_USAGE, "%s has no package %lld", name, (long long)package);
	pick(side->facts, package);
	return true;
}

void side_free(struct side *side)
{
	reading_free(side->facts);
	*side = (struct side){0};
}
