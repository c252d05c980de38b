/*
 * Resource ids, and what a phone puts in their place: by tables that the test writes itself.
 */
#include "encoding/dynamic_ref.h"

#include "encoding/axml.h"
#include "harness.h"

#define LIBRARY 0x02

static const struct dynamic_ref_alias aliases[] = {{0x010A0001, 0x01010003}, {0x020A0001, 0x02010003}, {0x7F0A0001, 0x01010006}, {0x7F0A0002, 0x02010004},
						   {0x7F0A0003, 0x00010005}};

static struct dynamic_ref table(uint8_t package_id)
{
	struct dynamic_ref made = dynamic_ref_ordinary;

	made.package_id = package_id;
	made.packages[LIBRARY] = DYNAMIC_REF_SYSTEM;
	return made;
}

static uint32_t id_of(const struct dynamic_ref *refs, uint32_t id, bool is_known)
{
	CHECK(dynamic_ref_id(refs, &id) == is_known);
	return id;
}

TEST(dynamic_ref_packages, "ids without a package are of the table's own, ids of libraries of the number that the phone gives, all others stay")
{
	struct dynamic_ref app = table(DYNAMIC_REF_APP), system = table(DYNAMIC_REF_SYSTEM);

	CHECK(id_of(&app, 0x00010003, true) == 0x7F010003);
	CHECK(id_of(&system, 0x00010003, true) == 0x01010003);
	CHECK(id_of(&app, 0x02010003, true) == 0x01010003);
	CHECK(id_of(&app, 0x03010003, false) == 0x03010003);
	CHECK(id_of(&app, 0x01010003, true) == 0x01010003);
	CHECK(id_of(&app, 0x7F010003, true) == 0x7F010003);
	CHECK(id_of(&app, 0, true) == 0);
	CHECK(id_of(NULL, 0x00010003, true) == 0x00010003);
}

TEST(dynamic_ref_numbers, "the numbers of system and app are nobody else's, whatever the table says of them")
{
	struct dynamic_ref odd = table(DYNAMIC_REF_APP);

	odd.packages[DYNAMIC_REF_SYSTEM] = DYNAMIC_REF_APP;
	odd.packages[DYNAMIC_REF_APP] = DYNAMIC_REF_SYSTEM;
	CHECK(id_of(&odd, 0x01010003, true) == 0x01010003);
	CHECK(id_of(&odd, 0x7F010003, true) == 0x7F010003);
}

TEST(dynamic_ref_aliases, "a staged id is the one in its place, and what that one is of")
{
	struct dynamic_ref refs = table(DYNAMIC_REF_APP);

	refs.aliases = aliases;
	refs.num_aliases = sizeof aliases / sizeof aliases[0];
	CHECK(id_of(&refs, 0x010A0001, true) == 0x01010003);
	CHECK(id_of(&refs, 0x020A0001, true) == 0x01010003);
	CHECK(id_of(&refs, 0x7F0A0001, true) == 0x01010006);
	CHECK(id_of(&refs, 0x7F0A0002, true) == 0x01010004);
	CHECK(id_of(&refs, 0x7F0A0003, true) == 0x7F0A0003); /* without a package the phone goes by what was written */
	CHECK(id_of(&refs, 0x7F0A0004, true) == 0x7F0A0004);
	CHECK(id_of(&refs, 0x010A0000, true) == 0x010A0000);
}

static void check_value(const struct dynamic_ref *refs, uint8_t type, uint32_t data, uint8_t wanted_type, uint32_t wanted_data)
{
	dynamic_ref_value(refs, &type, &data);
	CHECK(type == wanted_type);
	CHECK(data == wanted_data);
}

TEST(dynamic_ref_values, "dynamic references become references where a package is known, references without a package get one, and all else stays")
{
	struct dynamic_ref refs = table(DYNAMIC_REF_APP);

	refs.aliases = aliases;
	refs.num_aliases = sizeof aliases / sizeof aliases[0];
	check_value(&refs, AXML_TYPE_DYNAMIC_REFERENCE, 0x02010003, AXML_TYPE_REFERENCE, 0x01010003);
	check_value(&refs, AXML_TYPE_DYNAMIC_REFERENCE, 0x03010003, AXML_TYPE_DYNAMIC_REFERENCE, 0x03010003);
	check_value(&refs, AXML_TYPE_DYNAMIC_REFERENCE, 0, AXML_TYPE_REFERENCE, 0);
	check_value(&refs, AXML_TYPE_DYNAMIC_ATTRIBUTE, 0x02010003, AXML_TYPE_ATTRIBUTE, 0x01010003);
	check_value(&refs, AXML_TYPE_REFERENCE, 0x00010003, AXML_TYPE_REFERENCE, 0x7F010003);
	check_value(&refs, AXML_TYPE_REFERENCE, 0x02010003, AXML_TYPE_REFERENCE, 0x02010003);
	check_value(&refs, AXML_TYPE_REFERENCE, 0x7F0A0001, AXML_TYPE_REFERENCE, 0x7F0A0001);
	check_value(&refs, AXML_TYPE_STRING, 0x00000003, AXML_TYPE_STRING, 0x00000003);
	check_value(NULL, AXML_TYPE_DYNAMIC_REFERENCE, 0x02010003, AXML_TYPE_DYNAMIC_REFERENCE, 0x02010003);
}
