/*
 * sheet_text - write the public page as text.
 */
#include "report/sheet_write.h"

#include "bytes/text.h"
#include "report/columns.h"

#include <string.h>

#define TEXT_CAP ((size_t)64 * 1024 * 1024)
#define DEFAULT_WIDTH 100

/* The page as it is put together. */
struct page {
	struct buf out;
	struct arena arena;
	const struct sheet *sheet;
	enum language language;
	size_t width;
};

static const char *say(const struct page *page, enum message_id id)
{
	return message(page->language, id);
}

/* Text of packages and forms, made visible, wrapped from that column on; breaks in it are blanks. */
static void add(struct page *page, const char *text, size_t indent)
{
	BUF_CLEANUP struct buf visible = buf_new(TEXT_CAP);

	text_visible_line(&visible, text);
	buf_byte(&visible, '\0');
	if (visible.failed)
		page->out.failed = true;
	else
		columns_wrap(&page->out, (const char *)visible.data, indent, page->width);
}

static void line(struct page *page, size_t indent, const char *text)
{
	for (size_t i = 0; i < indent; i++)
		buf_byte(&page->out, ' ');
	add(page, text, indent);
	buf_byte(&page->out, '\n');
}

static void headed(struct page *page, size_t indent, enum message_id head, const char *text, size_t column)
{
	size_t start = page->out.len;

	for (size_t i = 0; i < indent; i++)
		buf_byte(&page->out, ' ');
	buf_text(&page->out, say(page, head));
	columns_pad(&page->out, start, column - 1);
	buf_byte(&page->out, ' ');
	add(page, text, column);
	buf_byte(&page->out, '\n');
}

static size_t head_column(const struct page *page)
{
	size_t most = 0;

	for (int s = 0; s < SHEET_SECTIONS; s++)
		for (size_t i = 0; i < page->sheet->sections[s].num_fields; i++) {
			size_t columns = columns_of(say(page, page->sheet->sections[s].fields[i].head));

			most = columns > most ? columns : most;
		}
	return most + 4;
}

static void sections(struct page *page)
{
	size_t column = head_column(page);

	for (int s = 0; s < SHEET_SECTIONS; s++) {
		const struct sheet_section *section = &page->sheet->sections[s];

		if (section->num_fields == 0)
			continue;
		buf_printf(&page->out, "\n%s\n", say(page, section->head));
		for (size_t i = 0; i < section->num_fields; i++)
			headed(page, 2, section->fields[i].head,
			       page->language == LANGUAGE_ZH ? section->fields[i].text_zh : section->fields[i].text, column);
	}
}

static void permission(struct page *page, const struct sheet_permission *permission)
{
	const struct permission_view *view = &permission->view;
	const char *label = language_pick(page->language, view->label, view->label_zh);
	const char *group = language_pick(page->language, permission->group, permission->group_zh);
	const char *remark = sheet_remark(&page->arena, permission, page->language);
	enum message_id heads[] = {MESSAGE_HEAD_GROUP, MESSAGE_HEAD_MEANING, MESSAGE_HEAD_PURPOSE, MESSAGE_HEAD_REMARK};
	size_t column = 0;

	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		column = columns_of(say(page, heads[i])) > column ? columns_of(say(page, heads[i])) : column;
	column += 6;
	label = label != NULL ? arena_printf(&page->arena, "%s  %s", label, view->name) : view->name;
	line(page, 2, label != NULL ? label : view->name);
	if (group != NULL)
		headed(page, 4, MESSAGE_HEAD_GROUP, group, column);
	headed(page, 4, MESSAGE_HEAD_MEANING, page->language == LANGUAGE_ZH ? permission->meaning_zh : permission->meaning, column);
	headed(page, 4, MESSAGE_HEAD_PURPOSE, view->purpose != NULL ? view->purpose : say(page, MESSAGE_PURPOSE_MISSING), column);
	if (*remark != '\0')
		headed(page, 4, MESSAGE_HEAD_REMARK, remark, column);
}

static void permissions(struct page *page)
{
	const struct sheet *sheet = page->sheet;
	size_t at = 0, shown = 0;

	buf_byte(&page->out, '\n');
	buf_printf(&page->out, say(page, MESSAGE_SHEET_COUNT), sheet->num_permissions);
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++)
		if (sheet->count[sheet_weights[w].weight] > 0) {
			buf_text(&page->out, say(page, shown++ == 0 ? MESSAGE_DASH : MESSAGE_COMMA));
			buf_printf(&page->out, say(page, sheet_weights[w].count), sheet->count[sheet_weights[w].weight]);
		}
	buf_byte(&page->out, '\n');
	line(page, 0, say(page, sheet_permissions_said(sheet)));
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++) {
		if (sheet->count[sheet_weights[w].weight] == 0)
			continue;
		buf_printf(&page->out, "\n%s (%zu)\n", say(page, sheet_weights[w].head), sheet->count[sheet_weights[w].weight]);
		for (; at < sheet->num_permissions && sheet->permissions[at].view.weight == sheet_weights[w].weight; at++)
			permission(page, &sheet->permissions[at]);
	}
	if (sheet->num_services > 0)
		buf_printf(&page->out, "\n%s (%zu)\n", say(page, MESSAGE_SHEET_SERVICES), sheet->num_services);
	for (size_t i = 0; i < sheet->num_services; i++)
		permission(page, &sheet->services[i]);
}

const char *sheet_source_of(const struct sheet_part *part, enum language language)
{
	if (part->declared && part->found)
		return message(language, MESSAGE_IS_BOTH);
	return message(language, part->declared ? MESSAGE_IS_DECLARED : MESSAGE_IS_FOUND);
}

static void add_word(struct page *page, const char **text, const char *word)
{
	if (word != NULL && *word != '\0' && *text != NULL)
		*text = arena_printf(&page->arena, "%s%s%s", *text, **text == '\0' ? "" : " · ", word);
}

static void parts(struct page *page, enum message_id head, const struct sheet_part *part, size_t num, enum message_id none)
{
	buf_printf(&page->out, "\n%s\n", say(page, head));
	if (num == 0)
		line(page, 2, say(page, none));
	for (size_t i = 0; i < num; i++) {
		const char *text = part[i].name;

		add_word(page, &text, part[i].vendor);
		add_word(page, &text, page->language == LANGUAGE_ZH ? part[i].kind_label_zh : part[i].kind_label);
		add_word(page, &text, part[i].purpose);
		add_word(page, &text, sheet_source_of(&part[i], page->language));
		line(page, 2, text != NULL ? text : part[i].name);
	}
}

static void whole(struct page *page)
{
	const struct sheet *sheet = page->sheet;
	const char *name = page->language == LANGUAGE_ZH ? sheet->name_zh : sheet->name;

	line(page, 0, say(page, MESSAGE_SHEET_TITLE));
	line(page, 0, name);
	if (!sheet_is_listed(sheet))
		line(page, 0, say(page, MESSAGE_SHEET_PREVIEW));
	if (sheet->source->suspended != NULL)
		line(page, 0, say(page, MESSAGE_SHEET_SUSPENDED));
	if (!sheet->is_complete)
		line(page, 0, say(page, MESSAGE_SHEET_INCOMPLETE));
	sections(page);
	permissions(page);
	parts(page, MESSAGE_HEAD_SDKS, sheet->sdks, sheet->num_sdks, MESSAGE_NO_SDKS);
	parts(page, MESSAGE_HEAD_PACKERS, sheet->packers, sheet->num_packers, MESSAGE_NO_PACKERS);
	buf_byte(&page->out, '\n');
	buf_printf(&page->out, say(page, MESSAGE_SHEET_MADE_ON), sheet->source->made_on);
	buf_byte(&page->out, '\n');
}

bool sheet_text(const struct report_options *options, const struct sheet *sheet, struct error *err)
{
	struct page page = {.out = buf_new(TEXT_CAP), .arena = arena_new(TEXT_CAP), .sheet = sheet,
			    .language = options->language, .width = options->width > 0 ? options->width : DEFAULT_WIDTH};
	bool ok;

	whole(&page);
	ok = report_print(options, &page.out, &page.arena, err);
	buf_free(&page.out);
	arena_free(&page.arena);
	return ok;
}
