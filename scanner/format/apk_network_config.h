/*
 * apk_network_config - the network security configuration that a manifest names, in every configuration of the resource.
 *
 * source   AOSP android.security.net.config.ManifestConfigSource
 */
#ifndef PRELIST_FORMAT_APK_NETWORK_CONFIG_H
#define PRELIST_FORMAT_APK_NETWORK_CONFIG_H

#include "container/inflate.h"
#include "format/apk_manifest.h"
#include "format/format.h"

/*
 * Fills cleartext_domains, users_authorities_domains and configured_domains of the row, whose text lives in the arena: where any of the files says so. Nothing is done for a
 * manifest that names none. False and err when reading failed or memory ran out.
 */
bool apk_network_config_read(const struct format_input *input, const struct zipdir *dir, struct inflate *inflate,
			     const struct apk_manifest *declared, struct arena *arena, struct fact_package *row, struct error *err);

#endif
