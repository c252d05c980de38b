/*
 * archive_prove - prelist archive prove, consistency: what shows somebody else, who has a head of the log, that a record is
 * in it and that it was only added to. prelist-proof checks them.
 */
#include "bytes/text.h"
#include "cli/archive.h"
#include "cli/head_file.h"
#include "cli/target.h"
#include "report/translate.h"
#include "store/log_proof.h"

#define RECORD_MAX ((size_t)8 * 1024 * 1024)

/* The log's tree has the head that is kept beside it, when the proof is about the whole of it. */
static bool agrees(const struct session *session, const struct log_head *head, const uint8_t root[MERKLE_HASH], struct error *err)
{
	const char *path = session->args->value[OPTION_HEAD];

	if (path != NULL)
		return head_file_agrees(session, head, root, path);
	return memcmp(head->root, root, MERKLE_HASH) == 0 || error_set(err, ERROR_DAMAGED, "the archive's log is damaged: run prelist archive verify");
}

struct proof {
	const struct log_record *record; /* of an inclusion */
	int64_t first, second;		 /* of a consistency; second: the size */
	uint8_t first_root[MERKLE_HASH], root[MERKLE_HASH];
	struct merkle_path path;
};

static void record_json(struct json *json, const struct log_record *record)
{
	json_number(json, "event", record->number);
	json_row(json, "record");
	json_text_if(json, "account", record->account);
	json_text(json, "content", record->content);
	json_text(json, "detail", record->detail);
	json_text(json, "kind", record->kind);
	json_text(json, "person", record->person);
	json_text(json, "subject", record->subject);
	json_text(json, "time", record->time);
	json_text_if(json, "today", record->today);
	json_close(json);
	json_text(json, "leaf", record->leaf);
}

static void show_json(struct json *json, const struct proof *proof, struct error *err)
{
	if (proof->record != NULL) {
		record_json(json, proof->record);
	} else {
		json_number(json, "first", proof->first);
		head_file_hash_json(json, "first_root", proof->first_root);
	}
	json_number(json, "size", proof->second);
	head_file_hash_json(json, "root", proof->root);
	head_file_path_json(json, "path", &proof->path);
	json_end(json, err);
}

static void show_path(FILE *out, const struct merkle_path *path)
{
	char hex[2 * MERKLE_HASH + 1];

	for (size_t i = 0; i < path->num; i++) {
		text_hex_to(hex, span_of(path->hash[i], MERKLE_HASH));
		fprintf(out, "%s\n", hex);
	}
}

static void show_text(struct session *session, const struct proof *proof)
{
	ARENA_CLEANUP struct arena arena = arena_new(RECORD_MAX);
	BUF_CLEANUP struct buf line = buf_new(RECORD_MAX);
	char root[2 * MERKLE_HASH + 1];
	FILE *out = session->output.file;

	text_hex_to(root, span_of(proof->root, MERKLE_HASH));
	if (proof->record != NULL) {
		buf_printf(&line, "%s %s ", proof->record->time, language_event(session->language, proof->record->kind));
		text_visible(&line, translate_about(&arena, session->language, proof->record->kind, proof->record->subject));
		message_print(out, session->language, MESSAGE_PROOF_INCLUSION, (long long)proof->record->number, (int)line.len,
			(const char *)line.data, (long long)proof->second, root, proof->record->leaf);
	} else {
		message_print(out, session->language, MESSAGE_PROOF_CONSISTENCY, (long long)proof->second, (long long)proof->first, root);
	}
	show_path(out, &proof->path);
}

static int show(struct session *session, const struct proof *proof, struct error *err)
{
	struct json json;

	if (session_json(session, &json, proof->record != NULL ? "prelist-archive-prove/1" : "prelist-archive-consistency/1"))
		show_json(&json, proof, err);
	else if (!session->is_unheard)
		show_text(session, proof);
	return 0;
}

static int run_prove(struct session *session, struct error *err)
{
	ARENA_CLEANUP struct arena arena = arena_new(RECORD_MAX);
	struct log_record record;
	struct proof proof = {.record = &record};
	struct log_head head;
	int64_t number;

	if (!target_number(session->args->operands[0], "an event; prelist archive log numbers them", &number, err) || !session_existing_archive(session, err) ||
	    !head_file_or_now(session, &head, err) || !log_record_load(session->archive, number, &arena, &record, err) ||
	    !log_proof_inclusion(session->archive, number, head.size, &proof.path, proof.root, err))
		return EXIT_TROUBLE;
	proof.second = head.size;
	if (!agrees(session, &head, proof.root, err))
		return 1;
	return show(session, &proof, err);
}

/* A size, or a file with a head: *path NULL for a size. */
static bool first_of(const char *operand, struct log_head *head, const char **path, struct error *err)
{
	*path = NULL;
	*head = (struct log_head){.size = 0};
	if (text_number(operand, &head->size))
		return true;
	*path = operand;
	return head_file_load(operand, head, err);
}

static int run_consistency(struct session *session, struct error *err)
{
	struct proof proof = {.record = NULL};
	struct log_head first, second;
	const char *path;

	if (!first_of(session->args->operands[0], &first, &path, err) || !session_existing_archive(session, err) ||
	    !head_file_or_now(session, &second, err) ||
	    !log_proof_consistency(session->archive, first.size, second.size, &proof.path, proof.first_root, proof.root, err))
		return EXIT_TROUBLE;
	proof.first = first.size;
	proof.second = second.size;
	if ((path != NULL && !head_file_agrees(session, &first, proof.first_root, path)) ||
	    !agrees(session, &second, proof.root, err))
		return 1;
	return show(session, &proof, err);
}

static const enum option_id options[] = {OPTION_HEAD, OPTION_COUNT};

static const struct example prove_examples[] = {
	{"prelist archive prove 1042 --head head-2026-11-26 --format json -o proof.json", "that event 1042 is in the log of that head",
	 "证明第 1042 号事件在该树根的日志中"},
	{"prelist-proof record proof.json head-2026-11-26 --key log.pub", "who has the head and the public key checks it, without prelist",
	 "持有树根与公钥者可独立核验"},
	{NULL, NULL, NULL}};
static const struct example consistency_examples[] = {
	{"prelist archive consistency head-2026-10-01 --head head-2026-11-26 --format json -o proof.json",
	 "that the log was only added to between the two heads", "证明两个树根之间日志只增未改"},
	{"prelist-proof consistency proof.json head-2026-10-01 head-2026-11-26 --key log.pub", "checked without prelist", "独立核验"},
	{NULL, NULL, NULL}};

const struct command archive_prove = {.name = "prove",
				      .en = "that an event is in the log of a head (RFC 6962)",
				      .zh = "证明某事件在日志中（RFC 6962）",
				      .operands = "EVENT",
				      .min_operands = 1,
				      .max_operands = 1,
				      .options = options,
				      .examples = prove_examples,
				      .run = run_prove};

const struct command archive_consistency = {.name = "consistency",
					    .en = "that the log was only added to since a head (RFC 6962)",
					    .zh = "证明自某树根以来日志只增未改（RFC 6962）",
					    .operands = "HEAD|SIZE",
					    .operand_kind = OPERAND_FILE,
					    .min_operands = 1,
					    .max_operands = 1,
					    .options = options,
					    .examples = consistency_examples,
					    .run = run_consistency};
