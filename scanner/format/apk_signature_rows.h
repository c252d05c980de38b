/*
 * apk_signature_rows - rows of certificates and of the signing block's pairs.
 *
 * source   IDs of pairs: AOSP ApkSigningBlockUtils; apksig SourceStampConstants; Walle and VasDolly (channels); apkzlib SigningExtension
 *          (dependency information)
 */
#ifndef PRELIST_FORMAT_APK_SIGNATURE_ROWS_H
#define PRELIST_FORMAT_APK_SIGNATURE_ROWS_H

#include "container/signing_block.h"
#include "encoding/x509.h"
#include "facts/fact.h"

struct certificate_place {
	const char *role, *scheme, *path;
	int64_t signer, position, min_sdk, max_sdk, capabilities;
};

/* False and err when memory ran out or the sink took no more. */
bool certificate_row_write(const struct x509 *certificate, const struct certificate_place *place, struct anomalies *anomalies,
			   struct fact_sink *sink, struct error *err);

/* Every pair with its name, size, digest and channel; sig.block-unknown-id and sig.block-payload. */
bool signing_block_rows_write(const struct signing_block *block, struct anomalies *anomalies, struct fact_sink *sink,
			      struct error *err);

/* What of a scheme's signers no Android reads: len bytes in all, id of the first unknown attribute, 0 for none. The same two anomalies. */
void signing_block_attributes_report(const char *scheme, uint32_t id, size_t len, uint64_t offset, struct anomalies *anomalies);

#endif
