/*
 * head_file - a head of the log that was noted down earlier: read, shown, compared.
 */
#ifndef PRELIST_CLI_HEAD_FILE_H
#define PRELIST_CLI_HEAD_FILE_H

#include "cli/session.h"
#include "store/log_head.h"
#include "store/merkle_proof.h"

/* Lines, a mail that has them, or JSON; "-" is standard input. */
bool head_file_load(const char *path, struct log_head *head, struct error *err);

/* The head of --head, or the one of today. */
bool head_file_or_now(struct session *session, struct log_head *head, struct error *err);

/* The key to check with: --key, or the public part of $PRELIST_LOG_KEY_FILE, or *key NULL. */
bool head_file_key(struct session *session, struct log_key **key, struct error *err);

/* Warns, naming the file of --head, when a root that the log makes is not the head's. */
bool head_file_agrees(const struct session *session, const struct log_head *head, const uint8_t root[MERKLE_HASH], const char *path);

void head_file_hash_json(struct json *json, const char *key, const uint8_t hash[MERKLE_HASH]);
void head_file_path_json(struct json *json, const char *key, const struct merkle_path *path);

#endif
