/*
 * review - how reviewers work through what waits: who looks at it, and how each finding ended.
 *
 * Within desk_keep.
 */
#ifndef PRELIST_DESK_REVIEW_H
#define PRELIST_DESK_REVIEW_H

#include "desk/named.h"
#include "store/review_table.h"

/* err when somebody else has it, unless take. */
bool review_claim(struct desk *desk, int64_t number, bool take, struct error *err);
/* err when somebody else has it, or nobody. */
bool review_release(struct desk *desk, int64_t number, struct error *err);

/* Ends the findings that words name (keys or rules); note is for ourselves, tell for the developer; either may be NULL. */
bool review_settle(struct desk *desk, int64_t number, const struct judgement *judgement, const char *words, const char *outcome,
		   const char *note, const char *tell, size_t *num, struct error *err);

/*
 * Today's findings for review or reject that no report of it, nor a patrol's, had as grave, and that nobody has ended. To be freed by
 * named_free whatever the result.
 */
bool review_unseen(struct desk *desk, int64_t number, const struct judgement *judgement, struct named *unseen, struct error *err);

/* Ends every finding of the list that has not ended yet; an event only when there was one. */
bool review_settle_rest(struct desk *desk, int64_t number, const struct named *named, const char *outcome, const char *note,
			size_t *num, struct error *err);

#endif
