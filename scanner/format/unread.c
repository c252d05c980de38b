/*
 * unread - kinds of packages that are known by their content and not read yet: package.unsupported, and their container.
 */
#include "format/format.h"
#include "format/peek.h"

#define CERTAIN 90
#define LIKELY 80
#define HINT 60

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

/* A HarmonyOS module, of the stage model or of the model before it. */
static bool is_module(const struct zipdir *dir)
{
	return has(dir, "module.json") || (has(dir, "config.json") && has(dir, "pack.info"));
}

/* "type": "shared" stands at the start of module.json; a file that hides it there is taken for a HAP. */
static bool is_shared_module(const struct zipdir *dir, const struct source *source)
{
	const struct zipdir_entry *entry = zipdir_find(dir, "module.json");
	uint8_t out[JSON_HEAD];
	struct span head;

	return entry != NULL && entry->readable && peek(source, entry, out, sizeof out, &head, NULL) && head.len > 0 &&
	       memmem(head.data, head.len, "\"shared\"", 8) != NULL;
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
	if (!is_module(dir) || is_shared_module(dir, source))
		return 0;
	return has(dir, "pack.info") ? CERTAIN : LIKELY;
}

BID(hsp)
{
	if (!is_module(dir) || !is_shared_module(dir, source))
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

#define UNREAD(kind, its_platform)                                                                                     \
	extern const struct format format_##kind;                                                                      \
	const struct format format_##kind = {.name = #kind, .platform = its_platform, .bid = bid_##kind};

UNREAD(aab, "android")
UNREAD(apks, "android")
UNREAD(xapk, "android")
UNREAD(hap, "harmonyos")
UNREAD(hsp, "harmonyos")
UNREAD(app, "harmonyos")
UNREAD(ipa, "ios")
