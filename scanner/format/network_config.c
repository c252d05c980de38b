#include "format/network_config.h"

#include "bytes/name_set.h"
#include "bytes/text.h"
#include "encoding/axml.h"

#define ROOM 1000 /* domains, and configurations of domains */
#define HOST_MAX 253 /* a longer name is no host's */
#define TEXT_MAX 400 /* letters of a name with what is around it */
#define ARENA_MAX ((size_t)16 * 1024 * 1024)
#define BASE 0

/* A base-config or domain-config. */
struct config {
	struct {
		bool is_on;
		bool is_said; /* by itself; otherwise it is as the outer one */
	} what[NETWORK_CONFIG_WHATS];
	size_t outer; /* before it in the list */
	size_t num_domains;
	int depth;
};

struct domain {
	const char *name; /* NULL: no host's name */
	size_t len;
	bool with_subdomains;
	size_t config;
};

struct reader {
	struct anomalies anomalies; /* of the binary XML */
	const struct network_config_input *input;
	struct axml xml;
	struct arena arena;
	struct config *configs; /* the base first, whether it is there or not */
	struct domain *domains;
	size_t num_configs, num_domains;
	struct name_set names;
	const struct config *open; /* the innermost whose element has not ended; NULL: none */
	int root_depth;
	bool has_base;
	bool no_memory;
};

/* The phone installs what it cannot parse, and the app fails when it first asks for a connection. What a limit ended is not malformed. */
static bool malformed(struct reader *r, const char *what)
{
	if (!r->xml.over_limit)
		anomaly_report(r->input->anomalies, ANOMALY_NETWORK_CONFIG_MALFORMED, r->input->path, ANOMALY_NO_OFFSET, "%s", what);
	return false;
}

/* What the reader of binary XML says is said of manifests: here nothing is refused, but other readers may be misled. */
static void translate(struct anomalies *self, const struct anomaly *anomaly)
{
	const struct reader *r = (const struct reader *)self;
	bool is_unread = anomaly->effect == EFFECT_UNREAD, misleads = anomaly->effect == EFFECT_EVASIVE || anomaly->effect == EFFECT_AMBIGUOUS;

	anomaly_report_as(r->input->anomalies, is_unread ? anomaly->id : ANOMALY_NETWORK_CONFIG_MALFORMED,
			  is_unread || misleads ? anomaly->effect : EFFECT_ODD, anomaly->path, anomaly->offset, "%s", anomaly->detail);
}

static bool too_many(struct reader *r)
{
	anomaly_report(r->input->anomalies, ANOMALY_LIMIT_NODES, r->input->path, ANOMALY_NO_OFFSET,
		       "more than %d domains or configurations of domains", ROOM);
	r->xml.over_limit = true;
	return false;
}

/* getAttributeBooleanValue: what is no number is the default, references too. */
static bool is_true(const struct axml_attribute *attribute, bool otherwise)
{
	return axml_is_int(attribute->type) ? attribute->data != 0 : otherwise;
}

/* By its name in any namespace; the last counts. */
static void read_permitted(struct reader *r, struct config *config)
{
	for (uint16_t i = 0; i < r->xml.num_attributes; i++) {
		struct axml_attribute attribute = axml_attribute_at(&r->xml, i);

		if (!string_pool_is(&r->xml.strings, attribute.name, "cleartextTrafficPermitted"))
			continue;
		config->what[NETWORK_CONFIG_CLEARTEXT].is_said = true;
		config->what[NETWORK_CONFIG_CLEARTEXT].is_on = is_true(&attribute, true);
	}
}

static bool begin_base(struct reader *r)
{
	if (r->has_base)
		return malformed(r, "a second base-config");
	r->has_base = true;
	read_permitted(r, &r->configs[BASE]);
	r->configs[BASE].depth = r->xml.depth;
	r->open = &r->configs[BASE];
	return true;
}

static bool begin_domain_config(struct reader *r)
{
	struct config *config = &r->configs[r->num_configs];

	if (r->num_configs == ROOM)
		return too_many(r);
	*config = (struct config){.outer = r->open == NULL ? BASE : (size_t)(r->open - r->configs), .depth = r->xml.depth};
	r->num_configs++;
	config->what[NETWORK_CONFIG_NAMED].is_said = config->what[NETWORK_CONFIG_NAMED].is_on = true;
	read_permitted(r, config);
	r->open = config;
	return true;
}

/* The next event that the phone's parser hands out. */
static enum axml_event next(struct reader *r, uint32_t *text)
{
	enum axml_event event;

	do
		event = axml_next(&r->xml);
	while (event == AXML_OTHER && !axml_text(&r->xml, text));
	return event;
}

/* trim and toLowerCase. */
static char *normalized(struct reader *r, const char *text)
{
	char *made = arena_text(&r->arena, span_trimmed(span_of_text(text)));

	return made != NULL ? text_small(made) : NULL;
}

/* The name of a domain; NULL where there is none that a host could have. False where the phone gives up. */
static bool read_name(struct reader *r, uint32_t text, const char **name)
{
	enum name_set_outcome outcome;
	struct span bytes;

	*name = NULL;
	if (!string_pool_get(&r->xml.strings, text, &bytes))
		return malformed(r, "a domain without a name");
	if (bytes.len > (r->xml.strings.is_utf8 ? 1 : 2) * TEXT_MAX)
		return true;
	*name = string_pool_text(&r->xml.strings, text, &r->arena, NULL);
	*name = *name == NULL ? NULL : normalized(r, *name);
	outcome = *name == NULL ? NAME_SET_NO_MEMORY : name_set_add(&r->names, &r->arena, 0, span_of_text(*name));
	r->no_memory = outcome == NAME_SET_NO_MEMORY;
	if (outcome == NAME_SET_SEEN)
		return malformed(r, "a domain twice");
	if (!r->no_memory && (**name == '\0' || strlen(*name) > HOST_MAX || strpbrk(*name, " \t\r\n") != NULL))
		*name = NULL;
	return !r->no_memory;
}

static bool read_domain(struct reader *r)
{
	struct domain domain = {.config = (size_t)(r->open - r->configs)};
	struct axml_attribute attribute;
	uint32_t text, more;

	if (r->num_domains == ROOM)
		return too_many(r);
	r->configs[domain.config].num_domains++;
	domain.with_subdomains = axml_find_name(&r->xml, NULL, "includeSubdomains", &attribute) && is_true(&attribute, false);
	if (next(r, &text) != AXML_OTHER)
		return malformed(r, "a domain without a name");
	if (next(r, &more) != AXML_END)
		return malformed(r, "a domain with more than a name");
	if (!read_name(r, text, &domain.name))
		return false;
	domain.len = domain.name == NULL ? 0 : strlen(domain.name);
	r->domains[r->num_domains++] = domain;
	return true;
}

static bool is_users(const struct reader *r)
{
	struct axml_attribute src;

	return axml_find_name(&r->xml, NULL, "src", &src) && !axml_is_reference(src.type) &&
	       string_pool_is(&r->xml.strings, src.raw != AXML_NONE ? src.raw : src.data, "user");
}

static bool read_anchors(struct reader *r)
{
	struct config *config = &r->configs[r->open - r->configs];
	int depth = r->xml.depth;
	enum axml_event event;

	if (config->what[NETWORK_CONFIG_USERS_AUTHORITIES].is_said)
		return malformed(r, "trust anchors twice");
	config->what[NETWORK_CONFIG_USERS_AUTHORITIES].is_said = true;
	config->what[NETWORK_CONFIG_USERS_AUTHORITIES].is_on = false;
	while ((event = axml_next(&r->xml)) != AXML_DOCUMENT_END && !(event == AXML_END && r->xml.depth == depth)) {
		if (event == AXML_BAD)
			return false;
		if (event == AXML_START && r->xml.depth == depth + 1 && axml_element_is(&r->xml, "certificates"))
			config->what[NETWORK_CONFIG_USERS_AUTHORITIES].is_on |= is_users(r);
	}
	return true;
}

static bool begin(struct reader *r)
{
	bool in_base = r->open == &r->configs[BASE];

	if (r->open == NULL && axml_element_is(&r->xml, "base-config"))
		return begin_base(r);
	if (in_base && (axml_element_is(&r->xml, "domain") || axml_element_is(&r->xml, "domain-config")))
		return malformed(r, "a domain in the base-config");
	if (axml_element_is(&r->xml, "domain-config"))
		return begin_domain_config(r);
	if (r->open != NULL && axml_element_is(&r->xml, "trust-anchors"))
		return read_anchors(r);
	return r->open == NULL || !axml_element_is(&r->xml, "domain") || read_domain(r);
}

/* The innermost one ends, by its element or with the document. */
static bool leave(struct reader *r)
{
	const struct config *left = r->open;

	r->open = left == &r->configs[BASE] || left->outer == BASE ? NULL : &r->configs[left->outer];
	return left == &r->configs[BASE] || left->num_domains > 0 || malformed(r, "a domain-config without a domain");
}

/* nextElementWithin, for each element that is open: what stands deeper than its children is looked over. */
static bool walk(struct reader *r)
{
	enum axml_event event;

	while ((event = axml_next(&r->xml)) != AXML_DOCUMENT_END) {
		int depth = r->open == NULL ? r->root_depth : r->open->depth;

		if (event == AXML_BAD)
			return false;
		if (event == AXML_END && r->xml.depth == depth && r->open == NULL)
			return true;
		if ((event == AXML_END && r->xml.depth == depth && !leave(r)) ||
		    (event == AXML_START && r->xml.depth == depth + 1 && !begin(r)))
			return false;
	}
	while (r->open != NULL)
		if (!leave(r))
			return false;
	return true;
}

static bool find_root(struct reader *r)
{
	enum axml_event event;

	while ((event = axml_next(&r->xml)) == AXML_OTHER || event == AXML_END)
		;
	if (event == AXML_BAD)
		return false;
	if (event != AXML_START || !axml_element_is(&r->xml, "network-security-config"))
		return malformed(r, "the root is no network-security-config");
	r->root_depth = r->xml.depth;
	return true;
}

/* What would be so for the name if its domain were not there. */
static bool is_on_besides(const struct reader *r, const struct domain *domain, enum network_config_what what)
{
	const struct domain *best = NULL;

	for (const struct domain *other = r->domains; other < r->domains + r->num_domains; other++)
		if (other->name != NULL && other->with_subdomains && other->len < domain->len && (best == NULL || other->len > best->len) &&
		    domain->name[domain->len - other->len - 1] == '.' &&
		    memcmp(domain->name + domain->len - other->len, other->name, other->len) == 0)
			best = other;
	return r->configs[best == NULL ? BASE : best->config].what[what].is_on;
}

/* Outer ones come before what is in them. */
static void inherit(struct reader *r, enum network_config_what what)
{
	for (size_t i = 1; i < r->num_configs; i++)
		if (!r->configs[i].what[what].is_said)
			r->configs[i].what[what].is_on = r->configs[r->configs[i].outer].what[what].is_on;
}

static void write(const struct reader *r, enum network_config_what what, struct buf *where)
{
	size_t start = where->len;

	if (r->configs[BASE].what[what].is_on)
		buf_text(where, "*");
	for (const struct domain *domain = r->domains; domain < r->domains + r->num_domains; domain++) {
		bool is_on = r->configs[domain->config].what[what].is_on;

		if (domain->name != NULL && (what == NETWORK_CONFIG_NAMED || is_on != is_on_besides(r, domain, what)))
			buf_printf(where, "%s%s%s%s", where->len > start ? " " : "", is_on ? "" : "-",
				   domain->with_subdomains ? "[*.]" : "", domain->name);
	}
}

static void read(struct reader *r, struct buf *where)
{
	r->configs = arena_array(&r->arena, ROOM, sizeof *r->configs);
	r->domains = arena_array(&r->arena, ROOM, sizeof *r->domains);
	r->no_memory = r->configs == NULL || r->domains == NULL;
	if (r->no_memory)
		return;
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++)
		r->configs[BASE].what[i].is_on = r->input->by_default[i];
	if (!axml_open(&r->xml, r->input->bytes, r->input->limits, r->input->path, &r->anomalies) || !find_root(r) ||
	    !(walk(r) || r->xml.over_limit))
		return;
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++) {
		inherit(r, (enum network_config_what)i);
		write(r, (enum network_config_what)i, &where[i]);
	}
}

bool network_config_read(const struct network_config_input *input, struct buf where[NETWORK_CONFIG_WHATS], bool *is_unread, struct error *err)
{
	struct reader r = {.anomalies.report = translate, .input = input, .arena = arena_new(ARENA_MAX), .num_configs = 1};

	read(&r, where);
	*is_unread = r.xml.over_limit;
	arena_free(&r.arena);
	return !r.no_memory || error_memory(err);
}
