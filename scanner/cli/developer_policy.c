/*
 * developer_policy - prelist developer policy APP[@VERSION]: the privacy policy of a version, or when it changed.
 */
#include "cli/developer.h"
#include "cli/kept.h"
#include "cli/table.h"
#include "cli/target.h"
#include "bytes/text.h"
#include "store/policy_text.h"

#include <inttypes.h>

struct listing {
	struct json json;
	struct table table;
	bool as_json, any;
};

static void version_text(int64_t version_code, char out[24])
{
	*out = '\0';
	if (version_code != FACT_ABSENT)
		snprintf(out, 24, "%" PRId64, version_code);
}

static void change_json(struct json *json, const struct policy_change *change)
{
	json_row(json, NULL);
	json_number(json, "since", change->submission);
	json_text(json, "date", change->date);
	json_text(json, "platform", change->platform);
	if (change->version_code != FACT_ABSENT)
		json_number(json, "version_code", change->version_code);
	json_text_if(json, "sha256", change->sha256);
	if (change->sha256 != NULL)
		json_number(json, "length", change->length);
	json_close(json);
}

static void add_change(void *owner, const struct policy_change *change)
{
	struct listing *listing = owner;
	char since[32], version[24], length[24];

	listing->any = true;
	if (listing->as_json) {
		change_json(&listing->json, change);
		return;
	}
	snprintf(since, sizeof since, "#%" PRId64, change->submission);
	snprintf(length, sizeof length, "%" PRId64, change->length);
	version_text(change->version_code, version);
	table_row(&listing->table, (const char *[]){since, change->date, version, change->sha256, change->sha256 != NULL ? length : NULL});
}

static void begin(struct session *session, struct listing *listing, const char *app)
{
	listing->as_json = session_json(session, &listing->json, "prelist-developer-policy/1");
	if (!listing->as_json)
		return;
	json_text(&listing->json, "app", app);
}

static int end(struct session *session, struct listing *listing, struct error *err)
{
	json_end(&listing->json, err);
	if (!table_print(&listing->table, session->output.file))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	return 0;
}

static int list(struct session *session, const struct target *target, struct error *err)
{
	static const char *const heads[] = {"SINCE", "DATE", "VERSION", "SHA-256", "CHARACTERS"};
	struct listing listing = {.table = table_new(session->language, heads, 5)};

	begin(session, &listing, target->app_id);
	if (listing.as_json)
		json_array(&listing.json, "policies");
	policy_text_changes(session->archive, target->platform, target->app_id, add_change, &listing, err);
	if (!listing.any && err->code == ERROR_NONE)
		error_set(err, ERROR_USAGE, "no submission of %s came with a privacy policy; prelist show lists the apps", target->app_id);
	if (listing.as_json)
		json_close(&listing.json);
	return end(session, &listing, err);
}

static void print_line(FILE *out, const char *line)
{
	BUF_CLEANUP struct buf shown = buf_new((size_t)64 * 1024 * 1024);

	text_visible(&shown, line);
	fprintf(out, "%.*s\n", (int)shown.len, shown.data != NULL ? (const char *)shown.data : "");
}

/* As it was handed in, but for characters that a terminal must not get; the copy in the arena is cut up. */
static void print_lines(FILE *out, char *text)
{
	for (char *end = strchr(text, '\n'); end != NULL; text = end + 1, end = strchr(text, '\n')) {
		*end = '\0';
		print_line(out, text);
	}
	if (*text != '\0')
		print_line(out, text);
}

static int show(struct session *session, const char *name, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024 * 1024);
	struct listing listing = {0};
	const char *sha256;
	char *text;
	int64_t number;

	if (!kept_number(session, name, &number, err) || !policy_text_of(session->archive, number, &arena, &sha256, &text, err))
		return EXIT_TROUBLE;
	if (text == NULL)
		return error_set(err, ERROR_USAGE, "submission #%" PRId64 " came without the text of a privacy policy", number) ? 0 : EXIT_TROUBLE;
	begin(session, &listing, name);
	if (listing.as_json) {
		json_number(&listing.json, "submission", number);
		json_text(&listing.json, "sha256", sha256);
		json_text(&listing.json, "text", text);
	} else {
		print_lines(session->output.file, text);
	}
	return end(session, &listing, err);
}

static int run(struct session *session, struct error *err)
{
	struct target target;

	if (!target_parse(session->args->operands[0], &target, err) || !session_rules(session, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	return target.has_version ? show(session, session->args->operands[0], err) : list(session, &target, err);
}

static const enum option_id options[] = {OPTION_COUNT};

static const struct example examples[] = {
	{"prelist developer policy com.example.shop", "when its privacy policy changed", "隐私政策的历次变更"},
	{"prelist developer policy com.example.shop@321", "the text as it was handed in with version 321", "321 版本提交的隐私政策全文"},
	{"diff <(prelist developer policy com.example.shop@320) <(prelist developer policy com.example.shop@321)",
	 "what a new version changed in it", "新旧版本隐私政策的差异"},
	{NULL, NULL, NULL}};

const struct command developer_policy_command = {.name = "policy",
						 .en = "the privacy policy of a version, or when it changed",
						 .zh = "某版本的隐私政策,或其历次变更",
						 .operands = "APP[@VERSION]",
						 .operand_kind = OPERAND_VERSION,
						 .min_operands = 1,
						 .max_operands = 1,
						 .options = options,
						 .examples = examples,
						 .run = run};
