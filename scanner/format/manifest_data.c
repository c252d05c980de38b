/*
 * manifest_data - read a data element, of a filter or of an intent of queries, and check what the phone parses in it.
 *
 * source   AOSP ParsedIntentInfoUtils.parseData; IntentFilter.addDataType and AuthorityEntry; PatternMatcher
 *          .parseAndVerifyAdvancedPattern, which is as old as Android 8, the attributes for it are from 12
 */
#include "format/manifest_parts.h"

#include "bytes/text.h"

#define TOKENS_MAX (2048 - 3)

#define report(m, effect, ...) anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, effect, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

bool manifest_is_mime(const char *name)
{
	const char *slash = strchr(name, '/');

	return slash != NULL && slash != name && slash[1] != '\0';
}

static void check_mime(struct manifest *m, const char *mime, enum anomaly_effect effect)
{
	if (mime != NULL && !manifest_is_mime(mime))
		report(m, effect, "'%s' is no MIME type", mime);
}

/* Integer.parseInt; numbers that are none of ports are taken. */
static bool is_number(const char *text)
{
	int64_t number;

	return text_number(text, &number) && number >= INT32_MIN && number <= INT32_MAX;
}

static const char *with_port(struct manifest *m, const char *host, enum anomaly_effect effect)
{
	const char *port = manifest_fixed_text(m, ATTR_PORT), *whole;

	if (host == NULL || port == NULL)
		return host;
	if (!is_number(port))
		report(m, effect, "'%s' is no number of a port", port);
	whole = arena_printf(m->arena, "%s:%s", host, port);
	m->stopped |= whole == NULL;
	return whole;
}

/* A pattern as it is parsed: what the last token is, and where. */
struct pattern {
	const char *at;
	size_t num_tokens;
	enum { TOKEN_NONE, TOKEN_CHARACTER, TOKEN_SET_START, TOKEN_MODIFIER } last;
	bool in_set, in_class; /* behind the dash of a class */
};

/* The next character of escaped text. */
static size_t length(const char *text)
{
	size_t len = 1;

	if (*text == '\\')
		return text[1] == 'x' ? 4 : text[1] == 'u' ? 6 : 2;
	while (((unsigned char)text[len] & 0xC0) == 0x80)
		len++;
	return len;
}

static bool is_escape(const char *text)
{
	return text[0] == '\\' && text[1] == '\\';
}

/* Two tokens a character, the ends of a class; one each where both stand there. */
static void take_in_set(struct pattern *pattern)
{
	const char *behind = pattern->at + length(pattern->at);

	pattern->last = TOKEN_CHARACTER;
	if (pattern->in_class) {
		pattern->in_class = false;
		pattern->num_tokens++;
	} else if (*behind == '-' && behind[1] != '\0' && behind[1] != ']') {
		pattern->in_class = true;
		pattern->num_tokens++;
		behind++;
	} else {
		pattern->num_tokens += 2;
	}
	pattern->at = behind;
}

/* {n}, {n,} and {n,m}. */
static bool take_range(struct pattern *pattern)
{
	const char *end = strchr(pattern->at, '}'), *comma;
	char text[32];
	int64_t least, most = INT32_MAX;
	size_t len;

	if (end == NULL || (len = (size_t)(end - pattern->at) - 1) >= sizeof text)
		return false;
	memcpy(text, pattern->at + 1, len);
	text[len] = '\0';
	comma = strchr(text, ',');
	if (comma != NULL && comma[1] != '\0' && (!is_number(comma + 1) || !text_number(comma + 1, &most)))
		return false;
	if (comma != NULL)
		text[comma - text] = '\0';
	if (!is_number(text) || !text_number(text, &least) || least > (comma == NULL ? least : most))
		return false;
	pattern->at = end + 1;
	pattern->num_tokens += 4;
	pattern->last = TOKEN_MODIFIER;
	return true;
}

static bool take_modifier(struct pattern *pattern)
{
	if (pattern->last == TOKEN_NONE || pattern->last == TOKEN_MODIFIER)
		return false;
	if (*pattern->at == '{')
		return take_range(pattern);
	pattern->at++;
	pattern->num_tokens++;
	pattern->last = TOKEN_MODIFIER;
	return true;
}

static bool begin_set(struct pattern *pattern)
{
	pattern->at++;
	if (*pattern->at == '\0')
		return false;
	pattern->at += *pattern->at == '^';
	pattern->in_set = true;
	pattern->num_tokens++;
	pattern->last = TOKEN_SET_START;
	return true;
}

static bool end_set(struct pattern *pattern)
{
	if (pattern->last == TOKEN_SET_START)
		return false;
	pattern->at++;
	pattern->in_set = pattern->in_class = false;
	pattern->num_tokens++;
	pattern->last = TOKEN_CHARACTER;
	return true;
}

static bool take(struct pattern *pattern)
{
	if (pattern->in_set && *pattern->at == ']')
		return end_set(pattern);
	if (!pattern->in_set && *pattern->at == '[')
		return begin_set(pattern);
	if (!pattern->in_set && strchr("{*+", *pattern->at) != NULL)
		return take_modifier(pattern);
	if (!pattern->in_set && *pattern->at == '}') {
		pattern->at++; /* of no range: nothing */
		return true;
	}
	if (is_escape(pattern->at)) {
		pattern->at += 2;
		if (*pattern->at == '\0')
			return false;
	}
	if (pattern->in_set) {
		take_in_set(pattern);
		return true;
	}
	pattern->at += length(pattern->at);
	pattern->num_tokens++;
	pattern->last = TOKEN_CHARACTER;
	return true;
}

static bool is_advanced_pattern(const char *text)
{
	struct pattern pattern = {.at = text};

	while (*pattern.at != '\0')
		if (pattern.num_tokens > TOKENS_MAX || !take(&pattern))
			return false;
	return !pattern.in_set;
}

void manifest_check_pattern(struct manifest *m, uint32_t attribute)
{
	const char *text = manifest_fixed_text(m, attribute);

	if (text != NULL && !is_advanced_pattern(text))
		report(m, EFFECT_AMBIGUOUS, "'%s' is no advanced pattern, which Android 12 and later refuse", text);
}

struct manifest_data manifest_data_of(struct manifest *m, enum anomaly_effect effect)
{
	struct manifest_data data = {.scheme = manifest_fixed_text(m, ATTR_SCHEME), .host = manifest_fixed_text(m, ATTR_HOST),
				     .mime = manifest_fixed_text(m, ATTR_MIME_TYPE)};

	data.authority = with_port(m, data.host, effect);
	check_mime(m, data.mime, effect);
	manifest_check_pattern(m, ATTR_SSP_ADVANCED_PATTERN);
	manifest_check_pattern(m, ATTR_PATH_ADVANCED_PATTERN);
	return data;
}
