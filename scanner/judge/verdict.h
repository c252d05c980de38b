/*
 * verdict - pass, notice, review, reject: in this order of gravity.
 */
#ifndef PRELIST_JUDGE_VERDICT_H
#define PRELIST_JUDGE_VERDICT_H

enum verdict { VERDICT_NONE, VERDICT_PASS, VERDICT_NOTICE, VERDICT_REVIEW, VERDICT_REJECT };

/* "pass", "notice", "review", "reject". */
const char *verdict_name(enum verdict verdict);

/* VERDICT_NONE when it is none of them. */
enum verdict verdict_parse(const char *name);

#endif
