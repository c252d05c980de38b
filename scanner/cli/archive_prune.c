/*
 * archive_prune - prelist archive prune: what is over its time, and letting it go.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/list.h"
#include "cli/progress.h"

#include "bytes/text.h"
#include "desk/prune.h"
#include "store/seal.h"

#include <string.h>

struct showing {
	struct session *session;
	struct pruning pruning; /* of what went; in a list, of what would */
	struct list list;
	uint64_t standing[PRUNE_STANDINGS];
};

static bool add_package(void *owner, const struct prune_package *package)
{
	struct showing *showing = owner;
	struct list *list = &showing->list;
	char size[TEXT_SIZE_LEN], sha256[20];

	showing->standing[package->standing]++;
	if (package->standing != PRUNE_DUE)
		return true;
	showing->pruning.num_packages++;
	showing->pruning.bytes += (uint64_t)package->size;
	snprintf(sha256, sizeof sha256, "%.12s", package->sha256);
	text_size(size, (uint64_t)package->size);
	list_row(list, NULL);
	list_text(list, "sha256", NULL, package->sha256);
	list_text(list, NULL, "PACKAGE", sha256);
	list_text(list, "platform", NULL, package->platform);
	list_text(list, "app_id", "APP", package->app_id);
	list_id(list, "submission", "SUBMISSION", package->number);
	list_word(list, "state", "STATE", package->state);
	list_number(list, "size", NULL, package->size);
	list_text(list, NULL, "SIZE", size);
	list_text(list, "until", "KEPT UNTIL", package->until);
	list_row_end(list);
	return true;
}

static bool add_personal(void *owner, const struct prune_personal *personal)
{
	struct showing *showing = owner;
	struct list *list = &showing->list;
	static const struct {
		const char *name;
		enum message_id id;
	} whose[] = {[PRUNE_CASE] = {"case", MESSAGE_PRUNE_CASE},
		     [PRUNE_DEVELOPER] = {"developer", MESSAGE_PRUNE_DEVELOPER},
		     [PRUNE_ROLE] = {"role", MESSAGE_PRUNE_ROLE}};

	showing->pruning.num_personal++;
	list_row(list, NULL);
	list_text(list, "of", NULL, whose[personal->whose].name);
	list_text(list, NULL, "PERSONAL DATA OF", message(list->language, whose[personal->whose].id));
	list_id(list, "number", "NUMBER", personal->number);
	list_text(list, "until", "KEPT UNTIL", personal->until);
	list_row_end(list);
	return true;
}

static void begin(struct list *list, const struct desk *desk, bool done)
{
	list_text(list, "date", NULL, desk->today_text);
	list_bool(list, "done", done);
}

static void put_sums(struct showing *showing)
{
	list_number(&showing->list, "num_packages", NULL, (int64_t)showing->pruning.num_packages);
	list_number(&showing->list, "bytes", NULL, (int64_t)showing->pruning.bytes);
	list_number(&showing->list, "num_personal", NULL, (int64_t)showing->pruning.num_personal);
	list_number(&showing->list, "num_unreferenced", NULL, (int64_t)showing->pruning.unreferenced.num_due);
	list_number(&showing->list, "unreferenced_bytes", NULL, (int64_t)showing->pruning.unreferenced.due_bytes);
}

static void unreferenced_text(const struct showing *showing)
{
	char size[TEXT_SIZE_LEN];

	text_size(size, showing->pruning.unreferenced.due_bytes);
	if (showing->pruning.unreferenced.num_due > 0)
		message_print(showing->list.out, showing->list.language, MESSAGE_PRUNE_UNREFERENCED,
			(unsigned long long)showing->pruning.unreferenced.num_due, size);
}

static void kept_json(struct showing *showing)
{
	static const char *const names[] = {"listed", "waiting", "on_hold", "in_open_cases", "inside_their_time"};
	struct json *json = showing->list.json;

	json_object(json, "kept");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		json_number(json, names[i], (int64_t)showing->standing[i]);
	json_close(json);
}

static void kept_text(const struct showing *showing)
{
	enum language language = showing->list.language;
	FILE *out = showing->list.out;
	char size[TEXT_SIZE_LEN];

	unreferenced_text(showing);
	text_size(size, showing->pruning.bytes);
	fprintf(out, message(language, MESSAGE_PRUNE_KEPT), (unsigned long long)showing->standing[PRUNE_LISTED],
		(unsigned long long)showing->standing[PRUNE_WAITING], (unsigned long long)showing->standing[PRUNE_HELD],
		(unsigned long long)showing->standing[PRUNE_IN_CASE], (unsigned long long)showing->standing[PRUNE_YOUNG]);
	message_print(out, language, MESSAGE_PRUNE_WOULD, (unsigned long long)showing->pruning.num_packages, size,
		(unsigned long long)showing->pruning.num_personal);
}

/* Nothing is written; a later --today tells what will be due by then. */
static void list_due(struct showing *showing, struct desk *desk, struct error *err)
{
	struct list *list = &showing->list;

	begin(list, desk, false);
	list_begin(list, "packages", "PACKAGE,APP,SUBMISSION,STATE,SIZE,KEPT UNTIL");
	if (!prune_each_package(desk, NULL, add_package, showing, err) || !list_end(list, err))
		return;
	list_begin(list, "personal", "PERSONAL DATA OF,NUMBER,KEPT UNTIL");
	if (!prune_each_personal(desk, add_personal, showing, err) || !list_end(list, err) ||
	    !unreferenced_count(desk->archive, &showing->pruning.unreferenced, err))
		return;
	if (list->json != NULL)
		kept_json(showing);
	else
		kept_text(showing);
	put_sums(showing);
}

static void answer(struct showing *showing, const struct desk *desk)
{
	char size[TEXT_SIZE_LEN];

	begin(&showing->list, desk, true);
	put_sums(showing);
	text_size(size, showing->pruning.bytes);
	if (showing->list.json != NULL)
		return;
	unreferenced_text(showing);
	message_print(showing->list.out, showing->list.language, MESSAGE_PRUNED, (unsigned long long)showing->pruning.num_packages,
			size, (unsigned long long)showing->pruning.num_personal);
}

static void let_go(struct showing *showing, struct desk *desk, struct error *err)
{
	struct session *session = showing->session;

	if (!prune_all(desk, &showing->pruning, err))
		return;
	if (!session->is_unheard)
		answer(showing, desk);
	if (seal_forget(session->archive, err) && showing->pruning.num_problems > 0)
		error_set(err, ERROR_DAMAGED, "the archive's rows are not those that were logged: no package was let go; run prelist archive verify");
}

/* Nothing goes before its day because somebody says that it is a later one. */
static bool check_given(const struct session *session, struct error *err)
{
	const struct arguments *args = session->args;

	return at_desk_reason(args, err) && at_desk_author(args, err);
}

static int run(struct session *session, struct error *err)
{
	bool yes = session->args->value[OPTION_YES] != NULL;
	struct progress progress = progress_begin(session->language, "prune", 0, session->quiet);
	struct showing showing = {.session = session,
				  .pruning = {.reason = session->args->value[OPTION_REASON], .progress = progress_step, .owner = &progress}};
	struct desk desk;

	if (!at_desk(session, yes ? ARCHIVE_CHANGE : ARCHIVE_READ, &desk, err))
		return EXIT_TROUBLE;
	list_answer(&showing.list, session, "prelist-archive-prune/1");
	if (!yes)
		list_due(&showing, &desk, err);
	else if (check_given(session, err))
		let_go(&showing, &desk, err);
	progress_end(&progress);
	return list_finish(&showing.list, err);
}

static const enum option_id options[] = {OPTION_YES, OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive prune", "what is over its time, and how much is kept for which reason", "列出已超过保存期限的内容，以及保留的原因"},
	{"prelist archive prune --today 2027-01-01", "what will be over its time by then", "列出到该日将超期的内容"},
	{"prelist archive prune --yes --by li --reason \"yearly\"", "let it go; a record of each package stays", "予以清理，逐包留存记录"},
	{NULL, NULL, NULL}};

const struct command archive_prune = {.name = "prune",
				      .en = "list what is over its time; with --yes let it go",
				      .zh = "列出超过保存期限的内容，--yes 予以清理",
				      .operands = "[--yes --by WHO --reason TEXT]",
				      .options = options,
				      .examples = examples,
				      .run = run};
