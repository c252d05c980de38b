/*
 * listing - which version of an app stands as listed: one for each kind of device that something listed is for.
 *
 *   submission_package.device        the kind that a package is for, as the facts of its submission say (package.device), '' for any
 *   listing (platform, app, device, number)   what follows from that, from states and from decisions: a version that is listed takes
 *                                    the place of others for the kinds that it has a package for, and of none for another kind
 */
#ifndef PRELIST_STORE_LISTING_H
#define PRELIST_STORE_LISTING_H

#include "store/database.h"

struct reading;

#define LISTING_GENERATION 11 /* of the schema, that has these tables first */

/* Of an app, the version that is shown where one is: that for phones, where there is one. SQL of both. */
#define LISTING_FIRST(platform, app_id)                                                                                        \
	"(SELECT number FROM listing WHERE platform = " platform " AND app_id = " app_id " ORDER BY device LIMIT 1)"
/* Of a submission that goes by that number: it stands as listed, for some kind. */
#define LISTING_HAS(number) "EXISTS (SELECT 1 FROM listing standing WHERE standing.number = " number ")"
/* And for which: their names by commas, that of phones first; NULL: for none. */
#define LISTING_DEVICES(of)                                                                                                    \
	"(SELECT group_concat(name) FROM (SELECT iif(device = '', 'phone', device) AS name FROM listing WHERE number = " of          \
	" ORDER BY device))"

/* The kind that the package at that position is for; of one without facts, any. */
const char *listing_device(const struct reading *facts, int64_t position);

/* Of one app, within the transaction in which something of it changed; of all apps. */
bool listing_settle(struct archive *archive, const char *platform, const char *app_id, struct error *err);
bool listing_settle_all(struct archive *archive, struct error *err);

/* How many packages of a submission are kept as for another kind than its facts say: counted onto *num, mended where that is asked. */
bool listing_devices(struct archive *archive, int64_t number, const struct reading *facts, bool mend, int64_t *num, struct error *err);

/* An archive from before these tables: facts that are damaged stand for any kind. Within the transaction. */
bool listing_migrate(struct archive *archive, struct error *err);

/* Calls problem for each app of which something else stands as listed than what follows. */
bool listing_verify(struct archive *archive, void (*problem)(void *owner, const char *text), void *owner, struct error *err);

#endif
