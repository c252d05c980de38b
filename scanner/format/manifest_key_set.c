/*
 * manifest_key_set - read sets of keys, known since Android 5 and of a base alone, and whether the phone takes them.
 *
 *   key-sets | key-set name | public-key name value ...
 *            | upgrade-key-set name
 *
 * As ParsingPackageUtils.parseKeySets, and PackageParser before it, read them. A key has its value where it stands first. Whether a
 * value is a key is not looked at.
 */
#include "format/manifest_parts.h"

#define report(m, ...) anomaly_report((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* Kinds of names: sets with keys, of all elements; behind them of each <key-sets> its sets, its keys, and these with their values. */
enum { DEFINED, SET, KEY, KEY_WITH_VALUE, KINDS = KEY_WITH_VALUE };

static uint32_t kind_of(const struct manifest *m, uint32_t kind)
{
	return kind == DEFINED ? DEFINED : (uint32_t)(m->num_key_sets_elements * KINDS) + kind;
}

static bool has(const struct manifest *m, uint32_t kind, const char *name)
{
	return name_set_find(&m->keys, kind_of(m, kind), span_of_text(name)) != NAME_SET_NONE;
}

static void add(struct manifest *m, uint32_t kind, const char *name)
{
	m->stopped |= name_set_add(&m->keys, m->arena, kind_of(m, kind), span_of_text(name)) == NAME_SET_NO_MEMORY;
}

static void add_distinct(struct manifest *m, uint32_t kind, uint32_t other, const char *name)
{
	add(m, kind, name);
	if (has(m, other, name))
		report(m, "a key-set and a public-key are both named %s", name);
}

bool manifest_begin_key_sets(struct manifest *m)
{
	if (m->package->split != NULL) {
		m->inside = IN_SKIPPED;
		return !m->stopped;
	}
	m->num_key_sets_elements++;
	m->num_upgrade = 0;
	return !m->stopped;
}

bool manifest_begin_key_set(struct manifest *m)
{
	if (m->key_set != NULL) {
		report(m, "a key-set inside another one");
		return !m->stopped;
	}
	m->key_set = manifest_own_text(m, ATTR_NAME);
	if (m->key_set != NULL)
		add_distinct(m, SET, KEY, m->key_set);
	return !m->stopped;
}

/* Line ends and blanks of a value do not count. */
static const char *with_value(struct manifest *m, const char *name, const char *value)
{
	char *text = arena_printf(m->arena, "%zu %s %s", strlen(name), name, value), *end = text;

	m->stopped |= text == NULL;
	if (text == NULL)
		return "";
	for (const char *at = end += strlen(text) - strlen(value); *at != '\0'; at++)
		if (strchr(" \t\r\n", *at) == NULL)
			*end++ = *at;
	*end = '\0';
	return text;
}

static void define_key(struct manifest *m, const char *name, const char *value)
{
	const char *whole = with_value(m, name, value);

	if (has(m, KEY, name) && !has(m, KEY_WITH_VALUE, whole))
		report(m, "the public-key %s has two values", name);
	if (!has(m, KEY, name))
		add_distinct(m, KEY, SET, name);
	add(m, KEY_WITH_VALUE, whole);
}

bool manifest_read_public_key(struct manifest *m)
{
	const char *name = manifest_own_text(m, ATTR_NAME), *value = manifest_own_text(m, ATTR_VALUE);

	if (m->key_set == NULL) {
		report(m, "a public-key that stands in no key-set of a name");
		return !m->stopped;
	}
	if (name == NULL)
		name = "";
	if (value != NULL)
		define_key(m, name, value);
	else if (!has(m, KEY, name))
		report(m, "the public-key %s has no value where it stands first", name);
	add(m, DEFINED, m->key_set);
	return !m->stopped;
}

bool manifest_read_upgrade_key_set(struct manifest *m)
{
	const char *name = manifest_own_text(m, ATTR_NAME), **grown;

	if (name == NULL) {
		manifest_lacks(m, "name", EFFECT_REFUSED);
		return !m->stopped;
	}
	grown = manifest_grow(m, m->upgrade, m->num_upgrade, &m->room_upgrade, sizeof *grown);
	if (grown == NULL)
		return false;
	m->upgrade = grown;
	m->upgrade[m->num_upgrade++] = name;
	return !m->stopped;
}

bool manifest_end_key_sets(struct manifest *m)
{
	for (size_t i = 0; i < m->num_upgrade; i++)
		if (!has(m, DEFINED, m->upgrade[i]))
			report(m, "the upgrade-key-set %s is no key-set with a key", m->upgrade[i]);
	return !m->stopped;
}
