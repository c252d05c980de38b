/*
 * request - what was asked for by name (submit --request-id): once, with the same packages, roles and form.
 *
 * The table request has a digest of form and roles of each submission that was asked for so. A form with personal data can be
 * guessed from its digest, so that of one is sealed.
 */
#ifndef PRELIST_STORE_REQUEST_H
#define PRELIST_STORE_REQUEST_H

#include "store/archive.h"

/* Of a submission with a request_id, within the transaction that keeps it. */
bool request_keep(struct archive *archive, const struct submission *submission, int64_t number, struct error *err);

#endif
