/*
 * manifest_query - read which other apps a package wants to see.
 *
 * source   AOSP ParsingPackageUtils.parseQueries; IntentFilter.addAction, addDataScheme, addDataType and getHosts
 */
#include "format/manifest_parts.h"

#define report(m, ...)                                                                                                                 \
	anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

static bool emit_query(struct manifest *m, const char *kind, const char *value)
{
	struct fact_query row = fact_query_row();

	row.path = MANIFEST_PATH;
	row.kind = kind;
	row.value = value;
	return value == NULL || manifest_emit(m, FACT_TABLE_query, &row);
}

/* The intent at hand, where it has an action. */
static bool emit_intent(struct manifest *m)
{
	struct fact_query row = fact_query_row();

	row.path = MANIFEST_PATH;
	row.kind = "intent";
	row.value = m->query.action;
	row.category = m->query.category;
	row.scheme = m->query.schemes.first;
	row.mime = m->query.types.first;
	row.host = m->query.host;
	return row.value == NULL || manifest_emit(m, FACT_TABLE_query, &row);
}

/* Before Android 11 nothing looks at queries. */
static const char *query_text(struct manifest *m, uint32_t id, const char *attribute)
{
	const char *text = manifest_fixed_text(m, id);

	if (text == NULL || *text == '\0')
		manifest_lacks(m, attribute, EFFECT_AMBIGUOUS);
	return text;
}

bool manifest_query_package(struct manifest *m)
{
	return emit_query(m, "package", query_text(m, ATTR_NAME, "name"));
}

bool manifest_query_provider(struct manifest *m)
{
	return emit_query(m, "provider", query_text(m, ATTR_AUTHORITIES, "authorities"));
}

/* Equal ones count once. */
static void count(struct manifest_distinct *distinct, const char *text)
{
	if (text != NULL && (distinct->first == NULL || strcmp(distinct->first, text) != 0))
		distinct->num++;
	if (distinct->first == NULL)
		distinct->first = text;
}

bool manifest_begin_query(struct manifest *m)
{
	m->query = (struct manifest_query){.num_hosts = 0};
	return !m->stopped;
}

bool manifest_query_action(struct manifest *m)
{
	const char *action = manifest_intent_text(m, EFFECT_AMBIGUOUS);

	count(&m->query.actions, action);
	if (!emit_intent(m)) /* of another action before this one */
		return false;
	m->query.action = action;
	return !m->stopped;
}

bool manifest_query_category(struct manifest *m)
{
	const char *category = manifest_intent_text(m, EFFECT_AMBIGUOUS), *before = m->query.category;

	if (category != NULL)
		m->query.category = before == NULL ? category : arena_printf(m->arena, "%s %s", before, category);
	return !m->stopped;
}

bool manifest_query_data(struct manifest *m)
{
	struct manifest_data data = manifest_data_of(m, EFFECT_AMBIGUOUS);

	count(&m->query.schemes, data.scheme);
	count(&m->query.types, data.mime);
	m->query.num_hosts += data.host != NULL; /* of which equal ones are several */
	if (m->query.host == NULL)
		m->query.host = data.host;
	return !m->stopped;
}

bool manifest_end_query(struct manifest *m)
{
	const struct manifest_query *query = &m->query;
	const struct {
		size_t num;
		const char *what;
	} counted[] = {{query->actions.num, "action"}, {query->types.num, "mimeType"}, {query->schemes.num, "scheme"}, {query->num_hosts, "host"}};

	if (query->actions.num + query->schemes.num + query->types.num == 0)
		report(m, "an intent of queries has neither action nor data, which Android 11 and later refuse");
	for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++)
		if (counted[i].num > 1)
			report(m, "an intent of queries has more than one %s, which Android 11 and later refuse", counted[i].what);
	if (query->actions.num == 0 && query->schemes.num + query->types.num > 0)
		m->query.action = "*"; /* what answers none is asked for by none: any will do */
	return emit_intent(m);
}
