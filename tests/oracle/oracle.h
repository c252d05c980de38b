/*
 * oracle - what a reader decides of a package, as text that can be compared line by line.
 *
 *   zip refused | zip accepted
 *   entry NAME METHOD SIZE | entry NAME unreadable        in the order of names
 *   manifest refused | package NAME, version N, permission NAME ..., debuggable, label TEXT
 *
 * Names and text are escaped as facts are (text_escape), so that both readers write the same characters.
 */
#ifndef PRELIST_TESTS_ORACLE_H
#define PRELIST_TESTS_ORACLE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Loads what the platform's side always has, before children are made. */
void oracle_begin(void);

/* Both give text that the caller frees. */
char *oracle_platform(const uint8_t *apk, size_t len); /* Android 10's own readers */
char *oracle_ours(const uint8_t *apk, size_t len);

/* text_escape and text_escape_utf16 for the platform's side; the caller frees. */
char *oracle_escape(const void *text, size_t len, int is_utf16);

#ifdef __cplusplus
}
#endif

#endif
