#include "cli/patrol.h"

/* The rules once more, with one pack in place of all others. */
static bool load_pack(struct session *session, const char *pack, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)64 * 1024);
	const struct rules_options options = {.dir = arena_strdup(&arena, rules_dir(session->rules)), .only_pack = pack};

	if (options.dir == NULL)
		return error_set(err, ERROR_MEMORY, "out of memory for the rules");
	rules_free(session->rules);
	session->rules = rules_load(&options, err);
	return session->rules != NULL && session_judge(session, err);
}

static int run(struct session *session, struct error *err)
{
	if (!session_rules(session, err) || !load_pack(session, session->args->operands[0], err) ||
	    !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	session->run.patrol = true;
	return patrol_listed(session, false, err);
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_FAIL_ON, OPTION_EXIT_ZERO, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist rules dry-run new.sql", "what the rules of a file would say of every listed version; nothing is kept",
	 "查看文件中的规则会命中哪些已上架版本,不归档"},
	{NULL, NULL, NULL}};

const struct command rules_dry_run = {
	.name = "dry-run",
	.en = "what the rules of a file would find among the listed versions",
	.zh = "查看文件中的规则会命中哪些已上架版本",
	.operands = "FILE",
	.operand_kind = OPERAND_FILE,
	.min_operands = 1,
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
