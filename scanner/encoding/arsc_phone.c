/*
 * arsc_phone - the value of a resource that a phone of today takes, and the one that it shows.
 *
 * What is read of a manifest before anything runs knows of no configuration but the version (arsc_choose); names are shown in that of the
 * phone. Which one fits best is decided by one quality after the other, in this order, by phones of all kinds. Every density fits.
 *
 * source   AOSP libs/androidfw/ResourceTypes.cpp, ResTable_config::match, isBetterThan and isLocaleBetterThan, LocaleData.cpp,
 *          localeDataComputeScript and localeDataCompareRegions (Android 14); AssetManager.setConfiguration, which has of a phone's keyboard
 *          that it is the one on the screen
 */
#include "bytes/cursor.h"
#include "encoding/arsc_parts.h"
#include "encoding/axml.h"

#define HOPS_MAX 20
#define DENSITY_ANY 0xFFFEu
#define DENSITY_DEFAULT 160 /* also where none is wanted, and of what says none */
#define SDK_READING 34	    /* the Android version whose reading of a manifest is reported */

/* The phone: no SIM card, upright, by day, with a touch screen and no keys. */
#define SDK 36
#define DENSITY 420
#define LEAST_WIDTH_DP 411
#define WIDTH_DP 411
#define HEIGHT_DP 891
#define WIDTH 1080
#define HEIGHT 2340

enum { LANGUAGE = 8, REGION = 10, SCRIPT = 36, VARIANT = 40, SCRIPT_WAS_COMPUTED = 52, DIGITS = 53 }; /* offsets in a configuration */
enum { SIZE_MASK = 0x0F, SIZE_NORMAL = 2, KEYS_MASK = 3, KEYS_EXPOSED = 1, KEYS_SOFT = 3 };

/* Where a configuration says one of several, it is for phones of that one alone, and better than none. */
struct quality {
	uint8_t offset, mask, phone;
};

static const struct quality direction = {28, 0xC0, 0x40};
static const struct quality screens[] = {
	{28, 0x30, 0x20}, {48, 0x03, 1}, {49, 0x03, 1}, {49, 0x0C, 4}, /* long, not round, no wide gamut, low dynamic range */
	{12, 0xFF, 1}, {29, 0x0F, 1}, {29, 0x30, 0x10},	       /* upright; mode type normal, not night */
};
static const struct quality touch = {13, 0xFF, 3};
static const struct quality inputs[] = {{18, 0x0C, 8}, {16, 0xFF, 1}, {17, 0xFF, 1}}; /* navigation hidden, no keys, no navigation */

#define NUM(qualities) (sizeof(qualities) / sizeof(qualities)[0])

static uint8_t said(const struct cursor *config, const struct quality *quality)
{
	return cursor_peek_u8(config, quality->offset) & quality->mask;
}

static bool fits(const struct cursor *config, const struct quality *qualities, size_t num)
{
	for (size_t i = 0; i < num; i++)
		if (said(config, &qualities[i]) != 0 && said(config, &qualities[i]) != qualities[i].phone)
			return false;
	return true;
}

/* SIM card, grammatical gender and minor version are for phones that have one; as language is, which is asked apart. */
static bool is_for_phone(const struct cursor *config)
{
	uint8_t keys = cursor_peek_u8(config, 18) & KEYS_MASK;

	return cursor_peek_u32(config, 4) == 0 && cursor_peek_u8(config, 19) == 0 &&
	       cursor_peek_u16(config, 26) == 0 && fits(config, &direction, 1) && fits(config, screens, NUM(screens)) && fits(config, &touch, 1) &&
	       fits(config, inputs, NUM(inputs)) && (keys == 0 || keys == KEYS_EXPOSED || keys == KEYS_SOFT) &&
	       (cursor_peek_u8(config, 28) & SIZE_MASK) <= SIZE_NORMAL && cursor_peek_u16(config, 30) <= LEAST_WIDTH_DP &&
	       cursor_peek_u16(config, 32) <= WIDTH_DP && cursor_peek_u16(config, 34) <= HEIGHT_DP && cursor_peek_u16(config, 20) <= WIDTH &&
	       cursor_peek_u16(config, 22) <= HEIGHT && cursor_peek_u16(config, 24) <= SDK;
}

/* Of two that are for the phone: above 0 where the first is better, below where the second is, 0 where nothing so far says. */
static int compare_numbers(int a, int b)
{
	return (a > b) - (a < b);
}

static int compare_qualities(const struct cursor *a, const struct cursor *b, const struct quality *qualities, size_t num)
{
	int order = 0;

	for (size_t i = 0; i < num && order == 0; i++)
		order = compare_numbers(said(a, &qualities[i]), said(b, &qualities[i]));
	return order;
}

/* What says no size is for a normal one, and one that says so is better. */
static int size_of(const struct cursor *config)
{
	uint8_t size = cursor_peek_u8(config, 28) & SIZE_MASK;

	return size == 0 ? 2 * SIZE_NORMAL : 2 * size + 1;
}

/* To scale down is better than to scale up by as much. Of two numbers for one density the first is the better one, whichever that is. */
static int compare_densities(uint16_t a, uint16_t b, int64_t wanted)
{
	int64_t high = a != 0 ? a : DENSITY_DEFAULT, low = b != 0 ? b : DENSITY_DEFAULT, other;
	int better = 1;

	if (a == b)
		return 0;
	if (high == DENSITY_ANY || low == DENSITY_ANY)
		return high == DENSITY_ANY ? 1 : -1;
	if (low > high) {
		other = high;
		high = low;
		low = other;
		better = -1;
	}
	if (high > wanted && (low >= wanted || (2 * low - wanted) * high > wanted * wanted))
		return -better;
	return better;
}

static int sum(const struct cursor *config, size_t offset)
{
	return cursor_peek_u16(config, offset) + cursor_peek_u16(config, offset + 2);
}

static bool is_better(const struct cursor *a, const struct cursor *b)
{
	int order = compare_qualities(a, b, &direction, 1);

	if (order == 0)
		order = compare_numbers(cursor_peek_u16(a, 30), cursor_peek_u16(b, 30));
	if (order == 0)
		order = compare_numbers(sum(a, 32), sum(b, 32));
	if (order == 0)
		order = compare_numbers(size_of(a), size_of(b));
	if (order == 0)
		order = compare_qualities(a, b, screens, NUM(screens));
	if (order == 0)
		order = compare_densities(cursor_peek_u16(a, 14), cursor_peek_u16(b, 14), DENSITY);
	if (order == 0)
		order = compare_qualities(a, b, &touch, 1);
	if (order == 0)
		order = compare_numbers(cursor_peek_u8(a, 18) & KEYS_MASK, cursor_peek_u8(b, 18) & KEYS_MASK);
	if (order == 0)
		order = compare_qualities(a, b, inputs, NUM(inputs));
	if (order == 0)
		order = compare_numbers(sum(a, 20), sum(b, 20));
	return order == 0 ? cursor_peek_u16(a, 24) > cursor_peek_u16(b, 24) : order > 0;
}

static bool is_shown(const struct arsc_config *config)
{
	struct cursor bytes = cursor_of(config->bytes);

	return !config->has_locale && is_for_phone(&bytes);
}

static bool is_better_shown(const struct arsc_config *a, const struct arsc_config *b)
{
	struct cursor x = cursor_of(a->bytes), y = cursor_of(b->bytes);

	return is_better(&x, &y);
}

static bool has_bytes(const struct cursor *config, size_t offset, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (cursor_peek_u8(config, offset + i) != (uint8_t)bytes[i])
			return false;
	return true;
}

/* A region that is not listed writes as the language alone does. */
static bool is_traditional(const struct cursor *config)
{
	static const char regions[][3] = {"AU", "BN", "GB", "GF", "HK", "ID", "MO", "PA", "PF", "PH", "SR", "TH", "TW", "US", "VN"};

	for (size_t i = 0; i < NUM(regions); i++)
		if (has_bytes(config, REGION, regions[i], 2))
			return true;
	return false;
}

/* The script decides, which is computed where none is said; the region does not. */
static bool is_for_chinese(const struct cursor *config)
{
	if (cursor_peek_u32(config, LANGUAGE) == 0)
		return true;
	if (!has_bytes(config, LANGUAGE, "zh", 2))
		return false;
	if (cursor_peek_u8(config, SCRIPT) == 0 && cursor_peek_u8(config, SCRIPT_WAS_COMPUTED) == 0)
		return !is_traditional(config);
	return has_bytes(config, SCRIPT, "Hans", 4);
}

/* Of other regions, which are as far from the mainland as each other, the first in the alphabet; then what is of no variant, of no digits. */
static int fit_of(const struct cursor *config)
{
	int region = cursor_peek_u8(config, REGION) << 8 | cursor_peek_u8(config, REGION + 1), fit = UINT16_MAX - region;

	if (cursor_peek_u32(config, LANGUAGE) == 0)
		return 0;
	if (region == 0 || has_bytes(config, REGION, "CN", 2))
		fit = UINT16_MAX + 1 + (region != 0);
	return 4 * fit + 2 * (cursor_peek_u8(config, VARIANT) == 0) + (cursor_peek_u8(config, DIGITS) == 0);
}

enum arsc_chinese arsc_chinese_of(const struct arsc_config *config)
{
	struct cursor bytes = cursor_of(config->bytes);

	if (!is_for_phone(&bytes) || !is_for_chinese(&bytes))
		return ARSC_NOT_CHINESE;
	if (cursor_peek_u32(&bytes, LANGUAGE) == 0)
		return ARSC_DEFAULT;
	if (cursor_peek_u16(&bytes, REGION) == 0)
		return ARSC_LANGUAGE;
	return has_bytes(&bytes, REGION, "CN", 2) ? ARSC_EXACT : ARSC_REGION;
}

static bool is_shown_in_chinese(const struct arsc_config *config)
{
	return arsc_chinese_of(config) != ARSC_NOT_CHINESE;
}

/* A better language is enough; a worse one is not: then, too, the phone asks for the other qualities. */
static bool is_better_in_chinese(const struct arsc_config *a, const struct arsc_config *b)
{
	struct cursor x = cursor_of(a->bytes), y = cursor_of(b->bytes);

	return fit_of(&x) > fit_of(&y) || is_better(&x, &y);
}

static bool is_read(const struct arsc_config *config)
{
	return !config->has_locale && !config->has_other && config->sdk <= SDK_READING;
}

static bool is_better_read(const struct arsc_config *a, const struct arsc_config *b)
{
	int order = compare_densities(a->density, b->density, DENSITY_DEFAULT);

	return order == 0 ? a->sdk > b->sdk : order > 0;
}

bool arsc_choose(struct arsc *arsc, uint32_t id, struct arsc_value *value)
{
	static const struct arsc_phone reading = {is_read, is_better_read};

	return arsc_choose_for(arsc, &reading, id, value);
}

static const struct arsc_phone showing = {is_shown, is_better_shown};

const struct arsc_config *arsc_shown_in(struct arsc *arsc, uint32_t id, enum arsc_language language)
{
	static const struct arsc_phone chinese = {is_shown_in_chinese, is_better_in_chinese};

	return arsc_best_for(arsc, language == ARSC_IN_CHINESE ? &chinese : &showing, id);
}

bool arsc_show(struct arsc *arsc, uint32_t id, struct arsc_value *value)
{
	for (int hop = 0; hop < HOPS_MAX; hop++) {
		if (!arsc_choose_for(arsc, &showing, id, value))
			return false;
		if (!axml_is_reference(value->type))
			return true;
		id = value->data;
	}
	return false;
}
