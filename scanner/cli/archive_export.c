/*
 * archive_export - prelist archive export: the record of a period as a signed folder, for other programs and without personal data.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/export_folder.h"
#include "cli/head_file.h"
#include "cli/period.h"
#include "cli/progress.h"
#include "cli/version.h"

#include "bytes/text.h"
#include "report/csv.h"
#include "store/log_proof.h"

#include <stdlib.h>

#define ROW_MAX ((size_t)64 * 1024 * 1024)
#define TABLES_MAX 64

struct exporting {
	struct export_visitor visitor; /* first */
	struct session *session;
	struct export_folder folder;
	struct export_period period;
	struct log_key *key;
	struct log_head head;
	struct merkle_path before, behind;
	struct progress progress;
	FILE *csv_file, *json_file; /* of the table at hand */
	struct json json;
	struct buf row;
	int64_t num_rows[TABLES_MAX], num_all;
	size_t table;
};

static bool write_row(struct exporting *e, struct error *err)
{
	bool ok = !e->row.failed && fwrite(e->row.data, 1, e->row.len, e->csv_file) == e->row.len;

	e->row.len = 0;
	return ok || error_errno(err, "cannot write %s/%s.csv", e->folder.path, export_table(e->table));
}

static bool put_columns(struct export_visitor *self, size_t num, const char *const *names, struct error *err)
{
	struct exporting *e = (struct exporting *)self;

	for (size_t i = 0; i < num; i++)
		csv_cell(&e->row, i == 0, names[i], true);
	csv_end(&e->row);
	json_array(&e->json, NULL);
	return write_row(e, err);
}

static bool put_row(struct export_visitor *self, size_t num, const char *const *names, const char *const *values, const char *types,
		    struct error *err)
{
	struct exporting *e = (struct exporting *)self;

	json_row(&e->json, NULL);
	for (size_t i = 0; i < num; i++) {
		csv_cell(&e->row, i == 0, values[i], types[i] == 'i');
		json_value(&e->json, names[i], span_of_text(text_or_empty(values[i])), types[i]);
	}
	json_close(&e->json);
	csv_end(&e->row);
	e->num_rows[e->table]++;
	progress_show(&e->progress, (uint64_t)++e->num_all);
	return write_row(e, err);
}

static bool put_table(struct exporting *e, struct error *err)
{
	char csv[64], json[64];
	bool ok;

	snprintf(csv, sizeof csv, "%s.csv", export_table(e->table));
	snprintf(json, sizeof json, "%s.json", export_table(e->table));
	e->csv_file = export_folder_create(&e->folder, csv, err);
	e->json_file = e->csv_file == NULL ? NULL : export_folder_create(&e->folder, json, err);
	if (e->json_file == NULL) {
		if (e->csv_file != NULL)
			fclose(e->csv_file);
		return false;
	}
	e->json = json_new(e->json_file, false);
	ok = export_each(e->session->archive, e->table, &e->period, &e->visitor, err);
	json_close(&e->json);
	json_newline(&e->json);
	ok = json_finish(&e->json, err) && ok;
	ok = export_folder_close(&e->folder, e->csv_file, csv, err) && ok;
	return export_folder_close(&e->folder, e->json_file, json, err) && ok;
}

static bool put_tables(struct exporting *e, struct error *err)
{
	int64_t num, total = 0;
	bool ok = true;

	for (size_t i = 0; ok && export_table(i) != NULL; total += num, i++)
		ok = export_count(e->session->archive, i, &e->period, &num, err);
	if (!ok)
		return false;
	e->progress = progress_begin(e->session->language, "export", (uint64_t)total, e->session->quiet);
	for (e->table = 0; ok && e->table < TABLES_MAX && export_table(e->table) != NULL; e->table++)
		ok = put_table(e, err);
	progress_end(&e->progress);
	return ok;
}

static bool put_readme(struct exporting *e, struct error *err)
{
	BUF_CLEANUP struct buf text = buf_new(16384);

	buf_printf(&text, "%s\n%s", message(LANGUAGE_ZH, MESSAGE_EXPORT_README), message(LANGUAGE_EN, MESSAGE_EXPORT_README));
	return export_folder_write(&e->folder, "README.txt", buf_span(&text), err);
}

/* The head of the log that the events stand in, and what stands around them in its tree. */
static bool put_head(struct exporting *e, struct error *err)
{
	BUF_CLEANUP struct buf lines = buf_new(4096), public_key = buf_new(8192);
	struct archive *archive = e->session->archive;

	if (!log_head_now(archive, &e->head, err) || !log_head_sign(&e->head, e->key, err) || !log_key_write_public(e->key, &public_key, err) ||
	    !log_proof_around(archive, e->period.first, e->period.last, e->head.size, &e->before, &e->behind, err))
		return false;
	log_head_write(&e->head, &lines);
	return export_folder_write(&e->folder, "log-head.txt", buf_span(&lines), err) &&
	       export_folder_write(&e->folder, "key.pem", buf_span(&public_key), err) &&
	       put_readme(e, err);
}

static void log_json(const struct exporting *e, struct json *json)
{
	json_object(json, "log");
	json_number(json, "first", e->period.first);
	json_number(json, "last", e->period.last < e->period.first ? e->period.first - 1 : e->period.last);
	json_number(json, "size", e->head.size);
	head_file_hash_json(json, "root", e->head.root);
	head_file_path_json(json, "before", &e->before);
	head_file_path_json(json, "behind", &e->behind);
	json_close(json);
}

static void tables_json(const struct exporting *e, struct json *json)
{
	json_array(json, "tables");
	for (size_t i = 0; export_table(i) != NULL; i++) {
		json_row(json, NULL);
		json_text(json, "name", export_table(i));
		json_number(json, "rows", e->num_rows[i]);
		json_close(json);
	}
	json_close(json);
}

static void manifest_json(const struct exporting *e, struct json *json)
{
	const struct rules *rules = e->session->rules;
	char time[TIME_TEXT_LEN];

	time_format(e->head.time, time);
	json_object(json, NULL);
	json_text(json, "schema", "prelist-archive-export/1");
	json_row(json, "tool");
	json_text(json, "name", "prelist");
	json_text(json, "version", version);
	json_number(json, "readers", FACT_READERS);
	json_close(json);
	json_row(json, "rules");
	json_text(json, "sha256", rules_sha256(rules));
	json_number(json, "count", (int64_t)rules_count(rules));
	json_close(json);
	json_text(json, "since", e->period.since);
	json_text(json, "until", e->period.until);
	json_text(json, "from", e->period.from);
	json_text(json, "to", e->period.to);
	json_text(json, "time", time);
	json_text(json, "key", log_key_id(e->key));
	log_json(e, json);
	tables_json(e, json);
	export_folder_list(&e->folder, json);
	json_close(json);
	json_newline(json);
}

static bool put_manifest(struct exporting *e, char digest[65], struct error *err)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);
	struct json json = json_new(memory, false);
	bool ok;

	if (memory == NULL)
		return error_memory(err);
	manifest_json(e, &json);
	ok = json_finish(&json, err);
	ok = (fclose(memory) == 0 || error_memory(err)) && ok;
	ok = ok && export_folder_finish(&e->folder, span_of(text, len), e->key, digest, err);
	free(text);
	return ok;
}

/* One state of the archive, whoever writes meanwhile. */
static bool put_all(struct exporting *e, struct error *err)
{
	struct archive *archive = e->session->archive;
	bool ok = export_begin(archive, err) && export_find_events(archive, &e->period, err) && put_tables(e, err) && put_head(e, err);

	return export_end(archive, ok ? err : &(struct error){0}) && ok;
}

static void show(const struct exporting *e, const char manifest[65], struct error *err)
{
	struct session *session = e->session;
	struct json json;

	if (session_json(session, &json, "prelist-archive-export/1")) {
		json_text(&json, "folder", e->folder.path);
		json_text(&json, "since", e->period.since);
		json_text(&json, "until", e->period.until);
		json_text(&json, "manifest_sha256", manifest);
		json_text(&json, "key", log_key_id(e->key));
		tables_json(e, &json);
		json_end(&json, err);
	} else if (!session->is_unheard) {
		message_print(session->output.file, session->language, MESSAGE_EXPORTED, e->folder.path, e->period.since, e->period.until,
			(long long)e->num_all, e->folder.num_files, manifest);
	}
}

static bool make(struct exporting *e, char manifest[65], struct error *err)
{
	char detail[200];

	if (!put_all(e, err) || !put_manifest(e, manifest, err))
		return false;
	snprintf(detail, sizeof detail, "%lld rows in %zu files; the log of %lld events; signed by %s", (long long)e->num_all,
		 e->folder.num_files, (long long)e->head.size, log_key_id(e->key));
	return export_log(e->session->archive, &e->period, e->session->args->value[OPTION_BY], detail, manifest, err) &&
	       export_folder_keep(&e->folder, err);
}

static int run(struct session *session, struct error *err)
{
	struct exporting e = {.visitor = {put_columns, put_row}, .session = session, .folder = {.fd = -1}, .row = buf_new(ROW_MAX)};
	const char *path = session->args->value[OPTION_OUTPUT];
	char manifest[65] = "";

	if (path == NULL || *path == '\0')
		error_set(err, ERROR_USAGE, "where to? -o FOLDER");
	else if (at_desk_author(session->args, err) && session_rules(session, err) && period_of(session, &e.period, err) &&
		 session_writable_archive(session, err) && (e.key = log_key_own("an export", session->archive_dir, err)) != NULL &&
		 export_folder_begin(&e.folder, path, err) && make(&e, manifest, err))
		show(&e, manifest, err);
	export_folder_end(&e.folder);
	log_key_free(e.key);
	buf_free(&e.row);
	return err->code == ERROR_NONE ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_YEAR, OPTION_SINCE, OPTION_UNTIL, OPTION_BY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive export --year 2026 --by li -o record-2026", "CSV and JSON of each table, manifest, signature by $PRELIST_LOG_KEY_FILE",
	 "各表的 CSV 与 JSON、摘要清单及签名"},
	{"prelist-proof bundle record-2026 --key log.pub", "checked offline, without prelist", "离线独立核验"},
	{"openssl pkeyutl -verify -pubin -inkey ../log.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum -c SHA256SUMS",
	 "or within the folder by other programs", "或在该文件夹内以其他程序核验"},
	{NULL, NULL, NULL}};

const struct command archive_export = {.name = "export",
				       .en = "the record of a period for an authority: CSV, JSON, digests, signature; no personal data",
				       .zh = "导出某一时期的记录供主管部门查验：CSV、JSON、摘要清单与签名，不含个人信息",
				       .operands = "--year YYYY --by WHO -o FOLDER",
				       .options = options,
				       .examples = examples,
				       .output_is_folder = true,
				       .run = run};
