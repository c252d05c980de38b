/*
 * arsc_config - the name of a configuration.
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, ResTable_config::toString (Android 14)
 */
#include "encoding/arsc.h"

#include "bytes/cursor.h"
#include "bytes/text.h"

struct part {
	uint8_t offset, mask, value;
	const char *name;
};

static const struct part genders[] = {{19, 3, 1, "neuter"}, {19, 3, 2, "feminine"}, {19, 3, 3, "masculine"}};
static const struct part directions[] = {{28, 0xC0, 0x40, "ldltr"}, {28, 0xC0, 0x80, "ldrtl"}};
static const struct part screens[] = {
	{28, 0x0F, 1, "small"},	 {28, 0x0F, 2, "normal"},   {28, 0x0F, 3, "large"},    {28, 0x0F, 4, "xlarge"}, {28, 0x30, 0x10, "notlong"},
	{28, 0x30, 0x20, "long"}, {48, 3, 1, "notround"},    {48, 3, 2, "round"},	{49, 3, 1, "nowidecg"}, {49, 3, 2, "widecg"},
	{49, 0x0C, 4, "lowdr"},	 {49, 0x0C, 8, "highdr"},   {12, 0xFF, 1, "port"},     {12, 0xFF, 2, "land"},	{12, 0xFF, 3, "square"},
	{29, 0x0F, 2, "desk"},	 {29, 0x0F, 3, "car"},	    {29, 0x0F, 4, "television"}, {29, 0x0F, 5, "appliance"}, {29, 0x0F, 6, "watch"},
	{29, 0x0F, 7, "vrheadset"}, {29, 0x30, 0x10, "notnight"}, {29, 0x30, 0x20, "night"},
};
static const struct part inputs[] = {
	{13, 0xFF, 1, "notouch"}, {13, 0xFF, 2, "stylus"},   {13, 0xFF, 3, "finger"},	  {18, 3, 1, "keysexposed"}, {18, 3, 2, "keyshidden"},
	{18, 3, 3, "keyssoft"},	  {16, 0xFF, 1, "nokeys"},   {16, 0xFF, 2, "qwerty"},	  {16, 0xFF, 3, "12key"},    {18, 0x0C, 4, "navexposed"},
	{18, 0x0C, 8, "navhidden"}, {17, 0xFF, 1, "nonav"},   {17, 0xFF, 2, "dpad"},	  {17, 0xFF, 3, "trackball"}, {17, 0xFF, 4, "wheel"},
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

static void put_parts(struct naming *naming, const struct part *parts, size_t num)
{
	for (size_t i = 0; i < num; i++) {
		if ((cursor_peek_u8(&naming->in, parts[i].offset) & parts[i].mask) != parts[i].value)
			continue;
		between(naming);
		buf_text(naming->out, parts[i].name);
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

#define PUT(naming, parts) put_parts(naming, parts, sizeof(parts) / sizeof(parts)[0])

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
	put_number(&naming, 24, "v", "");
}
