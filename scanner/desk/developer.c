#include "desk/developer.h"

#include "bytes/mask.h"
#include "desk/words.h"
#include "store/register.h"

#include <stdio.h>

bool developer_find(struct desk *desk, const char *id, int64_t *developer, struct error *err)
{
	return register_find(desk->archive, id, developer, err) &&
	       (*developer != 0 || error_set(err, ERROR_USAGE, "the register has no developer '%s'; prelist developer list has them all", id));
}

/* The newest row: where it came from, and the id of what is sealed. */
static bool newest(struct desk *desk, int64_t developer, struct developer_contact *found, char id[SEAL_ID_LEN], struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = database_prepare(
		desk->archive, err, "SELECT since, date, sealed, EXISTS (SELECT 1 FROM sealed s WHERE s.id = sealed) FROM developer_contact n"
				    " WHERE developer = ?" REGISTER_NEWEST,
		"i", developer);
	int status = database_step(desk->archive, row, err);

	*found = (struct developer_contact){.state = CONTACT_NONE};
	id[0] = '\0';
	if (status != SQLITE_ROW)
		return status == SQLITE_DONE;
	found->state = sqlite3_column_int(row, 3) != 0 ? CONTACT_CLOSED : CONTACT_ERASED;
	found->since = sqlite3_column_int64(row, 0);
	snprintf(found->date, sizeof found->date, "%s", database_text(row, 1));
	snprintf(id, SEAL_ID_LEN, "%s", database_text(row, 2));
	return true;
}

static bool take(const char *text, struct arena *arena, struct developer_contact *found, struct error *err)
{
	if (text == NULL)
		return true;
	found->state = CONTACT_READ;
	return contact_parse(text, arena, &found->contact, err);
}

bool developer_masked(struct desk *desk, int64_t developer, struct arena *arena, struct developer_contact *found, struct error *err)
{
	struct contact *c = &found->contact;
	const char *text = NULL;
	char id[SEAL_ID_LEN];

	if (!newest(desk, developer, found, id, err) ||
	    (found->state == CONTACT_CLOSED && !seal_peek(desk->archive, id, arena, &text, err)) || !take(text, arena, found, err))
		return false;
	*c = (struct contact){mask_name(arena, c->legal_representative), mask_phone(arena, c->phone), mask_mail(arena, c->email),
			      mask_address(arena, c->address)};
	return true;
}

bool developer_read(struct desk *desk, int64_t developer, const char *why, struct arena *arena, struct developer_contact *found,
		    struct error *err)
{
	const char *text = NULL, *reason = words_masked(arena, why, err);
	char id[SEAL_ID_LEN];

	return reason != NULL && newest(desk, developer, found, id, err) &&
	       (found->state != CONTACT_CLOSED || seal_get(desk->archive, id, desk->by, reason, arena, &text, err)) &&
	       take(text, arena, found, err) &&
	       (found->state != CONTACT_READ || register_log(desk->archive, developer, desk->by, "contact read", err));
}
