#include "cli/blacklist.h"

#include "cli/at_desk.h"
#include "cli/blacklist_file.h"
#include "cli/show.h"
#include "container/anomaly.h"
#include "judge/blacklist_scope.h"

/* What the command line says of an entry. kind and value: operands; every other column has its option. */
static bool read_entry(const struct arguments *args, const char *kind, const char *value, struct arena *arena,
		       struct blacklist_entry *entry, struct error *err)
{
	const char *text[NUM_COLUMNS] = {
		[COLUMN_KIND] = kind,
		[COLUMN_VALUE] = value,
		[COLUMN_VERDICT] = args->value[OPTION_VERDICT],
		[COLUMN_REASON] = args->value[OPTION_REASON] != NULL ? args->value[OPTION_REASON] : "-",
		[COLUMN_SOURCE] = args->value[OPTION_SOURCE],
		[COLUMN_TICKET] = args->value[OPTION_TICKET],
		[COLUMN_SINCE] = args->value[OPTION_SINCE],
		[COLUMN_UNTIL] = args->value[OPTION_UNTIL],
		[COLUMN_APP] = args->value[OPTION_APP],
		[COLUMN_CERTIFICATE] = args->value[OPTION_CERTIFICATE],
		[COLUMN_VERSIONS] = args->value[OPTION_VERSIONS],
		[COLUMN_SIZE] = args->value[OPTION_SIZE],
	};

	return blacklist_entry_make(arena, text, entry, err);
}

bool blacklist_operands(const char *const *operands, struct arena *arena, struct blacklist_entry *entry, struct error *err)
{
	const char *text[NUM_COLUMNS] = {[COLUMN_KIND] = operands[0], [COLUMN_VALUE] = operands[1], [COLUMN_REASON] = "-"};

	return blacklist_entry_make(arena, text, entry, err);
}

/* An entry on its way in, and what is said about it. */
struct putting {
	struct session *session;
	struct arena arena;
	struct blacklist_entry entry;
	struct blacklist_batch batch;
	const char *waived, *says; /* of a waiver the rule, and what the finding says that alone it lowers */
	int64_t num_listed, num_kept;
};

static const char *outcome_of(const struct putting *putting)
{
	return putting->batch.num_seconded > 0 ? "seconded" :
	       putting->batch.num_added > 0    ? "added" :
	       putting->batch.num_changed > 0  ? "changed" :
						 "unchanged";
}

static enum message_id message_of(const struct putting *putting)
{
	if (putting->batch.num_seconded > 0)
		return MESSAGE_BLACKLIST_SECONDED;
	if (putting->batch.num_unchanged > 0)
		return MESSAGE_BLACKLIST_UNCHANGED;
	if (blacklist_kind_waives(putting->entry.kind))
		return MESSAGE_BLACKLIST_WAIVED;
	return putting->batch.num_added > 0 ? MESSAGE_BLACKLIST_ADDED : MESSAGE_BLACKLIST_CHANGED;
}

static bool is_unread(const char *rule)
{
	int anomaly = rule == NULL ? -1 : anomaly_find(rule);

	return anomaly >= 0 && anomaly_info((enum anomaly_id)anomaly)->effect == EFFECT_UNREAD;
}

/* What a waiver does not lower of what it names; NULL: it lowers all of it. */
static const char *not_lowered(const struct putting *putting)
{
	const char *policy = rules_policy(putting->session->rules, "desk.override_rejects");

	if (is_unread(putting->waived))
		return message(putting->session->language, MESSAGE_BLACKLIST_UNREAD);
	if (!blacklist_kind_waives(putting->entry.kind) || putting->batch.is_agreed || (policy != NULL && strcmp(policy, "one") == 0))
		return NULL;
	return message(putting->session->language, policy != NULL && strcmp(policy, "never") == 0 ? MESSAGE_BLACKLIST_NEVER : MESSAGE_BLACKLIST_ONE);
}

static void say_json(const struct putting *putting, struct json *json)
{
	json_text(json, "outcome", outcome_of(putting));
	blacklist_entry_row(&(struct list){.json = json}, "entry", &putting->entry);
	json_close(json);
	json_bool(json, "lowered", putting->batch.is_lowered);
	json_bool(json, "ended_agreement", putting->batch.ended_agreement);
	json_bool(json, "is_read", blacklist_kind_is_read(putting->entry.kind));
	json_number(json, "listed", putting->num_listed);
	json_number(json, "kept", putting->num_kept);
}

static void say_text(const struct putting *putting, FILE *out)
{
	enum language language = putting->session->language;
	const char *kind = language_word(language, blacklist_kind_name(putting->entry.kind)), *but = not_lowered(putting);

	fprintf(out, message(language, message_of(putting)), kind, putting->entry.value, (long long)putting->num_listed,
		(long long)putting->num_kept);
	if (putting->batch.is_lowered)
		fprintf(out, message(language, *putting->batch.was_until == '\0' ? MESSAGE_BLACKLIST_LOWERED : MESSAGE_BLACKLIST_LOWERED_UNTIL),
			language_word(language, verdict_name(putting->batch.was)), putting->batch.was_until);
	if (putting->batch.ended_agreement)
		fputs(message(language, MESSAGE_BLACKLIST_UNAGREED), out);
	if (putting->says != NULL)
		fprintf(out, message(language, MESSAGE_BLACKLIST_SAYS), putting->says);
	if (but != NULL)
		fputs(but, out);
	blacklist_say_not_read(putting->session, &putting->entry, 1, out);
}

static bool answer(const struct putting *putting, struct error *err)
{
	const struct blacklist_entry *entry = &putting->entry;
	struct session *session = putting->session;
	struct list hits;

	list_answer(&hits, session, "prelist-blacklist-add/1");
	if (hits.json != NULL)
		say_json(putting, hits.json);
	else
		say_text(putting, hits.out);
	show_begin_hits(&hits);
	if (kept_hits(session, entry, true, hits.json != NULL ? -1 : HITS_NAMED, show_hit, &hits, err) && list_end(&hits, err) &&
	    hits.json == NULL && putting->num_listed > HITS_NAMED)
		message_print(hits.out, session->language, MESSAGE_BLACKLIST_MORE, (long long)putting->num_listed - HITS_NAMED,
			blacklist_kind_name(entry->kind), entry->value);
	return list_finish(&hits, err) == 0;
}

/* What counts no day is refused; of what will hardly match it is said what would. */
static bool check(const struct putting *putting, struct error *err)
{
	const struct blacklist_entry *entry = &putting->entry;

	if (!blacklist_entry_check(entry, err))
		return false;
	if (entry->until != NULL && strcmp(entry->until, putting->session->today) < 0)
		return error_set(err, ERROR_USAGE, "--until %s is past: today is %s", entry->until, putting->session->today);
	blacklist_warn(putting->session, entry, 1);
	return true;
}

/* Keeps it, and names at once the listed versions that it hits. */
static bool put(struct putting *putting, const char *what, struct error *err)
{
	struct session *session = putting->session;

	putting->batch = (struct blacklist_batch){.entries = &putting->entry, .num_entries = 1, .what = what, .by = session->args->value[OPTION_BY],
						  .today = session->today, .seconds = blacklist_kind_waives(putting->entry.kind)};
	if (!check(putting, err) || !session_archive(session, ARCHIVE_WRITE, err) ||
	    !kept_waived(session, &putting->entry, &putting->arena, &putting->waived, &putting->says, err) ||
	    !blacklist_table_keep(session->archive, &putting->batch, err))
		return false;
	if (session->is_unheard)
		return true;
	if (!kept_num_hits(session, &putting->entry, &putting->num_listed, &putting->num_kept, err))
		return false;
	return answer(putting, err);
}

static int run_add(struct session *session, struct error *err)
{
	struct putting putting = {.session = session, .arena = arena_new((size_t)1024 * 1024)};
	bool ok = at_desk_author(session->args, err) && at_desk_reason(session->args, err) && session_rules(session, err) &&
		  read_entry(session->args, session->args->operands[0], session->args->operands[1], &putting.arena, &putting.entry, err) &&
		  put(&putting, "add", err);

	arena_free(&putting.arena);
	return ok ? 0 : EXIT_TROUBLE;
}

/* A finding's key, or a rule that there is. */
static const char *kind_of_waived(const struct session *session, const char *value, struct error *err)
{
	if (strlen(value) == 16 && value[strspn(value, "0123456789abcdefABCDEF")] == '\0')
		return "finding";
	if (rules_find(session->rules, value) != NULL)
		return "rule";
	error_set(err, ERROR_USAGE, "there is no rule '%s', and a finding's key has 16 hex digits; prelist rules list names the rules", value);
	return NULL;
}

static int run_waive(struct session *session, struct error *err)
{
	struct putting putting = {.session = session, .arena = arena_new((size_t)1024 * 1024)};
	const char *value = session->args->operands[0], *kind = NULL;
	bool ok = at_desk_author(session->args, err) && at_desk_reason(session->args, err) && session_rules(session, err) &&
		  (kind = kind_of_waived(session, value, err)) != NULL &&
		  read_entry(session->args, kind, value, &putting.arena, &putting.entry, err) && put(&putting, "waive", err);

	arena_free(&putting.arena);
	return ok ? 0 : EXIT_TROUBLE;
}

/* Which entry something was done to, and by whom. */
static void change_json(const struct session *session, struct json *json, const struct blacklist_entry *entry, struct error *err)
{
	json_text(json, "kind", blacklist_kind_name(entry->kind));
	json_text(json, "value", entry->value);
	json_text(json, "by", session->args->value[OPTION_BY]);
	json_end(json, err);
}

static int run_remove(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const struct arguments *args = session->args;
	struct blacklist_entry entry = {0};
	struct json json;

	if (!at_desk_author(args, err) || !at_desk_reason(args, err) || !read_entry(args, args->operands[0], args->operands[1], &arena, &entry, err) ||
	    !session_writable_archive(session, err) ||
	    !blacklist_table_remove(session->archive, &entry, args->value[OPTION_REASON], args->value[OPTION_BY], err))
		return EXIT_TROUBLE;
	if (session_json(session, &json, "prelist-blacklist-remove/1")) {
		json_text(&json, "reason", args->value[OPTION_REASON]);
		change_json(session, &json, &entry, err);
	} else if (!session->is_unheard) {
		fprintf(session->output.file, message(session->language, MESSAGE_BLACKLIST_REMOVED),
			language_word(session->language, blacklist_kind_name(entry.kind)), entry.value);
	}
	return 0;
}

static int run_appeal(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	const struct arguments *args = session->args;
	struct blacklist_entry entry = {0};
	int64_t number;
	struct json json;

	if (!at_desk_author(args, err) || !read_entry(args, args->operands[0], args->operands[1], &arena, &entry, err) ||
	    !at_desk_number(args->operands[2], &number, err) || !session_writable_archive(session, err) ||
	    !blacklist_table_appeal(session->archive, &entry, number, args->value[OPTION_BY], err))
		return EXIT_TROUBLE;
	if (session_json(session, &json, "prelist-blacklist-appeal/1")) {
		json_number(&json, "case", number);
		change_json(session, &json, &entry, err);
	} else if (!session->is_unheard) {
		fprintf(session->output.file, message(session->language, MESSAGE_BLACKLIST_APPEAL),
			language_word(session->language, blacklist_kind_name(entry.kind)), entry.value, (long long)number);
	}
	return 0;
}

static int run_hits(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	struct blacklist_entry entry = {0};

	if (!read_entry(session->args, session->args->operands[0], session->args->operands[1], &arena, &entry, err) ||
	    !session_existing_archive(session, err))
		return EXIT_TROUBLE;
	return show_hits(session, &entry, err);
}

#define SCOPE_OPTIONS OPTION_APP, OPTION_CERTIFICATE, OPTION_VERSIONS

static const enum option_id add_options[] = {OPTION_REASON, OPTION_BY,	 OPTION_VERDICT, OPTION_SOURCE, OPTION_TICKET, OPTION_SINCE,
					     OPTION_UNTIL,  OPTION_SIZE, SCOPE_OPTIONS,	 OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id waive_options[] = {OPTION_REASON, OPTION_BY,    OPTION_VERDICT, OPTION_SOURCE, OPTION_TICKET,
					       OPTION_SINCE,  OPTION_UNTIL, SCOPE_OPTIONS,  OPTION_TODAY, OPTION_RECORD, OPTION_COUNT};
static const enum option_id remove_options[] = {OPTION_REASON, OPTION_BY, OPTION_SOURCE, SCOPE_OPTIONS, OPTION_COUNT};
static const enum option_id appeal_options[] = {OPTION_BY, SCOPE_OPTIONS, OPTION_COUNT};
static const enum option_id hits_options[] = {OPTION_SIZE, SCOPE_OPTIONS, OPTION_COUNT};

static const struct example add_examples[] = {
	{"prelist blacklist add certificate 5f3a91c2... --reason \"repackaged wallets\" --by li", "a signer, by SHA-256",
	 "按证书 SHA-256 加入签名者"},
	{"prelist blacklist add package 'com.fake.*' --verdict review --until 2027-01-01 --reason clones --by li",
	 "a pattern, for review, until a day", "按通配符加入，结论为待审，到期失效"},
	{"prelist blacklist add library libads.so --app com.example.shop --versions 10-19 --reason \"leaks contacts\" --by li",
	 "in some versions of one app only", "仅限某应用的若干版本"},
	{NULL, NULL, NULL}};
static const struct example waive_examples[] = {
	{"prelist blacklist waive permission.no-purpose --app com.example.shop --until 2027-01-01 --reason \"purposes come with 3.3\" --by li",
	 "a rule's findings in one app, until a day", "豁免某应用的某条规则，到期失效"},
	{"prelist blacklist waive 0f9c3be2a1d44c17 --versions 1-20 --reason \"false positive\" --ticket 88 --by li", "one finding, by its key",
	 "按编号豁免一个问题"},
	{NULL, NULL, NULL}};
static const struct example remove_examples[] = {
	{"prelist blacklist remove package com.fake.shop --reason \"appeal granted\" --by li", "with who and why; it stays in the history",
	 "注明操作人与理由，历史中保留"},
	{"prelist blacklist remove rule permission.no-purpose --app com.example.shop --reason fixed --by li", "a waiver", "撤销豁免"},
	{NULL, NULL, NULL}};
static const struct example appeal_examples[] = {
	{"prelist blacklist appeal package com.fake.shop 12 --by li", "case 12 is about that entry", "工单 12 为针对该条目的申诉"}, {NULL, NULL, NULL}};
static const struct example hits_examples[] = {
	{"prelist blacklist hits library libevil.so", "what an entry would hit among all that is kept, before it is added",
	 "加入前查看会命中哪些已归档版本"},
	{NULL, NULL, NULL}};

/* For completion. */
static const char kinds[] =
#define BLACKLIST_KIND(symbol, name, takes_pattern, is_read, doc, shape, example) name " "
#include "judge/blacklist_kind.def"
#undef BLACKLIST_KIND
	"";

static const struct command add = {.name = "add",
				   .en = "add an entry; the listed versions that it hits are named at once",
				   .zh = "加入条目，并立即列出命中的在架版本",
				   .operands = "KIND VALUE --reason TEXT --by WHO",
				   .operand_words = {kinds},
				   .min_operands = 2,
				   .max_operands = 2,
				   .options = add_options,
				   .examples = add_examples,
				   .run = run_add};
static const struct command waive = {.name = "waive",
				     .en = "lower the findings of a rule, or one by its key, to notice; they stay in reports",
				     .zh = "豁免某规则或某个问题：降为提示，报告中仍列出",
				     .operands = "RULE|KEY --reason TEXT --by WHO",
				     .min_operands = 1,
				     .max_operands = 1,
				     .options = waive_options,
				     .examples = waive_examples,
				     .run = run_waive};
static const struct command remove_entry = {.name = "remove",
					    .en = "take an entry or a waiver off",
					    .zh = "移除条目或豁免",
					    .operands = "KIND VALUE --reason TEXT --by WHO",
					    .operand_words = {kinds},
					    .min_operands = 2,
					    .max_operands = 2,
					    .options = remove_options,
					    .examples = remove_examples,
					    .run = run_remove};
static const struct command appeal = {.name = "appeal",
				      .en = "say which case is an appeal against an entry",
				      .zh = "将申诉工单与条目关联",
				      .operands = "KIND VALUE CASE --by WHO",
				      .operand_words = {kinds},
				      .min_operands = 3,
				      .max_operands = 3,
				      .options = appeal_options,
				      .examples = appeal_examples,
				      .run = run_appeal};
static const struct command hits = {.name = "hits",
				    .en = "which kept versions an entry would hit, listed ones first",
				    .zh = "查看条目会命中哪些已归档版本，在架的在前",
				    .operands = "KIND VALUE",
				    .operand_words = {kinds},
				    .min_operands = 2,
				    .max_operands = 2,
				    .options = hits_options,
				    .examples = hits_examples,
				    .run = run_hits};

static const struct command *const subcommands[] = {&blacklist_list_command,	&add,	 &waive, &remove_entry, &appeal, &blacklist_import_command,
						    &blacklist_export_command, &hits, &blacklist_history_command, NULL};

const struct command command_blacklist = {
	.name = "blacklist",
	.en = "entries and waivers: list, add, waive, remove, import, export; what one hits; history",
	.zh = "黑名单与豁免：列出、加入、豁免、移除、导入、导出，查看命中与历史",
	.examples = add_examples,
	.subcommands = subcommands,
};
