/* A network security configuration: whatever it is, the column and every anomaly are such as the parent takes. */
#include "format/network_config.h"
#include "sink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits limits = limits_default();
	struct anomalies anomalies = {.report = sink_anomaly};
	struct network_config_input input = {.bytes = span_of(data, size), .path = "res/xml/network.xml", .limits = &limits, .anomalies = &anomalies};
	struct buf where[NETWORK_CONFIG_WHATS] = {buf_new((size_t)1 << 22), buf_new((size_t)1 << 22), buf_new((size_t)1 << 22)};
	struct fact_package package = fact_package_row();
	bool is_unread;

	if (!network_config_read(&input, where, &is_unread, NULL))
		abort();
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++)
		buf_byte(&where[i], 0);
	package.path = "";
	if (where[NETWORK_CONFIG_CLEARTEXT].len <= 65536) /* a longer one is cut before it leaves */
		package.cleartext_domains = (const char *)where[NETWORK_CONFIG_CLEARTEXT].data;
	if (where[NETWORK_CONFIG_USERS_AUTHORITIES].len <= 65536)
		package.users_authorities_domains = (const char *)where[NETWORK_CONFIG_USERS_AUTHORITIES].data;
	if (where[NETWORK_CONFIG_NAMED].len <= 65536)
		package.configured_domains = (const char *)where[NETWORK_CONFIG_NAMED].data;
	sink_check(NULL, FACT_TABLE_package, &package);
	for (size_t i = 0; i < NETWORK_CONFIG_WHATS; i++)
		buf_free(&where[i]);
	return 0;
}
