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

/* By what a normalised number is compared: an ISBN without its hyphens. In the arena where it is another one, NULL when that is full. */
const char *licence_key(struct arena *arena, const char *number);

/* A normalised number with the other abbreviation of its province (川 and 蜀), in the arena; NULL when the province has one alone. */
const char *licence_of_province(struct arena *arena, const char *number);

/* Of the normalised number of a filing what stands before its last part, the number of the service, and is of its holder; NULL: it has none. In the arena. */
const char *licence_series(struct arena *arena, const char *number);

/* True when form and both check digits of a unified social credit code are right. */
bool licence_uscc_ok(const char *uscc);

/*
 * A number as everybody may see it: what is a code of an organisation, or the number of a licence, is public; the identity number that
 * a natural person wrote in its place is masked, and so is any in running text. In the arena; NULL when NULL, or when that is full.
 */
const char *licence_shown(struct arena *arena, const char *number);

#endif
