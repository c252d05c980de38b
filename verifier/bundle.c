/*
 * bundle - an export: its signature, its files, and that its events stand in the log.
 */
#include "proof.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX 1000

struct bundle {
	const char *dir;
	char manifest_path[4300];
	cJSON *manifest;
	size_t num_files;
};

/* A file of the bundle; its name is no way out of the folder. */
static void in_bundle(const struct bundle *bundle, const char *name, char out[4300])
{
	if (name == NULL || *name == '\0' || *name == '.' || strchr(name, '/') != NULL || strlen(name) > 100)
		deny("%s", pick("the manifest names a file that cannot be in the folder", "清单中的文件名有误"));
	snprintf(out, 4300, "%.4096s/%s", bundle->dir, name);
}

static void check_file(const struct bundle *bundle, const cJSON *item)
{
	EVP_MD_CTX *context = must(EVP_MD_CTX_new());
	uint8_t wanted[HASH], found[HASH], piece[65536];
	char path[4300];
	uint64_t size = 0;
	FILE *file;

	in_bundle(bundle, text_of(item, "path"), path);
	hash_of(item, "sha256", wanted, bundle->manifest_path);
	file = fopen(path, "rb");
	if (file == NULL)
		deny("%s: %s", path, strerror(errno));
	if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
		give_up("%s", pick("SHA-256 failed", "SHA-256 计算失败"));
	for (size_t len; (len = fread(piece, 1, sizeof piece, file)) > 0; size += len)
		EVP_DigestUpdate(context, piece, len);
	if (ferror(file) || EVP_DigestFinal_ex(context, found, NULL) != 1)
		give_up(pick("%s cannot be read", "%s 无法读取"), path);
	fclose(file);
	EVP_MD_CTX_free(context);
	if (memcmp(wanted, found, HASH) != 0 || size != number_of(item, "size", bundle->manifest_path))
		deny(pick("%s is not the file of the manifest", "%s 与清单不符"), path);
}

static bool is_listed(const struct bundle *bundle, const char *name)
{
	static const char *const besides[] = {".", "..", "manifest.json", "manifest.json.sig", "SHA256SUMS", "SHA256SUMS.sig"};
	const cJSON *item;

	for (size_t i = 0; i < sizeof besides / sizeof besides[0]; i++)
		if (strcmp(name, besides[i]) == 0)
			return true;
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(bundle->manifest, "files"))
		if (text_of(item, "path") != NULL && strcmp(text_of(item, "path"), name) == 0)
			return true;
	return false;
}

/* Every file is the manifest's, and there is no other. */
static void check_files(struct bundle *bundle)
{
	const cJSON *files = cJSON_GetObjectItemCaseSensitive(bundle->manifest, "files"), *item;
	DIR *dir = opendir(bundle->dir);
	struct dirent *entry;

	if (!cJSON_IsArray(files) || cJSON_GetArraySize(files) > FILES_MAX || dir == NULL)
		give_up(pick("%s: the manifest has no list of files", "%s：清单没有文件列表"), bundle->dir);
	cJSON_ArrayForEach(item, files) {
		check_file(bundle, item);
		bundle->num_files++;
	}
	while ((entry = readdir(dir)) != NULL)
		if (!is_listed(bundle, entry->d_name))
			deny(pick("%s/%s is not in the manifest", "%s/%s 不在清单中"), bundle->dir, entry->d_name);
	closedir(dir);
}

/* The exported events stand in the log where the manifest says, whole and unchanged. */
static void check_log(const struct bundle *bundle, const struct head *head, uint64_t *num)
{
	const char *name = bundle->manifest_path;
	const cJSON *log = cJSON_GetObjectItemCaseSensitive(bundle->manifest, "log");
	uint64_t first = number_of(log, "first", name), last = number_of(log, "last", name), size = number_of(log, "size", name);
	struct path before = path_of(log, "before", name), behind = path_of(log, "behind", name);
	struct tree tree = {.size = 0};
	uint8_t root[HASH], wanted[HASH];
	char json[4300], csv[4300];

	hash_of(log, "root", wanted, name);
	if (first == 0 || last + 1 < first || last > size || !grow_by_path(&tree, &before, first - 1))
		deny(pick("%s: what stands before the events does not fit", "%s：所导出事件之前的哈希不符"), name);
	in_bundle(bundle, "log.json", json);
	in_bundle(bundle, "log.csv", csv);
	grow_by_events(&tree, json, csv);
	root_of(&tree, root);
	if (tree.size != last || !grow_by_path(&tree, &behind, size))
		deny(pick("%s: the events are not %llu to %llu", "%s：事件并非第 %llu 至 %llu 号"), name, (unsigned long long)first, (unsigned long long)last);
	root_of(&tree, root);
	if (memcmp(root, wanted, HASH) != 0)
		deny("%s", pick("the events are not those of the log", "事件与日志不符"));
	if (head->size != size || memcmp(head->root, root, HASH) != 0)
		deny("%s", pick("the head is not that of the exported log", "树根并非所导出日志的树根"));
	*num = last + 1 - first;
}

static void check_signature(const struct bundle *bundle, const char *name, const char *signature_name, const struct key *key, const char *denial)
{
	char path[4300], *content, *signature;
	size_t len, signature_len;

	in_bundle(bundle, name, path);
	content = read_small(path, &len);
	in_bundle(bundle, signature_name, path);
	signature = read_small(path, &signature_len);
	if (signature_len != SIGNATURE || !is_signed(key, content, len, (const uint8_t *)signature))
		deny("%s", denial);
	free(content);
	free(signature);
}

/* "<SHA-256>  <name>" and a line's end at *at, which goes behind it. */
static bool take_sum(const char **at, const char *sha256, const char *name)
{
	size_t len = strlen(name);

	if (sha256 == NULL || strncmp(*at, sha256, 2 * HASH) != 0 || strncmp(*at + 2 * HASH, "  ", 2) != 0 ||
	    strncmp(*at + 2 * HASH + 2, name, len) != 0 || (*at)[2 * HASH + 2 + len] != '\n')
		return false;
	*at += 2 * HASH + 2 + len + 1;
	return true;
}

/* SHA256SUMS, which other programs go by, says of every file what the manifest says, and of the manifest what it is. */
static void check_sums(const struct bundle *bundle)
{
	const cJSON *item;
	char path[4300], hex[2 * HASH + 1], *sums, *manifest;
	const char *at;
	uint8_t hash[HASH];
	size_t len;
	bool ok = true;

	in_bundle(bundle, "SHA256SUMS", path);
	at = sums = read_small(path, &len);
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(bundle->manifest, "files"))
		ok = ok && take_sum(&at, text_of(item, "sha256"), text_of(item, "path"));
	manifest = read_small(bundle->manifest_path, &len);
	sha256(manifest, len, hash);
	for (size_t i = 0; i < HASH; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	if (!ok || !take_sum(&at, hex, "manifest.json") || *at != '\0')
		deny(pick("%s says other digests than the manifest", "%s 与清单不符"), path);
	free(manifest);
	free(sums);
}

void check_bundle(char **files, const struct key *key)
{
	struct bundle bundle = {.dir = files[0]};
	char path[4300];
	uint64_t num_events;
	struct head head;

	in_bundle(&bundle, "manifest.json", bundle.manifest_path);
	if (key != NULL) {
		check_signature(&bundle, "manifest.json", "manifest.json.sig", key,
				pick("the manifest is not signed by that key", "清单并非该密钥所签"));
		check_signature(&bundle, "SHA256SUMS", "SHA256SUMS.sig", key,
				pick("SHA256SUMS is not signed by that key", "SHA256SUMS 并非该密钥所签"));
	}
	bundle.manifest = read_json(bundle.manifest_path);
	check_files(&bundle);
	in_bundle(&bundle, "log-head.txt", path);
	head = read_head(path, key);
	check_log(&bundle, &head, &num_events);
	check_sums(&bundle);
	printf(pick("PROVEN: %zu files are those of the manifest; %llu events stand in the log of %llu, none left out in between\n",
		    "通过：%zu 个文件与清单一致；%llu 个事件在共 %llu 个事件的日志中，其间无遗漏\n"),
	       bundle.num_files, (unsigned long long)num_events, (unsigned long long)head.size);
	print_hash(pick("root: ", "树根："), head.root);
	print_signed(key);
	cJSON_Delete(bundle.manifest);
}
