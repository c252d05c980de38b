/*
 * text_permissions - the lines of a report about permissions.
 */
#include "report/permission.h"
#include "report/text_report.h"

#define LISTED_PERMISSIONS 16

/* Views of one name are neighbours: only the first counts. */
static bool is_first_of_name(const struct permission_view *views, size_t i)
{
	return i == 0 || strcmp(views[i - 1].name, views[i].name) != 0;
}

/* A finding's line says as much of it as one here would. */
static bool is_said_above(const struct text_page *page, const struct permission_view *view)
{
	return view->purpose == NULL && text_is_named(page, view->name);
}

static bool is_grave(const struct permission_view *view)
{
	return view->weight == PERMISSION_DANGEROUS || view->weight == PERMISSION_SPECIAL;
}

static void counts_line(struct text_page *page, const struct permission_view *views, size_t num_views)
{
	static const struct {
		enum permission_weight weight;
		enum message_id id;
	} order[] = {{PERMISSION_DANGEROUS, MESSAGE_WEIGHT_DANGEROUS},
		     {PERMISSION_SPECIAL, MESSAGE_WEIGHT_SPECIAL},
		     {PERMISSION_DEVELOPMENT, MESSAGE_WEIGHT_DEVELOPMENT},
		     {PERMISSION_NORMAL, MESSAGE_WEIGHT_NORMAL},
		     {PERMISSION_SIGNATURE, MESSAGE_WEIGHT_SIGNATURE},
		     {PERMISSION_UNKNOWN, MESSAGE_WEIGHT_UNKNOWN}};
	TEXT_PARTS_CLEANUP struct text_parts line = text_parts_new(page, "");
	TEXT_PARTS_CLEANUP struct text_parts counts = text_parts_new(page, message(page->language, MESSAGE_COMMA));
	size_t count[PERMISSION_WEIGHTS] = {0}, total = 0, above = 0;

	for (size_t i = 0; i < num_views; i++)
		if (is_first_of_name(views, i)) {
			count[views[i].weight]++;
			total++;
			above += is_grave(&views[i]) && is_said_above(page, &views[i]);
		}
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (count[order[i].weight] > 0)
			text_partf(&counts, message(page->language, order[i].id), count[order[i].weight]);
	if (total == 0)
		text_part(&line, message(page->language, MESSAGE_NO_PERMISSIONS));
	else
		text_partf(&line, message(page->language, MESSAGE_NUM_PERMISSIONS), total, text_parts_end(&counts));
	if (above > 0)
		text_partf(&line, message(page->language, MESSAGE_NAMED_ABOVE), above);
	text_line(page, MESSAGE_HEAD_PERMISSIONS, text_parts_end(&line));
}

static const char *short_name(const char *name)
{
	static const char prefix[] = "android.permission.";

	return strncmp(name, prefix, sizeof prefix - 1) == 0 ? name + sizeof prefix - 1 : name;
}

/* What the platform calls it, or where it has no name for it what we say of it. */
static const char *words_of(struct text_page *page, const struct permission_view *view)
{
	const char *label = language_pick(page->language, view->label, view->label_zh);
	const char *meaning = language_pick(page->language, view->meaning, view->meaning_zh);
	const char *stop = page->language == LANGUAGE_ZH ? "。" : ".";
	size_t len = meaning == NULL ? 0 : strlen(meaning), stop_len = strlen(stop);

	if (label != NULL || meaning == NULL)
		return label;
	if (len > stop_len && strcmp(meaning + len - stop_len, stop) == 0)
		len -= stop_len;
	return arena_text(&page->arena, span_of(meaning, len));
}

/* By the developer; else the system adds it, by what else is declared. */
static bool is_declared(const struct permission_view *view)
{
	return view->origin != NULL && strncmp(view->origin, "declared", strlen("declared")) == 0;
}

static void permission_line(struct text_page *page, const struct permission_view *view)
{
	TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");
	const char *words = words_of(page, view);

	if (words != NULL)
		text_partf(&parts, "%s (%s)", short_name(view->name), words);
	else
		text_part(&parts, short_name(view->name));
	if (view->purpose != NULL)
		text_partf(&parts, message(page->language, MESSAGE_PURPOSE), view->purpose);
	else
		text_part(&parts, message(page->language, is_declared(view) ? MESSAGE_NO_PURPOSE : MESSAGE_ADDED_BY_SYSTEM));
	text_more(page, text_parts_end(&parts));
}

static void more_line(struct text_page *page, size_t num)
{
	TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");

	if (num <= LISTED_PERMISSIONS)
		return;
	text_partf(&parts, message(page->language, MESSAGE_MORE_PERMISSIONS), num - LISTED_PERMISSIONS);
	text_more(page, text_parts_end(&parts));
}

static void grave_lines(struct text_page *page, const struct permission_view *views, size_t num_views)
{
	size_t listed = 0;

	for (size_t i = 0; i < num_views; i++) {
		if (!is_first_of_name(views, i) || !is_grave(&views[i]) || is_said_above(page, &views[i]))
			continue;
		if (++listed <= LISTED_PERMISSIONS)
			permission_line(page, &views[i]);
	}
	more_line(page, listed);
}

/* Of what no catalogue has and the app does not define the name is all that is known. */
static void unknown_lines(struct text_page *page, const struct permission_view *views, size_t num_views)
{
	TEXT_PARTS_CLEANUP struct text_parts names = text_parts_new(page, " · ");
	TEXT_PARTS_CLEANUP struct text_parts line = text_parts_new(page, "");
	size_t listed = 0;

	for (size_t i = 0; i < num_views; i++)
		if (is_first_of_name(views, i) && views[i].weight == PERMISSION_UNKNOWN && ++listed <= LISTED_PERMISSIONS)
			text_part(&names, *views[i].name != '\0' ? views[i].name : "''");
	if (listed == 0)
		return;
	text_partf(&line, message(page->language, MESSAGE_UNKNOWN_PERMISSIONS), text_parts_end(&names));
	text_more(page, text_parts_end(&line));
	more_line(page, listed);
}

void text_permissions_line(struct text_page *page)
{
	struct permission_view *views;
	size_t num_views;

	if (!permission_views(page->report, &page->arena, &views, &num_views))
		return;
	counts_line(page, views, num_views);
	grave_lines(page, views, num_views);
	unknown_lines(page, views, num_views);
}
