/*
 * manifest_key_set - read sets of keys, known since Android 5 and of a base alone, and whether the phone takes them.
 *
 *   key-sets | key-set name | public-key name value ...
 *            | upgrade-key-set name
 *
 * As ParsingPackageUtils.parseKeySets, and PackageParser before it, read them. A key has its value where it stands first. A set that
 * stands there twice is what it is the second time; one with a value that is no key is none. Before Android 11 the sets of the last
 * <key-sets> are all there are; the upgrade-key-sets are its own on every version.
 */
#include "bytes/digest.h"
#include "bytes/sort.h"
#include "bytes/text.h"
#include "encoding/base64.h"
#include "encoding/public_key.h"
#include "format/manifest_parts.h"

#define report(m, ...) anomaly_report((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/*
 * Kinds of names: sets with keys, of all elements, and rows; behind them of each <key-sets> its sets, those with keys, and those that
 * are none; its keys, and these with their values; its upgrade-key-sets; and the sets that are done at its end.
 */
enum { DEFINED, ROW, SET, DEFINED_HERE, IMPROPER, KEY, KEY_WITH_VALUE, UPGRADE, DONE, OF_ELEMENT = DONE - ROW };

struct key_value {
	const char *name;
	struct span spki;
};

struct key_set {
	const char *name;
	size_t first, num; /* of the keys' names */
};

struct key_set_row {
	const char *set, *spki_sha256;
	struct span spki;
};

struct manifest_key_sets {
	struct name_set names;
	size_t num_elements;
	/* Of the element at hand. */
	struct key_set *sets;
	const char **members;	  /* names of keys, those of a set side by side */
	struct key_value *keys;	  /* where they have their values */
	const char **upgrade;
	size_t num_sets, room_sets, num_members, room_members, num_keys, room_keys, num_upgrade, room_upgrade;
	bool is_open; /* a set is at hand, the last one */
	/* Of all. */
	struct key_set_row *rows;
	size_t num_rows, room_rows;
};

static uint32_t kind_of(const struct manifest *m, uint32_t kind)
{
	return kind <= ROW ? kind : (uint32_t)(m->key_sets->num_elements * OF_ELEMENT) + kind;
}

static bool has(const struct manifest *m, uint32_t kind, const char *name)
{
	return name_set_find(&m->key_sets->names, kind_of(m, kind), span_of_text(name)) != NAME_SET_NONE;
}

/* True when it was not there. */
static bool add(struct manifest *m, uint32_t kind, const char *name)
{
	enum name_set_outcome outcome = name_set_add(&m->key_sets->names, m->arena, kind_of(m, kind), span_of_text(name));

	m->stopped |= outcome == NAME_SET_NO_MEMORY;
	return outcome == NAME_SET_NEW;
}

static void add_distinct(struct manifest *m, uint32_t kind, uint32_t other, const char *name)
{
	add(m, kind, name);
	if (has(m, other, name))
		report(m, "a key-set and a public-key are both named %s", name);
}

bool manifest_begin_key_sets(struct manifest *m)
{
	struct manifest_key_sets *all = m->key_sets;

	if (all == NULL) {
		all = arena_array(m->arena, 1, sizeof *all);
		if (all == NULL) {
			m->stopped = true;
			return false;
		}
		*all = (struct manifest_key_sets){.num_elements = 0};
		m->key_sets = all;
	}
	all->num_elements++;
	all->num_sets = all->num_members = all->num_keys = all->num_upgrade = 0;
	return !m->stopped;
}

bool manifest_begin_key_set(struct manifest *m)
{
	struct manifest_key_sets *all = m->key_sets;
	struct key_set *grown;
	const char *name;

	if (all->is_open) {
		report(m, "a key-set inside another one");
		return !m->stopped;
	}
	name = manifest_own_text(m, ATTR_NAME);
	if (name == NULL)
		return !m->stopped;
	grown = manifest_grow(m, all->sets, all->num_sets, &all->room_sets, sizeof *grown);
	if (grown == NULL)
		return false;
	all->sets = grown;
	all->sets[all->num_sets++] = (struct key_set){.name = name, .first = all->num_members};
	all->is_open = true;
	add_distinct(m, SET, KEY, name);
	return !m->stopped;
}

bool manifest_end_key_set(struct manifest *m)
{
	m->key_sets->is_open = false;
	return true;
}

/* The key that the phone makes of a value; what stands behind it does not count. Empty: it is none. */
static struct span key_of(struct manifest *m, const char *value)
{
	uint8_t *bytes = arena_alloc(m->arena, strlen(value) + 1);
	struct span none = span_of(NULL, 0);
	struct public_key key;
	struct cursor in;
	struct der whole;
	size_t len;

	m->stopped |= bytes == NULL;
	if (bytes == NULL || !base64_decode_loosely(value, bytes, &len))
		return none;
	in = cursor_of(span_of(bytes, len));
	if (!der_expect(&in, DER_SEQUENCE, &whole) || !public_key_read(&key, whole.whole) || key.kind == PUBLIC_KEY_UNKNOWN)
		return none;
	return whole.whole;
}

static const char *digest_text(struct manifest *m, struct span spki)
{
	char hex[DIGEST_HEX_MAX], *text;

	digest_hex_of(DIGEST_SHA256, spki, hex);
	text = arena_strdup(m->arena, hex);
	m->stopped |= text == NULL;
	return text_or_empty(text);
}

/* Two words as one name: the first one is of hexadecimal digits. */
static const char *joined(struct manifest *m, const char *digest, const char *name)
{
	const char *text = arena_printf(m->arena, "%s %s", digest, name);

	m->stopped |= text == NULL;
	return text_or_empty(text);
}

static void define_key(struct manifest *m, const char *name, struct span spki)
{
	struct manifest_key_sets *all = m->key_sets;
	const char *whole = joined(m, digest_text(m, spki), name);
	struct key_value *grown;

	if (has(m, KEY, name)) {
		if (!has(m, KEY_WITH_VALUE, whole))
			report(m, "the public-key %s has two values", name);
		return;
	}
	add_distinct(m, KEY, SET, name);
	add(m, KEY_WITH_VALUE, whole);
	grown = manifest_grow(m, all->keys, all->num_keys, &all->room_keys, sizeof *grown);
	if (grown == NULL)
		return;
	all->keys = grown;
	all->keys[all->num_keys++] = (struct key_value){.name = name, .spki = spki};
}

static void add_member(struct manifest *m, const char *name)
{
	struct manifest_key_sets *all = m->key_sets;
	const char **grown = manifest_grow(m, all->members, all->num_members, &all->room_members, sizeof *grown);

	if (grown == NULL)
		return;
	all->members = grown;
	all->members[all->num_members++] = name;
	all->sets[all->num_sets - 1].num++;
}

bool manifest_read_public_key(struct manifest *m)
{
	const char *name = text_or_empty(manifest_own_text(m, ATTR_NAME)), *value = manifest_own_text(m, ATTR_VALUE);
	struct manifest_key_sets *all = m->key_sets;
	struct span spki;

	if (!all->is_open) {
		report(m, "a public-key that stands in no key-set of a name");
		return !m->stopped;
	}
	if (value == NULL && !has(m, KEY, name))
		report(m, "the public-key %s has no value where it stands first", name);
	if (value != NULL) {
		spki = key_of(m, value);
		if (spki.len == 0) {
			add(m, IMPROPER, all->sets[all->num_sets - 1].name);
			return !m->stopped;
		}
		define_key(m, name, spki);
	}
	add_member(m, name);
	return !m->stopped;
}

bool manifest_read_upgrade_key_set(struct manifest *m)
{
	const char *name = manifest_own_text(m, ATTR_NAME), **grown;
	struct manifest_key_sets *all = m->key_sets;

	if (name == NULL) {
		manifest_lacks(m, "name", EFFECT_REFUSED);
		return !m->stopped;
	}
	if (!add(m, UPGRADE, name))
		return !m->stopped;
	grown = manifest_grow(m, all->upgrade, all->num_upgrade, &all->room_upgrade, sizeof *grown);
	if (grown == NULL)
		return false;
	all->upgrade = grown;
	all->upgrade[all->num_upgrade++] = name;
	return !m->stopped;
}

static int compare_keys(const void *a, const void *b, void *unused)
{
	const struct key_value *x = a, *y = b;

	(void)unused;
	return strcmp(x->name, y->name);
}

static bool is_before(const void *key, const void *name)
{
	return strcmp(((const struct key_value *)key)->name, name) < 0;
}

/* A key counts once in a set, by whatever names. */
static void add_row(struct manifest *m, const char *set, const char *name)
{
	struct manifest_key_sets *all = m->key_sets;
	size_t i = sort_num_before(all->keys, all->num_keys, sizeof *all->keys, is_before, name);
	struct key_set_row *grown;
	const char *digest;

	if (i == all->num_keys || strcmp(all->keys[i].name, name) != 0)
		return; /* it has no value, as was reported */
	digest = digest_text(m, all->keys[i].spki);
	if (!add(m, ROW, joined(m, digest, set)))
		return;
	grown = manifest_grow(m, all->rows, all->num_rows, &all->room_rows, sizeof *grown);
	if (grown == NULL)
		return;
	all->rows = grown;
	all->rows[all->num_rows++] = (struct key_set_row){.set = set, .spki_sha256 = digest, .spki = all->keys[i].spki};
}

/* From the last set on, since of a name the last one counts. */
static void define_sets(struct manifest *m)
{
	struct manifest_key_sets *all = m->key_sets;

	sort(all->keys, all->num_keys, sizeof *all->keys, compare_keys, NULL);
	for (size_t i = all->num_sets; !m->stopped && i-- > 0;) {
		const struct key_set *set = &all->sets[i];

		if (!add(m, DONE, set->name) || set->num == 0 || has(m, IMPROPER, set->name))
			continue;
		add(m, DEFINED, set->name);
		add(m, DEFINED_HERE, set->name);
		for (size_t j = 0; j < set->num; j++)
			add_row(m, set->name, all->members[set->first + j]);
	}
}

bool manifest_end_key_sets(struct manifest *m)
{
	const struct manifest_key_sets *all = m->key_sets;

	define_sets(m);
	for (size_t i = 0; i < all->num_upgrade; i++)
		if (!has(m, DEFINED, all->upgrade[i]))
			report(m, "the upgrade-key-set %s is no key-set with a key", all->upgrade[i]);
		else if (!has(m, DEFINED_HERE, all->upgrade[i]))
			anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET,
					  "the upgrade-key-set %s is a key-set of key-sets before, which Android before 11 refuses", all->upgrade[i]);
	return !m->stopped;
}

bool manifest_write_key_sets(struct manifest *m)
{
	const struct manifest_key_sets *all = m->key_sets;

	for (size_t i = 0; all != NULL && i < all->num_rows; i++) {
		struct fact_key_set row = fact_key_set_row();
		struct public_key key;

		row.path = MANIFEST_PATH;
		row.name = all->rows[i].set;
		row.spki_sha256 = all->rows[i].spki_sha256;
		row.upgrade = has(m, UPGRADE, row.name);
		if (public_key_read(&key, all->rows[i].spki)) {
			row.key_algorithm = public_key_kind_name(key.kind);
			row.key_bits = key.bits > 0 ? key.bits : FACT_ABSENT;
		}
		if (!manifest_emit(m, FACT_TABLE_key_set, &row))
			return false;
	}
	return !m->stopped;
}
