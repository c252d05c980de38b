/*
 * archive_head - prelist archive head: the head of the log, to be kept elsewhere; as a mail for sendmail too.
 */
#include "cli/archive.h"
#include "cli/head_file.h"

#include "bytes/text.h"

#include <time.h>

static void show_json(struct json *json, const struct log_head *head, struct error *err)
{
	char signature[2 * LOG_SIGNATURE_LEN + 1], time[TIME_TEXT_LEN];

	time_format(head->time, time);
	text_hex_to(signature, span_of(head->signature, LOG_SIGNATURE_LEN));
	json_number(json, "size", head->size);
	head_file_hash_json(json, "root", head->root);
	json_text(json, "time", time);
	json_text(json, "key", head->is_signed ? head->key : NULL);
	json_text(json, "signature", head->is_signed ? signature : NULL);
	json_end(json, err);
}

/* What a header line can hold, and sendmail takes for no more than addresses. */
static bool check_address(const char *address, struct error *err)
{
	for (const char *at = address; *at != '\0'; at++)
		if (*at <= ' ' || *at == 0x7F || (unsigned char)*at >= 0x80)
			return error_set(err, ERROR_USAGE, "--mail is an address, or several by commas, in ASCII without blanks, not '%s'", address);
	return strchr(address, '@') != NULL || error_set(err, ERROR_USAGE, "--mail is an address with an @, not '%s'", address);
}

/* RFC 5322. The sender is for sendmail to fill in. */
static void show_mail(struct session *session, const struct log_head *head, const struct buf *lines)
{
	FILE *out = session->output.file;
	time_t seconds = (time_t)head->time;
	char date[64], root[2 * MERKLE_HASH + 1];
	struct tm utc;

	gmtime_r(&seconds, &utc);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &utc); /* the C locale: nobody calls setlocale */
	text_hex_to(root, span_of(head->root, MERKLE_HASH));
	fprintf(out, "To: %s\nSubject: prelist log head %lld %.16s\nDate: %s\nMIME-Version: 1.0\n", session->args->value[OPTION_MAIL],
		(long long)head->size, root, date);
	fprintf(out, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n%.*s",
		message(session->language, MESSAGE_HEAD_MAIL), (int)lines->len, (const char *)lines->data);
}

static bool sign(struct session *session, struct log_head *head, struct error *err)
{
	struct log_key *key = log_key_own("a head", session->archive_dir, err);
	bool ok = key != NULL && log_head_sign(head, key, err);

	log_key_free(key);
	return ok;
}

static int run(struct session *session, struct error *err)
{
	const char *mail = session->args->value[OPTION_MAIL];
	BUF_CLEANUP struct buf lines = buf_new(4096);
	struct log_head head;
	struct json json;
	bool compact;

	if (mail != NULL && session_wants_json(session, &compact))
		error_set(err, ERROR_USAGE, "--mail has the head as lines: leave out --format");
	if (err->code != ERROR_NONE || (mail != NULL && !check_address(mail, err)) || !session_existing_archive(session, err) ||
	    !log_head_now(session->archive, &head, err) || (session->args->value[OPTION_SIGN] != NULL && !sign(session, &head, err)))
		return EXIT_TROUBLE;
	log_head_write(&head, &lines);
	if (session_json(session, &json, "prelist-archive-head/1"))
		show_json(&json, &head, err);
	else if (mail != NULL)
		show_mail(session, &head, &lines);
	else
		fwrite(lines.data, 1, lines.len, session->output.file);
	return 0;
}

static const enum option_id options[] = {OPTION_SIGN, OPTION_MAIL, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive head --sign -o head-2026-11-26", "signed by $PRELIST_LOG_KEY_FILE; keep it where the archive's owner cannot change it",
	 "以 $PRELIST_LOG_KEY_FILE 签名，存放于归档管理者无法改动之处"},
	{"prelist archive head --sign --mail audit@example.cn | sendmail -t", "by mail, every day", "每日以邮件寄出"},
	{"prelist archive verify --head head-2026-11-26", "later: does the log still begin with what it was then?", "日后核对：日志是否仍以当时内容为前缀"},
	{NULL, NULL, NULL}};

const struct command archive_head = {.name = "head",
				     .en = "the head of the log, signed, to be kept elsewhere",
				     .zh = "日志的 Merkle 树根（可签名、可邮寄），另存他处",
				     .operands = "",
				     .options = options,
				     .examples = examples,
				     .run = run};
