#include "cli/session.h"

#include "bytes/core.h"
#include "bytes/heap.h"
#include "bytes/plural.h"
#include "bytes/text.h"
#include "cli/version.h"
#include "desk/zone.h"
#include "report/translate.h"
#include "store/clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define JOBS_MAX 256
#define WARNING_MAX ((size_t)65536)
#define SDK_MAX 10000
#define HEAP_ROOM ((size_t)16 * 1024 * 1024)

void session_warn(enum language language, const char *format, ...)
{
	ARENA_CLEANUP struct arena arena = arena_new(WARNING_MAX);
	BUF_CLEANUP struct buf line = buf_new(WARNING_MAX);
	char chosen[PLURAL_MAX], *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, plural_format(format, args, chosen), args) < 0)
		text = NULL;
	va_end(args);
	text_visible(&line, translate(&arena, language, text != NULL ? text : "out of memory"));
	free(text);
	fprintf(stderr, "prelist: %.*s\n", (int)line.len, line.data != NULL ? (const char *)line.data : "");
}

void session_problem(const struct session *session, const char *text)
{
	ARENA_CLEANUP struct arena arena = arena_new(WARNING_MAX);
	BUF_CLEANUP struct buf line = buf_new(WARNING_MAX);

	text_visible(&line, translate(&arena, session->language, text));
	fprintf(session->output.file, "%.*s\n", (int)line.len, line.data != NULL ? (const char *)line.data : "");
}

static bool check_words(const struct arguments *args, struct error *err)
{
	const char *fail_on = args->value[OPTION_FAIL_ON];

	if (fail_on != NULL && strcmp(fail_on, "reject") != 0 && strcmp(fail_on, "review") != 0)
		return error_set(err, ERROR_USAGE, "--fail-on is reject or review, not '%s'", fail_on);
	return true;
}

/* A page is not a report: only a command that makes pages takes what writes nothing else. */
static bool choose_writer(struct session *session, const char *format, struct error *err)
{
	bool makes_pages = session->command->makes_pages;
	char names[WRITER_NAMES_LEN];

	session->writer = writer_find(format);
	writer_names(names, makes_pages);
	if (session->writer == NULL)
		return error_set(err, ERROR_USAGE, "--format is one of %s, not '%s'", names, format);
	if (session->writer->write == NULL && !makes_pages)
		return error_set(err, ERROR_USAGE, "--format %s is for prelist disclose; here it is one of %s", format, names);
	return true;
}

bool session_may_write(const struct session *session, const char *option, const char *output, struct error *err)
{
	const struct arguments *args = session->args;
	static const enum option_id read[] = {OPTION_SUBMISSION, OPTION_IMPORT, OPTION_HEAD, OPTION_KEY};
	static const char *const keys[] = {"PRELIST_KEY_FILE", "PRELIST_LOG_KEY_FILE"};
	const char *same = NULL;

	for (size_t i = 0; same == NULL && i < sizeof keys / sizeof keys[0]; i++)
		same = getenv(keys[i]) != NULL && output_is_same(getenv(keys[i]), output) ? getenv(keys[i]) : NULL;
	for (size_t i = 0; same == NULL && i < args->num_operands; i++)
		same = output_is_same(args->operands[i], output) ? args->operands[i] : NULL;
	for (size_t i = 0; same == NULL && i < sizeof read / sizeof read[0]; i++)
		same = args->value[read[i]] != NULL && output_is_same(args->value[read[i]], output) ? args->value[read[i]] : NULL;
	return same == NULL || error_set(err, ERROR_USAGE, "%s %s is %s, which is read: name another file", option, output, same);
}

bool session_spares(const struct session *session, const char *const *files, size_t num, struct error *err)
{
	const char *output = session->output.path;

	for (size_t i = 0; output != NULL && i < num; i++)
		if (output_is_same(files[i], output))
			return error_set(err, ERROR_USAGE, "%s %s is %s, which is read: name another file", "-o", output, files[i]);
	return true;
}

bool session_begin(struct session *session, struct error *err)
{
	const struct arguments *args = session->args;
	const char *format = args->value[OPTION_FORMAT] != NULL ? args->value[OPTION_FORMAT] : "text";
	const char *output = NULL; /* standard output */
	int64_t jobs, cores = core_count();

	session->quiet = args->value[OPTION_QUIET] != NULL;
	if (!choose_writer(session, format, err) || !check_words(args, err) ||
	    !arguments_number(args, OPTION_JOBS, 1, JOBS_MAX, cores < JOBS_MAX ? cores : JOBS_MAX, &jobs, err) ||
	    !arguments_number(args, OPTION_MIN_SDK, 1, SDK_MAX, FACT_ABSENT, &session->run.min_sdk, err) ||
	    !arguments_number(args, OPTION_MAX_SDK, 1, SDK_MAX, FACT_ABSENT, &session->run.max_sdk, err))
		return false;
	if (session->run.max_sdk != FACT_ABSENT && session->run.min_sdk > session->run.max_sdk)
		return error_set(err, ERROR_USAGE, "--min-sdk is above --max-sdk");
	session->jobs = (unsigned)jobs;
	if (!session->command->output_is_folder)
		output = args->value[OPTION_OUTPUT];
	if (output != NULL && !session_may_write(session, "-o", output, err))
		return false;
	session->is_unheard = session->quiet && output == NULL;
	return output_open(&session->output, session->is_unheard ? "/dev/null" : output, session->command->unseals, err);
}

/* What session_begin_judge left for later; what went wrong is said by session_judge. */
static void end_opening(struct session *session)
{
	session->is_opening = false;
	if (rules_complete(session->rules, &session->opening_error))
		session->judge = judge_open_known(session->rules, &session->opening_error);
}

void session_end(struct session *session, struct error *err)
{
	bool keep = archive_is_still(session->archive, err) && err->code == ERROR_NONE && !session->is_unanswered;

	output_close(&session->output, keep, err);
	judge_close(session->judge);
	archive_close(session->archive);
	rules_free(session->rules);
	sandbox_stop(session->sandbox);
}

bool session_sandbox(struct session *session, unsigned threads, struct error *err)
{
	struct sandbox_options options = {
		.allow_unsandboxed = session->args->value[OPTION_ALLOW_UNSANDBOXED] != NULL,
		.threads = threads,
	};

	session->sandbox = sandbox_start(&options, err);
	heap_use_large_pages(HEAP_ROOM); /* for rules and readings; the sandbox has its own */
	return session->sandbox != NULL;
}

/* What is logged says by which day, once both the day and the archive are known. */
static void mark_day(struct session *session)
{
	if (session->archive != NULL && session->rules != NULL)
		archive_go_by(session->archive, session_is_other_day(session) ? session->today : NULL);
}

static bool read_today(struct session *session, struct error *err)
{
	const char *given = session->args->value[OPTION_TODAY];
	struct date date;

	session->run.today = session->today;
	if (given == NULL) {
		zone_today(rules_policy(session->rules, "timezone"), session->today);
		return true;
	}
	if (!date_given("--today", given, &date, err))
		return false;
	date_format(date, session->today);
	return true;
}

static bool set_today(struct session *session, struct error *err)
{
	if (!read_today(session, err))
		return false;
	mark_day(session);
	return true;
}

static bool set_limits(struct session *session, struct error *err)
{
	for (size_t i = 0; i < session->args->num_limits; i++)
		if (!rules_set_limit(session->rules, session->args->limits[i], err))
			return false;
	session->read.limits = rules_limits(session->rules);
	return true;
}

static const char *named_archive(const struct session *session)
{
	const char *given = session->args->value[OPTION_ARCHIVE];

	return given != NULL ? given : getenv("PRELIST_ARCHIVE");
}

void session_find_archive(struct session *session)
{
	const char *given = named_archive(session);
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	char *out = session->archive_dir;
	size_t room = sizeof session->archive_dir;

	*out = '\0';
	if (given != NULL && *given != '\0')
		snprintf(out, room, "%s", given);
	else if (data != NULL && *data == '/')
		snprintf(out, room, "%s/prelist", data);
	else if (home != NULL && *home == '/')
		snprintf(out, room, "%s/.local/share/prelist", home);
}

bool session_names_archive(const struct session *session, struct error *err)
{
	const char *home = getenv("HOME");

	if (*session->archive_dir != '\0')
		return true;
	return error_set(err, ERROR_USAGE, home == NULL || *home == '\0' ? "which archive? $HOME is not set: name one with --archive or $PRELIST_ARCHIVE" :
			 "which archive? $HOME is no absolute path: name one with --archive or $PRELIST_ARCHIVE");
}

bool session_rules(struct session *session, struct error *err)
{
	struct rules_options options = {.dir = session->args->value[OPTION_RULES]};

	session_find_archive(session);
	session->rules = rules_load(&options, err);
	return session->rules != NULL && set_today(session, err) && set_limits(session, err);
}

void session_real_today(const struct session *session, char today[DATE_TEXT_LEN])
{
	zone_today(rules_policy(session->rules, "timezone"), today);
}

bool session_is_other_day(const struct session *session)
{
	char today[DATE_TEXT_LEN];

	if (session->args->value[OPTION_TODAY] == NULL)
		return false;
	session_real_today(session, today);
	return strcmp(session->today, today) != 0;
}

bool session_policy_is(const struct session *session, const char *name)
{
	const char *value = rules_policy(session->rules, name);

	return value != NULL && (strcmp(value, "true") == 0 || strcmp(value, "1") == 0);
}

bool session_policy(struct session *session, struct error *err)
{
	struct rules_options options = {.dir = session->args->value[OPTION_RULES]};

	session->rules = rules_open(&options, err);
	return session->rules != NULL && set_today(session, err) && set_limits(session, err);
}

bool session_begin_judge(struct session *session, struct error *err)
{
	session_find_archive(session);
	session->is_opening = session_policy(session, err);
	return session->is_opening;
}

static bool look_ahead(void *owner, const struct reading *so_far)
{
	struct session *session = owner;

	if (session->is_opening)
		end_opening(session);
	return session->judge != NULL && judge_look_ahead(session->judge, so_far);
}

const struct sandbox_meanwhile *session_meanwhile(struct session *session)
{
	session->meanwhile = (struct sandbox_meanwhile){.work = look_ahead, .owner = session};
	return &session->meanwhile;
}

bool session_judge(struct session *session, struct error *err)
{
	if (session->is_opening)
		end_opening(session);
	if (session->opening_error.code != ERROR_NONE)
		return error_set(err, session->opening_error.code, "%s", session->opening_error.text);
	if (session->judge == NULL)
		session->judge = judge_open(session->rules, err);
	return session->judge != NULL;
}

/* What is kept as of a day to come would be due and counted then, and hidden till then. */
static bool check_day(const struct session *session, struct error *err)
{
	char today[DATE_TEXT_LEN];

	if (session->rules == NULL || session->args->value[OPTION_RECORD] != NULL || !session_is_other_day(session))
		return true;
	session_real_today(session, today);
	return strcmp(session->today, today) < 0 ||
	       error_set(err, ERROR_USAGE, "%s has not come: what is kept is kept as of today, %s, or an earlier day", session->today, today);
}

/* Folders are made in a home, itself never: that of a service account may be a name alone. */
static bool has_home(const struct session *session, struct error *err)
{
	const char *given = named_archive(session), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	if ((given != NULL && *given != '\0') || (data != NULL && *data == '/') || access(home, F_OK) == 0 || errno != ENOENT)
		return true;
	return error_set(err, ERROR_USAGE, "which archive? there is no $HOME, %s: name one with --archive or $PRELIST_ARCHIVE", home);
}

bool session_archive(struct session *session, enum archive_mode mode, struct error *err)
{
	session_find_archive(session);
	if (*session->archive_dir == '\0' && mode != ARCHIVE_WRITE)
		return true;
	if (!session_names_archive(session, err) || (mode != ARCHIVE_READ && !check_day(session, err)) ||
	    (mode == ARCHIVE_WRITE && !has_home(session, err)))
		return false;
	session->archive = archive_open(session->archive_dir, mode, err);
	if (session->archive == NULL)
		return err->code == ERROR_NONE;
	mark_day(session);
	if (mode == ARCHIVE_READ)
		return !session->command->is_dated || session_clock(session, err);
	return session->command->sets_clock || clock_check(session->archive, (int64_t)time(NULL), err);
}

bool session_clock(const struct session *session, struct error *err)
{
	return session->archive == NULL || session->args->value[OPTION_TODAY] != NULL ||
	       clock_check(session->archive, (int64_t)time(NULL), err);
}

void session_warn_clock(const struct session *session)
{
	struct error behind = {0};

	if (!session_clock(session, &behind))
		session_warn(session->language, "%s", behind.text);
}

bool session_archive_if_any(struct session *session, struct error *err)
{
	const char *named = named_archive(session);

	if (!session_archive(session, ARCHIVE_READ, err))
		return false;
	if (session->archive == NULL && named != NULL && *named != '\0')
		session_warn(session->language, "WARNING: there is no archive in %s: nothing is looked up in its blacklist and history", session->archive_dir);
	return true;
}

static bool open_existing(struct session *session, enum archive_mode mode, struct error *err)
{
	if (!session_archive(session, mode, err))
		return false;
	if (session->archive == NULL)
		return session_names_archive(session, err) &&
		       error_set(err, ERROR_ARCHIVE,
				 "there is no archive in %s; name one with --archive or $PRELIST_ARCHIVE",
				 session->archive_dir);
	return true;
}

bool session_existing_archive(struct session *session, struct error *err)
{
	return open_existing(session, ARCHIVE_READ, err);
}

bool session_writable_archive(struct session *session, struct error *err)
{
	return open_existing(session, ARCHIVE_CHANGE, err);
}

struct report_options session_report_options(const struct session *session)
{
	struct report_options options = {.out = session->output.file, .language = session->language,
					 .version = version};
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	struct winsize size;

	if (!isatty(fileno(options.out)))
		return options;
	options.color = (no_color == NULL || *no_color == '\0') && (term == NULL || strcmp(term, "dumb") != 0);
	if (ioctl(fileno(options.out), TIOCGWINSZ, &size) == 0)
		options.width = size.ws_col;
	return options;
}

bool session_wants_json(const struct session *session, bool *compact)
{
	*compact = strcmp(session->writer->name, "ndjson") == 0;
	return strcmp(session->writer->name, "text") != 0;
}

bool session_json(const struct session *session, struct json *json, const char *schema)
{
	bool compact, wanted = session_wants_json(session, &compact);

	*json = json_new(session->output.file, compact);
	if (wanted) {
		json_object(json, NULL);
		json_text(json, "schema", schema);
	}
	return wanted;
}

int session_exit_code(const struct session *session, enum verdict verdict)
{
	const char *fail_on = session->args->value[OPTION_FAIL_ON];
	bool review_passes = fail_on != NULL && strcmp(fail_on, "reject") == 0;

	if (session->args->value[OPTION_EXIT_ZERO] != NULL)
		return 0;
	if (verdict == VERDICT_REJECT)
		return 1;
	return verdict == VERDICT_REVIEW && !review_passes ? 3 : 0;
}

int exit_code_worse(int a, int b)
{
	static const int order[] = {[0] = 0, [3] = 1, [1] = 2, [2] = 3};

	return order[a] >= order[b] ? a : b;
}
