#include "desk/role.h"

#include "desk/words.h"
#include "store/person.h"

#include <stdio.h>

static const struct role_info roles[] = {
#define ROLE(symbol, name, en, zh, basis, needed) {name, en, zh, basis, needed},
#include "desk/role.def"
#undef ROLE
};

#define NUM_ROLES (sizeof roles / sizeof roles[0])

const struct role_info *role_info(size_t index)
{
	return index < NUM_ROLES ? &roles[index] : NULL;
}

const struct role_info *role_find(const char *name)
{
	for (size_t i = 0; i < NUM_ROLES; i++)
		if (strcmp(roles[i].name, name) == 0)
			return &roles[i];
	return NULL;
}

/* One who goes on as what he is need not be appointed to it. */
static bool check_again(struct desk *desk, const struct role_adding *adding, struct error *err)
{
	sqlite3_stmt *row STATEMENT_CLEANUP = NULL;
	char who[33];

	if (!person_id(desk->archive, adding->who, who, err))
		return false;
	row = database_prepare(desk->archive, err, "SELECT number, since FROM staff_role WHERE role = ? AND person = ? AND until IS NULL", "ss",
			       adding->role, who);
	if (database_step(desk->archive, row, err) == SQLITE_ROW)
		return error_set(err, ERROR_USAGE, "%s is %s already, since %s: prelist role end %lld ends that", adding->who, adding->role,
				 database_text(row, 1), (long long)sqlite3_column_int64(row, 0));
	return err->code == ERROR_NONE;
}

static bool no_such(const char *name, struct error *err)
{
	BUF_CLEANUP struct buf names = buf_new(4096);

	for (size_t i = 0; i < NUM_ROLES; i++)
		buf_printf(&names, " %s", roles[i].name);
	return error_set(err, ERROR_USAGE, "there is no role '%s'; there are%.*s", name, (int)names.len, (const char *)names.data);
}

/* A day as given, or today. */
static bool day_of(struct desk *desk, const char *given, const char *option, char day[DATE_TEXT_LEN], struct error *err)
{
	struct date date = desk->today;

	if (given != NULL && !date_given(option, given, &date, err))
		return false;
	date_format(date, day);
	return true;
}

bool role_add(struct desk *desk, const struct role_adding *adding, int64_t *number, struct error *err)
{
	char since[DATE_TEXT_LEN], id[SEAL_ID_LEN], detail[80];
	struct role_row row = {.role = adding->role, .who = adding->who, .since = since};

	if (role_find(adding->role) == NULL)
		return no_such(adding->role, err);
	if (*adding->who == '\0')
		return error_set(err, ERROR_USAGE, "who has the role?");
	snprintf(detail, sizeof detail, "appointed %.40s", adding->role);
	return check_again(desk, adding, err) && day_of(desk, adding->since, "--since", since, err) && desk_seal(desk, "role-contact", adding->contact, id, &row.contact, err) &&
	       role_table_insert(desk->archive, &row, number, err) && role_table_log(desk->archive, *number, desk->by, detail, err);
}

/* One appointment. */
struct appointment {
	bool is_there, has_ended;
	char since[DATE_TEXT_LEN], until[DATE_TEXT_LEN], contact[SEAL_ID_LEN];
};

static void take(void *owner, const struct role_row *row)
{
	struct appointment *found = owner;

	found->is_there = true;
	found->has_ended = row->until != NULL;
	snprintf(found->since, sizeof found->since, "%s", row->since);
	snprintf(found->until, sizeof found->until, "%s", row->until != NULL ? row->until : "");
	snprintf(found->contact, sizeof found->contact, "%s", row->contact != NULL ? row->contact : "");
}

static bool load(struct desk *desk, int64_t number, struct appointment *found, struct error *err)
{
	*found = (struct appointment){.is_there = false};
	return role_table_each(desk->archive, number, NULL, take, found, err) &&
	       (found->is_there || error_set(err, ERROR_USAGE, "there is no appointment #%lld; prelist role list --state all has them all", (long long)number));
}

bool role_end(struct desk *desk, int64_t number, const char *until, struct error *err)
{
	char day[DATE_TEXT_LEN], detail[60];
	struct appointment found;

	if (!load(desk, number, &found, err) || !day_of(desk, until, "--until", day, err))
		return false;
	if (found.has_ended && strcmp(found.until, desk->today_text) < 0)
		return error_set(err, ERROR_USAGE, "appointment #%lld ended on %s", (long long)number, found.until);
	if (strcmp(day, found.since) < 0 && strcmp(found.since, desk->today_text) <= 0)
		return error_set(err, ERROR_USAGE, "appointment #%lld began on %s: it cannot end on %s", (long long)number, found.since, day);
	if (strcmp(day, found.since) < 0 && until != NULL)
		return error_set(err, ERROR_USAGE, "appointment #%lld begins on %s: it ends no earlier; without --until it is taken back", (long long)number, found.since);
	snprintf(detail, sizeof detail, "ended on %s", day);
	return role_table_end(desk->archive, number, day, err) && role_table_log(desk->archive, number, desk->by, detail, err);
}

bool role_contact(struct desk *desk, int64_t number, const char *why, struct arena *arena, const char **text, struct error *err)
{
	const char *reason = words_masked(arena, why, err);
	struct appointment found;

	*text = NULL;
	if (reason == NULL || !load(desk, number, &found, err))
		return false;
	if (found.contact[0] == '\0')
		return true;
	if (!seal_get(desk->archive, found.contact, desk->by, reason, arena, text, err))
		return false;
	if (*text == NULL)
		return error_set(err, ERROR_USAGE, "the contact of appointment #%lld was erased", (long long)number);
	return role_table_log(desk->archive, number, desk->by, "contact read", err);
}

bool role_is_held(struct desk *desk, const char *role, bool *held, struct error *err)
{
	return database_any(desk->archive, held, err,
			    "SELECT EXISTS (SELECT 1 FROM staff_role WHERE role = ?1 AND since <= ?2 AND (until IS NULL OR until >= ?2))", "ss",
			    role, desk->today_text);
}
