/*
 * decided_elsewhere - what persons decided against other apps that have something in common with one that never was listed: its signer,
 * its developer (the store's id or the code), the filing number, or the name with the icon.
 *
 * Who was taken off the store comes back as another app. What counts against an app (decided_against.h) counts against those that show
 * the same, until one that shows it is listed that was not before: by who listed that one it was seen. What was rejected of another developer
 * does not count by what a listed version of the developer shows. An open suspension counts likewise.
 */
#ifndef PRELIST_STORE_DECIDED_ELSEWHERE_H
#define PRELIST_STORE_DECIDED_ELSEWHERE_H

#include "store/asked.h"
#include "store/database.h"

/* An app once; of one value the newest. Rows and text live in the arena. */
bool decided_elsewhere_load(struct archive *archive, const struct asked *asking, struct arena *arena,
			    const struct judge_decided_elsewhere **rows, size_t *num, struct error *err);

#endif
