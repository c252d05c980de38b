/*
 * archive_rekey - prelist archive rekey: everything that is sealed, by the first key of $PRELIST_KEY_FILE.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "store/person.h"
#include "store/seal.h"
#include "store/seal_key.h"

struct rekeying {
	uint64_t num_rows, num_names;
};

static bool step(struct desk *desk, void *owner, struct error *err)
{
	struct rekeying *r = owner;

	return seal_rekey(desk->archive, desk->by, &r->num_rows, err) && person_seal_all(desk->archive, &r->num_names, err);
}

static void show(struct session *session, const struct rekeying *r, const char *key, struct error *err)
{
	struct json json;

	if (session_json(session, &json, "prelist-archive-rekey/1")) {
		json_text(&json, "key", key);
		json_number(&json, "resealed", (int64_t)r->num_rows);
		json_number(&json, "names_sealed", (int64_t)r->num_names);
		json_end(&json, err);
	} else if (!session->is_unheard) {
		message_print(session->output.file, session->language, MESSAGE_REKEYED, (unsigned long long)r->num_rows,
			(unsigned long long)r->num_names, key);
	}
}

static int run(struct session *session, struct error *err)
{
	struct rekeying r = {0};
	struct desk desk;

	if (!at_desk_author(session->args, err) || !at_desk(session, ARCHIVE_CHANGE, &desk, err) || !desk_keep(&desk, step, &r, err))
		return EXIT_TROUBLE;
	show(session, &r, session->archive->keys->keys[0].id, err);
	return seal_forget(session->archive, err) ? 0 : EXIT_TROUBLE;
}

static const enum option_id options[] = {OPTION_BY, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive rekey --by li", "after the new key was put on the first line of $PRELIST_KEY_FILE, the old one below; then take that off",
	 "将新密钥写入密钥文件首行、旧密钥留在其下，执行后删去旧密钥"},
	{NULL, NULL, NULL}};

const struct command archive_rekey = {.name = "rekey",
				      .en = "seal personal data, names included, by the first key of $PRELIST_KEY_FILE",
				      .zh = "以密钥文件首行的密钥重新加密个人信息（含操作人姓名）",
				      .operands = "--by WHO",
				      .options = options,
				      .examples = examples,
				      .run = run};
