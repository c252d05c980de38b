#include "container/anomaly.h"

#include "bytes/plural.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DETAIL_MAX 2048

static const struct anomaly_info infos[ANOMALY_COUNT] = {
#define ANOMALY(symbol, name, effect, title, title_zh) {name, EFFECT_##effect, title, title_zh},
#include "container/anomaly.def"
#undef ANOMALY
};

const struct anomaly_info *anomaly_info(enum anomaly_id id)
{
	return &infos[id];
}

const char *anomaly_effect_name(enum anomaly_effect effect)
{
	static const char *const names[] = {
		[EFFECT_REFUSED] = "refused", [EFFECT_AMBIGUOUS] = "ambiguous", [EFFECT_EVASIVE] = "evasive",
		[EFFECT_ODD] = "odd",	      [EFFECT_UNREAD] = "unread",
	};

	return names[effect];
}

int anomaly_find(const char *name)
{
	for (int i = 0; i < ANOMALY_COUNT; i++)
		if (infos[i].name[0] == name[0] && strcmp(infos[i].name, name) == 0)
			return i;
	return -1;
}

static void report(struct anomalies *self, struct anomaly anomaly, const char *format, va_list args)
{
	char detail[DETAIL_MAX], chosen[PLURAL_MAX];
	int len;

	if (self == NULL)
		return;
	len = vsnprintf(detail, sizeof detail, plural_format(format, args, chosen), args);
	if (len < 0)
		detail[0] = '\0';
	/* A cut may not fall inside a UTF-8 sequence. */
	if (len >= DETAIL_MAX) {
		size_t end = DETAIL_MAX - 1;

		while (end > 0 && ((unsigned char)detail[end - 1] & 0xC0) == 0x80)
			end--;
		detail[end > 0 ? end - 1 : 0] = '\0';
	}
	anomaly.detail = detail;
	self->report(self, &anomaly);
}

void anomaly_report(struct anomalies *self, enum anomaly_id id, const char *path, uint64_t offset, const char *format,
		    ...)
{
	va_list args;

	va_start(args, format);
	report(self, (struct anomaly){.id = id, .effect = infos[id].effect, .path = path, .offset = offset}, format, args);
	va_end(args);
}

void anomaly_report_as(struct anomalies *self, enum anomaly_id id, enum anomaly_effect effect, const char *path,
		       uint64_t offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report(self, (struct anomaly){.id = id, .effect = effect, .path = path, .offset = offset}, format, args);
	va_end(args);
}
