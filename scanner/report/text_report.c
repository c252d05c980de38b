#include "report/text_report.h"

#include "bytes/plural.h"
#include "bytes/text.h"
#include "judge/form.h"
#include "report/advice.h"
#include "report/columns.h"
#include "report/finding_print.h"
#include "report/sheet_write.h"
#include "report/shown.h"
#include "report/translate.h"

#include <ctype.h>

#define TEXT_CAP ((size_t)64 * 1024 * 1024)
#define DEFAULT_WIDTH 110
#define NAME_MAX_BYTES 90
#define ID_MAX_BYTES 120
#define VERSION_MAX_BYTES 40

struct text_parts text_parts_new(struct text_page *page, const char *between)
{
	return (struct text_parts){.page = page, .between = between, .text = buf_new(TEXT_CAP)};
}

void text_parts_free(struct text_parts *parts)
{
	parts->page->out.failed |= parts->text.failed;
	buf_free(&parts->text);
}

void text_part(struct text_parts *parts, const char *text)
{
	if (text != NULL && *text != '\0')
		text_partf(parts, "%s", text);
}

void text_partf(struct text_parts *parts, const char *format, ...)
{
	char chosen[PLURAL_MAX];
	va_list args;

	if (parts->text.len > 0)
		buf_text(&parts->text, parts->between);
	va_start(args, format);
	buf_vprintf(&parts->text, plural_format(format, args, chosen), args);
	va_end(args);
}

const char *text_parts_end(struct text_parts *parts)
{
	buf_byte(&parts->text, '\0');
	if (parts->text.failed || parts->text.len == 0)
		return "";
	parts->text.len--;
	return (const char *)parts->text.data;
}

const char *text_count(struct text_page *page, uint64_t count)
{
	char digits[32], *out = arena_alloc(&page->arena, 48);
	size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)count), at = 0;

	for (size_t i = 0; out != NULL && i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	return out != NULL ? out : "?";
}

const char *text_fingerprint(struct text_page *page, const char *hex)
{
	const char *text;

	if (hex == NULL)
		return "?";
	if (strlen(hex) <= 8)
		return hex;
	text = arena_printf(&page->arena, "%.4s %.4s…", hex, hex + 4);
	return text != NULL ? text : "?";
}

static void add_visible(struct text_page *page, const char *text, size_t indent)
{
	BUF_CLEANUP struct buf visible = buf_new(TEXT_CAP);

	text_visible(&visible, text);
	buf_byte(&visible, '\0');
	if (visible.failed)
		page->out.failed = true;
	else
		columns_wrap(&page->out, (const char *)visible.data, indent, page->options->width);
	buf_byte(&page->out, '\n');
}

void text_plain(struct text_page *page, const char *text)
{
	add_visible(page, text, 0);
}

void text_line(struct text_page *page, enum message_id head, const char *text)
{
	size_t line = page->out.len;

	buf_text(&page->out, message(page->language, head));
	columns_pad(&page->out, line, TEXT_HEAD_COLUMNS);
	add_visible(page, text, TEXT_HEAD_COLUMNS);
}

void text_more(struct text_page *page, const char *text)
{
	columns_pad(&page->out, page->out.len, TEXT_HEAD_COLUMNS);
	add_visible(page, text, TEXT_HEAD_COLUMNS);
}

static const char *verdict_color(enum verdict verdict)
{
	return verdict == VERDICT_REJECT ? "\033[1;31m" : verdict == VERDICT_REVIEW ? "\033[1;33m" : "\033[1;32m";
}

static enum message_id verdict_message(enum verdict verdict)
{
	return verdict == VERDICT_REJECT ? MESSAGE_REJECT :
	       verdict == VERDICT_REVIEW ? MESSAGE_REVIEW : MESSAGE_PASS;
}

static void colored(struct text_page *page, const char *color, const char *text)
{
	if (page->options->color)
		buf_text(&page->out, color);
	buf_text(&page->out, text);
	if (page->options->color)
		buf_text(&page->out, "\033[0m");
}

static const char *size_text(struct text_page *page, int64_t size)
{
	char text[TEXT_SIZE_LEN];
	const char *kept;

	if (size == FACT_ABSENT)
		return "";
	text_size(text, (uint64_t)size);
	kept = arena_strdup(&page->arena, text);
	return kept != NULL ? kept : "";
}

/* Text from the package, cut where it would push all else out of sight. */
static void visible_cut(struct buf *out, const char *text, size_t max)
{
	BUF_CLEANUP struct buf whole = buf_new(TEXT_CAP);
	struct span shown;

	text_visible_cell(&whole, text);
	shown = buf_span(&whole);
	if (shown.len <= max) {
		buf_join(out, &whole);
		return;
	}
	while (max > 0 && (shown.data[max] & 0xC0) == 0x80)
		max--;
	buf_add(out, shown.data, max);
	buf_text(out, "…");
}

/* A package of which nobody knows whose it is, by its kind. */
static void kind(struct text_page *page, struct buf *out)
{
	const char *format = page->package != NULL && page->package->format != NULL ? page->package->format : "unknown";
	char name[16] = "";

	if (strcmp(format, "unknown") == 0)
		buf_text(out, message(page->language, page->package != NULL && judge_is_unread(page->report->facts, page->package->package, "") ?
							      MESSAGE_UNREAD :
							      MESSAGE_UNREADABLE));
	else if (strcmp(format, "apk") == 0)
		buf_text(out, message(page->language, MESSAGE_UNNAMED_APK));
	else {
		for (size_t i = 0; format[i] != '\0' && i + 1 < sizeof name; i++)
			name[i] = (char)toupper((unsigned char)format[i]);
		buf_printf(out, message(page->language, MESSAGE_UNREAD_KIND), name);
	}
}

static void identity(struct text_page *page, struct buf *out)
{
	const struct fact_package *package = page->package;
	const char *name = shown_name(page->language, page->report->facts);

	if (package == NULL || package->app_id == NULL) {
		kind(page, out);
		return;
	}
	if (name != NULL) {
		visible_cut(out, name, NAME_MAX_BYTES);
		buf_text(out, "  ");
	}
	visible_cut(out, package->app_id, ID_MAX_BYTES);
	if (package->version_name != NULL) {
		buf_byte(out, ' ');
		visible_cut(out, package->version_name, VERSION_MAX_BYTES);
	}
	if (package->version_code != FACT_ABSENT)
		buf_printf(out, " (%lld)", (long long)package->version_code);
}

static void file_and_time(struct text_page *page, struct buf *out)
{
	const struct report *report = page->report;

	text_visible(out, report->file);
	if (page->package != NULL && page->package->size != FACT_ABSENT)
		buf_printf(out, "  %s", size_text(page, page->package->size));
	if (report->seconds >= 0) {
		buf_text(out, "  ");
		buf_printf(out, message(page->language, MESSAGE_SECONDS), report->seconds);
	}
}

static void header(struct text_page *page)
{
	BUF_CLEANUP struct buf left = buf_new(TEXT_CAP);
	BUF_CLEANUP struct buf right = buf_new(TEXT_CAP);
	enum verdict verdict = page->report->judgement->verdict;
	const char *word = message(page->language, verdict_message(verdict));
	size_t width = page->options->width > 0 ? page->options->width : DEFAULT_WIDTH, used;

	identity(page, &left);
	file_and_time(page, &right);
	colored(page, verdict_color(verdict), word);
	buf_text(&page->out, "  ");
	buf_join(&page->out, &left);
	used = columns_of(word) + 2 + columns_of_span(buf_span(&left)) + columns_of_span(buf_span(&right));
	for (size_t i = 0; i < (used + 2 < width ? width - used : 2); i++)
		buf_byte(&page->out, ' ');
	buf_join(&page->out, &right);
	buf_byte(&page->out, '\n');
}

static size_t rule_columns(const struct judgement *judgement)
{
	size_t most = 0;

	for (size_t i = 0; i < judgement->num_findings; i++) {
		size_t columns = strlen(judgement->findings[i].rule);

		if (columns > most && columns <= 40)
			most = columns;
	}
	return most;
}

/* title: subject; detail, with the path in front where neither names it. */
static const char *finding_text(struct text_page *page, const struct finding *finding)
{
	const char *title = language_pick(page->language, finding->title, finding->title_zh);
	const char *subject = finding->subject != NULL ? language_word(page->language, finding->subject) : "";
	const char *detail = translate_detail(&page->arena, page->language, page->report->rules, finding->rule,
					      finding->detail != NULL ? finding->detail : "");
	const struct shown_files files = {page->report->files, page->report->files == NULL ? 0 : page->report->num_files};
	const char *path = finding->path != NULL ? finding->path : "", *place;
	const char *colon = message(page->language, MESSAGE_COLON);
	const char *text;

	if (strcmp(subject, path) == 0)
		subject = "";
	else if (strstr(subject, path) != NULL || strstr(detail, path) != NULL)
		path = "";
	if (strstr(detail, subject) != NULL)
		subject = "";
	place = shown_place(&page->arena, &files, finding, path);
	text = arena_printf(&page->arena, "%s%s%s%s%s%s%s", place, *place ? colon : "", title != NULL ? title : "",
			    *subject || *detail ? colon : "", subject, *subject && *detail ? message(page->language, MESSAGE_STOP) : "", detail);
	return text != NULL ? text : title;
}

/* What it was, and why it is that no more. */
static const char *waived_text(struct text_page *page, const struct finding *finding, const char *text)
{
	const char *made;

	if (finding->waived == VERDICT_NONE)
		return text;
	made = arena_printf(&page->arena, message(page->language, MESSAGE_WAIVED), text,
			    finding_word(page->language, finding->waived),
			    finding->waiver == NULL ? "" : translate_detail(&page->arena, page->language, page->report->rules, finding->rule, finding->waiver));
	return made != NULL ? made : text;
}

static void finding_line(struct text_page *page, const struct finding *finding, size_t columns)
{
	const char *word = finding_word(page->language, finding->verdict);
	size_t line;

	buf_text(&page->out, "  ");
	colored(page, finding->verdict == VERDICT_NOTICE ? "\033[2m" : verdict_color(finding->verdict), word);
	line = page->out.len;
	columns_pad(&page->out, line, 8 - columns_of(word));
	line = page->out.len;
	buf_text(&page->out, finding->rule);
	columns_pad(&page->out, line, columns + 2);
	add_visible(page, waived_text(page, finding, finding_text(page, finding)), 10 + columns + 2);
}

#define FINDINGS_OF_RULE 8

bool text_is_named(const struct text_page *page, const char *subject)
{
	return text_among(page->named, page->num_named, subject) >= 0;
}

/* What to do about the findings of a rule; each advice once. */
struct advised {
	const char **texts;
	size_t num;
};

/* Below the findings of a rule. */
static void remark(struct text_page *page, const char *text, size_t columns)
{
	columns_pad(&page->out, page->out.len, 10 + columns + 2);
	buf_text(&page->out, page->options->color ? "\033[2m" : "");
	add_visible(page, text, 10 + columns + 2);
	buf_text(&page->out, page->options->color ? "\033[0m" : "");
}

static void explanation_line(struct text_page *page, const struct finding *finding, size_t columns)
{
	const char *given = form_explanation(page->report->facts, finding->rule);
	const char *text = given == NULL ? NULL : arena_printf(&page->arena, message(page->language, MESSAGE_EXPLANATION), given);

	if (text != NULL)
		remark(page, text, columns);
}

static void advice_line(struct text_page *page, const struct finding *finding, size_t columns, struct advised *advised)
{
	const struct rules *rules = page->report->rules;
	const char *advice = rules == NULL ? NULL : advice_own(page->language, rules_find(rules, finding->rule));
	const char *text = advice == NULL ? NULL : arena_printf(&page->arena, "%s%s%s", message(page->language, MESSAGE_RULE_FIX),
								message(page->language, MESSAGE_COLON), advice);

	if (finding->verdict < VERDICT_REVIEW || text == NULL || text_among(advised->texts, advised->num, text) >= 0)
		return;
	advised->texts[advised->num++] = text;
	remark(page, text, columns);
}

static void more_of_rule(struct text_page *page, size_t num, const char *rule)
{
	buf_text(&page->out, "          ");
	buf_printf(&page->out, message(page->language, MESSAGE_MORE_OF_RULE), num, rule);
	buf_byte(&page->out, '\n');
}

/* What the list lacks, and why. */
static void cut_lines(struct text_page *page, const struct judgement *judgement)
{
	size_t num_kept = judgement->num_found;

	if (judgement->truncated && num_kept == 0) {
		buf_text(&page->out, "  ");
		buf_printf(&page->out, message(page->language, MESSAGE_CUT_ONCE), JUDGE_OF_RULE_MAX);
		buf_byte(&page->out, '\n');
	}
	for (size_t i = 0; i < judgement->num_cuts; i++) {
		buf_text(&page->out, "  ");
		buf_printf(&page->out, message(page->language, MESSAGE_CUT_OF_RULE), judgement->cuts[i].rule, judgement->cuts[i].num_found, JUDGE_OF_RULE_MAX);
		buf_byte(&page->out, '\n');
		num_kept -= judgement->cuts[i].num_found - JUDGE_OF_RULE_MAX;
	}
	if (num_kept > judgement->num_findings) {
		buf_text(&page->out, "  ");
		buf_printf(&page->out, message(page->language, MESSAGE_CUT_OF_ALL), judgement->num_findings, judgement->num_found);
		buf_byte(&page->out, '\n');
	}
}

static void text_findings(struct text_page *page)
{
	const struct judgement *judgement = page->report->judgement;
	struct advised advised = {.texts = arena_array(&page->arena, judgement->num_findings + 1, sizeof *advised.texts)};
	size_t columns = rule_columns(judgement), same = 0;

	page->named = arena_array(&page->arena, judgement->num_findings + 1, sizeof *page->named);
	for (size_t i = 0; advised.texts != NULL && page->named != NULL && i < judgement->num_findings; i++) {
		const struct finding *finding = &judgement->findings[i];
		bool last = i + 1 == judgement->num_findings || strcmp(finding->rule, finding[1].rule) != 0 ||
			    finding->verdict != finding[1].verdict;

		if (++same <= FINDINGS_OF_RULE) {
			finding_line(page, finding, columns);
			page->named[page->num_named++] = finding->subject != NULL ? finding->subject : "";
		}
		if (last && same > FINDINGS_OF_RULE)
			more_of_rule(page, same - FINDINGS_OF_RULE, finding->rule);
		if (last) {
			advice_line(page, finding, columns, &advised);
			explanation_line(page, finding, columns);
		}
		same = last ? 0 : same;
	}
	cut_lines(page, judgement);
}

static void page_lines(struct text_page *page)
{
	header(page);
	if (page->report->judgement->num_findings > 0)
		buf_byte(&page->out, '\n');
	text_findings(page);
	if (page->package != NULL && page->package->app_id != NULL) {
		buf_byte(&page->out, '\n');
		text_app_line(page);
		text_packages_line(page);
		text_sdks_line(page);
		text_signed_line(page);
		text_filing_line(page);
		text_permissions_line(page);
		text_changes_line(page);
	}
	text_kept_lines(page);
}

static bool text_write(const struct report_options *options, const struct report *report, bool is_first,
		       struct error *err)
{
	struct text_page page = {.out = buf_new(TEXT_CAP), .arena = arena_new(TEXT_CAP), .report = report,
				 .options = options, .language = options->language,
				 .package = judge_package_row(report->facts, judge_main_package(report->facts))};
	bool ok;

	if (!is_first)
		buf_byte(&page.out, '\n');
	page_lines(&page);
	ok = report_print(options, &page.out, &page.arena, err);
	buf_free(&page.out);
	arena_free(&page.arena);
	return ok;
}

static bool text_nothing(const struct report_options *options, bool several, struct error *err)
{
	(void)options, (void)several, (void)err;
	return true;
}

const struct writer writer_text = {.name = "text", .begin = text_nothing, .write = text_write, .end = text_nothing,
				   .disclose = sheet_text};
