#include "desk/gate.h"

#include "desk/explained.h"
#include "desk/fixed.h"
#include "desk/sample.h"

static bool fix(struct desk *desk, const struct submission *submission, int64_t number, struct error *err)
{
	struct fixed_judged judged = {.facts = submission->facts, .judgement = submission->judgement, .number = number};

	return database_number(desk->archive, &judged.previous, FACT_ABSENT, err, "SELECT previous FROM submission WHERE number = ?", "i", number) &&
	       fixed_by(desk, &judged, err) && explained_by(desk, judged.facts, number, err);
}

static bool run(const struct archive_also *self, struct archive *archive, const struct submission *submission, int64_t number,
		struct error *err)
{
	const struct gate_duties *duties = (const struct gate_duties *)self;
	struct desk desk;

	if (!desk_open(&desk, archive, submission->rules, submission->run->today, submission->by, err) ||
	    !fix(&desk, submission, number, err) || !sample_draw(&desk, submission, number, err))
		return false;
	*duties->uncovered_year = desk.uncovered_year;
	return true;
}

struct gate_duties gate_duties(int *uncovered_year)
{
	return (struct gate_duties){.base = {.run = run}, .uncovered_year = uncovered_year};
}
