#include "cli/patrol.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The rules' folder with one pack in place of all others, made of symbolic links. */
struct shadow {
	char dir[64];
	char *links[4];
	size_t num_links;
};

static bool link_in(struct shadow *shadow, const char *target, const char *name, struct error *err)
{
	char *path = NULL, *real = realpath(target, NULL);
	bool ok = real != NULL && asprintf(&path, "%s/%s", shadow->dir, name) >= 0 && symlink(real, path) == 0;

	if (!ok)
		error_errno(err, "cannot use %s", target);
	free(real);
	if (ok)
		shadow->links[shadow->num_links++] = path;
	else
		free(path);
	return ok;
}

static bool link_from_rules(struct shadow *shadow, const char *rules, const char *name, struct error *err)
{
	char target[4400];

	snprintf(target, sizeof target, "%s/%s", rules, name);
	return access(target, F_OK) != 0 || link_in(shadow, target, name, err);
}

static bool make_shadow(struct shadow *shadow, const char *rules, const char *pack, struct error *err)
{
	const char *slash = strrchr(pack, '/'), *name = slash != NULL ? slash + 1 : pack;

	snprintf(shadow->dir, sizeof shadow->dir, "/tmp/prelist-rules.XXXXXX");
	if (mkdtemp(shadow->dir) == NULL) {
		shadow->dir[0] = '\0';
		return error_errno(err, "cannot make a folder in /tmp");
	}
	if (strlen(name) < 5 || strcmp(name + strlen(name) - 4, ".sql") != 0)
		return error_set(err, ERROR_USAGE, "%s: a pack of rules is a file that ends in .sql", pack);
	return link_in(shadow, pack, name, err) && link_from_rules(shadow, rules, "catalogue", err) &&
	       link_from_rules(shadow, rules, "policy.json", err) && link_from_rules(shadow, rules, "blacklist.json", err);
}

static void remove_shadow(struct shadow *shadow)
{
	for (size_t i = 0; i < shadow->num_links; i++) {
		unlink(shadow->links[i]);
		free(shadow->links[i]);
	}
	if (shadow->dir[0] != '\0')
		rmdir(shadow->dir);
}

/* What goes wrong in the pack is said by the name that the user gave. */
static void name_pack(struct error *err, const struct shadow *shadow, const char *pack)
{
	char *at = strstr(err->text, shadow->dir), text[sizeof err->text];
	const char *slash = strrchr(pack, '/');
	size_t folder_len = slash != NULL ? (size_t)(slash + 1 - pack) : 0;

	if (err->code == ERROR_NONE || shadow->dir[0] == '\0' || at == NULL)
		return;
	snprintf(text, sizeof text, "%.*s%.*s%s", (int)(at - err->text), err->text, (int)folder_len, pack,
		 at + strlen(shadow->dir) + 1);
	memcpy(err->text, text, sizeof text);
}

static bool load_shadow(struct session *session, const struct shadow *shadow, struct error *err)
{
	struct rules_options options = {.dir = shadow->dir, .ignore_local = true};

	rules_free(session->rules);
	session->rules = rules_load(&options, err);
	return session->rules != NULL && session_judge(session, err);
}

static int run(struct session *session, struct error *err)
{
	const char *pack = session->args->operands[0];
	struct shadow shadow = {0};
	int code = EXIT_TROUBLE;

	if (session_rules(session, err) && make_shadow(&shadow, rules_dir(session->rules), pack, err) &&
	    load_shadow(session, &shadow, err) && session_existing_archive(session, err)) {
		session->run.patrol = true;
		code = patrol_listed(session, false, err);
	}
	name_pack(err, &shadow, pack);
	remove_shadow(&shadow);
	return code;
}

static const enum option_id options[] = {OPTION_TODAY, OPTION_FAIL_ON, OPTION_EXIT_ZERO, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist rules dry-run new.sql", "what the rules of a file would say of every listed version; nothing is kept",
	 "查看文件中的规则会命中哪些已上架版本,不归档"},
	{NULL, NULL, NULL}};

const struct command rules_dry_run = {
	.name = "dry-run",
	.en = "what the rules of a file would find among the listed versions",
	.zh = "查看文件中的规则会命中哪些已上架版本",
	.operands = "FILE",
	.operand_kind = OPERAND_FILE,
	.min_operands = 1,
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
