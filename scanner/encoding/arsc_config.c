/*
 * arsc_config - the name of a configuration.
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, ResTable_config::toString (Android 14)
 */
#include "encoding/arsc.h"

#include "bytes/cursor.h"
#include "bytes/text.h"

#define WORDS_MAX 8

/* Bits of a byte, and the word for each of their values; one without a word is said as a number, as the platform does. */
struct field {
	uint8_t offset, mask;
	const char *name;
	const char *words[WORDS_MAX];
};

static const struct field genders[] = {{19, 0xFF, "grammaticalInflection", {"", "neuter", "feminine", "masculine"}}};
static const struct field directions[] = {{28, 0xC0, "layoutDir", {"", "ldltr", "ldrtl"}}};
static const struct field screens[] = {
	{28, 0x0F, "screenLayoutSize", {"", "small", "normal", "large", "xlarge"}},
	{28, 0x30, "screenLayoutLong", {"", "notlong", "long"}},
	{48, 0x03, "screenRound", {"", "notround", "round"}},
	{49, 0x03, "wideColorGamut", {"", "nowidecg", "widecg"}},
	{49, 0x0C, "hdr", {"", "lowdr", "highdr"}},
	{12, 0xFF, "orientation", {"", "port", "land", "square"}},
	{29, 0x0F, "uiModeType", {"", NULL, "desk", "car", "television", "appliance", "watch", "vrheadset"}}, /* 1, of phones, has no word */
	{29, 0x30, "uiModeNight", {"", "notnight", "night"}},
};
static const struct field inputs[] = {
	{13, 0xFF, "touchscreen", {"", "notouch", "stylus", "finger"}},
	{18, 0x03, "keysHidden", {"", "keysexposed", "keyshidden", "keyssoft"}},
	{16, 0xFF, "keyboard", {"", "nokeys", "qwerty", "12key"}},
	{18, 0x0C, "inputFlagsNavHidden", {"", "navexposed", "navhidden"}},
	{17, 0xFF, "navigation", {"", "nonav", "dpad", "trackball", "wheel"}},
};

static const struct {
	uint16_t density;
	const char *name;
} densities[] = {{120, "ldpi"}, {160, "mdpi"}, {213, "tvdpi"}, {240, "hdpi"}, {320, "xhdpi"}, {480, "xxhdpi"}, {640, "xxxhdpi"}, {0xFFFE, "anydpi"}, {0xFFFF, "nodpi"}};

struct naming {
	struct cursor in;
	struct buf *out;
	size_t start;
};

static void between(struct naming *naming)
{
	if (naming->out->len > naming->start)
		buf_byte(naming->out, '-');
}

static void put_fields(struct naming *naming, const struct field *fields, size_t num)
{
	for (size_t i = 0; i < num; i++) {
		const struct field *field = &fields[i];
		unsigned bits = cursor_peek_u8(&naming->in, field->offset) & field->mask, value = bits / (field->mask & -(unsigned)field->mask);

		if (bits == 0)
			continue;
		between(naming);
		if (value < WORDS_MAX && field->words[value] != NULL)
			buf_text(naming->out, field->words[value]);
		else
			buf_printf(naming->out, "%s=%u", field->name, bits);
	}
}

static void put_number(struct naming *naming, size_t offset, const char *before, const char *behind)
{
	uint16_t number = cursor_peek_u16(&naming->in, offset);

	if (number == 0)
		return;
	between(naming);
	buf_printf(naming->out, "%s%u%s", before, number, behind);
}

/* zh, zh-rCN, b+zh+Hans+CN. */
static void put_locale(struct naming *naming, const char *locale)
{
	const char *region = strchr(locale, '-');

	if (*locale == '\0')
		return;
	between(naming);
	if (region == NULL)
		buf_text(naming->out, locale);
	else if (strchr(region + 1, '-') == NULL && strlen(region + 1) <= 3)
		buf_printf(naming->out, "%.*s-r%s", (int)(region - locale), locale, region + 1);
	else
		for (buf_text(naming->out, "b+"); *locale != '\0'; locale++)
			buf_byte(naming->out, (uint8_t)(*locale == '-' ? '+' : *locale));
}

static void put_density(struct naming *naming, uint16_t density)
{
	for (size_t i = 0; i < sizeof densities / sizeof densities[0]; i++) {
		if (densities[i].density != density)
			continue;
		between(naming);
		buf_text(naming->out, densities[i].name);
		return;
	}
	put_number(naming, 14, "", "dpi");
}

static void put_pixels(struct naming *naming)
{
	uint16_t width = cursor_peek_u16(&naming->in, 20), height = cursor_peek_u16(&naming->in, 22);

	if (width == 0 && height == 0)
		return;
	between(naming);
	buf_printf(naming->out, "%ux%u", width, height);
}

/* v35; v36.1 */
static void put_version(struct naming *naming)
{
	uint16_t sdk = cursor_peek_u16(&naming->in, 24), minor = cursor_peek_u16(&naming->in, 26);

	if (sdk == 0 && minor == 0)
		return;
	between(naming);
	buf_printf(naming->out, "v%u", sdk);
	if (minor != 0)
		buf_printf(naming->out, ".%u", minor);
}

#define PUT(naming, fields) put_fields(naming, fields, sizeof(fields) / sizeof(fields)[0])

void arsc_config_name(const struct arsc_config *config, struct buf *out)
{
	struct naming naming = {.in = cursor_of(config->bytes), .out = out, .start = out->len};

	put_number(&naming, 4, "mcc", "");
	put_number(&naming, 6, "mnc", "");
	put_locale(&naming, config->locale);
	PUT(&naming, genders);
	PUT(&naming, directions);
	put_number(&naming, 30, "sw", "dp");
	put_number(&naming, 32, "w", "dp");
	put_number(&naming, 34, "h", "dp");
	PUT(&naming, screens);
	put_density(&naming, config->density);
	PUT(&naming, inputs);
	put_pixels(&naming);
	put_version(&naming);
}
