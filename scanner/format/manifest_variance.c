/*
 * manifest_variance - say of which attributes phones have different values, or are not known to have the same.
 *
 * Each attribute is said by itself, whatever is said of others: with some of its resources, and how many more there are.
 */
#include "format/manifest_parts.h"

static const enum anomaly_effect effects[] = {
	[VARIES_BY_LIBRARY] = EFFECT_EVASIVE, [VARIES_BY_LOOK_UP] = EFFECT_AMBIGUOUS, [VARIES_BY_ABSENCE] = EFFECT_EVASIVE,
	[VARIES_BY_VERSION] = EFFECT_ODD, [VARIES] = EFFECT_EVASIVE,
};

static struct manifest_variance *variance_of(struct manifest *m, uint32_t attribute, enum manifest_varies reason, const char *path)
{
	for (size_t i = 0; i < m->num_variances; i++)
		if (m->variances[i].attribute == attribute && m->variances[i].reason == reason)
			return &m->variances[i];
	m->variances = manifest_grow(m, m->variances, m->num_variances, &m->room_variances, sizeof m->variances[0]);
	if (m->variances == NULL)
		return NULL;
	m->variances[m->num_variances] = (struct manifest_variance){.attribute = attribute, .reason = reason, .path = path};
	return &m->variances[m->num_variances++];
}

void manifest_note_variance(struct manifest *m, uint32_t attribute, enum manifest_varies reason, uint32_t resource, const char *path)
{
	struct manifest_variance *variance = variance_of(m, attribute, reason, path);

	if (variance == NULL)
		return;
	variance->num_seen++;
	for (size_t i = 0; i < variance->num_said; i++)
		if (variance->resources[i] == resource)
			return;
	if (variance->num_said < VARIANCE_RESOURCES)
		variance->resources[variance->num_said++] = resource;
}

static const char *detail_of(struct manifest *m, const struct manifest_variance *variance, uint32_t resource)
{
	const char *name = android_attribute_name(variance->attribute);

	switch (variance->reason) {
	case VARIES_BY_LIBRARY:
		return arena_printf(m->arena, "attribute %s takes resource %08x of a library that is not known", name, resource);
	case VARIES_BY_LOOK_UP:
		return arena_printf(m->arena, "attribute %s takes resource %08x, which older Android versions do not look for in the package", name, resource);
	case VARIES_BY_ABSENCE:
		return arena_printf(m->arena, "attribute %s takes resource %08x, which has no value for every device", name, resource);
	case VARIES_BY_VERSION:
		return arena_printf(m->arena, "attribute %s takes resource %08x, which has another value on other Android versions", name, resource);
	default:
		return arena_printf(m->arena, "attribute %s takes resource %08x, which has several values", name, resource);
	}
}

static void say(struct manifest *m, const struct manifest_variance *variance, size_t at, size_t more)
{
	const char *detail = detail_of(m, variance, variance->resources[at]);

	if (detail != NULL && more > 0)
		detail = arena_printf(m->arena, "%s (and %zu more like it)", detail, more);
	if (detail != NULL)
		anomaly_report_as(m->anomalies, ANOMALY_MANIFEST_CONFIG_DEPENDENT_VALUE, effects[variance->reason], variance->path,
				  ANOMALY_NO_OFFSET, "%s", detail);
}

void manifest_say_variances(struct manifest *m)
{
	for (size_t i = 0; i < m->num_variances; i++) {
		const struct manifest_variance *variance = &m->variances[i];

		for (size_t at = 0; at < variance->num_said; at++)
			say(m, variance, at, at + 1 == variance->num_said ? variance->num_seen - variance->num_said : 0);
	}
}
