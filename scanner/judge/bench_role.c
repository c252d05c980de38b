/*
 * bench_role - roles of the phone for which exported components offer themselves, as a table for rules.
 *
 *   offered_role   package, path, component, role: home, browser, sms, dialer, assistant; a row each filter
 *
 * source   AOSP PermissionController res/xml/roles.xml
 */
#include "bytes/text.h"
#include "judge/bench_made.h"
#include "judge/package_names.h"

#include <inttypes.h>

static const char *columns[] = {"package", "path", "component", "role"};
enum { COLUMNS = sizeof columns / sizeof columns[0] };
enum { EXPORTED }; /* kind of name */

/* What the rows of a filter say together. */
struct filter {
	bool main, home, view, browsable, http, has_more, sms, dial, tel, assist;
};

struct roles {
	const struct reading *facts;
	struct catalogue *table;
	struct arena *arena;
	struct package_names exported; /* components; gathered when one is asked for */
	bool is_gathered;
};

static bool is(const char *text, const char *wanted)
{
	return text != NULL && strcmp(text, wanted) == 0;
}

static void look_at(struct filter *filter, const struct fact_intent_filter *row)
{
	filter->main |= is(row->action, "android.intent.action.MAIN");
	filter->home |= is(row->category, "android.intent.category.HOME");
	filter->view |= is(row->action, "android.intent.action.VIEW");
	filter->browsable |= is(row->category, "android.intent.category.BROWSABLE");
	filter->http |= is(row->scheme, "http");
	filter->has_more |= row->host != NULL || row->mime != NULL;
	filter->sms |= is(row->action, "android.provider.Telephony.SMS_DELIVER");
	filter->dial |= is(row->action, "android.intent.action.DIAL");
	filter->tel |= is(row->scheme, "tel");
	filter->assist |= is(row->action, "android.intent.action.ASSIST") || is(row->action, "android.service.voice.VoiceInteractionService");
}

static const char *role_of(const struct filter *filter)
{
	if (filter->main && filter->home)
		return "home";
	if (filter->view && filter->browsable && filter->http && !filter->has_more)
		return "browser";
	if (filter->sms)
		return "sms";
	if (filter->dial && filter->tel)
		return "dialer";
	return filter->assist ? "assistant" : NULL;
}

static bool is_exported(struct roles *roles, const struct fact_intent_filter *row)
{
	struct fact_component **components = reading_rows(roles->facts, component);

	for (size_t i = 0; !roles->is_gathered && i < reading_num(roles->facts, component); i++)
		if (components[i]->exported == 1)
			package_names_add(&roles->exported, EXPORTED, components[i]->package, components[i]->name);
	roles->is_gathered = true;
	return package_names_has(&roles->exported, EXPORTED, row->package, row->component);
}

static void add(struct roles *roles, const struct fact_intent_filter *row, const char *role)
{
	const char *values[COLUMNS] = {arena_printf(roles->arena, "%" PRId64, row->package), text_or_empty(row->path), row->component, role};

	memcpy(roles->table->values + COLUMNS * roles->table->num_rows++, values, sizeof values);
}

static bool is_same_filter(const struct fact_intent_filter *a, const struct fact_intent_filter *b)
{
	return a->package == b->package && a->position == b->position && strcmp(a->component, b->component) == 0;
}

/* Rows of one filter stand together, as reading_sort leaves them. */
static void find(struct roles *roles)
{
	struct fact_intent_filter **rows = reading_rows(roles->facts, intent_filter);
	size_t num = reading_num(roles->facts, intent_filter);
	struct filter filter = {0};

	for (size_t i = 0; i < num; i++) {
		const char *role;

		look_at(&filter, rows[i]);
		if (i + 1 < num && is_same_filter(rows[i], rows[i + 1]))
			continue;
		role = role_of(&filter);
		if (role != NULL && is_exported(roles, rows[i]))
			add(roles, rows[i], role);
		filter = (struct filter){0};
	}
}

static bool fill(struct catalogue *table, const struct rules *rules, const struct reading *facts, bool is_before, struct arena *arena)
{
	struct roles roles = {.facts = facts, .table = table, .arena = arena};
	bool ok;

	(void)rules, (void)is_before;
	table->values = arena_array(arena, COLUMNS * reading_num(facts, intent_filter) + 1, sizeof *table->values);
	if (table->values == NULL)
		return false;
	roles.exported = package_names_new();
	find(&roles);
	ok = !roles.exported.arena.failed;
	package_names_free(&roles.exported);
	return ok;
}

extern const struct bench_made_table bench_made_role;
const struct bench_made_table bench_made_role = {.name = "offered_role", .doc = "a role of the phone for which an exported component offers itself",
						 .columns = columns, .num_columns = COLUMNS,
						 .reads = FACT_BIT(intent_filter) | FACT_BIT(component), .fill = fill};
