/*
 * domain_name - one spelling of a domain: entries of the blacklist and what packages show are compared in it.
 */
#ifndef PRELIST_JUDGE_DOMAIN_NAME_H
#define PRELIST_JUDGE_DOMAIN_NAME_H

#include "bytes/arena.h"
#include "bytes/span.h"

/*
 * In small ASCII letters, without the dot of the root; labels of other letters as xn-- has them, of small letters (fold_lower), a letter and
 * its mark as one character, full-width ones half-width. A * is a letter. In the arena; NULL for what is no domain (an empty label, a label
 * in which a * stands beside other letters than ASCII), or when it is full.
 * source   RFC 3492 (Punycode), RFC 3490 3.1 (dots), RFC 5895 2 (capitals, widths, marks)
 */
const char *domain_name(struct arena *arena, struct span text);

/* Of a URL or HOST:PORT the part that is a host; text itself where it is one already. */
struct span domain_name_host(struct span text);

#endif
