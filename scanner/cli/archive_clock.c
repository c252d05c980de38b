/*
 * archive_clock - prelist archive clock: somebody says that the clock is right, and that it was wrong when the log went ahead of it.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"

#include "desk/zone.h"
#include "store/clock.h"

#include <time.h>

struct confirming {
	const char *reason, *zone;
	char since[DATE_TEXT_LEN]; /* the day from which deadlines are counted anew */
	uint64_t num;
};

static bool step(struct desk *desk, void *owner, struct error *err)
{
	struct confirming *confirming = owner;
	int64_t now = (int64_t)time(NULL), right;
	char since[TIME_TEXT_LEN];

	if (!clock_was_right(desk->archive, now, since, err))
		return false;
	zone_day(confirming->zone, time_parse(since, &right) ? right : now, confirming->since);
	return clock_confirm(desk->archive, now, desk->by, confirming->reason, err) &&
	       case_recount(desk, confirming->since, &confirming->num, err);
}

static void answer(struct session *session, const struct confirming *confirming, struct error *err)
{
	struct json json;

	if (session_json(session, &json, "prelist-archive-clock/1")) {
		json_number(&json, "recounted", (int64_t)confirming->num);
		json_text(&json, "recounted_from", confirming->num > 0 ? confirming->since : NULL);
		json_end(&json, err);
		return;
	}
	if (session->is_unheard)
		return;
	fputs(message(session->language, MESSAGE_CLOCK_IS_RIGHT), session->output.file);
	if (confirming->num > 0)
		message_print(session->output.file, session->language, MESSAGE_CLOCK_RECOUNTED, (unsigned long long)confirming->num, confirming->since);
}

static int run(struct session *session, struct error *err)
{
	struct confirming confirming = {.reason = session->args->value[OPTION_REASON]};
	struct desk desk;

	if (!at_desk_author(session->args, err) || !at_desk_reason(session->args, err) || !at_desk(session, ARCHIVE_CHANGE, &desk, err))
		return EXIT_TROUBLE;
	confirming.zone = rules_policy(session->rules, "timezone");
	if (!desk_keep(&desk, step, &confirming, err))
		return EXIT_TROUBLE;
	at_desk_warn(session, &desk);
	answer(session, &confirming, err);
	return 0;
}

static const enum option_id options[] = {OPTION_BY, OPTION_REASON, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive clock --by li --reason \"ran a day ahead until 9:00\"", "what was kept meanwhile keeps its times and days",
	 "其间归档内容的时刻与日期不变"},
	{NULL, NULL, NULL}};

const struct command archive_clock = {.name = "clock",
				      .en = "say that the clock is right, and was wrong when the newest events were kept",
				      .zh = "确认当前系统时钟正确，而最新事件归档时时钟有误",
				      .operands = "--by WHO --reason TEXT",
				      .options = options,
				      .examples = examples,
				      .sets_clock = true,
				      .run = run};
