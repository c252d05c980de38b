#include "judge/bench_kind.h"

#include "judge/catalogue_kind.h"

#include <stdio.h>

/* SQLITE_MISUSE: it is the rule's fault. */
static void complain(sqlite3_context *context, const char *name)
{
	char text[192];

	snprintf(text, sizeof text, "kind_of: there is no catalogue '%.64s' with the columns kind, label, label_zh and aliases", name);
	sqlite3_result_error(context, text, -1);
	sqlite3_result_error_code(context, SQLITE_MISUSE);
}

static void kind_of(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *name = (const char *)sqlite3_value_text(argv[0]), *words = (const char *)sqlite3_value_text(argv[1]), *kind;
	const struct catalogue *catalogue = name == NULL ? NULL : rules_catalogue(sqlite3_user_data(context), name);

	(void)argc;
	if (catalogue == NULL || catalogue->called == NULL)
		complain(context, name == NULL ? "" : name);
	else if (words == NULL)
		return;
	else if (!catalogue_kind(catalogue, words, &kind))
		sqlite3_result_error_nomem(context);
	else if (kind != NULL)
		sqlite3_result_text(context, kind, -1, SQLITE_STATIC);
}

bool bench_kind_register(sqlite3 *db, const struct rules *rules)
{
	return sqlite3_create_function(db, "kind_of", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, (void *)rules, kind_of, NULL,
				       NULL) == SQLITE_OK;
}
