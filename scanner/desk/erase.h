/*
 * erase - what is sealed ends for good, before its time: of a case, of a developer.
 *
 * What is on hold is never erased. While the case is open, an app of the developer is listed, waits or has an open case, and within
 * the year that the licence has records kept (15.3), it takes two persons and the provision that allows it.
 */
#ifndef PRELIST_DESK_ERASE_H
#define PRELIST_DESK_ERASE_H

#include "desk/desk.h"

struct erasing {
	int64_t number; /* of the case, or of the developer in the register */
	const char *reason;
	bool override;	   /* propose it all the same, or agree to what another person proposed about the same */
	const char *basis; /* the provision, with override */
	uint64_t num;	   /* rows that were erased */
	bool proposed;	   /* a second person has to agree: nothing was erased */
};

/* Within desk_keep; err where it may not be, with the way out. */
bool erase_case(struct desk *desk, struct erasing *erasing, struct error *err);
bool erase_developer(struct desk *desk, struct erasing *erasing, struct error *err);

#endif
