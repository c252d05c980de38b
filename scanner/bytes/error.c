#include "bytes/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool error_set(struct error *err, enum error_code code, const char *format, ...)
{
	va_list args;

	if (err == NULL || err->code != ERROR_NONE)
		return false;
	err->code = code;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	return false;
}

bool error_errno(struct error *err, const char *format, ...)
{
	int number = errno;
	va_list args;
	size_t used;

	if (err == NULL || err->code != ERROR_NONE)
		return false;
	err->code = number == ENOMEM ? ERROR_MEMORY : ERROR_IO;
	va_start(args, format);
	vsnprintf(err->text, sizeof err->text, format, args);
	va_end(args);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof err->text - used, ": %s", strerror(number));
	return false;
}
