#include "rules_folder.h"

#include "harness.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The columns of all of them. */
#define HEADER                                                                                                         \
	"name\tvendor\tkind\tcategory\tso_globs\tasset_globs\tapp_class\tcomponents\tmeta_data\tpermissions\tword\tbase_level\t"         \
	"level_flags\tgroup\tlabel_en\tlabel_zh\tfirst_api\tif_requested\ttarget_below\tadded\tsince\tnote\tmeaning\tmeaning_zh\tdate\tid\t" \
	"part\tevidence\ttext\ttext_en\n"

/* The catalogues that the program itself looks up, without rows. */
static void write_needed(const struct rules_folder *folder)
{
	static const char *const needed[] = {"packers", "sdks", "sdk_names", "android_permissions", "android_implied_permissions",
					     "permission_meanings", "cn_workdays", "rules_31_behaviours"};
	char name[64];

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		snprintf(name, sizeof name, "catalogue/%s.tsv", needed[i]);
		rules_folder_write(folder, name, HEADER);
	}
}

struct rules_folder rules_folder_make(void)
{
	struct rules_folder folder = {"/tmp/prelist-test-rules.XXXXXX"};
	char path[128];

	CHECK(mkdtemp(folder.dir) != NULL);
	snprintf(path, sizeof path, "%s/catalogue", folder.dir);
	CHECK(mkdir(path, 0700) == 0);
	rules_folder_write(&folder, "policy.json", "{}");
	rules_folder_write(&folder, "catalogue/colours.tsv", "# three of them\nname\trgb\nred\tff0000\ngreen\t00ff00\nblue\t\n");
	rules_folder_rule(&folder, "SELECT 'x' AS subject WHERE 0");
	write_needed(&folder);
	return folder;
}

void rules_folder_write(const struct rules_folder *folder, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder->dir, name);
	file = fopen(path, "we");
	CHECK(file != NULL);
	if (file == NULL)
		return;
	fputs(text, file);
	fclose(file);
}

static void empty(const char *dir)
{
	DIR *folder = opendir(dir);
	struct dirent *entry;
	char path[512];

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	if (folder != NULL)
		closedir(folder);
	rmdir(dir);
}

void rules_folder_remove(struct rules_folder *folder)
{
	char path[128];

	snprintf(path, sizeof path, "%s/catalogue", folder->dir);
	empty(path);
	empty(folder->dir);
}

struct rules *rules_folder_shipped(void)
{
	struct error err = {0};
	struct rules *rules = rules_load(&(struct rules_options){.dir = "rules", .ignore_local = true}, &err);

	CHECK_TEXT(err.text, "");
	return rules;
}

struct rules *rules_folder_load(const struct rules_folder *folder, struct error *err)
{
	return rules_load(&(struct rules_options){.dir = folder->dir, .ignore_local = true}, err);
}

struct judgement *rules_folder_judge(const struct rules_folder *folder, const struct reading *facts)
{
	static const struct judge_run gate = {.today = "2026-10-01", .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT};
	struct error err = {0};
	struct rules *rules = rules_folder_load(folder, &err);
	struct judge *judge = rules == NULL ? NULL : judge_open(rules, &err);
	struct judgement *judgement = judge == NULL ? NULL : judge_submission(judge, facts, NULL, NULL, &gate, &err);

	CHECK_TEXT(err.text, "");
	judge_close(judge);
	rules_free(rules);
	return judgement;
}

void rules_folder_rule(const struct rules_folder *folder, const char *sql)
{
	char text[8192];

	snprintf(text, sizeof text, "-- rule: test.rule\n-- verdict: review\n-- title: T\n-- title.zh: T\n-- class: quality\n%s;\n", sql);
	rules_folder_write(folder, "test.sql", text);
}
