#include "judge/bench_key.h"

#include "bytes/text.h"
#include "encoding/public_key.h"
#include "judge/known.h"

#include <stdlib.h>

#define SLOTS 256
#define KEY_MAX ((size_t)32 * 1024)

/* Keys by their digest: a batch, and a store, has the same few again and again, and to try whether a number is a prime takes milliseconds. */
struct known_keys {
	struct bench_watch *watch;
	struct {
		char sha256[DIGEST_HEX_MAX];
		const char *fault;
	} slots[SLOTS];
};

static const char *look_at(const char *hex)
{
	size_t len = strlen(hex) / 2;
	uint8_t *spki = len > 0 && len <= KEY_MAX ? malloc(len) : NULL;
	struct public_key key;
	const char *fault = NULL;

	if (spki != NULL && text_unhex(hex, spki, len) && public_key_read(&key, span_of(spki, len)))
		fault = public_key_fault(&key);
	free(spki);
	return fault;
}

/* What a run before found sound is so still. */
static const char *find_fault(const char *hex, const char *sha256)
{
	bool is_known = known_has(KNOWN_KEYS, sha256);
	const char *fault = is_known ? NULL : look_at(hex);

	if (!is_known && fault == NULL)
		known_add(KNOWN_KEYS, sha256);
	return fault;
}

static void key_fault(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	struct known_keys *known = sqlite3_user_data(context);
	const char *hex = (const char *)sqlite3_value_text(argv[0]), **fault;
	char sha256[DIGEST_HEX_MAX];
	uint8_t slot;

	(void)argc;
	if (hex == NULL || bench_watch_is_over(context, known->watch, strlen(hex)))
		return;
	digest_hex_of(DIGEST_SHA256, span_of_text(hex), sha256);
	if (!text_unhex((char[]){sha256[0], sha256[1], '\0'}, &slot, 1))
		return;
	fault = &known->slots[slot].fault;
	if (strcmp(known->slots[slot].sha256, sha256) != 0) {
		memcpy(known->slots[slot].sha256, sha256, sizeof sha256);
		*fault = find_fault(hex, sha256);
		known->watch->matched += BENCH_WATCH_BYTES; /* a long key takes as long as many texts */
	}
	if (*fault != NULL)
		sqlite3_result_text(context, *fault, -1, SQLITE_STATIC);
}

bool bench_key_register(sqlite3 *db, struct bench_watch *watch)
{
	struct known_keys *known = calloc(1, sizeof *known);

	if (known == NULL)
		return false;
	known->watch = watch;
	return sqlite3_create_function_v2(db, "key_fault", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, known, key_fault, NULL, NULL,
					  free) == SQLITE_OK;
}
