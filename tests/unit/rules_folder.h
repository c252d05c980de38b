/*
 * rules_folder - a folder of rules for one test: files are written into it, it is removed at the end.
 */
#ifndef PRELIST_TESTS_RULES_FOLDER_H
#define PRELIST_TESTS_RULES_FOLDER_H

#include "judge/rules.h"

struct rules_folder {
	char dir[64];
};

/* With an empty policy.json and a catalogue "colours" (name, rgb). */
struct rules_folder rules_folder_make(void);
void rules_folder_write(const struct rules_folder *folder, const char *name, const char *text);
void rules_folder_remove(struct rules_folder *folder);
#define RULES_FOLDER_CLEANUP __attribute__((cleanup(rules_folder_remove)))

struct rules *rules_folder_load(const struct rules_folder *folder, struct error *err);

/* A pack of one rule "test.rule" (verdict review) with that SELECT. */
void rules_folder_rule(const struct rules_folder *folder, const char *sql);

#endif
