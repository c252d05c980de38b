/*
 * text_app - the lines of a report about the app and its packages.
 */
#include "report/shown.h"
#include "report/text_report.h"

#include <inttypes.h>

static const char *android_text(struct text_page *page, int64_t api)
{
	char key[24];
	const char *version = NULL, *text;

	snprintf(key, sizeof key, "%" PRId64, api);
	if (page->report->rules != NULL)
		version = rules_catalogue_value(page->report->rules, "android_versions", key, "version");
	text = version != NULL ? arena_printf(&page->arena, "%s (%s)", version, key) :
				 arena_printf(&page->arena, "(%s)", key);
	return text != NULL ? text : "?";
}

void text_android_range(struct text_parts *parts, int64_t min_sdk, int64_t max_sdk)
{
	struct text_page *page = parts->page;
	const char *first = android_text(page, min_sdk != FACT_ABSENT ? min_sdk : 1);

	if (max_sdk != FACT_ABSENT)
		text_partf(parts, message(page->language, MESSAGE_ANDROID_RANGE), first, android_text(page, max_sdk));
	else
		text_partf(parts, message(page->language, MESSAGE_ANDROID_FROM), first);
}

static void add_android(struct text_page *page, struct text_parts *parts)
{
	const struct fact_package *package = page->package;
	TEXT_PARTS_CLEANUP struct text_parts range = text_parts_new(page, message(page->language, MESSAGE_COMMA));

	if (package->platform != NULL && strcmp(package->platform, "android") != 0)
		return;
	text_android_range(&range, package->min_sdk, package->max_sdk);
	if (package->target_sdk != FACT_ABSENT)
		text_partf(&range, message(page->language, MESSAGE_TARGET), (long long)package->target_sdk);
	text_part(parts, text_parts_end(&range));
}

static void add_code(struct text_page *page, struct text_parts *parts)
{
	const struct reading *facts = page->report->facts;
	uint64_t files = 0, classes = 0;
	char of_classes[80];

	for (size_t i = 0; i < reading_num(facts, dex); i++) {
		const struct fact_dex *dex = reading_rows(facts, dex)[i];

		if (dex->package != page->package->package)
			continue;
		files++;
		classes += dex->classes > 0 ? (uint64_t)dex->classes : 0;
	}
	message_write(of_classes, sizeof of_classes, page->language, MESSAGE_CLASSES, text_count(page, classes));
	if (files == 0)
		text_part(parts, message(page->language, MESSAGE_NO_CODE));
	else
		text_partf(parts, message(page->language, MESSAGE_DEX_FILES), text_count(page, files), of_classes);
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(list, word); at != NULL; at = strstr(at + len, word))
		if ((at == list || at[-1] == ' ') && (at[len] == '\0' || at[len] == ','))
			return true;
	return false;
}

static void add_abis(struct text_page *page, struct text_parts *parts)
{
	const struct reading *facts = page->report->facts;
	TEXT_PARTS_CLEANUP struct text_parts list = text_parts_new(page, ", ");

	for (size_t i = 0; i < reading_num(facts, library); i++) {
		const struct fact_library *library = reading_rows(facts, library)[i];

		if (library->loaded == 1 && library->abi != NULL && !has_word(text_parts_end(&list), library->abi))
			text_part(&list, library->abi);
	}
	text_part(parts, list.text.len > 0 ? text_parts_end(&list) : message(page->language, MESSAGE_NO_NATIVE));
}

/* Hardening that only names hint at is none. */
static bool is_sort(const struct fact_packer *row, bool hardening)
{
	const char *kind = row->kind != NULL ? row->kind : "";
	bool packs = strcmp(kind, "packer") == 0 || strcmp(kind, "protector") == 0;
	bool hardens = row->proven == 1 && (packs || strcmp(kind, "shell") == 0);

	return hardening ? hardens : !hardens && !packs;
}

/* Products of one sort, joined: hardening (packer, shell, protector) or the rest. */
static const char *products(struct text_page *page, bool hardening)
{
	const struct reading *facts = page->report->facts;
	const char *list = "";

	for (size_t i = 0; list != NULL && i < reading_num(facts, packer); i++) {
		const struct fact_packer *row = reading_rows(facts, packer)[i];

		if (is_sort(row, hardening) && row->name != NULL && strstr(list, row->name) == NULL)
			list = arena_printf(&page->arena, "%s%s%s", list, *list ? ", " : "", row->name);
	}
	return list != NULL ? list : "";
}

static void add_device(struct text_page *page, const struct fact_package *package, struct text_parts *parts)
{
	if (package != NULL && package->device != NULL)
		text_partf(parts, message(page->language, MESSAGE_FOR_DEVICE),
			   shown_word(&page->arena, page->language, FACT_TABLE_package, "device", package->device));
}

void text_app_line(struct text_page *page)
{
	TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");
	const char *packers = products(page, true), *others = products(page, false);

	add_android(page, &parts);
	add_device(page, judge_package_row(page->report->facts, judge_main_package(page->report->facts)), &parts);
	add_code(page, &parts);
	add_abis(page, &parts);
	if (*packers)
		text_partf(&parts, message(page->language, MESSAGE_PACKED_BY), packers);
	else
		text_part(&parts, message(page->language, page->report->judgement->code_visible ? MESSAGE_NOT_PACKED : MESSAGE_CODE_HIDDEN));
	if (*others)
		text_partf(&parts, message(page->language, MESSAGE_TRACES_OF), others);
	if (!page->report->judgement->complete)
		text_part(&parts, message(page->language, MESSAGE_INCOMPLETE));
	text_line(page, MESSAGE_HEAD_APP, text_parts_end(&parts));
}

/* One line a package, where there are several. */
void text_packages_line(struct text_page *page)
{
	const struct report *report = page->report;

	for (size_t i = 0; report->num_files > 1 && i < reading_num(report->facts, package); i++) {
		const struct fact_package *row = reading_rows(report->facts, package)[i];
		TEXT_PARTS_CLEANUP struct text_parts parts = text_parts_new(page, " · ");

		if (row->package >= 0 && (size_t)row->package < report->num_files && report->files != NULL)
			text_part(&parts, report->files[row->package]);
		text_part(&parts, shown_word(&page->arena, page->language, FACT_TABLE_package, "role", row->role));
		add_device(page, row, &parts);
		if (row->version_code != FACT_ABSENT)
			text_partf(&parts, "%lld", (long long)row->version_code);
		if (row->sha256 != NULL)
			text_partf(&parts, "SHA-256 %s", text_fingerprint(page, row->sha256));
		if (i == 0)
			text_line(page, MESSAGE_HEAD_PACKAGES, text_parts_end(&parts));
		else
			text_more(page, text_parts_end(&parts));
	}
}
