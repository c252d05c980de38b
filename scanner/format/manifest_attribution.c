/*
 * manifest_attribution - read attributions, known since Android 11 and of a base alone, and whether they go together.
 *
 * As ParsedAttributionUtils reads them. <feature> is their former name, which phones still take.
 */
#include "format/manifest_parts.h"

#define TAG_LENGTH_MAX 50
#define ATTRIBUTIONS_MAX 10000

#define report(m, ...)                                                                                                                 \
	anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* In UTF-16, as the phone counts. */
static size_t length(const char *text)
{
	size_t len = 0;

	for (; *text != '\0'; text++)
		len += ((unsigned char)*text & 0xC0) == 0x80 ? 0 : (unsigned char)*text < 0xF0 ? 1 : 2;
	return len;
}

static void check_tag(struct manifest *m, const char *tag)
{
	if (tag == NULL)
		manifest_lacks(m, "tag", EFFECT_AMBIGUOUS);
	else if (length(tag) > TAG_LENGTH_MAX)
		report(m, "the attribution %s has a tag of %zu letter{|s}, where %d are taken", tag, length(tag), TAG_LENGTH_MAX);
	else if (manifest_seen(m, SEEN_ATTRIBUTION, tag))
		report(m, "the attribution %s stands there twice", tag);
}

/* Text is no label: it has to be a resource. */
static bool has_label(const struct manifest *m)
{
	struct axml_attribute label;

	return manifest_has(m, ATTR_LABEL) && axml_find_id(&m->xml, ATTR_LABEL, &label) && axml_is_reference(label.type);
}

bool manifest_begin_attribution(struct manifest *m)
{
	const char *tag = manifest_fixed_text(m, ATTR_TAG);

	m->num_attributions++;
	check_tag(m, tag);
	if (has_label(m))
		return manifest_add_label(m, "attribution", tag);
	manifest_lacks(m, "label", EFFECT_AMBIGUOUS);
	return !m->stopped;
}

bool manifest_read_inherit_from(struct manifest *m)
{
	const char *tag = manifest_fixed_text(m, ATTR_TAG), **grown;

	if (tag == NULL)
		return !m->stopped;
	grown = manifest_grow(m, m->inherited, m->num_inherited, &m->room_inherited, sizeof *grown);
	if (grown == NULL)
		return false;
	m->inherited = grown;
	m->inherited[m->num_inherited++] = tag;
	return !m->stopped;
}

void manifest_foreign_in_attribution(struct manifest *m)
{
	char name[MANIFEST_ELEMENT_SIZE];

	axml_element_name(&m->xml, name, sizeof name);
	report(m, "%s inside attribution, which holds inherit-from alone", name);
}

/* A tag is inherited from once, and by none that is still there. */
void manifest_check_attributions(struct manifest *m)
{
	if (m->num_attributions > ATTRIBUTIONS_MAX)
		report(m, "%zu attribution{|s}, where %d are taken", m->num_attributions, ATTRIBUTIONS_MAX);
	for (size_t i = 0; i < m->num_inherited; i++)
		if (manifest_seen(m, SEEN_ATTRIBUTION, m->inherited[i]))
			report(m, "an attribution inherits from %s, which is still there or inherited from already", m->inherited[i]);
}
