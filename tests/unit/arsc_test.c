/*
 * Names of configurations, of bytes that the test writes itself.
 */
#include "encoding/arsc.h"
#include "harness.h"

#define SIZE 64

struct setting {
	size_t offset;
	uint8_t byte;
};

static void check_name(const struct setting *settings, size_t num, const char *locale, uint16_t density, const char *wanted)
{
	uint8_t bytes[SIZE] = {SIZE};
	struct arsc_config config = {.density = density, .bytes = span_of(bytes, SIZE)};
	struct buf name BUF_CLEANUP = buf_new(1024);

	for (size_t i = 0; i < num; i++)
		bytes[settings[i].offset] = settings[i].byte;
	snprintf(config.locale, sizeof config.locale, "%s", locale);
	arsc_config_name(&config, &name);
	buf_byte(&name, 0);
	CHECK_TEXT((const char *)name.data, wanted);
}

TEST(config_name, "a configuration is named as aapt names folders, its qualifiers in aapt's order")
{
	static const struct setting sim[] = {{4, 0xCC}, {5, 1}, {6, 1}}, night[] = {{29, 0x20}, {24, 8}};
	static const struct setting all[] = {{19, 2}, {28, 0xA4}, {30, 0x58}, {31, 2}, {32, 100}, {34, 200}, {48, 2}, {49, 0x0A}, {12, 2}, {29, 0x13}, {13, 3},
					     {18, 0x09}, {16, 2}, {17, 2}, {20, 64}, {22, 32}, {24, 21}};

	static const struct setting unknown[] = {{19, 9}, {28, 0xF7}, {48, 3}, {49, 0x0F}, {12, 7}, {29, 0x31}, {13, 9}, {18, 0x0C}, {16, 8}, {17, 9}, {24, 36}, {26, 1}};

	check_name(NULL, 0, "", 0, "");
	check_name(unknown, sizeof unknown / sizeof unknown[0], "", 0,
		   "grammaticalInflection=9-layoutDir=192-screenLayoutSize=7-screenLayoutLong=48-screenRound=3-wideColorGamut=3-hdr=12-orientation=7"
		   "-uiModeType=1-uiModeNight=48-touchscreen=9-keyboard=8-inputFlagsNavHidden=12-navigation=9-v36.1");
	check_name(sim, 3, "", 0, "mcc460-mnc1");
	check_name(night, 2, "zh-CN", 0, "zh-rCN-night-v8");
	check_name(NULL, 0, "fr", 0xFFFE, "fr-anydpi");
	check_name(NULL, 0, "es-419", 480, "es-r419-xxhdpi");
	check_name(night, 2, "zh-Hans-CN", 0, "b+zh+Hans+CN-night-v8");
	check_name(all, sizeof all / sizeof all[0], "de", 160,
		   "de-feminine-ldrtl-sw600dp-w100dp-h200dp-xlarge-long-round-widecg-highdr-land-car-notnight-mdpi-finger-keysexposed-qwerty-navhidden"
		   "-dpad-64x32-v21");
}
