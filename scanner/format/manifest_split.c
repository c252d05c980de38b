/*
 * manifest_split - read what a package asks of splits beside it, and what it is to others that ask.
 *
 * Only the light parser reads these, of the root by namespace and name: isSplitRequired since Android 10, types since 13. An attribute
 * of that name in application is for the store, the phone does not read it.
 * source   AOSP ApkLiteParseUtils.parseApkLite and parseRequiredSplitTypes
 */
#include "format/manifest_parts.h"

/* Appends it and a space at end; NULL where the phone takes it for no type. */
static char *append(struct manifest *m, char *end, struct span type)
{
	if (type.len > 0)
		memcpy(end, type.data, type.len);
	end[type.len] = '\0';
	if (manifest_is_split_type(end)) {
		end[type.len] = ' ';
		return end + type.len + 1;
	}
	anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET,
			  "'%s' is no type of a split, which Android 13 and later refuse", end);
	return NULL;
}

/* String.split: empty ends do not count, an empty whole does. */
static const char *separate(struct manifest *m, struct span list)
{
	char *types = arena_alloc(m->arena, list.len + 2), *end = types;
	bool more = list.len == 0;

	if (types == NULL) {
		m->stopped = true;
		return NULL;
	}
	while (list.len > 0 && list.data[list.len - 1] == ',')
		list.len--;
	for (more |= list.len > 0; more;) {
		const uint8_t *comma = list.len == 0 ? NULL : memchr(list.data, ',', list.len);
		size_t len = comma == NULL ? list.len : (size_t)(comma - list.data);
		char *next = append(m, end, span_trimmed(span_slice(list, 0, len)));

		more = comma != NULL && next != NULL;
		end = next == NULL ? end : next;
		list = span_slice(list, len + 1, list.len);
	}
	if (end == types)
		return NULL;
	end[-1] = '\0';
	return types;
}

static const char *types(struct manifest *m, const char *name)
{
	const char *text = manifest_light_text(m, MANIFEST_NS, name);

	return text == NULL || *text == '\0' ? NULL : separate(m, span_trimmed(span_of_text(text)));
}

/* An empty one is what tools write for a split of the base; most leave it without its raw text, where the phone finds none. */
static const char *config_for_split(struct manifest *m)
{
	const char *name = manifest_light_text(m, NULL, "configForSplit");

	return name == NULL || *name == '\0' ? NULL : name;
}

/* The first counts, and alone needs a name. */
void manifest_look_for_uses_split(struct manifest *m)
{
	if (m->xml.depth != DEPTH_ROOT + 1 || m->package->uses_split != NULL || !axml_element_is(&m->xml, "uses-split"))
		return;
	manifest_check_element(m);
	m->package->uses_split = manifest_light_text(m, MANIFEST_NS, "name");
	if (m->package->uses_split == NULL)
		manifest_lacks(m, "name", EFFECT_REFUSED);
}

void manifest_read_splits(struct manifest *m)
{
	m->package->isolated_splits = manifest_light_bool(m, "isolatedSplits", FACT_ABSENT);
	m->package->feature_split = manifest_light_bool(m, "isFeatureSplit", FACT_ABSENT);
	m->package->config_for_split = config_for_split(m);
	m->package->split_required = manifest_light_bool(m, "isSplitRequired", FACT_ABSENT);
	m->package->required_split_types = types(m, "requiredSplitTypes");
	m->package->split_types = types(m, "splitTypes");
}
