/*
 * todo - what a reviewer's day starts with: everything that waits, by urgency.
 *
 *   review     received with the verdict review: due review_target_days working days after it came
 *   sample     passed, but drawn for a person; due as the check's case
 *   unlisted   passed, and waits longer than a review may: the first of them, and how many
 *   newly-against   a listed version that a patrol found against a rule, until its findings are settled
 *   explained  a case to whose findings the developer said something, until a person has written something there since
 *   checked-against  a listed version that a check by hand was against or a complaint was upheld about, until it is decided about or a check finds nothing
 *   external-found   what is not listed and a laboratory found something in, whatever became of it: whether anybody has seen or settled that, today's judgement says
 *   second-opinion   what one proposed to list over a reject, and a waiver of a reject to which nobody has agreed
 *   case       due in five working days or overdue; reports to the authority apart
 *   licence    90, 60, 30 and 0 days before its last day: of developers, and the operator's own of policy
 *   patrol     what is due of the listed versions: by the day on which the last one is desk.patrol_days old, or that of one that broke off
 *   role       needed and vacant
 */
#ifndef PRELIST_DESK_TODO_H
#define PRELIST_DESK_TODO_H

#include "desk/desk.h"

enum duty {
#define DUTY(symbol, kind, en, zh, basis) DUTY_##symbol,
#include "desk/todo.def"
#undef DUTY
};

struct duty_info {
	const char *kind, *en, *zh, *basis; /* basis "": of the thing itself */
};
const struct duty_info *duty_info(enum duty duty);

enum urgency { URGENCY_OVERDUE, URGENCY_TODAY, URGENCY_SOON, URGENCY_LATER };

/* Text is in the list's arena; NULL and FACT_ABSENT where there is none. */
struct todo_item {
	enum duty duty;
	enum urgency urgency;
	const char *due;     /* YYYY-MM-DD */
	const char *subject; /* the app, developer, number, role or entry that it is about */
	const char *text;    /* name of the app, text of the case, holder, basis of the role, reasons of a patrol */
	bool is_label;	     /* the text is as the label of its package was read: the form gives it no name */
	const char *kind;    /* of a case, a licence, a document, an entry; of a review its verdict */
	const char *who;     /* has claimed it, is to deal with it, proposed it */
	const char *since;   /* when it came, or when the last patrol was */
	int64_t submission, number; /* number: of the case */
	int64_t version_code;
	int64_t age;	  /* of a review, or of what passed, in working days */
	int64_t days_left; /* to the last day: of what is counted in working days those, of licences calendar days */
	int64_t stage;	  /* of a licence: 90, 60, 30, 0; -1 expired */
	int64_t versions, patrol; /* how many passed; of a patrol: listed versions that are due; the last one, where it did not end */
	const char *renewal; /* the day by which its renewal is asked for */
};

struct todo {
	struct desk *desk;
	struct arena arena;
	struct todo_item *items; /* by urgency, due date, kind */
	size_t num;
	const char *who; /* only what that person has or is to deal with; NULL: everything */
};

/* Freed by todo_free also when this fails. who may be NULL. */
bool todo_load(struct desk *desk, const char *who, struct todo *todo, struct error *err);
void todo_free(struct todo *todo);
#define TODO_CLEANUP __attribute__((cleanup(todo_free)))

/* For the parts: a copy of the item in the list. */
bool todo_add(struct todo *todo, const struct todo_item *item, struct error *err);
struct todo_item todo_item_of(enum duty duty);
/* By its last day, in working days: overdue, today, soon within five. */
enum urgency todo_by_workday(struct desk *desk, const char *due, int64_t *days_left);

/* What runs out (todo_expiry.c) and what waits for people (todo_wait.c). */
bool todo_add_expiring(struct todo *todo, struct error *err);
bool todo_add_reviews(struct todo *todo, struct error *err);
bool todo_add_cases(struct todo *todo, struct error *err);

/* The step of a licence that ends in so many days: 90, 60, 30, 0; -1: it has ended; FACT_ABSENT: not yet. */
int64_t todo_expiry_stage(int64_t days_left);

#endif
