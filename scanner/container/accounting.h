/*
 * accounting - every byte of the file belongs to exactly one local header, data, descriptor, signing block, central
 * directory, EOCD or comment; whatever belongs to none or to two is an anomaly (zip.slack-data, zip.overlap,
 * zip.prefix-data, zip.bad-data-descriptor, ...). False and err only when reading failed or memory ran out.
 */
#ifndef PRELIST_CONTAINER_ACCOUNTING_H
#define PRELIST_CONTAINER_ACCOUNTING_H

#include "container/signing_block.h"

bool accounting_check(const struct source *source, const struct zipdir *dir, const struct signing_block *block,
		      struct anomalies *anomalies, struct error *err);

#endif
