/*
 * licence - numbers of licences and filings, and the check digits of the unified social credit code.
 *
 * source   GB 32100-2015 (USCC), GB 11714 (organisation code); the forms of numbers are data: rules/catalogue/licence_patterns.tsv
 */
#ifndef PRELIST_JUDGE_LICENCE_H
#define PRELIST_JUDGE_LICENCE_H

#include "bytes/arena.h"

/*
 * One spelling: full-width letters, digits and punctuation to half-width, letters to upper case, * and blanks dropped, every dash a
 * hyphen, 【 】 and the like to 〔 〕, a leading "经营许可证编号:" and the like dropped. In the arena; NULL when it is full.
 */
const char *licence_normalise(struct arena *arena, const char *number);

/* True when form and both check digits of a unified social credit code are right. */
bool licence_uscc_ok(const char *uscc);

#endif
