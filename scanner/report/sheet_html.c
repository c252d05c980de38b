/*
 * sheet_html - write the public page as one HTML file: both languages, no script, nothing loaded.
 *
 * What comes from packages, forms and rules reaches the page through html_text alone.
 */
#include "report/html.h"
#include "report/sheet_css.h"
#include "report/sheet_write.h"

#include <string.h>

#define HTML_CAP ((size_t)256 * 1024 * 1024)

/* The page as it is put together; first is the language that leads. */
struct page {
	struct buf out;
	struct arena arena;
	const struct sheet *sheet;
	enum language first, second;
};

static const char *const tags[] = {[LANGUAGE_EN] = "en", [LANGUAGE_ZH] = "zh-CN"};

static const char *pick(enum language language, const char *en, const char *zh)
{
	return language == LANGUAGE_ZH ? zh : en;
}

static void raw(struct page *page, const char *html)
{
	buf_text(&page->out, html);
}

static void element(struct page *page, const char *tag, const char *class, enum language language, const char *text)
{
	buf_printf(&page->out, "<%s%s%s%s lang=\"%s\">", tag, class != NULL ? " class=\"" : "", class != NULL ? class : "",
		   class != NULL ? "\"" : "", tags[language]);
	html_text(&page->out, text);
	buf_printf(&page->out, "</%s>", tag);
}

/* A text in the leading language, then in the other one where that differs: <tag> for a paragraph of its own. */
static void both_texts(struct page *page, const char *tag, const char *en, const char *zh)
{
	const char *first = pick(page->first, en, zh), *second = pick(page->second, en, zh);

	if (tag == NULL)
		html_text(&page->out, first);
	else
		element(page, tag, NULL, page->first, first);
	if (strcmp(first, second) == 0)
		return;
	raw(page, " ");
	element(page, tag == NULL ? "span" : tag, "other", page->second, second);
}

static void both(struct page *page, const char *tag, enum message_id id)
{
	both_texts(page, tag, message(LANGUAGE_EN, id), message(LANGUAGE_ZH, id));
}

static void both_numbered(struct page *page, enum message_id id, size_t number)
{
	const char *en = arena_printf(&page->arena, message(LANGUAGE_EN, id), number);
	const char *zh = arena_printf(&page->arena, message(LANGUAGE_ZH, id), number);

	both_texts(page, NULL, en != NULL ? en : "", zh != NULL ? zh : "");
}

static void head(struct page *page)
{
	raw(page, "<!DOCTYPE html>\n");
	buf_printf(&page->out, "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", tags[page->first]);
	raw(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
	html_style_source(&page->out, sheet_css);
	raw(page, "; base-uri 'none'; form-action 'none'\">\n"
		  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		  "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
	html_text(&page->out, pick(page->first, page->sheet->name, page->sheet->name_zh));
	raw(page, " · ");
	html_text(&page->out, message(page->first, MESSAGE_SHEET_TITLE));
	raw(page, "</title>\n<style>");
	raw(page, sheet_css);
	raw(page, "</style>\n</head>\n<body>\n<main>\n");
}

static void note(struct page *page, enum message_id id)
{
	raw(page, "<p class=\"preview\" role=\"note\">");
	both(page, NULL, id);
	raw(page, "</p>\n");
}

/* Name, version, developer; and that it is no more than a preview, where it is. */
static void banner(struct page *page)
{
	const struct sheet *sheet = page->sheet;
	const char *developer = sheet->submission != NULL ? sheet->submission->developer_name : NULL;

	raw(page, "<header>\n<p class=\"kicker\">");
	both(page, NULL, MESSAGE_SHEET_TITLE);
	raw(page, "</p>\n<h1>");
	both_texts(page, NULL, sheet->name, sheet->name_zh);
	raw(page, "</h1>\n<p class=\"by\">");
	html_text(&page->out, sheet->version);
	if (developer != NULL && *developer != '\0') {
		raw(page, " · ");
		html_text(&page->out, developer);
	}
	raw(page, "</p>\n");
	if (!sheet_is_listed(sheet))
		note(page, MESSAGE_SHEET_PREVIEW);
	if (sheet->source->suspended != NULL)
		note(page, MESSAGE_SHEET_SUSPENDED);
	if (!sheet->is_complete)
		note(page, MESSAGE_SHEET_INCOMPLETE);
}

static void field_value(struct page *page, const struct sheet_field *field)
{
	const char *href = field->href != NULL ? field->href : field->text;

	if (field->kind == FIELD_LINK && html_is_link(href)) {
		raw(page, "<a rel=\"noopener noreferrer nofollow\" href=\"");
		html_text(&page->out, href);
		raw(page, "\">");
		html_text(&page->out, field->text);
		raw(page, "</a>");
	} else if (field->kind == FIELD_CODE) {
		raw(page, "<code>");
		html_text(&page->out, field->text);
		raw(page, "</code>");
	} else {
		both_texts(page, NULL, field->text, field->text_zh);
	}
}

static void section(struct page *page, const struct sheet_section *section, int number)
{
	if (section->num_fields == 0)
		return;
	buf_printf(&page->out, "<section class=\"card\" aria-labelledby=\"facts-%d\">\n<h2 id=\"facts-%d\">", number, number);
	both(page, NULL, section->head);
	raw(page, "</h2>\n<dl>\n");
	for (size_t i = 0; i < section->num_fields; i++) {
		raw(page, "<dt>");
		both(page, NULL, section->fields[i].head);
		raw(page, "</dt><dd>");
		field_value(page, &section->fields[i]);
		raw(page, "</dd>\n");
	}
	raw(page, "</dl>\n</section>\n");
}

/* The heads of a table's columns; its rows follow. A phone shows rows as blocks, so the roles are said. */
static void table(struct page *page, const char *label, const enum message_id *heads, size_t num)
{
	buf_printf(&page->out, "<table role=\"table\" aria-labelledby=\"%s\">\n<thead role=\"rowgroup\"><tr role=\"row\">", label);
	for (size_t i = 0; i < num; i++) {
		raw(page, "<th scope=\"col\" role=\"columnheader\">");
		both(page, NULL, heads[i]);
		raw(page, "</th>");
	}
	raw(page, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

/* Shown on a phone, where the heads of the columns are out of sight; heard from the heads. */
static void key(struct page *page, enum message_id id)
{
	raw(page, "<span class=\"key\" aria-hidden=\"true\">");
	both(page, NULL, id);
	raw(page, "</span>");
}

static void tag(struct page *page, const char *en, const char *zh)
{
	raw(page, " <span class=\"tag\">");
	both_texts(page, NULL, en, zh);
	raw(page, "</span>");
}

static void permission_name(struct page *page, const struct sheet_permission *permission)
{
	const struct permission_view *view = &permission->view;
	const char *en = view->label != NULL ? view->label : view->label_zh;
	const char *zh = view->label_zh != NULL ? view->label_zh : view->label;
	const char *remark = sheet_remark(&page->arena, permission, LANGUAGE_EN);

	raw(page, "<th scope=\"row\" role=\"rowheader\">");
	if (en != NULL) {
		raw(page, "<b>");
		both_texts(page, NULL, en, zh);
		raw(page, "</b>");
	}
	raw(page, "<code>");
	html_name(&page->out, view->name);
	raw(page, "</code>");
	if (permission->group != NULL)
		tag(page, permission->group, permission->group_zh);
	if (*remark != '\0') {
		raw(page, "<span class=\"remark\">");
		both_texts(page, NULL, remark, sheet_remark(&page->arena, permission, LANGUAGE_ZH));
		raw(page, "</span>");
	}
	raw(page, "</th>");
}

static void permission_row(struct page *page, const struct sheet_permission *permission)
{
	raw(page, "<tr role=\"row\">");
	permission_name(page, permission);
	raw(page, "<td role=\"cell\">");
	key(page, MESSAGE_HEAD_MEANING);
	both_texts(page, "p", permission->meaning, permission->meaning_zh);
	raw(page, "</td><td role=\"cell\">");
	key(page, MESSAGE_HEAD_PURPOSE);
	if (permission->view.purpose != NULL) {
		html_text(&page->out, permission->view.purpose);
	} else {
		raw(page, "<p class=\"missing\">");
		both(page, NULL, MESSAGE_PURPOSE_MISSING);
		raw(page, "</p>");
	}
	raw(page, "</td></tr>\n");
}

static void counts(struct page *page)
{
	raw(page, "<ul class=\"counts\">\n");
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++) {
		const struct sheet_weight *weight = &sheet_weights[w];

		if (page->sheet->count[weight->weight] == 0)
			continue;
		buf_printf(&page->out, "<li><a class=\"%s\" href=\"#%s\">", weight->word, weight->word);
		both_numbered(page, weight->count, page->sheet->count[weight->weight]);
		raw(page, "</a></li>\n");
	}
	raw(page, "</ul>\n");
}

/* Permissions of one kind under a head of their own. */
static void permissions_of(struct page *page, const char *id, const char *class, enum message_id title,
			   const struct sheet_permission *first, size_t num)
{
	static const enum message_id heads[] = {MESSAGE_HEAD_PERMISSION, MESSAGE_HEAD_MEANING, MESSAGE_HEAD_PURPOSE};

	buf_printf(&page->out, "<section class=\"kind\">\n<h3 id=\"%s\" class=\"%s\">", id, class);
	both(page, NULL, title);
	raw(page, "</h3>\n");
	table(page, id, heads, sizeof heads / sizeof heads[0]);
	for (size_t i = 0; i < num; i++)
		permission_row(page, &first[i]);
	raw(page, "</tbody>\n</table>\n</section>\n");
}

static void permissions(struct page *page)
{
	const struct sheet *sheet = page->sheet;
	size_t at = 0;

	raw(page, "<section aria-labelledby=\"permissions\">\n<h2 id=\"permissions\">");
	both_numbered(page, MESSAGE_SHEET_COUNT, sheet->num_permissions);
	raw(page, "</h2>\n");
	if (sheet->num_permissions > 0)
		counts(page);
	both(page, "p", sheet_permissions_said(sheet));
	for (size_t w = 0; w < PERMISSION_WEIGHTS; w++) {
		const struct sheet_weight *weight = &sheet_weights[w];
		size_t num = sheet->count[weight->weight];

		if (num > 0)
			permissions_of(page, weight->word, weight->word, weight->head, &sheet->permissions[at], num);
		at += num;
	}
	if (sheet->num_services > 0)
		permissions_of(page, "services", "special", MESSAGE_SHEET_SERVICES, sheet->services, sheet->num_services);
	raw(page, "</section>\n");
}

static void part_row(struct page *page, const struct sheet_part *part, bool is_sdk)
{
	raw(page, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><b>");
	html_text(&page->out, part->name);
	raw(page, "</b>");
	if (part->vendor != NULL)
		html_text(&page->out, part->vendor);
	raw(page, "</th><td role=\"cell\">");
	key(page, MESSAGE_HEAD_KIND);
	if (part->kind != NULL)
		both_texts(page, NULL, part->kind_label, part->kind_label_zh);
	tag(page, sheet_source_of(part, LANGUAGE_EN), sheet_source_of(part, LANGUAGE_ZH));
	raw(page, "</td>");
	if (is_sdk) {
		raw(page, "<td role=\"cell\">");
		key(page, MESSAGE_HEAD_PURPOSE);
		if (part->purpose != NULL)
			html_text(&page->out, part->purpose);
		else
			both(page, NULL, MESSAGE_PURPOSE_MISSING);
		raw(page, "</td>");
	}
	raw(page, "</tr>\n");
}

static void parts(struct page *page, const char *id, enum message_id title, const struct sheet_part *part, size_t num, enum message_id none)
{
	static const enum message_id heads[] = {MESSAGE_HEAD_NAME, MESSAGE_HEAD_KIND, MESSAGE_HEAD_PURPOSE};
	bool is_sdk = title == MESSAGE_HEAD_SDKS;

	buf_printf(&page->out, "<section class=\"kind\">\n<h2 id=\"%s\">", id);
	both(page, NULL, title);
	raw(page, "</h2>\n");
	if (num == 0) {
		both(page, "p", none);
	} else {
		table(page, id, heads, is_sdk ? 3 : 2);
		for (size_t i = 0; i < num; i++)
			part_row(page, &part[i], is_sdk);
		raw(page, "</tbody>\n</table>\n");
	}
	raw(page, "</section>\n");
}

static void foot(struct page *page)
{
	const char *day = page->sheet->source->made_on;
	const char *en = arena_printf(&page->arena, message(LANGUAGE_EN, MESSAGE_SHEET_MADE_ON), day);
	const char *zh = arena_printf(&page->arena, message(LANGUAGE_ZH, MESSAGE_SHEET_MADE_ON), day);

	raw(page, "<footer>");
	both_texts(page, NULL, en != NULL ? en : "", zh != NULL ? zh : "");
	raw(page, "</footer>\n</main>\n</body>\n</html>\n");
}

static void whole(struct page *page)
{
	const struct sheet *sheet = page->sheet;

	head(page);
	banner(page);
	raw(page, "<div class=\"facts\">\n");
	for (int i = 0; i < SHEET_ABOUT; i++)
		section(page, &sheet->sections[i], i);
	raw(page, "</div>\n");
	section(page, &sheet->sections[SHEET_ABOUT], SHEET_ABOUT);
	raw(page, "</header>\n");
	permissions(page);
	parts(page, "sdks", MESSAGE_HEAD_SDKS, sheet->sdks, sheet->num_sdks, MESSAGE_NO_SDKS);
	parts(page, "packers", MESSAGE_HEAD_PACKERS, sheet->packers, sheet->num_packers, MESSAGE_NO_PACKERS);
	section(page, &sheet->sections[SHEET_INTEGRITY], SHEET_INTEGRITY);
	foot(page);
}

static bool disclose(const struct report_options *options, const struct sheet *sheet, struct error *err)
{
	struct page page = {.out = buf_new(HTML_CAP), .arena = arena_new(HTML_CAP), .sheet = sheet, .first = options->language,
			    .second = options->language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH};
	bool ok;

	whole(&page);
	ok = report_print(options, &page.out, &page.arena, err);
	buf_free(&page.out);
	arena_free(&page.arena);
	return ok;
}

const struct writer writer_html = {.name = "html", .disclose = disclose};
