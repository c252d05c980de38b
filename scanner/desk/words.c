#include "desk/words.h"

#include "bytes/mask.h"

static bool too_long(struct error *err)
{
	return error_set(err, ERROR_USAGE, "a text has at most 1 MiB");
}

bool words_keep(struct desk *desk, struct arena *arena, const char *text, struct words *words, struct error *err)
{
	bool found;

	*words = (struct words){.masked = NULL};
	if (text == NULL)
		return true;
	words->masked = mask_text(arena, text, &found);
	if (words->masked == NULL)
		return too_long(err);
	if (!found || !seal_has_key(desk->archive))
		return true;
	words->sealed = words->id;
	return seal_put(desk->archive, "case-text", text, words->id, err);
}

const char *words_masked(struct arena *arena, const char *text, struct error *err)
{
	bool found;
	const char *masked = mask_text(arena, text, &found);

	if (masked == NULL)
		too_long(err);
	return masked;
}
