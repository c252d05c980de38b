/*
 * archive_backup - prelist archive backup and restore.
 */
#include "cli/archive.h"
#include "cli/kept.h"
#include "cli/progress.h"

#include "bytes/text.h"
#include "store/backup.h"
#include "store/event.h"
#include "store/verify.h"

#include <string.h>

struct backing {
	struct backup backup;
	struct session *session;
	struct progress progress;
	struct json json;
	bool as_json;
	double started;
};

static void show_progress(void *owner, const char *what, uint64_t done, uint64_t total)
{
	struct backing *b = owner;

	progress_move(&b->progress, b->session->language, b->session->quiet, what, done, total);
}

static void show_problem(void *owner, const char *text)
{
	struct backing *b = owner;

	if (b->session->is_unheard)
		return;
	progress_end(&b->progress);
	if (b->as_json)
		json_text(&b->json, NULL, text);
	else
		session_problem(b->session, text);
}

static void begin(struct backing *b, struct session *session, const char *schema)
{
	*b = (struct backing){.backup = {.problem = show_problem, .progress = show_progress, .owner = b,
					 .verify = session->args->value[OPTION_VERIFY] != NULL},
			      .session = session, .started = progress_clock()};
	b->as_json = !session->is_unheard && session_json(session, &b->json, schema);
	if (b->as_json)
		json_array(&b->json, "problems");
}

static void end_json(struct backing *b)
{
	const struct backup_manifest *m = &b->backup.manifest;

	json_close(&b->json);
	json_text(&b->json, "time", m->time);
	json_number(&b->json, "packages", m->num_packages);
	json_number(&b->json, "packs", m->num_packs);
	json_number(&b->json, "bytes", m->package_bytes + m->bytes);
	json_number(&b->json, "copied", (int64_t)b->backup.num_copied);
	json_number(&b->json, "copied_bytes", (int64_t)b->backup.bytes_copied);
	json_number(&b->json, "events", m->num_events);
	json_text(&b->json, "head", m->head);
	json_bool(&b->json, "sound", b->backup.num_problems == 0);
	json_bool(&b->json, "made", !b->backup.is_left);
}

static int end(struct backing *b, enum message_id id, struct error *err)
{
	const struct backup_manifest *m = &b->backup.manifest;
	char size[TEXT_SIZE_LEN];

	progress_end(&b->progress);
	if (err->code == ERROR_NONE && b->as_json)
		end_json(b);
	text_size(size, b->backup.bytes_copied);
	if (err->code == ERROR_NONE && !b->as_json && !b->session->is_unheard && b->backup.is_left)
		message_print(b->session->output.file, b->session->language, MESSAGE_BACKUP_LEFT,
			(unsigned long long)b->backup.num_problems, b->session->args->operands[0]);
	else if (err->code == ERROR_NONE && !b->as_json && !b->session->is_unheard)
		message_print(b->session->output.file, b->session->language, id, (long long)m->num_packages, (long long)m->num_packs,
			(unsigned long long)b->backup.num_copied, size, (long long)m->num_events, m->head, (unsigned long long)b->backup.num_problems);
	json_end(&b->json, err);
	return b->backup.num_problems > 0 ? 1 : 0;
}

static int run_backup(struct session *session, struct error *err)
{
	struct backing b;

	if (!session_existing_archive(session, err))
		return EXIT_TROUBLE;
	begin(&b, session, "prelist-archive-backup/1");
	backup_make(session->archive, session->args->operands[0], &b.backup, err);
	return end(&b, MESSAGE_BACKED_UP, err);
}

static void count_problem(void *owner, const char *text)
{
	struct backing *b = owner;

	b->backup.num_problems++;
	show_problem(b, text);
}

static void show_checking(void *owner, uint64_t done, uint64_t total)
{
	show_progress(owner, "verify", done, total);
}

/*
 * Opened to be written to: of an older prelist's backup comes an archive of this one. Database and packages were hashed as they were
 * copied. --verify: log, rows and states are what they were when they were kept.
 */
static bool check_restored(struct backing *b, struct error *err)
{
	struct verification v = {.owner = b, .problem = count_problem, .progress = show_checking, .rows_only = true};
	char head[65];
	int64_t size;

	if (!session_writable_archive(b->session, err) || (b->backup.verify && !verify_archive(b->session->archive, &v, err)) ||
	    !event_head(b->session->archive, head, &size, err))
		return false;
	if (strcmp(head, b->backup.manifest.head) != 0)
		count_problem(b, "log: its head is not the one that the backup was made with");
	return true;
}

static int run_restore(struct session *session, struct error *err)
{
	struct backing b;

	session_find_archive(session);
	begin(&b, session, "prelist-archive-restore/1");
	if (session_names_archive(session, err) && backup_restore(session->args->operands[0], session->archive_dir, &b.backup, err))
		check_restored(&b, err);
	return end(&b, MESSAGE_RESTORED, err);
}

static const enum option_id backup_options[] = {OPTION_VERIFY, OPTION_COUNT};
static const enum option_id restore_options[] = {OPTION_VERIFY, OPTION_COUNT};

static const struct example backup_examples[] = {
	{"prelist archive backup /backup/prelist", "while submits go on; the next one copies only what is new", "提交进行中亦可备份，再次备份只复制新增内容"},
	{"prelist archive backup /backup/prelist --verify", "hash what is there already, too", "同时校验备份中已有内容"},
	{NULL, NULL, NULL}};
static const struct example restore_examples[] = {
	{"prelist archive restore /backup/prelist --archive /srv/prelist", "into an empty folder; database and packages are hashed as they are copied",
	 "恢复到空目录，数据库与安装包逐一校验"},
	{"prelist archive restore /backup/prelist --archive /srv/prelist --verify", "and was the archive sound when it was backed up?",
	 "并核对备份时归档是否完好"},
	{NULL, NULL, NULL}};

const struct command archive_backup = {.name = "backup",
				       .en = "a consistent copy in a folder, while submits go on",
				       .zh = "将归档备份到目录，期间可继续提交",
				       .operands = "DIR",
				       .operand_kind = OPERAND_FILE,
				       .min_operands = 1,
				       .max_operands = 1,
				       .options = backup_options,
				       .examples = backup_examples,
				       .run = run_backup};
const struct command archive_restore = {.name = "restore",
					.en = "an archive from a backup, into an empty folder, every byte hashed",
					.zh = "由备份恢复归档到空目录并校验",
					.operands = "BACKUP",
					.operand_kind = OPERAND_FILE,
					.min_operands = 1,
					.max_operands = 1,
					.options = restore_options,
					.examples = restore_examples,
					.run = run_restore};
