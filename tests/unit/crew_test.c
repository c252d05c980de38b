/*
 * A crew: whatever its threads do, the items are taken in order, each once, and what ends the work ends all of it.
 */
#include "bytes/crew.h"
#include "harness.h"

#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#define MANY 1000
#define NOBODY SIZE_MAX

struct job {
	atomic_uint worked[MANY];
	atomic_uint num_begun, num_ended, num_worked, num_beyond;
	atomic_size_t taken;
	unsigned num_prepared, num_wrong;
	unsigned fail_first; /* of those who begin */
	size_t fail_take, ahead;
	bool fail_prepare, is_slow;
};

static bool begin(void *owner, void **hand, struct error *err)
{
	struct job *job = owner;

	*hand = &job->num_begun;
	return atomic_fetch_add(&job->num_begun, 1) >= job->fail_first || error_set(err, ERROR_SANDBOX, "no tools");
}

static void end(void *owner, void *hand)
{
	struct job *job = owner;

	job->num_ended += hand == &job->num_begun;
}

static bool prepare(void *owner, struct error *err)
{
	struct job *job = owner;

	job->num_prepared++;
	job->num_wrong += job->taken != 0;
	return !job->fail_prepare || error_set(err, ERROR_RULES, "not ready");
}

static void work(void *owner, void *hand, size_t item)
{
	struct job *job = owner;

	job->num_beyond += item >= job->taken + job->ahead || hand != &job->num_begun;
	job->worked[item]++;
	job->num_worked++;
}

static bool take(void *owner, size_t item, struct error *err)
{
	struct job *job = owner;

	if (job->is_slow && item % 300 == 0)
		usleep(10000);
	job->num_wrong += item != job->taken || job->worked[item] != 1 || job->num_prepared != 1;
	job->taken++;
	return item != job->fail_take || error_set(err, ERROR_IO, "the disk is full");
}

static bool run(struct job *job, size_t num_items, unsigned jobs, bool is_long, struct error *err)
{
	const struct crew crew = {.num_items = num_items, .ahead = job->ahead, .is_long = is_long, .jobs = jobs, .owner = job,
				  .begin = begin, .end = end, .prepare = prepare, .work = work, .take = take};

	return crew_run(&crew, err);
}

TEST(crew_order, "a crew's items are taken in order, each once, by any number of threads, when all is ready")
{
	static const unsigned jobs[] = {0, 1, 2, 3, 300};
	static const size_t items[] = {1, 2, 3, 50, MANY};

	for (size_t i = 0; i < sizeof jobs / sizeof jobs[0]; i++)
		for (size_t k = 0; k < sizeof items / sizeof items[0]; k++) {
			struct job job = {.fail_take = NOBODY, .ahead = 5};
			struct error err = {0};

			CHECK(run(&job, items[k], jobs[i], k % 2 == 0, &err) && err.code == ERROR_NONE);
			CHECK_NUMBER(job.taken, items[k]);
			CHECK_NUMBER(job.num_worked, items[k]);
			CHECK_NUMBER(job.num_prepared, 1);
			CHECK_NUMBER(job.num_wrong, 0);
			CHECK(job.num_begun > 0 && job.num_ended == job.num_begun);
		}
}

TEST(crew_nothing, "a crew without items does nothing")
{
	struct job job = {.fail_prepare = true};

	CHECK(run(&job, 0, 3, true, NULL));
	CHECK_NUMBER(job.num_begun + job.num_prepared, 0);
}

TEST(crew_ahead, "where items take long, a crew works on none beyond those that may be ahead of their turn")
{
	struct job job = {.fail_take = NOBODY, .ahead = 7, .is_slow = true};

	CHECK(run(&job, MANY, 3, true, NULL));
	CHECK_NUMBER(job.num_beyond, 0);
	CHECK_NUMBER(job.taken, MANY);
}

TEST(crew_tools, "a crew works on while one of its threads has tools; when none has, that is the error")
{
	struct job one = {.fail_take = NOBODY, .ahead = 5, .fail_first = 2};
	struct error none = {0};

	CHECK(run(&one, 100, 3, true, &none) && none.code == ERROR_NONE);
	CHECK_NUMBER(one.taken, 100);
	for (unsigned jobs = 1; jobs <= 3; jobs += 2) {
		struct job job = {.fail_take = NOBODY, .ahead = 5, .fail_first = 3};
		struct error err = {0};

		CHECK(!run(&job, 100, jobs, false, &err));
		CHECK_TEXT(err.text, "no tools");
		CHECK_NUMBER(err.code, ERROR_SANDBOX);
		CHECK_NUMBER(job.taken + job.num_worked, 0);
		CHECK_NUMBER(job.num_ended, job.num_begun);
	}
}

TEST(crew_not_ready, "what cannot be made ready ends a crew before anything is taken")
{
	for (unsigned jobs = 1; jobs <= 3; jobs += 2) {
		struct job job = {.fail_prepare = true, .fail_take = NOBODY, .ahead = 5};
		struct error err = {0};

		CHECK(!run(&job, MANY, jobs, true, &err));
		CHECK_TEXT(err.text, "not ready");
		CHECK_NUMBER(job.taken, 0);
		CHECK(job.num_worked <= 5 && job.num_ended == job.num_begun);
	}
}

TEST(crew_ends, "what cannot be taken ends a crew: nothing behind it is taken, and no more than is ahead is worked on")
{
	for (unsigned jobs = 1; jobs <= 3; jobs += 2) {
		struct job job = {.fail_take = 10, .ahead = 5};
		struct error err = {0};

		CHECK(!run(&job, MANY, jobs, true, &err));
		CHECK_TEXT(err.text, "the disk is full");
		CHECK_NUMBER(job.taken, 11);
		CHECK(job.num_worked >= 11 && job.num_worked <= 11 + 5);
	}
}

static void work_bare(void *owner, void *hand, size_t item)
{
	struct job *job = owner;

	job->num_beyond += hand != NULL;
	job->worked[item]++;
}

TEST(crew_bare, "a crew needs neither tools nor anything made ready")
{
	for (unsigned jobs = 1; jobs <= 3; jobs += 2) {
		struct job job = {.fail_take = NOBODY, .num_prepared = 1};
		const struct crew crew = {.num_items = MANY, .ahead = 5, .jobs = jobs, .owner = &job, .work = work_bare, .take = take};

		CHECK(crew_run(&crew, NULL));
		CHECK_NUMBER(job.taken, MANY);
		CHECK_NUMBER(job.num_wrong + job.num_beyond, 0);
	}
}
