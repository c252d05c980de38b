/*
 * backup_manifest - write and read what stands beside the copies of a backup.
 */
#include "bytes/buf.h"
#include "judge/strict_json.h"
#include "store/backup.h"
#include "store/carry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "backup.json"
#define SCHEMA "prelist-backup/1"
#define MANIFEST_MAX 65536

bool backup_manifest_write(int dir_fd, const struct backup_manifest *m, struct error *err)
{
	char text[2048];

	snprintf(text, sizeof text,
		 "{\n \"schema\": \"" SCHEMA "\",\n \"time\": \"%s\",\n \"generation\": %lld,\n \"database\": \"%s\",\n \"sha256\": \"%s\",\n"
		 " \"bytes\": %lld,\n \"packages\": %lld,\n \"package_bytes\": %lld,\n \"packs\": %lld,\n \"events\": %lld,\n \"head\": \"%s\"\n}\n",
		 m->time, (long long)m->generation, m->database, m->sha256, (long long)m->bytes, (long long)m->num_packages,
		 (long long)m->package_bytes, (long long)m->num_packs, (long long)m->num_events, m->head);
	return carry_text(dir_fd, NAME, text, err);
}

static bool damaged(struct error *err)
{
	return error_set(err, ERROR_INPUT, NAME " of the backup is not what prelist wrote: it cannot be used");
}

static bool take_text(const cJSON *root, const char *key, char *out, size_t room)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, key);

	if (!cJSON_IsString(item) || strlen(item->valuestring) >= room)
		return false;
	snprintf(out, room, "%s", item->valuestring);
	return true;
}

static bool take_number(const cJSON *root, const char *key, int64_t *out)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, key);

	if (!cJSON_IsNumber(item) || item->valuedouble < 0 || item->valuedouble > 9e15)
		return false;
	*out = (int64_t)item->valuedouble;
	return true;
}

/* The database is a file of the folder, whatever the text says. */
static bool is_ours(const struct backup_manifest *m)
{
	char name[64];

	snprintf(name, sizeof name, "prelist-%lld.db", (long long)m->generation);
	return strcmp(name, m->database) == 0 && strlen(m->sha256) == 64 && strlen(m->head) == 64;
}

static bool parse(struct span text, struct backup_manifest *m, struct error *err)
{
	struct error inner = {0};
	STRICT_JSON_CLEANUP cJSON *root = strict_json_parse(text, NAME, ERROR_INPUT, &inner);
	char schema[32];

	if (root == NULL || !take_text(root, "schema", schema, sizeof schema) || strcmp(schema, SCHEMA) != 0 ||
	    !take_text(root, "time", m->time, sizeof m->time) || !take_number(root, "generation", &m->generation) ||
	    !take_text(root, "database", m->database, sizeof m->database) || !take_text(root, "sha256", m->sha256, sizeof m->sha256) ||
	    !take_number(root, "bytes", &m->bytes) || !take_number(root, "packages", &m->num_packages) ||
	    !take_number(root, "package_bytes", &m->package_bytes) || !take_number(root, "packs", &m->num_packs) ||
	    !take_number(root, "events", &m->num_events) || !take_text(root, "head", m->head, sizeof m->head) || !is_ours(m))
		return damaged(err);
	return true;
}

bool backup_manifest_read(int dir_fd, struct backup_manifest *manifest, bool *found, struct error *err)
{
	int fd = openat(dir_fd, NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char text[MANIFEST_MAX];
	ssize_t len;

	*found = fd >= 0;
	*manifest = (struct backup_manifest){0};
	if (fd < 0)
		return errno == ENOENT || error_errno(err, NAME " of the backup cannot be opened");
	len = read(fd, text, sizeof text);
	close(fd);
	return len > 0 && (size_t)len < sizeof text ? parse(span_of(text, (size_t)len), manifest, err) : damaged(err);
}
