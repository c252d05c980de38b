#include "cli/show.h"

#include "cli/kept.h"
#include "cli/table.h"

#include "bytes/text.h"

#include <inttypes.h>

static const char *const version_heads[] = {"SUBMISSION", "VERSION", "NAME", "LABEL", "STATE", "VERDICT", "TIME"};
static const char *const hit_heads[] = {"APP", "SUBMISSION", "VERSION", "LABEL", "STATE", "VERDICT", "TIME"};

/* Rows on their way out, as a table or as JSON. */
struct listing {
	struct session *session;
	struct table table;
	struct json json;
	bool as_json;
	struct kept_row last; /* of all apps: the newest submission of the app at hand */
	struct arena arena;   /* its text */
	size_t num_submissions;
	char listed[32];
};

static const char *number_text(char out[24], int64_t number)
{
	if (number == FACT_ABSENT)
		return "";
	snprintf(out, 24, "%" PRId64, number);
	return out;
}

static void version_json(struct json *json, const struct kept_row *row)
{
	json_row(json, NULL);
	json_number(json, "submission", row->number);
	json_text_if(json, "platform", row->platform);
	json_text_if(json, "app_id", row->app_id);
	json_text_if(json, "label", row->label);
	json_text_if(json, "version_name", row->version_name);
	if (row->version_code != FACT_ABSENT)
		json_number(json, "version_code", row->version_code);
	json_text_if(json, "state", row->state);
	json_text_if(json, "pruned", row->pruned);
	json_text(json, "verdict", verdict_name(row->verdict));
	json_text_if(json, "time", row->time);
	json_text_if(json, "by", row->by);
	json_close(json);
}

static void add_version(void *owner, const struct kept_row *row)
{
	struct listing *listing = owner;
	char number[24], code[24], state[80];

	if (listing->as_json) {
		version_json(&listing->json, row);
		return;
	}
	snprintf(number, sizeof number, "#%" PRId64, row->number);
	snprintf(state, sizeof state, "%s%s%s", row->state, row->pruned != NULL ? ", pruned " : "", row->pruned != NULL ? row->pruned : "");
	table_row(&listing->table, (const char *[]){number, number_text(code, row->version_code), row->version_name,
						    row->label, state, verdict_name(row->verdict), row->time});
}

static void end_app(struct listing *listing)
{
	const struct kept_row *row = &listing->last;
	char code[24], count[24];

	if (listing->num_submissions == 0)
		return;
	number_text(count, (int64_t)listing->num_submissions);
	if (listing->as_json) {
		json_row(&listing->json, NULL);
		json_text_if(&listing->json, "platform", row->platform);
		json_text_if(&listing->json, "app_id", row->app_id);
		json_text_if(&listing->json, "label", row->label);
		json_text(&listing->json, "listed", listing->listed[0] != '\0' ? listing->listed : NULL);
		json_number(&listing->json, "newest_submission", row->number);
		json_text_if(&listing->json, "state", row->state);
		json_number(&listing->json, "submissions", (int64_t)listing->num_submissions);
		json_close(&listing->json);
	} else {
		table_row(&listing->table,
			  (const char *[]){row->app_id != NULL ? row->app_id : "", row->platform, row->label,
					   listing->listed, number_text(code, row->version_code), row->state, count});
	}
	listing->num_submissions = 0;
	listing->listed[0] = '\0';
}

static const char *copy(struct listing *listing, const char *text)
{
	return arena_copy(&listing->arena, text);
}

static bool same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void add_app(void *owner, const struct kept_row *row)
{
	struct listing *listing = owner;

	if (!same_text(listing->last.app_id, row->app_id) || !same_text(listing->last.platform, row->platform))
		end_app(listing);
	arena_free(&listing->arena);
	listing->arena = arena_new((size_t)1024 * 1024);
	listing->last = *row;
	listing->last.platform = copy(listing, row->platform);
	listing->last.app_id = copy(listing, row->app_id);
	listing->last.label = copy(listing, row->label);
	listing->last.state = copy(listing, row->state);
	listing->num_submissions++;
	if (row->state != NULL && strcmp(row->state, "listed") == 0)
		number_text(listing->listed, row->version_code);
}

static void begin(struct listing *listing, const char *const *heads, const char *schema, const char *key,
		  const char *app_id)
{
	listing->arena = arena_new(0);
	listing->as_json = session_json(listing->session, &listing->json, schema);
	listing->table = table_new(listing->session->language, heads, 7);
	if (!listing->as_json)
		return;
	json_text_if(&listing->json, "app_id", app_id);
	json_array(&listing->json, key);
}

static void end(struct listing *listing, struct error *err)
{
	json_end(&listing->json, err);
	if (!table_print(&listing->table, listing->session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	arena_free(&listing->arena);
}

static int show_all(struct session *session, struct error *err)
{
	static const char *const heads[] = {"APP", "PLATFORM", "LABEL", "LISTED", "NEWEST", "STATE", "SUBMISSIONS"};
	struct listing listing = {.session = session};

	begin(&listing, heads, "prelist-show/1", "apps", NULL);
	kept_each(session, NULL, NULL, add_app, &listing, err);
	end_app(&listing);
	end(&listing, err);
	return 0;
}

static int show_history(struct session *session, const struct target *target, struct error *err)
{
	struct listing listing = {.session = session};

	if (!kept_app(session, target, err))
		return EXIT_TROUBLE;
	begin(&listing, version_heads, "prelist-show/1", "versions", target->app_id);
	kept_each(session, target->platform, target->app_id, add_version, &listing, err);
	end(&listing, err);
	return 0;
}

struct hit_rows hit_rows_new(enum language language, struct json *json)
{
	return (struct hit_rows){.json = json, .table = table_new(language, hit_heads, 7)};
}

void hit_rows_add(void *owner, const struct kept_row *row)
{
	struct hit_rows *rows = owner;
	char number[24], code[24];

	if (rows->json != NULL) {
		version_json(rows->json, row);
		return;
	}
	snprintf(number, sizeof number, "#%" PRId64, row->number);
	table_row(&rows->table, (const char *[]){row->app_id, number, number_text(code, row->version_code),
						 row->label, row->state, verdict_name(row->verdict), row->time});
}

int show_hits(struct session *session, const struct blacklist_entry *entry, struct error *err)
{
	struct listing listing = {.session = session};
	struct hit_rows rows;

	begin(&listing, hit_heads, "prelist-blacklist-hits/1", "hits", NULL);
	rows = (struct hit_rows){.json = listing.as_json ? &listing.json : NULL, .table = listing.table};
	if (kept_hits(session, entry, true, -1, hit_rows_add, &rows, err))
		kept_hits(session, entry, false, -1, hit_rows_add, &rows, err);
	listing.table = rows.table;
	end(&listing, err);
	return 0;
}

static int run(struct session *session, struct error *err)
{
	struct target target;
	int64_t number;

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	if (session->args->num_operands == 0)
		return show_all(session, err);
	if (!target_parse(session->args->operands[0], &target, err))
		return EXIT_TROUBLE;
	if (!target.has_version)
		return show_history(session, &target, err);
	if (!session_rules(session, err) || !kept_number(session, session->args->operands[0], &number, err))
		return EXIT_TROUBLE;
	kept_show(session, number, err);
	return 0;
}

static const struct example examples[] = {
	{"prelist show", "all apps", "所有应用"},
	{"prelist show com.example.shop", "one app's history", "某应用的历史"},
	{"prelist show com.example.shop@321", "the report of a version code, as it was kept", "某版本归档时的报告"},
	{"prelist show com.example.shop@#1042", "of one submission", "某次提交的报告"},
	{NULL, NULL, NULL}};

const struct command command_show = {
	.name = "show",
	.en = "all apps; one app's history; one version's report",
	.zh = "列出所有应用、某应用的历史或某版本的报告",
	.operands = "[APP[@VERSION]]",
	.operand_kind = OPERAND_VERSION,
	.max_operands = 1,
	.examples = examples,
	.run = run,
};
