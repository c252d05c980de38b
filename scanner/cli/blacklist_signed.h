/*
 * blacklist_signed - lists that go from one store to another with a signature beside them.
 *
 *   FILE.sig   Ed25519 over the file's bytes, 64 bytes: openssl pkeyutl -verify -pubin -inkey log.pub -rawin -in FILE -sigfile FILE.sig
 */
#ifndef PRELIST_CLI_BLACKLIST_SIGNED_H
#define PRELIST_CLI_BLACKLIST_SIGNED_H

#include "cli/session.h"

/* Signs what FILE is to hold by the key of $PRELIST_LOG_KEY_FILE. */
bool blacklist_sign(const struct session *session, const char *path, struct span content, struct error *err);

/* err when there is no signature beside the file, or it is not that of its content by the public key. */
bool blacklist_check_signature(const char *path, struct span content, const char *key_path, struct error *err);

#endif
