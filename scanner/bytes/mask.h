/*
 * mask - phone numbers, identity numbers, bank cards and mail addresses in running text made unreadable: 138****5678.
 *
 * Digits of any width, and single blanks, hyphens, dots and the like between their groups. Versions, dates, digests, numbers of
 * licences and filings stay as they are.
 *
 * What people write into notes is kept with these masked in every table, event and export; the text as written is
 * sealed. Names cannot be told from other words: they belong into --contact.
 *
 * source   GB 11643 (identity numbers), ISO/IEC 7812 (bank cards)
 */
#ifndef PRELIST_BYTES_MASK_H
#define PRELIST_BYTES_MASK_H

#include "bytes/arena.h"

/* A copy in the arena; NULL when it is full. *found: something was masked. */
char *mask_text(struct arena *arena, const char *text, bool *found);

/* What is personal whole: 138****1234 · l*****@example.cn · 江苏省常州市******** · 柴**; NULL when NULL or full. */
char *mask_phone(struct arena *arena, const char *text);
char *mask_mail(struct arena *arena, const char *text);
char *mask_address(struct arena *arena, const char *text);
char *mask_name(struct arena *arena, const char *text);
/* Name, number and mail in one line, word by word: 张** 138****1234 */
char *mask_contact(struct arena *arena, const char *text);

#endif
