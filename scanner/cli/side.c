#include "cli/side.h"

#include "cli/input.h"
#include "cli/kept.h"
#include "scan.h"

#include <sys/stat.h>
#include <unistd.h>

bool side_is_file(const char *name)
{
	struct stat status;

	if (strcmp(name, "-") == 0)
		return true;
	/* A folder that has an app's id, as one for each app's pages has, does not stand for it. */
	return stat(name, &status) == 0 && (!S_ISDIR(status.st_mode) || strchr(name, '/') != NULL);
}

bool side_package(const struct arguments *args, int64_t *package, struct error *err)
{
	bool of_version = false;

	for (size_t i = 0; i < args->num_operands; i++)
		of_version |= strchr(args->operands[i], '@') != NULL;
	if (args->value[OPTION_PACKAGE] != NULL && !of_version)
		return error_set(err, ERROR_USAGE, "--package is of one version's packages: APP@VERSION");
	return arguments_number(args, OPTION_PACKAGE, 0, 10000, -1, package, err);
}

static bool load_file(struct session *session, const char *name, struct side *side, struct error *err)
{
	struct scan scan = {.sandbox = session->sandbox, .rules = session->rules, .read = session->read, .run = session->run};
	struct scan_file file = {.file = name,
				 .fd = input_open(name, session->read.limits.value[LIMIT_PACKAGE_SIZE], err)};
	const struct scan_submission submission = {.files = &file, .num_files = 1};

	if (file.fd < 0)
		return false;
	/* Kept packages have these digests where policy asks for them. */
	scan.read.with_sha1_md5 = session_policy_is(session, "with_sha1_md5");
	if (scan_read(&scan, &file, err))
		side->facts = scan_assemble(&scan, &submission, err);
	scan_files_free(&file, 1);
	close(file.fd);
	return side->facts != NULL;
}

/* What the form says is of the submission, whichever package is asked for. */
static bool is_of_form(enum fact_table table, const void *row)
{
	enum fact_origin origin = fact_info(table)->origin;
	const struct fact_purpose *purpose = row;

	return origin == FACT_FORM || origin == FACT_BENCH ||
	       (table == FACT_TABLE_purpose && purpose->origin != NULL && strcmp(purpose->origin, "submission") == 0);
}

/* package -1: of all packages. */
static void keep_rows(struct fact_rows *rows, enum fact_table table, int64_t package, bool with_form)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->num_rows; i++) {
		bool is_its = package < 0 || ((const union fact_value *)rows->row[i])[0].number == package;

		if (is_of_form(table, rows->row[i]) ? with_form : is_its)
			rows->row[kept++] = rows->row[i];
	}
	rows->num_rows = kept;
	rows->num_in_order = 0;
}

bool side_pick(struct reading *facts, const char *name, int64_t package, struct error *err)
{
	if (package < 0)
		return true;
	if (judge_package_row(facts, package) == NULL)
		return error_set(err, ERROR_USAGE, "%s has no package %lld", name, (long long)package);
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		keep_rows(&facts->tables[table], table, package, true);
	return true;
}

void side_as_file(struct side *side)
{
	struct fact_package **packages = reading_rows(side->facts, package);

	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		keep_rows(&side->facts->tables[table], table, -1, false);
	for (size_t i = 0; i < reading_num(side->facts, package); i++)
		packages[i]->role = NULL;
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

/* What is picked of two submissions is compared wherever it stands in them. */
static void put_first(struct reading *facts)
{
	for (enum fact_table table = 0; table < FACT_TABLE_COUNT; table++)
		for (size_t i = 0; i < facts->tables[table].num_rows; i++)
			((union fact_value *)facts->tables[table].row[i])[0].number = 0;
}

bool side_load(struct session *session, const char *name, struct side *side, struct error *err)
{
	int64_t package;

	*side = (struct side){0};
	if (!side_package(session->args, &package, err) || !load(session, name, side, err))
		return false;
	if (package < 0 || side_is_file(name))
		return true;
	if (!side_pick(side->facts, name, package, err))
		return false;
	put_first(side->facts);
	return true;
}

void side_free(struct side *side)
{
	reading_free(side->facts);
	*side = (struct side){0};
}
