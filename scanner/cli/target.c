#include "cli/target.h"

#include "bytes/text.h"

#include <string.h>

/* "android:" and the like in front of an app id. */
static const char *take_platform(const char *text, struct target *target)
{
	static const char *const platforms[] = {"android", "harmonyos", "ios"};

	for (size_t i = 0; i < sizeof platforms / sizeof platforms[0]; i++) {
		size_t len = strlen(platforms[i]);

		if (strncmp(text, platforms[i], len) == 0 && text[len] == ':') {
			target->platform = platforms[i];
			return text + len + 1;
		}
	}
	return text;
}

static bool take_version(const char *text, const char *version, struct target *target, struct error *err)
{
	bool is_submission = *version == '#';
	int64_t number;

	if (!text_number(version + is_submission, &number) || number < is_submission)
		return error_set(err, ERROR_USAGE, "'%s': a version is a version code, or #N for submission N", text);
	target->has_version = true;
	if (is_submission)
		target->submission = number;
	else
		target->version_code = number;
	return true;
}

bool target_number(const char *text, const char *what, int64_t *number, struct error *err)
{
	return (text_number(text + (*text == '#'), number) && *number > 0) ||
	       error_set(err, ERROR_USAGE, "'%s' is no number of %s", text, what);
}

bool target_parse(const char *text, struct target *target, struct error *err)
{
	const char *app, *at;
	size_t len;

	*target = (struct target){0};
	app = take_platform(text, target);
	at = strrchr(app, '@');
	len = at != NULL ? (size_t)(at - app) : strlen(app);
	if (len >= sizeof target->app_id)
		return error_set(err, ERROR_USAGE, "the app id is longer than %zu bytes", sizeof target->app_id - 1);
	memcpy(target->app_id, app, len);
	if (at != NULL && !take_version(text, at + 1, target, err))
		return false;
	if (len == 0 && target->submission == 0)
		return error_set(err, ERROR_USAGE, "'%s' names no app: APP@VERSION, or @#N for submission N", text);
	return true;
}
