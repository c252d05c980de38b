#include "cli/side.h"

#include "report/text_diff.h"

/* The judgement needs no run of its own: facts are compared, not findings. */
static int compare(struct session *session, const struct side *a, const struct side *b, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024 * 1024);
	const struct report_options options = session_report_options(session);
	struct fact_change *changes = NULL;
	size_t num_changes = 0;
	bool compact;

	if (!fact_diff(a->facts, b->facts, &arena, &changes, &num_changes, err))
		return EXIT_TROUBLE;
	if (session_wants_json(session, &compact)) {
		if (!session->quiet)
			json_diff(&options, compact, session->args->operands[0], session->args->operands[1], changes,
				  num_changes, err);
	} else if (!session->quiet) {
		text_diff(&options, changes, num_changes, err);
	}
	return num_changes > 0 ? 1 : 0;
}

static int run(struct session *session, struct error *err)
{
	struct side a = {0}, b = {0};
	int code = EXIT_TROUBLE;

	if (session_sandbox(session, session->jobs, err) && session_rules(session, err) &&
	    side_load(session, session->args->operands[0], &a, err) &&
	    side_load(session, session->args->operands[1], &b, err))
		code = compare(session, &a, &b, err);
	side_free(&a);
	side_free(&b);
	return code;
}

static const enum option_id options[] = {OPTION_PACKAGE, OPTION_ALLOW_UNSANDBOXED, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist diff old.apk new.apk", "what changed between two files", "两个文件之间的变更"},
	{"prelist diff com.example.shop@320 com.example.shop@321", "between two kept versions", "两个已归档版本之间的变更"},
	{"prelist diff com.example.shop@320 new.apk --format json", "for a script", "供脚本使用"},
	{NULL, NULL, NULL}};

const struct command command_diff = {
	.name = "diff",
	.en = "what differs between two packages, fact by fact; each a file or APP@VERSION",
	.zh = "逐项比较两个安装包,可为文件或 APP@VERSION",
	.operands = "A B",
	.operand_kind = OPERAND_FILE,
	.min_operands = 2,
	.max_operands = 2,
	.options = options,
	.examples = examples,
	.run = run,
};
