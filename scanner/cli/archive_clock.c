/*
 * archive_clock - prelist archive clock: somebody says that the clock is right, and that it was wrong when the log went ahead of it.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"

#include "store/clock.h"

#include <time.h>

static bool step(struct desk *desk, void *owner, struct error *err)
{
	const struct session *session = owner;

	return clock_confirm(desk->archive, (int64_t)time(NULL), desk->by, session->args->value[OPTION_REASON], err);
}

static int run(struct session *session, struct error *err)
{
	struct desk desk;
	struct json json;

	if (!at_desk_author(session->args, err) || !at_desk_reason(session->args, err) || !at_desk(session, ARCHIVE_WRITE, &desk, err))
		return EXIT_TROUBLE;
	if (!desk_keep(&desk, step, session, err))
		return EXIT_TROUBLE;
	if (session_json(session, &json, "prelist-archive-clock/1"))
		json_end(&json, err);
	else if (!session->quiet)
		fputs(message(session->language, MESSAGE_CLOCK_IS_RIGHT), session->output.file);
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
