/*
 * rules_folder - a folder of rules for one test: files are written into it, it is removed at the end.
 */
#ifndef PRELIST_TESTS_RULES_FOLDER_H
#define PRELIST_TESTS_RULES_FOLDER_H

#include "judge/judge.h"

struct rules_folder {
	char dir[64];
};

/* With an empty policy.json and a catalogue "colours" (name, rgb). */
struct rules_folder rules_folder_make(void);
void rules_folder_write(const struct rules_folder *folder, const char *name, const char *text);
void rules_folder_remove(struct rules_folder *folder);
#define RULES_FOLDER_CLEANUP __attribute__((cleanup(rules_folder_remove)))

struct rules *rules_folder_load(const struct rules_folder *folder, struct error *err);

/* The rules that ship; what goes wrong fails the test. */
struct rules *rules_folder_shipped(void);

/* What these rules find of the facts at the gate of 2026-10-01, without history; what goes wrong fails the test. */
struct judgement *rules_folder_judge(const struct rules_folder *folder, const struct reading *facts);

/* A pack of one rule "test.rule" (verdict review) with that SELECT. */
void rules_folder_rule(const struct rules_folder *folder, const char *sql);

#endif
