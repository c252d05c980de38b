#include "cli/discreet.h"

#include "bytes/mask.h"

static const enum option_id written[] = {OPTION_REASON, OPTION_BASIS, OPTION_SOURCE, OPTION_TICKET};

bool discreet_options(const struct command *command, struct arguments *args, struct arena *arena, struct error *err)
{
	for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
		const char **text = &args->value[written[i]];
		bool found;

		if (*text == NULL || (written[i] == OPTION_REASON && command->seals_reason))
			continue;
		*text = mask_text(arena, *text, &found);
		if (*text == NULL)
			return error_set(err, ERROR_USAGE, "--%s is too long: 1 MiB at most", option_info(written[i])->name);
	}
	return true;
}
