/*
 * developer_policy - prelist developer policy APP[@VERSION]: the privacy policy of a version, or when it changed.
 */
#include "cli/developer.h"
#include "cli/kept.h"
#include "cli/list.h"
#include "cli/target.h"
#include "bytes/text.h"
#include "store/policy_text.h"

#include <inttypes.h>

static void add_change(void *owner, const struct policy_change *change)
{
	struct list *list = owner;

	list_row(list, NULL);
	list_id(list, "since", "SINCE", change->submission);
	list_text(list, "date", "DATE", change->date);
	list_text(list, "platform", NULL, change->platform);
	list_number(list, "version_code", "VERSION", change->version_code);
	list_text(list, "sha256", "SHA-256", change->sha256);
	list_number(list, "length", "CHARACTERS", change->sha256 != NULL ? change->length : FACT_ABSENT);
	list_row_end(list);
}

static int show_changes(struct session *session, const struct target *target, struct error *err)
{
	struct list list;

	list_answer(&list, session, "prelist-developer-policy/1");
	list_text(&list, "app", NULL, target->app_id);
	list_begin(&list, "policies", "SINCE,DATE,VERSION,SHA-256,CHARACTERS");
	policy_text_changes(session->archive, target->platform, target->app_id, add_change, &list, err);
	if (list.num_rows == 0 && err->code == ERROR_NONE)
		error_set(err, ERROR_USAGE, "no submission of %s came with a privacy policy; prelist show lists the apps", target->app_id);
	list_end(&list, err);
	return list_finish(&list, err);
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
	const char *sha256;
	int64_t number;
	struct list answer;
	char *text;

	if (!kept_number(session, name, &number, err) || !policy_text_of(session->archive, number, &arena, &sha256, &text, err))
		return EXIT_TROUBLE;
	if (text == NULL)
		return error_set(err, ERROR_USAGE, "submission #%" PRId64 " came without the text of a privacy policy", number) ? 0 : EXIT_TROUBLE;
	list_answer(&answer, session, "prelist-developer-policy/1");
	list_text(&answer, "app", NULL, name);
	list_number(&answer, "submission", NULL, number);
	list_text(&answer, "sha256", NULL, sha256);
	list_text(&answer, "text", NULL, text);
	if (answer.json == NULL)
		print_lines(session->output.file, text);
	return list_finish(&answer, err);
}

static int run(struct session *session, struct error *err)
{
	struct target target;

	if (!target_parse(session->args->operands[0], &target, err) || !session_rules(session, err) || !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	return target.has_version ? show(session, session->args->operands[0], err) : show_changes(session, &target, err);
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
						 .zh = "某版本的隐私政策，或其历次变更",
						 .operands = "APP[@VERSION]",
						 .operand_kind = OPERAND_VERSION,
						 .min_operands = 1,
						 .max_operands = 1,
						 .options = options,
						 .examples = examples,
						 .run = run};
