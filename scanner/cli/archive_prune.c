/*
 * archive_prune - prelist archive prune: what is over its time, and letting it go.
 */
#include "cli/archive.h"
#include "cli/at_desk.h"
#include "cli/progress.h"
#include "cli/table.h"

#include "bytes/text.h"
#include "desk/prune.h"
#include "store/seal.h"

#include <inttypes.h>
#include <string.h>

struct showing {
	struct session *session;
	struct pruning pruning; /* of what went; in a list, of what would */
	struct progress progress;
	struct table packages, personal;
	struct json json;
	bool as_json;
	uint64_t standing[PRUNE_STANDINGS];
};

static void show_progress(void *owner, uint64_t done, uint64_t total)
{
	struct showing *showing = owner;

	progress_move(&showing->progress, showing->session->language, showing->session->quiet, "prune", done, total);
}

static void package_json(struct json *json, const struct prune_package *package)
{
	json_row(json, NULL);
	json_text(json, "sha256", package->sha256);
	json_text(json, "platform", package->platform);
	json_text(json, "app_id", package->app_id);
	json_number(json, "submission", package->number);
	json_text(json, "state", package->state);
	json_number(json, "size", package->size);
	json_text(json, "until", package->until);
	json_close(json);
}

static bool add_package(void *owner, const struct prune_package *package)
{
	struct showing *showing = owner;
	char number[24], size[TEXT_SIZE_LEN], sha256[20];

	showing->standing[package->standing]++;
	if (package->standing != PRUNE_DUE)
		return true;
	showing->pruning.num_packages++;
	showing->pruning.bytes += (uint64_t)package->size;
	if (showing->as_json) {
		package_json(&showing->json, package);
		return true;
	}
	snprintf(number, sizeof number, "#%" PRId64, package->number);
	snprintf(sha256, sizeof sha256, "%.12s", package->sha256);
	text_size(size, (uint64_t)package->size);
	table_row(&showing->packages, (const char *[]){sha256, package->app_id, number, package->state, size, package->until});
	return true;
}

static bool add_personal(void *owner, const struct prune_personal *personal)
{
	struct showing *showing = owner;
	static const struct {
		const char *name;
		enum message_id id;
	} whose[] = {[PRUNE_CASE] = {"case", MESSAGE_PRUNE_CASE},
		     [PRUNE_DEVELOPER] = {"developer", MESSAGE_PRUNE_DEVELOPER},
		     [PRUNE_ROLE] = {"role", MESSAGE_PRUNE_ROLE}};
	char number[24];

	showing->pruning.num_personal++;
	if (showing->as_json) {
		json_row(&showing->json, NULL);
		json_text(&showing->json, "of", whose[personal->whose].name);
		json_number(&showing->json, "number", personal->number);
		json_text(&showing->json, "until", personal->until);
		json_close(&showing->json);
		return true;
	}
	snprintf(number, sizeof number, "#%" PRId64, personal->number);
	table_row(&showing->personal, (const char *[]){message(showing->session->language, whose[personal->whose].id),
						       number, personal->until});
	return true;
}

static void begin_json(struct showing *showing, const struct desk *desk, bool done)
{
	json_text(&showing->json, "date", desk->today_text);
	json_bool(&showing->json, "done", done);
}

static void end_json(struct showing *showing)
{
	json_number(&showing->json, "num_packages", (int64_t)showing->pruning.num_packages);
	json_number(&showing->json, "bytes", (int64_t)showing->pruning.bytes);
	json_number(&showing->json, "num_personal", (int64_t)showing->pruning.num_personal);
}

static void kept_json(struct showing *showing)
{
	static const char *const names[] = {"listed", "waiting", "on_hold", "in_open_cases", "inside_their_time"};

	json_object(&showing->json, "kept");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		json_number(&showing->json, names[i], (int64_t)showing->standing[i]);
	json_close(&showing->json);
}

static void print_lists(struct showing *showing, struct error *err)
{
	FILE *out = showing->session->output.file;
	char size[TEXT_SIZE_LEN];

	if (!table_print(&showing->packages, out) || !table_print(&showing->personal, out))
		error_set(err, ERROR_MEMORY, "no memory for the list");
	text_size(size, showing->pruning.bytes);
	fprintf(out, message(showing->session->language, MESSAGE_PRUNE_KEPT), (unsigned long long)showing->standing[PRUNE_LISTED],
		(unsigned long long)showing->standing[PRUNE_WAITING], (unsigned long long)showing->standing[PRUNE_HELD],
		(unsigned long long)showing->standing[PRUNE_IN_CASE], (unsigned long long)showing->standing[PRUNE_YOUNG]);
	fprintf(out, message(showing->session->language, MESSAGE_PRUNE_WOULD), (unsigned long long)showing->pruning.num_packages, size,
		(unsigned long long)showing->pruning.num_personal);
}

/* Nothing is written; a later --today tells what will be due by then. */
static void list_due(struct showing *showing, struct desk *desk, struct error *err)
{
	static const char *const heads[] = {"PACKAGE", "APP", "SUBMISSION", "STATE", "SIZE", "KEPT UNTIL"};
	static const char *const personal_heads[] = {"PERSONAL DATA OF", "NUMBER", "KEPT UNTIL"};

	showing->packages = table_new(showing->session->language, heads, 6);
	showing->personal = table_new(showing->session->language, personal_heads, 3);
	if (showing->as_json) {
		begin_json(showing, desk, false);
		json_array(&showing->json, "packages");
	}
	if (!prune_each_package(desk, NULL, add_package, showing, err))
		return;
	if (showing->as_json) {
		json_close(&showing->json);
		json_array(&showing->json, "personal");
	}
	if (!prune_each_personal(desk, add_personal, showing, err))
		return;
	if (showing->as_json) {
		json_close(&showing->json);
		kept_json(showing);
		end_json(showing);
	} else {
		print_lists(showing, err);
	}
}

static void answer(struct showing *showing, const struct desk *desk)
{
	char size[TEXT_SIZE_LEN];

	if (showing->as_json) {
		begin_json(showing, desk, true);
		end_json(showing);
		return;
	}
	text_size(size, showing->pruning.bytes);
	fprintf(showing->session->output.file, message(showing->session->language, MESSAGE_PRUNED),
		(unsigned long long)showing->pruning.num_packages, size, (unsigned long long)showing->pruning.num_personal);
}

/* Nothing goes before its day because somebody says that it is a later one. */
static bool check_given(const struct session *session, const struct desk *desk, struct error *err)
{
	const struct arguments *args = session->args;
	char today[DATE_TEXT_LEN];

	session_real_today(session, today);
	if (strcmp(desk->today_text, today) > 0)
		return error_set(err, ERROR_USAGE, "%s has not come: --today with --yes is today or earlier; without --yes it lists what will be due",
				 desk->today_text);
	return at_desk_reason(args, err) && at_desk_author(args, err);
}

static int run(struct session *session, struct error *err)
{
	bool yes = session->args->value[OPTION_YES] != NULL;
	struct showing showing = {.session = session,
				  .pruning = {.reason = session->args->value[OPTION_REASON], .progress = show_progress, .owner = &showing}};
	struct desk desk;

	if (!at_desk(session, yes ? ARCHIVE_WRITE : ARCHIVE_READ, &desk, err))
		return EXIT_TROUBLE;
	showing.as_json = session_json(session, &showing.json, "prelist-archive-prune/1");
	if (!yes)
		list_due(&showing, &desk, err);
	else if (check_given(session, &desk, err) && prune_all(&desk, &showing.pruning, err)) {
		if (!session->quiet)
			answer(&showing, &desk);
		seal_forget(session->archive, err);
	}
	progress_end(&showing.progress);
	table_free(&showing.packages);
	table_free(&showing.personal);
	json_end(&showing.json, err);
	return 0;
}

static const enum option_id options[] = {OPTION_YES, OPTION_BY, OPTION_REASON, OPTION_TODAY, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist archive prune", "what is over its time, and how much is kept for which reason", "列出已超过保存期限的内容,以及保留的原因"},
	{"prelist archive prune --today 2027-01-01", "what will be over its time by then", "列出到该日将超期的内容"},
	{"prelist archive prune --yes --by li --reason \"yearly\"", "let it go; a record of each package stays", "予以清理,逐包留存记录"},
	{NULL, NULL, NULL}};

const struct command archive_prune = {.name = "prune",
				      .en = "list what is over its time; with --yes let it go",
				      .zh = "列出超过保存期限的内容,--yes 予以清理",
				      .operands = "[--yes --by WHO --reason TEXT]",
				      .options = options,
				      .examples = examples,
				      .run = run};
