#include "desk/gate.h"

#include "desk/fixed.h"
#include "desk/sample.h"

static bool run(const struct archive_also *self, struct archive *archive, const struct submission *submission, int64_t number,
		struct error *err)
{
	struct desk desk;

	(void)self;
	return desk_open(&desk, archive, submission->rules, submission->run->today, submission->by, err) &&
	       fixed_by(&desk, submission, number, err) && sample_draw(&desk, submission, number, err);
}

const struct archive_also gate_duties = {.run = run};
