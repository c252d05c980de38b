/* A resource table: every resource that it could have is looked up, and every id is put in another's place. */
#include "encoding/arsc.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool visit(void *owner, const struct arsc_config *config, const struct arsc_value *value)
{
	struct span bytes;
	struct arsc *arsc = owner;

	(void)config;
	arsc_string(arsc, value->data, &bytes);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct anomalies anomalies = {.report = sink_anomaly};
	struct arena arena = arena_new((size_t)1 << 30);
	struct error err = {0};
	struct arsc arsc;

	if (!arsc_open(&arsc, span_of(data, size), &limits, "resources.arsc", &arena, &anomalies, &err))
		abort();
	for (size_t i = 0; i < arsc.num_types && i < 16; i++)
		for (uint32_t entry = 0; entry < arsc.types[i].num_entries && entry < 16; entry++) {
			uint32_t id = (uint32_t)arsc.types[i].package_id << 24 | (uint32_t)arsc.types[i].type_id << 16 | entry;
			struct arsc_value value;

			arsc_each(&arsc, id, visit, &arsc);
			arsc_resolve(&arsc, id, &value, NULL);
			arsc_show(&arsc, id, &value);
		}
	for (size_t i = 0; i < arsc.num_aliases && i < 16; i++) {
		uint32_t id = arsc.aliases[i].staged;

		dynamic_ref_id(arsc_refs(&arsc), &id);
	}
	for (uint32_t package = 0; package < 256; package++) {
		uint32_t id = package << 24 | 0x00010001;

		if (dynamic_ref_id(arsc_refs(&arsc), &id) && id == 0)
			abort();
	}
	arena_free(&arena);
	return 0;
}
