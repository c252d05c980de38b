/*
 * make_archive - an archive of as many listed versions as a bench or test wants, kept by the store's own functions.
 *
 * Readings of real packages are varied in app, developer, version, certificate, permissions and contents; assembled, judged,
 * kept and listed as `prelist submit` and `decide ... list` do it. Only the disk is not waited for.
 */
#include "bench/vary.h"
#include "bytes/date.h"
#include "sandbox/sandbox.h"
#include "store/decision.h"

#include <dirent.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TEMPLATES_MAX 64
#define TEMPLATE_ROWS_MAX 3000

static const char usage[] =
	"make-archive [options] DIR N: an archive in DIR with N listed versions\n"
	"  --templates FOLDER  packages whose readings are varied: fixtures, or a folder of folders of them (fixtures)\n"
	"  --rules DIR         the rules by which they are judged (those of the checkout)\n"
	"  --versions N        versions an app (10)\n"
	"  --apps N            apps a developer (5)\n"
	"  --rows N            a reading of fewer rows gets more entries (400)\n"
	"  --package-size N    bytes of each kept package (64)\n"
	"  --state STATE       listed or received (listed)\n"
	"  --days N            the versions came in on the N days before today, evenly (0)\n"
	"  --today DATE        the last of these days (2026-06-01)\n"
	"  --seed N            other archives by other numbers (1)\n";

/* Whatever is lost with the machine is made again. */
int fsync(int fd)
{
	(void)fd;
	return 0;
}

int fdatasync(int fd)
{
	(void)fd;
	return 0;
}

struct options {
	const char *dir, *templates, *rules, *state, *today;
	size_t num, versions, apps, rows, package_size, days;
	uint64_t seed;
};

struct maker {
	struct options options;
	struct sandbox *sandbox;
	struct rules *rules;
	struct judge *judge;
	struct archive *archive;
	struct reading *templates[TEMPLATES_MAX];
	size_t num_templates;
	struct form *form;
	struct judgement *judgement; /* of the app's version with these permissions */
	size_t judged_app, judged_permissions;
};

static size_t num_rows(const struct reading *reading)
{
	size_t num = 0;

	for (int table = 0; table < FACT_TABLE_COUNT; table++)
		num += reading_count(reading, (enum fact_table)table);
	return num;
}

/* Packages that a store would list are templates: read whole, signed, not too large. */
static bool is_template(const struct reading *reading)
{
	struct fact_signature **rows = reading_rows(reading, signature);
	struct fact_package **packages = reading_rows(reading, package);
	bool verified = false;

	for (size_t i = 0; i < reading_num(reading, signature); i++)
		verified |= rows[i]->status != NULL && strcmp(rows[i]->status, "verified") == 0;
	return verified && reading_num(reading, anomaly) == 0 && reading_num(reading, package) == 1 && packages[0]->app_id != NULL &&
	       packages[0]->debuggable != 1 && packages[0]->test_only != 1 && num_rows(reading) <= TEMPLATE_ROWS_MAX;
}

/* What is rejected as it stands would not be listed either. */
static bool is_rejected(struct maker *maker, const struct reading *reading, struct error *err)
{
	const struct submitted_package package = {.reading = reading, .file = "app.apk"};
	const struct judge_run run = {.today = maker->options.today, .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct reading *facts = judge_assemble(maker->rules, &package, 1, NULL, &run, err);
	struct judgement *judgement =
		facts == NULL ? NULL : judge_submission(maker->judge, facts, NULL, rules_blacklist(maker->rules), &run, err);
	bool rejected = judgement == NULL || judgement->verdict == VERDICT_REJECT;

	judgement_free(judgement);
	reading_free(facts);
	return rejected;
}

static bool read_template(struct maker *maker, const char *path, struct error *err)
{
	struct format_options read = {.limits = rules_limits(maker->rules), .with_sha1_md5 = true};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct reading *reading = fd < 0 ? NULL : sandbox_read(maker->sandbox, fd, &read, err);

	if (fd >= 0)
		close(fd);
	if (reading != NULL && maker->num_templates < TEMPLATES_MAX && is_template(reading) &&
	    !is_rejected(maker, reading, err) && vary_grow(reading, maker->options.rows))
		maker->templates[maker->num_templates++] = reading;
	else
		reading_free(reading);
	return err->code == ERROR_NONE;
}

/* Its packages and those of the folders in it, in byte order. */
static bool read_templates(struct maker *maker, const char *folder, int depth, struct error *err)
{
	struct dirent **names;
	int num = scandir(folder, &names, NULL, alphasort);
	bool ok = num >= 0 || error_errno(err, "the folder %s cannot be read", folder);

	for (int i = 0; i < num; i++) {
		char path[4096];

		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		if (ok && *names[i]->d_name != '.' && span_ends(span_of_text(path), ".apk"))
			ok = read_template(maker, path, err);
		else if (ok && *names[i]->d_name != '.' && depth > 0 && names[i]->d_type == DT_DIR)
			ok = read_templates(maker, path, depth - 1, err);
		free(names[i]);
	}
	if (num >= 0)
		free(names);
	return ok;
}

/* A package of its own bytes, hashed and kept. */
static bool make_package(struct maker *maker, size_t number, struct incoming *incoming, struct error *err)
{
	int fd = open(maker->options.dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char text[64];
	bool ok;

	snprintf(text, sizeof text, "generated package %llu %zu\n", (unsigned long long)maker->options.seed, number);
	ok = (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) &&
	      (maker->options.package_size <= strlen(text) || ftruncate(fd, (off_t)maker->options.package_size) == 0)) ||
	     error_errno(err, "a package cannot be written to %s", maker->options.dir);
	ok = ok && archive_receive(maker->archive, fd, incoming, err);
	if (fd >= 0)
		close(fd);
	return ok;
}

static size_t num_permissions(const struct version *version)
{
	size_t num = 0;

	while (vary_permission(version, num) != NULL)
		num++;
	return num;
}

/* Versions of an app with the same permissions are judged alike: once. */
static bool judge_version(struct maker *maker, const struct reading *facts, const struct version *version,
			  const struct judge_run *run, struct error *err)
{
	if (maker->judgement != NULL && maker->judged_app == version->app && maker->judged_permissions == num_permissions(version))
		return true;
	judgement_free(maker->judgement);
	maker->judgement = judge_submission(maker->judge, facts, NULL, rules_blacklist(maker->rules), run, err);
	maker->judged_app = version->app;
	maker->judged_permissions = num_permissions(version);
	return maker->judgement != NULL;
}

static bool make_form(struct maker *maker, const struct version *version, const struct reading *reading, struct error *err)
{
	BUF_CLEANUP struct buf json = buf_new((size_t)1024 * 1024);

	form_free(maker->form);
	maker->form = vary_form(&json, version, reading) ? form_parse(buf_span(&json), "the generated form", err) : NULL;
	return maker->form != NULL;
}

static bool list(struct maker *maker, int64_t number, const struct judge_run *run, struct error *err)
{
	const struct decision decision = {.number = number, .what = "list", .by = "generator", .reason = "generated",
					  .verdict = verdict_name(maker->judgement->verdict), .rules = rules_sha256(maker->rules),
					  .date = run->today};

	return database_begin(maker->archive, err) && decision_put(maker->archive, &decision, err) == KEPT &&
	       database_commit(maker->archive, err);
}

static bool keep(struct maker *maker, struct incoming *incoming, const struct version *version, const struct judge_run *run,
		 struct error *err)
{
	struct reading *reading = vary(maker->templates[version->app % maker->num_templates], version);
	struct submitted_package package = {.reading = reading, .file = "app.apk", .incoming = incoming};
	struct snapshot head = {0};
	struct reading *facts = NULL;
	int64_t number;
	bool ok = reading != NULL && make_form(maker, version, reading, err) &&
		  (facts = judge_assemble(maker->rules, &package, 1, maker->form, run, err)) != NULL &&
		  judge_version(maker, facts, version, run, err);
	char app_id[64];

	vary_app_id(app_id, version);
	ok = ok && database_number(maker->archive, &head.head, 0, err, "SELECT head FROM app WHERE platform = 'android' AND app_id = ?", "s", app_id) &&
	     database_number(maker->archive, &head.history.number, 0, err, "SELECT number FROM listing WHERE platform = 'android' AND app_id = ?", "s", app_id);
	if (ok) {
		const struct submission submission = {.packages = &package, .num_packages = 1, .form = maker->form,
						      .facts = facts, .judgement = maker->judgement, .rules = maker->rules, .run = run};

		ok = archive_keep(maker->archive, &submission, &head, &number, err) == KEPT &&
		     (strcmp(maker->options.state, "listed") != 0 || list(maker, number, run, err));
	}
	reading_free(facts);
	reading_free(reading);
	return ok;
}

static bool make_version(struct maker *maker, size_t number, struct error *err)
{
	const struct options *o = &maker->options;
	struct incoming incoming = {.fd = -1};
	struct version version = {.seed = o->seed, .app = number / o->versions, .version = number % o->versions};
	char today[DATE_TEXT_LEN];
	struct judge_run run = {.today = today, .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct date date;
	bool ok;

	version.developer = version.app / o->apps;
	if (!date_parse(o->today, &date))
		return error_set(err, ERROR_USAGE, "--today is a date, YYYY-MM-DD, not '%s'", o->today);
	date_format(date_from_days(date_to_days(date) - (int64_t)(o->days - o->days * number / o->num)), today);
	ok = make_package(maker, number, &incoming, err);
	version.sha256 = incoming.sha256;
	version.size = incoming.size;
	ok = ok && keep(maker, &incoming, &version, &run, err);
	incoming_close(&incoming);
	return ok;
}

static bool make(struct maker *maker, struct error *err)
{
	const struct options *o = &maker->options;
	const struct rules_options rules = {.dir = o->rules, .ignore_local = true};
	const struct sandbox_options sandbox = {.threads = 1};

	maker->sandbox = sandbox_start(&sandbox, err);
	maker->rules = maker->sandbox == NULL ? NULL : rules_load(&rules, err);
	maker->judge = maker->rules == NULL ? NULL : judge_open(maker->rules, err);
	if (maker->judge == NULL || !read_templates(maker, o->templates, 1, err))
		return false;
	if (maker->num_templates == 0)
		return error_set(err, ERROR_USAGE, "%s has no package that a store would list", o->templates);
	maker->archive = archive_open(o->dir, ARCHIVE_WRITE, err);
	for (size_t i = 0; maker->archive != NULL && i < o->num; i++) {
		if (!make_version(maker, i, err))
			return false;
		if (isatty(STDERR_FILENO) && i % 1000 == 0)
			fprintf(stderr, "\r%zu of %zu", i, o->num);
	}
	return maker->archive != NULL;
}

static void release(struct maker *maker)
{
	for (size_t i = 0; i < maker->num_templates; i++)
		reading_free(maker->templates[i]);
	judgement_free(maker->judgement);
	form_free(maker->form);
	archive_close(maker->archive);
	judge_close(maker->judge);
	rules_free(maker->rules);
	sandbox_stop(maker->sandbox);
}

static size_t number(const char *text)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text == '\0' || *end != '\0') {
		fprintf(stderr, "make-archive: '%s' is not a number\n", text);
		exit(2);
	}
	return value;
}

static const struct option names[] = {{"templates", 1, NULL, 't'},    {"rules", 1, NULL, 'r'}, {"versions", 1, NULL, 'v'},
				      {"apps", 1, NULL, 'a'},	      {"rows", 1, NULL, 'n'},  {"package-size", 1, NULL, 'p'},
				      {"state", 1, NULL, 's'},	      {"days", 1, NULL, 'd'},  {"today", 1, NULL, 'y'},
				      {"seed", 1, NULL, 'e'},	      {"help", 0, NULL, 'h'},  {NULL, 0, NULL, 0}};

static void take_option(struct options *o, int option)
{
	switch (option) {
	case 't': o->templates = optarg; break;
	case 'r': o->rules = optarg; break;
	case 'v': o->versions = number(optarg); break;
	case 'a': o->apps = number(optarg); break;
	case 'n': o->rows = number(optarg); break;
	case 'p': o->package_size = number(optarg); break;
	case 's': o->state = optarg; break;
	case 'd': o->days = number(optarg); break;
	case 'y': o->today = optarg; break;
	case 'e': o->seed = number(optarg); break;
	case 'h': fputs(usage, stdout); exit(0);
	default: fputs(usage, stderr); exit(2);
	}
}

int main(int argc, char **argv)
{
	struct maker maker = {.options = {.templates = "fixtures", .state = "listed", .today = "2026-06-01", .versions = 10, .apps = 5,
					  .rows = 400, .package_size = 64, .seed = 1}};
	struct error err = {0};
	int option;
	bool ok;

	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1)
		take_option(&maker.options, option);
	if (argc - optind != 2) {
		fputs(usage, stderr);
		return 2;
	}
	maker.options.dir = argv[optind];
	maker.options.num = number(argv[optind + 1]);
	ok = make(&maker, &err);
	release(&maker);
	if (!ok)
		fprintf(stderr, "make-archive: %s\n", err.text);
	return ok ? 0 : 2;
}
