/* MANIFEST.MF and .SF files: every section is found by its name, and lies in the text. */
#include "encoding/jar_manifest.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = arena_new((size_t)1 << 28);
	struct jar_manifest manifest;
	uint8_t digest[64];
	size_t next = 0, last = 0;
	struct span value;

	if (!jar_manifest_read(&manifest, span_of(data, size), 1000000, &arena))
		abort();
	for (size_t i = 0; i < manifest.num_sections; i++) {
		const struct jar_section *section = &manifest.sections[i];
		const struct jar_section *found = jar_manifest_find(&manifest, section->name, &next);

		if (found != jar_manifest_find(&manifest, section->name, &last))
			abort();
		last = 0;
		if (found == NULL || !span_equal(found->name, section->name))
			abort();
		if (section->raw.len > 0 && (section->raw.data < data || section->raw.data + section->raw.len > data + size))
			abort();
		if (jar_section_value(section, "SHA-256-Digest", &value))
			jar_digest_decode(value, digest);
	}
	arena_free(&arena);
	return 0;
}
