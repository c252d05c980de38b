#include "cli/show.h"

#include "bytes/text.h"
#include "cli/blacklist.h"
#include "cli/kept_standing.h"
#include "cli/side.h"
#include "desk/case.h"

#include <inttypes.h>

#define DEVICE_LEN 16 /* the longest name of a kind of devices, and its NUL */

/* Of all apps, the one at hand. */
struct apps {
	struct list list;
	struct kept_row last; /* its newest submission */
	struct arena arena;   /* the text of that */
	size_t num_submissions;
	char listed[32], listed_for[32], suspended[DATE_TEXT_LEN];
	int64_t listed_number; /* the submission of that, of several that for phones; 0: none */
};

static void next_device(const char **rest, char device[DEVICE_LEN])
{
	struct span word = text_next_word(rest, ',');

	snprintf(device, DEVICE_LEN, "%.*s", (int)word.len, (const char *)word.data);
}

/* offered_for has one kind at the most, and none where the first is phones. */
static void put_devices(struct list *list, const struct kept_row *row)
{
	const char *devices = row->devices;
	char device[DEVICE_LEN];

	list_text(list, "offered_for", NULL, row->offered_for != NULL && *row->offered_for != '\0' ? row->offered_for : NULL);
	if (list->json == NULL || devices == NULL)
		return;
	json_array(list->json, "offered_devices");
	while (devices != NULL) {
		next_device(&devices, device);
		json_text(list->json, NULL, device);
	}
	json_close(list->json);
}

/* Programs are told the same in every language. */
static void put_name(struct list *list, const struct kept_row *row)
{
	ARENA_CLEANUP struct arena arena = arena_new(65536);
	const char *name = row->listing;

	if (name == NULL)
		name = list->json != NULL ? row->label : kept_label(row->session, row->number, row->label, &arena);
	list_text(list, "name", "LABEL", name);
}

/* today: how it stands, or NULL. */
static void put_version(struct list *list, const struct kept_row *row, const char *state, const char *today)
{
	list_row(list, NULL);
	list_id(list, "submission", "SUBMISSION", row->number);
	list_text(list, "platform", NULL, row->platform);
	list_text(list, "app_id", "APP", row->app_id);
	list_text(list, "label", NULL, row->label);
	put_name(list, row);
	list_text(list, "version_name", "NAME", row->version_name);
	list_number(list, "version_code", "VERSION", row->version_code);
	list_text(list, "state", NULL, row->state);
	list_word(list, NULL, "STATE", state);
	if (row->offered_for != NULL)
		list_bool(list, "offered", true);
	list_text(list, "suspended_since", NULL, row->suspended);
	put_devices(list, row);
	if (row->is_overtaken)
		list_bool(list, "overtaken", true);
	if (row->is_retired)
		list_bool(list, "retired", true);
	list_text(list, "pruned", NULL, row->pruned);
	list_word(list, "verdict", "VERDICT", verdict_name(row->verdict));
	list_word(list, "today", "TODAY", today);
	list_text(list, "time", "TIME", row->time);
	list_text(list, "by", NULL, row->by);
	list_row_end(list);
}

/* Of one app. */
struct versions {
	struct list list;
	struct session *session;
	struct error *err;
	int64_t listed; /* one that is, 0: none is */
};

static enum verdict today_of(struct versions *versions, const struct kept_row *row)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	struct session *session = versions->session;
	struct kept_standing standing;

	if ((session->rules == NULL && !session_rules(session, versions->err)) ||
	    !kept_standing(session, row->number, row->state, row->verdict, &arena, &standing, versions->err))
		return VERDICT_NONE;
	return standing.today.verdict;
}

static const char *devices_of(enum language language, const char *rest, char text[80])
{
	char device[DEVICE_LEN];

	for (size_t len = 0; rest != NULL && len < 80; len += strlen(text + len)) {
		next_device(&rest, device);
		snprintf(text + len, 80 - len, "%s%s", len == 0 ? "" : language == LANGUAGE_ZH ? "、" : ", ", language_word(language, device));
	}
	return text;
}

static void wrap(char state[80], const char *format)
{
	char whole[80];

	snprintf(whole, sizeof whole, format, state);
	memcpy(state, whole, sizeof whole);
}

/* Only what is on offer is judged again: versions that wait may be many, and APP@VERSION says it of each. */
static void add_version(void *owner, const struct kept_row *row)
{
	struct versions *versions = owner;
	bool is_listed = row->state != NULL && strcmp(row->state, "listed") == 0;
	enum verdict today = is_listed && versions->err->code == ERROR_NONE ? today_of(versions, row) : VERDICT_NONE;
	enum language language = versions->list.language;
	char state[80] = "", devices[80];

	snprintf(state, sizeof state, "%s", language_word(language, row->state));
	if (is_listed && row->offered_for == NULL)
		snprintf(state, sizeof state, message(language, MESSAGE_STATE_REPLACED), language_word(language, row->state));
	if (row->devices != NULL && strcmp(row->devices, "phone") != 0)
		snprintf(state, sizeof state, message(language, MESSAGE_STATE_DEVICE), language_word(language, row->state),
			 devices_of(language, row->devices, devices));
	if (row->suspended != NULL)
		wrap(state, message(language, MESSAGE_STATE_SUSPENDED));
	if (row->is_overtaken)
		snprintf(state, sizeof state, message(language, MESSAGE_STATE_OVERTAKEN), language_word(language, row->state));
	if (row->is_retired)
		snprintf(state, sizeof state, message(language, MESSAGE_STATE_RETIRED), language_word(language, row->state));
	if (row->pruned != NULL) {
		char whole[sizeof state];

		snprintf(whole, sizeof whole, message(language, MESSAGE_STATE_PRUNED), state, row->pruned);
		memcpy(state, whole, sizeof state);
	}
	versions->listed = is_listed ? row->number : versions->listed;
	put_version(&versions->list, row, state, today == VERDICT_NONE ? NULL : verdict_name(today));
}

/* Where the newest submission has the version code of another one that is listed, its state is not that of what is listed. */
static const char *listed_as(const struct apps *apps, char text[80])
{
	char newest[32];
	bool is_other;

	snprintf(newest, sizeof newest, "%" PRId64, apps->last.version_code);
	is_other = apps->listed_number != 0 && apps->listed_number != apps->last.number && strcmp(apps->listed, newest) == 0;
	snprintf(text, 80, is_other ? "%s (#%" PRId64 ")" : "%s", apps->listed, apps->listed_number);
	if (apps->suspended[0] != '\0')
		wrap(text, message(apps->list.language, MESSAGE_STATE_SUSPENDED));
	return text;
}

static bool has_id(const struct kept_row *row)
{
	return row->app_id != NULL && *row->app_id != '\0';
}

static void end_app(struct apps *apps)
{
	const struct kept_row *row = &apps->last;
	struct list *list = &apps->list;
	char unnamed[32], listed[80];

	if (apps->num_submissions == 0)
		return;
	list_row(list, NULL);
	list_word(list, "platform", "PLATFORM", row->platform);
	list_text(list, "app_id", NULL, row->app_id);
	snprintf(unnamed, sizeof unnamed, "@#%" PRId64, row->number);
	list_text(list, NULL, "APP", has_id(row) ? row->app_id : unnamed);
	list_text(list, "label", NULL, row->label);
	put_name(list, row);
	list_text(list, NULL, "LISTED", listed_as(apps, listed));
	if (list->json != NULL)
		json_text(list->json, "listed", apps->listed[0] != '\0' ? apps->listed : NULL);
	list_number(list, "listed_submission", NULL, apps->listed_number == 0 ? FACT_ABSENT : apps->listed_number);
	list_text(list, "suspended_since", NULL, apps->suspended[0] != '\0' ? apps->suspended : NULL);
	list_number(list, "newest_submission", NULL, row->number);
	list_number(list, NULL, "NEWEST", row->version_code);
	list_word(list, "state", "STATE", row->state);
	list_number(list, "submissions", "SUBMISSIONS", (int64_t)apps->num_submissions);
	list_row_end(list);
	apps->num_submissions = 0;
	apps->listed[0] = apps->suspended[0] = '\0';
	apps->listed_number = 0;
}

/* What has no id is no app with others: each stands alone, named as every command takes it. */
static void add_app(void *owner, const struct kept_row *row)
{
	struct apps *apps = owner;

	if (!has_id(row) || !text_same(apps->last.app_id, row->app_id) || !text_same(apps->last.platform, row->platform))
		end_app(apps);
	arena_free(&apps->arena);
	apps->arena = arena_new((size_t)1024 * 1024);
	apps->last = *row;
	apps->last.platform = arena_copy(&apps->arena, row->platform);
	apps->last.app_id = arena_copy(&apps->arena, row->app_id);
	apps->last.label = arena_copy(&apps->arena, row->label);
	apps->last.listing = arena_copy(&apps->arena, row->listing);
	apps->last.state = arena_copy(&apps->arena, row->state);
	apps->num_submissions++;
	if (row->offered_for != NULL && row->version_code != FACT_ABSENT && (apps->listed_number == 0 || strcmp(row->offered_for, apps->listed_for) < 0)) {
		snprintf(apps->listed_for, sizeof apps->listed_for, "%s", row->offered_for);
		snprintf(apps->listed, sizeof apps->listed, "%" PRId64, row->version_code);
		apps->listed_number = row->number;
		snprintf(apps->suspended, sizeof apps->suspended, "%s", text_or_empty(row->suspended));
	}
}

static int show_all(struct session *session, struct error *err)
{
	struct apps apps = {.arena = arena_new(0)};

	list_answer(&apps.list, session, "prelist-show/1");
	list_begin(&apps.list, "apps", "APP,PLATFORM,LABEL,LISTED,NEWEST,STATE,SUBMISSIONS");
	kept_each(session, NULL, NULL, add_app, &apps, err);
	end_app(&apps);
	arena_free(&apps.arena);
	return list_finish(&apps.list, err);
}

/* What the store does not offer, though it is listed. */
static void add_suspension(struct versions *versions, struct error *err)
{
	struct list *list = &versions->list;
	char since[DATE_TEXT_LEN];
	int64_t suspension;

	if (versions->listed == 0 || err->code != ERROR_NONE)
		return;
	if (list->json == NULL)
		kept_warn_suspended(versions->session, versions->listed, err);
	else if (case_suspension(versions->session->archive, versions->listed, &suspension, since, err) && suspension != 0 && list_end(list, err)) {
		json_text(list->json, "suspended_since", since);
		json_number(list->json, "suspension_case", suspension);
	}
}

static int show_history(struct session *session, const struct target *target, struct error *err)
{
	struct versions versions = {.session = session, .err = err};

	if (!kept_app(session, target, err))
		return EXIT_TROUBLE;
	list_answer(&versions.list, session, "prelist-show/1");
	list_text(&versions.list, "app_id", NULL, target->app_id);
	list_begin(&versions.list, "versions", "SUBMISSION,VERSION,NAME,LABEL,STATE,VERDICT,TODAY,TIME");
	if (kept_each(session, target->platform, target->app_id, add_version, &versions, err))
		add_suspension(&versions, err);
	return list_finish(&versions.list, err);
}

void show_begin_hits(struct list *list)
{
	list_begin(list, "hits", "APP,SUBMISSION,VERSION,LABEL,STATE,VERDICT,TIME");
}

void show_hit(void *list, const struct kept_row *row)
{
	put_version(list, row, row->state, NULL);
}

int show_hits(struct session *session, const struct blacklist_entry *entry, struct error *err)
{
	struct list list;

	list_answer(&list, session, "prelist-blacklist-hits/1");
	list_bool(&list, "is_read", blacklist_kind_is_read(entry->kind));
	show_begin_hits(&list);
	if (kept_hits(session, entry, true, -1, show_hit, &list, err) && kept_hits(session, entry, false, -1, show_hit, &list, err) &&
	    list_end(&list, err) && list.json == NULL)
		blacklist_say_not_read(session, entry, 1, list.out);
	return list_finish(&list, err);
}

static int show_version(struct session *session, int64_t package, struct error *err)
{
	const char *name = session->args->operands[0];
	int64_t number;

	if (!session_rules(session, err) || !kept_number(session, name, &number, err))
		return EXIT_TROUBLE;
	kept_show(session, number, package, err);
	return 0;
}

static int run(struct session *session, struct error *err)
{
	struct target target = {.has_version = false};
	int64_t package;

	if (!side_package(session->args, &package, err) || !session_existing_archive(session, err) ||
	    (session->args->num_operands > 0 && !target_parse(session->args->operands[0], &target, err)))
		return EXIT_TROUBLE;
	if (session->args->num_operands > 0)
		session_warn_clock(session);
	if (target.has_version)
		return show_version(session, package, err);
	return session->args->num_operands == 0 ? show_all(session, err) : show_history(session, &target, err);
}

static const enum option_id options[] = {OPTION_PACKAGE, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist show", "all apps", "所有应用"},
	{"prelist show com.example.shop", "one app's history, and how what is listed stands today", "某应用的历史，以及已上架版本的现状"},
	{"prelist show com.example.shop@321", "the report of a version code, as it was kept", "某版本归档时的报告"},
	{"prelist show com.example.shop@#1042", "of one submission", "某次提交的报告"},
	{"prelist show com.example.shop@321 --package 1", "what is known of its second package; verdict and findings are those of the submission",
	 "其中第二个安装包的信息；结论与问题仍是整次提交的"},
	{NULL, NULL, NULL}};

const struct command command_show = {
	.name = "show",
	.en = "all apps; one app's history; one version's report",
	.zh = "列出所有应用、某应用的历史或某版本的报告",
	.operands = "[APP[@VERSION]]",
	.operand_kind = OPERAND_VERSION,
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
