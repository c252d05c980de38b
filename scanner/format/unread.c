/*
 * unread - kinds of packages that are known by their content and not read yet: package.unsupported, and their container.
 */
#include "container/hap_block.h"
#include "format/format.h"
#include "format/peek.h"

#define CERTAIN 90
#define LIKELY 80
#define HINT 60
#define TRACE 40 /* less than code or resources of an APK */

#define JSON_HEAD 4096

static bool has(const struct zipdir *dir, const char *name)
{
	return zipdir_find(dir, name) != NULL;
}

/* A file at the root whose name ends so. */
static bool has_at_root(const struct zipdir *dir, const char *suffix)
{
	for (size_t i = 0; i < dir->num_entries; i++) {
		struct span name = dir->entries[i].name;

		if (span_ends(name, suffix) && memchr(name.data, '/', name.len) == NULL)
			return true;
	}
	return false;
}

static bool has_splits(const struct zipdir *dir)
{
	for (size_t i = 0; i < dir->num_entries; i++) {
		struct span name = dir->entries[i].name;

		if (span_ends(name, ".apk") && (span_starts(name, "splits/") || span_starts(name, "standalones/")))
			return true;
	}
	return false;
}

/* Whether the outermost object has that key; beyond the end of the text nothing is known. */
static bool has_key(struct span text, const char *key)
{
	size_t depth = 0, start = 0;
	bool is_string = false, is_key = false;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = text.data[i];

		if (is_string) {
			i += c == '\\';
			is_string = c != '"';
			is_key = c == '"' && depth == 1 && span_is(span_slice(text, start, i - start), key);
		} else if (c == '"') {
			is_string = true;
			start = i + 1;
		} else if (c == ':' && is_key) {
			return true;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			depth -= depth > 0;
		}
	}
	return false;
}

/* The beginning of an entry at the root; empty when it is not there. */
static struct span head_of(const struct zipdir *dir, const struct source *source, const char *name, uint8_t out[static JSON_HEAD])
{
	const struct zipdir_entry *entry = zipdir_find(dir, name);
	struct span head = {0};

	return entry != NULL && entry->readable && peek(source, entry, out, JSON_HEAD, &head, NULL) ? head : (struct span){0};
}

/* config.json of the model before the stage model has the application and one of its modules; other packages have a file of that name, too. */
static bool is_module_config(const struct zipdir *dir, const struct source *source)
{
	uint8_t out[JSON_HEAD];
	struct span head = head_of(dir, source, "config.json", out);

	return has_key(head, "app") && has_key(head, "module");
}

/* A HarmonyOS module, of the stage model or of the model before it. */
static bool is_module(const struct zipdir *dir, const struct source *source)
{
	return has(dir, "module.json") || (has(dir, "config.json") && has(dir, "pack.info")) || is_module_config(dir, source);
}

/* "type": "shared" stands at the start of module.json; a file that hides it there is taken for a HAP. */
static bool is_shared_module(const struct zipdir *dir, const struct source *source)
{
	uint8_t out[JSON_HEAD];
	struct span head = head_of(dir, source, "module.json", out);

	return head.len > 0 && memmem(head.data, head.len, "\"shared\"", 8) != NULL;
}

static bool is_signed_as_module(const struct zipdir *dir, const struct source *source)
{
	struct signing_block block;

	return hap_block_read(&block, source, dir, NULL) && block.size > 0;
}

static bool is_in_payload_app(struct span name)
{
	struct span inner = span_slice(name, 8, name.len);
	const uint8_t *end;

	if (!span_starts(name, "Payload/"))
		return false;
	end = inner.len > 0 ? memchr(inner.data, '/', inner.len) : NULL;
	return end != NULL && span_ends(span_of(inner.data, (size_t)(end - inner.data)), ".app");
}

#define BID(kind) static int bid_##kind(const struct zipdir *dir, __attribute__((unused)) const struct source *source)

BID(aab)
{
	return has(dir, "BundleConfig.pb") || has(dir, "base/manifest/AndroidManifest.xml") ? CERTAIN : 0;
}

BID(apks)
{
	if (has(dir, "toc.pb") || has_splits(dir))
		return CERTAIN;
	return has_at_root(dir, ".apk") ? HINT : 0;
}

BID(xapk)
{
	return has(dir, "manifest.json") && has_at_root(dir, ".apk") ? LIKELY : 0;
}

BID(hap)
{
	if (!is_module(dir, source))
		return is_signed_as_module(dir, source) ? TRACE : 0;
	if (is_shared_module(dir, source))
		return 0;
	return has(dir, "pack.info") ? CERTAIN : LIKELY;
}

BID(hsp)
{
	if (!is_module(dir, source) || !is_shared_module(dir, source))
		return 0;
	return has(dir, "pack.info") ? CERTAIN : LIKELY;
}

BID(app)
{
	return has(dir, "pack.info") && (has_at_root(dir, ".hap") || has_at_root(dir, ".hsp")) ? CERTAIN : 0;
}

BID(ipa)
{
	for (size_t i = 0; i < dir->num_entries; i++)
		if (is_in_payload_app(dir->entries[i].name))
			return CERTAIN;
	return 0;
}

#define UNREAD(kind, its_platform, its_name)                                                                           \
	extern const struct format format_##kind;                                                                      \
	const struct format format_##kind = {.name = #kind, .platform = its_platform, .bid = bid_##kind, .unread = its_name};

UNREAD(aab, "android", "AAB; hand in the APKs that are built from it, base and splits as files of one submission")
UNREAD(apks, "android", "APKS; hand in the APKs in it, base and splits as files of one submission")
UNREAD(xapk, "android", "XAPK; hand in the APKs in it, base and splits as files of one submission")
UNREAD(hap, "harmonyos", "HAP")
UNREAD(hsp, "harmonyos", "HSP")
UNREAD(app, "harmonyos", "APP")
UNREAD(ipa, "ios", "IPA")
