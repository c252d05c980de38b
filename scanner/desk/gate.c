#include "desk/gate.h"

#include "desk/fixed.h"
#include "desk/sample.h"

static bool run(const struct archive_also *self, struct archive *archive, const struct submission *submission, int64_t number,
		struct error *err)
{
	const struct gate_duties *duties = (const struct gate_duties *)self;
	struct desk desk;

	if (!desk_open(&desk, archive, submission->rules, submission->run->today, submission->by, err) ||
	    !fixed_by(&desk, submission, number, err) || !sample_draw(&desk, submission, number, err))
		return false;
	*duties->uncovered_year = desk.uncovered_year;
	return true;
}

struct gate_duties gate_duties(int *uncovered_year)
{
	return (struct gate_duties){.base = {.run = run}, .uncovered_year = uncovered_year};
}
