/*
 * diff - prelist diff: two sides, fact by fact.
 */
#include "cli/side.h"

#include "report/text_diff.h"

/* The judgement needs no run of its own: facts are compared, not findings. */
static int compare(struct session *session, const struct side *a, const struct side *b, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024 * 1024);
	const struct report_options options = session_report_options(session);
	struct diff diff = {.sides = {{session->args->operands[0], a->facts}, {session->args->operands[1], b->facts}}, .rules = session->rules};
	bool compact;

	if (!fact_diff(a->facts, b->facts, &arena, &diff.changes, &diff.num_changes, err))
		return EXIT_TROUBLE;
	if (session_wants_json(session, &compact)) {
		if (!session->is_unheard)
			json_diff(&options, compact, &diff, err);
	} else if (!session->is_unheard) {
		text_diff(&options, &diff, err);
	}
	if (diff.num_changes > 0)
		return 1;
	return diff_is_complete(&diff.sides[0]) && diff_is_complete(&diff.sides[1]) ? 0 : 3;
}

static int run(struct session *session, struct error *err)
{
	struct side a = {0}, b = {0};
	int code = EXIT_TROUBLE;

	if (session_sandbox(session, session->jobs, err) && session_rules(session, err) &&
	    side_load(session, session->args->operands[0], &a, err) &&
	    side_load(session, session->args->operands[1], &b, err)) {
		if (side_is_file(session->args->operands[0]) != side_is_file(session->args->operands[1])) {
			side_as_file(&a);
			side_as_file(&b);
		}
		code = compare(session, &a, &b, err);
	}
	side_free(&a);
	side_free(&b);
	return code;
}

static const enum option_id options[] = {OPTION_PACKAGE, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist diff old.apk new.apk", "what changed between two files; exit code 0 nothing, 1 something, 3 nothing in what was read, which is not all",
	 "两个文件之间的变更；退出码：0 无变更，1 有变更，3 已读取的内容无变更，但未能完整读取"},
	{"prelist diff com.example.shop@320 com.example.shop@321", "between two kept versions", "两个已归档版本之间的变更"},
	{"prelist diff com.example.shop@320 new.apk --format json", "for a script", "供脚本使用"},
	{NULL, NULL, NULL}};

const struct command command_diff = {
	.name = "diff",
	.en = "what differs between two packages, fact by fact; each a file or APP@VERSION",
	.zh = "逐项比较两个安装包，可为文件或 APP@VERSION",
	.operands = "A B",
	.operand_kind = OPERAND_FILE,
	.min_operands = 2,
	.max_operands = 2,
	.options = options,
	.examples = examples,
	.run = run,
};
