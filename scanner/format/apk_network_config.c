#include "format/apk_network_config.h"

#include "format/network_config.h"

#include <stdlib.h>

#define TEXT_ENOUGH 65536 /* more is cut, and said to be */
#define TEXT_MAX ((size_t)4 * 1024 * 1024)

struct configs {
	const struct format_input *input;
	const struct zipdir *dir;
	struct inflate *inflate;
	const struct fact_package *row;
	bool is_unread; /* a limit kept one of the files from being read whole */
	struct buf where[NETWORK_CONFIG_WHATS];
};

/* The app fails when it first asks for a connection; before, nobody notices. */
static bool malformed(const struct configs *configs, const char *path, const char *what)
{
	anomaly_report(configs->input->anomalies, ANOMALY_NETWORK_CONFIG_MALFORMED, path, ANOMALY_NO_OFFSET, "%s", what);
	return true;
}

/* What is not there may be behind the end of a directory that was cut. */
static bool missing(struct configs *configs, const char *path, const char *what)
{
	configs->is_unread |= configs->dir->is_cut;
	return configs->dir->is_cut || malformed(configs, path, what);
}

/* What the file says, unless another one said the same. */
static void join(struct buf *where, const struct buf *said)
{
	if (said->len > 0 && !span_equal(buf_span(said), buf_span(where))) {
		if (where->len > 0)
			buf_byte(where, ' ');
		buf_join(where, said);
	}
}

static void open_texts(struct buf texts[NETWORK_CONFIG_WHATS])
{
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++)
		texts[i] = buf_new(TEXT_MAX);
}

static bool add(struct configs *configs, const char *path, struct span bytes, struct error *err)
{
	struct network_config_input input = {.bytes = bytes, .path = path, .by_default = {apk_cleartext_by_target(configs->row), apk_users_authorities_by_target(configs->row)},
					     .limits = &configs->input->options->limits, .anomalies = configs->input->anomalies};
	struct buf said[NETWORK_CONFIG_WHATS];
	bool is_unread, ok;

	open_texts(said);
	ok = network_config_read(&input, said, &is_unread, err);
	configs->is_unread |= ok && is_unread;
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++) {
		if (ok)
			join(&configs->where[i], &said[i]);
		buf_free(&said[i]);
	}
	return ok;
}

static bool read_file(struct configs *configs, const char *path, struct error *err)
{
	const struct limits *limits = &configs->input->options->limits;
	struct inflate_request request = {.source = configs->input->source, .entry = zipdir_find_path(configs->dir, path), .limits = limits};
	enum inflate_outcome outcome;
	uint8_t *data;
	size_t len;
	bool ok = true;

	if (request.entry == NULL || !request.entry->readable)
		return missing(configs, path, "the manifest names it, and there is no such file");
	/* What is odd about the entry is said when all of them are read. */
	outcome = inflate_whole(configs->inflate, &request, limits->value[LIMIT_MANIFEST_SIZE], &data, &len, err);
	if (outcome == INFLATE_OK) {
		ok = add(configs, path, span_of(data, len), err);
	} else if (outcome == INFLATE_UNREAD) {
		configs->is_unread = true;
		anomaly_report(configs->input->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, path, request.entry->data_offset,
			       "a network security configuration of %llu byte{|s}; %llu are read at the most",
			       (unsigned long long)request.entry->size, (unsigned long long)limits->value[LIMIT_MANIFEST_SIZE]);
	} else if (outcome == INFLATE_REFUSED) {
		malformed(configs, path, "it cannot be inflated");
	}
	free(data);
	return ok && outcome != INFLATE_ERROR;
}

/* Several configurations may name one file. */
static bool is_new(const struct apk_files *files, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(files->files[i].path, files->files[index].path) == 0)
			return false;
	return true;
}

static bool has_enough(const struct configs *configs)
{
	bool has = false;

	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++)
		has |= configs->where[i].len > TEXT_ENOUGH;
	return has;
}

static bool read_files(struct configs *configs, const struct apk_files *files, struct error *err)
{
	if (files->num == 0)
		missing(configs, "resources.arsc", "the manifest's reference leads to no file");
	for (size_t i = 0; i < files->num && !has_enough(configs); i++)
		if (is_new(files, i) && !read_file(configs, files->files[i].path, err))
			return false;
	return true;
}

/* An empty text says that there is no domain; of cleartext, where all was read, that, and of the rest nothing. */
static bool take(const struct configs *configs, enum network_config_what what, struct arena *arena, const char **column, struct error *err)
{
	const struct buf *where = &configs->where[what];

	if (where->len == 0 && !where->failed && (what != NETWORK_CONFIG_CLEARTEXT || configs->is_unread))
		return true;
	*column = arena_text(arena, buf_span(where));
	return (!where->failed && *column != NULL) || error_memory(err);
}

bool apk_network_config_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
			     const struct apk_manifest *declared, struct arena *arena, struct fact_package *row, struct error *err)
{
	const char **columns[NETWORK_CONFIG_WHATS] = {[NETWORK_CONFIG_CLEARTEXT] = &row->cleartext_domains,
						      [NETWORK_CONFIG_USERS_AUTHORITIES] = &row->users_authorities_domains,
						      [NETWORK_CONFIG_NAMED] = &row->configured_domains};
	struct configs configs = {.input = input, .dir = dir, .inflate = inflate, .row = row};
	bool ok;

	if (declared->network_config == 0)
		return true;
	open_texts(configs.where);
	ok = read_files(&configs, &declared->network_configs, err);
	for (enum network_config_what what = 0; what < NETWORK_CONFIG_WHATS; what++) {
		ok = ok && take(&configs, what, arena, columns[what], err);
		buf_free(&configs.where[what]);
	}
	return ok;
}
