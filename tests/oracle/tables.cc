/* Manifests and resource tables that are written whole, so that what one lie does not reach is there as well. */
#include "mutate.h"

namespace {

enum : uint16_t { XML = 3, POOL = 1, TABLE = 2, PACKAGE = 0x200, TYPE = 0x201, SPEC = 0x202, OVERLAYABLE = 0x204, START = 0x102, END = 0x103, IDS = 0x180, OTHER = 0x777 };
enum : uint8_t { REFERENCE = 1, STRING = 3, INTEGER = 0x10, BOOLEAN = 0x12 };
enum : uint32_t { NONE = 0xFFFFFFFF, CONFIG_SIZE = 64, INDEXES = 4 };
enum : uint8_t { SPARSE = 1 };
enum { LABELS = 1, TRUTHS, VERSIONS }; /* types */

uint32_t one_of(Random &random, std::initializer_list<uint32_t> values)
{
	return values.begin()[random.below(static_cast<uint32_t>(values.size()))];
}

void add(Bytes &out, const Bytes &more)
{
	out.insert(out.end(), more.begin(), more.end());
}

Bytes chunk(uint16_t type, const Bytes &header, const Bytes &body)
{
	Bytes out;

	put(out, type, 2);
	put(out, 8 + header.size(), 2);
	put(out, 8 + header.size() + body.size(), 4);
	add(out, header);
	add(out, body);
	return out;
}

Bytes words(std::initializer_list<uint32_t> values)
{
	Bytes out;

	for (uint32_t value : values)
		put(out, value, 4);
	return out;
}

Bytes pool(std::initializer_list<const char *> strings)
{
	Bytes offsets, data;

	for (const char *string : strings) {
		std::string text = string;

		put(offsets, data.size(), 4);
		put(data, text.size(), 2);
		for (char c : text)
			put(data, static_cast<uint8_t>(c), 2);
		put(data, 0, 2);
	}
	data.resize((data.size() + 3) / 4 * 4);
	Bytes header = words({static_cast<uint32_t>(strings.size()), 0, 0, static_cast<uint32_t>(28 + offsets.size()), 0});
	add(offsets, data);
	return chunk(POOL, header, offsets);
}

/* ---- the manifest: a label, a truth value and a number, each a resource ---- */

enum : uint32_t { LABEL, DEBUGGABLE, VERSION_CODE, PACKAGE_NAME, MANIFEST, APPLICATION, NAME, ANDROID };

Bytes attribute(uint32_t space, uint32_t name, uint32_t raw, uint8_t type, uint32_t data)
{
	Bytes out = words({space, name, raw});

	put(out, 8, 2);
	put(out, 0, 1);
	put(out, type, 1);
	put(out, data, 4);
	return out;
}

Bytes start(uint32_t name, std::initializer_list<Bytes> attributes)
{
	Bytes body = words({NONE, name});

	put(body, 20, 2);
	put(body, 20, 2);
	put(body, attributes.size(), 2);
	put(body, 0, 6);
	for (const Bytes &one : attributes)
		add(body, one);
	return chunk(START, words({1, NONE}), body);
}

Bytes manifest()
{
	Bytes body = pool({"label", "debuggable", "versionCode", "package", "manifest", "application", "com.example.table", "http://schemas.android.com/apk/res/android"});

	add(body, chunk(IDS, {}, words({0x01010001, 0x0101000F, 0x0101021B})));
	add(body, start(MANIFEST, {attribute(ANDROID, VERSION_CODE, NONE, REFERENCE, 0x7F000000 | VERSIONS << 16), attribute(NONE, PACKAGE_NAME, NAME, STRING, NAME)}));
	add(body, start(APPLICATION, {attribute(ANDROID, LABEL, NONE, REFERENCE, 0x7F000000 | LABELS << 16), attribute(ANDROID, DEBUGGABLE, NONE, REFERENCE, 0x7F000000 | TRUTHS << 16)}));
	add(body, chunk(END, words({1, NONE}), words({NONE, APPLICATION})));
	add(body, chunk(END, words({1, NONE}), words({NONE, MANIFEST})));
	return chunk(XML, {}, body);
}

/* ---- the table ---- */

/* What an entry of the type says, or another resource of the type. */
void put_value(Bytes &out, int type, Random &random)
{
	bool refers = random.below(12) == 0;

	put(out, random.below(6) != 0 ? 8 : one_of(random, {0, 7, 9, 12, 100}), 2);
	put(out, 0, 1);
	if (refers) {
		put(out, REFERENCE, 1);
		put(out, 0x7F000000u | static_cast<uint32_t>(type) << 16 | random.below(INDEXES + 1), 4);
	} else {
		put(out, type == LABELS ? STRING : type == TRUTHS ? BOOLEAN : INTEGER, 1);
		put(out, type == LABELS ? random.below(9) : type == TRUTHS ? 0u - random.below(2) : random.below(100), 4);
	}
}

/* Ordinary ones, and such of other sizes, bags, and what only looks like one. */
Bytes some_entry(int type, Random &random, std::string *what)
{
	uint32_t size = random.below(3) != 0 ? 8 : one_of(random, {0, 4, 7, 8, 9, 10, 12, 14, 15, 16, 16, 16, 17, 18, 20, 24, 28});
	bool is_complex = random.below(size < 16 ? 200 : 4) == 0;
	Bytes out;

	if (is_complex && size < 16)
		*what += "short bag; ";
	put(out, size, 2);
	put(out, (is_complex ? 1 : 0) | one_of(random, {0, 0, 0, 2, 4, 0x10, 0x100}), 2);
	put(out, 0, 4);
	if (size >= 16) {
		put(out, 0, 4);
		put(out, one_of(random, {0, 0, 0, 1, 2, 5, 0x15555555, NONE}), 4);
	}
	out.resize(size < 8 ? 8 : size, 0);
	put_value(out, type, random);
	if (random.below(3) == 0)
		out.resize(out.size() + 12 * random.below(3));
	out.resize((out.size() + 3) / 4 * 4);
	return out;
}

/* Qualified by nothing, by what every phone fits, and by what some do. */
Bytes some_config(Random &random)
{
	Bytes out(CONFIG_SIZE, 0);
	auto set = [&out](size_t at, uint32_t value) { out[at] = static_cast<uint8_t>(value), out[at + 1] = static_cast<uint8_t>(value >> 8); };

	if (random.below(2) == 0)
		set(14, one_of(random, {0, 120, 140, 160, 160, 213, 240, 320, 420, 480, 640, 0xFFFE, 0xFFFF}));
	if (random.below(3) == 0)
		set(24, one_of(random, {21, 30, 34, 35, 36, 37}));
	if (random.below(10) == 0)
		set(8, one_of(random, {0x7266, 0x6E65, 0x0066, 0x0000}));
	if (random.below(6) == 0)
		out[one_of(random, {12, 13, 16, 17, 18, 28, 29, 30, 32, 48, 49})] = static_cast<uint8_t>(1 + random.below(3));
	if (random.below(20) == 0)
		out[one_of(random, {4, 6, 10, 11, 20, 26, 31, 33, 36, 40, 60})] = static_cast<uint8_t>(1 + random.below(255));
	set(0, random.below(4) != 0 ? CONFIG_SIZE : one_of(random, {0, 2, 4, 9, 11, 14, 15, 16, 25, 28, 29, 32, 36, 48, 49, 52, 63, 65, 200}));
	return out;
}

struct Record {
	uint32_t index, offset;
};

/* Sparse records, some of them twice or where another belongs. */
void disorder(std::vector<Record> &records, Random &random, std::string *what)
{
	for (uint32_t times = random.below(3); times > 0 && !records.empty(); times--) {
		uint32_t chosen = random.below(static_cast<uint32_t>(records.size()));

		if (random.below(2) == 0) {
			Record copy = {records[chosen].index, records[random.below(static_cast<uint32_t>(records.size()))].offset};
			records.insert(records.begin() + chosen, copy);
			*what += "record doubled; ";
		} else {
			std::swap(records[chosen], records[random.below(static_cast<uint32_t>(records.size()))]);
			*what += "records swapped; ";
		}
	}
}

Bytes list_of(const std::vector<Record> &records, bool is_sparse, uint32_t num)
{
	Bytes out;

	if (is_sparse) {
		for (const Record &record : records) {
			put(out, record.index, 2);
			put(out, record.offset / 4, 2);
		}
		return out;
	}
	out.resize(4 * static_cast<size_t>(num), 0xFF);
	for (const Record &record : records)
		for (size_t i = 0; i < 4; i++)
			out[4 * static_cast<size_t>(record.index) + i] = static_cast<uint8_t>(record.offset >> (8 * i));
	return out;
}

/* A type of one configuration, whose header may end before that does: what it lists is then qualifiers, too. */
Bytes some_type(int type, Random &random, std::string *what)
{
	bool is_sparse = random.below(3) == 0, is_short = random.below(5) == 0;
	uint32_t num = random.below(8) == 0 ? 14 : INDEXES;
	Bytes entries, config = some_config(random), header, list;
	std::vector<Record> records;

	for (uint32_t index = 0; index < INDEXES; index++) {
		if (random.below(index == 0 ? 8 : 2) == 0)
			continue;
		records.push_back({index, static_cast<uint32_t>(entries.size()) + (random.below(40) == 0 ? 2 : 0)});
		add(entries, some_entry(type, random, what));
	}
	if (is_sparse)
		disorder(records, random, what);
	list = list_of(records, is_sparse, num);
	if (is_short)
		config.resize(4 * static_cast<size_t>(1 + random.below(15)));
	*what += "type " + std::to_string(type) + (is_sparse ? " sparse" : "") + " of a header of " + std::to_string(20 + config.size()) + "; ";
	list.resize(list.size() + (random.below(3) == 0 ? 4 * static_cast<size_t>(random.below(12)) : 0));
	put(header, static_cast<uint32_t>(type), 1);
	put(header, is_sparse ? SPARSE : 0, 1);
	put(header, 0, 2);
	put(header, is_sparse ? records.size() : num, 4);
	put(header, 20 + config.size() + list.size(), 4);
	add(header, config);
	add(list, entries);
	if (random.below(8) == 0 && list.size() >= 4)
		list.resize(list.size() - 4);
	return chunk(TYPE, header, list);
}

Bytes some_overlayable(Random &random)
{
	Bytes header;

	put(header, one_of(random, {'a', 'a', 'b', 0}), 2);
	put(header, one_of(random, {0, 0xD800, 'c'}), 2);
	header.resize(1024);
	return chunk(OVERLAYABLE, header, {});
}

Bytes some_package(Random &random, std::string *what)
{
	uint32_t type_id_offset = random.below(30) == 0 ? one_of(random, {1, 251, 252, 253, 256}) : 0;
	Bytes header = words({0x7F}), body = pool({"string", "bool", "integer"}), keys = pool({"key"});

	header.resize(4 + 256);
	add(header, words({288, 3, 288 + static_cast<uint32_t>(body.size()), 1, type_id_offset}));
	add(body, keys);
	*what += "type ids from " + std::to_string(type_id_offset) + "; ";
	for (uint32_t num = random.below(12) == 0 ? 1 + random.below(2) : 0; num > 0; num--)
		add(body, some_overlayable(random));
	for (int type : {LABELS, TRUTHS, VERSIONS}) {
		Bytes spec;

		put(spec, static_cast<uint32_t>(type), 4);
		put(spec, INDEXES, 4);
		add(body, chunk(SPEC, spec, Bytes(4 * static_cast<size_t>(INDEXES), 0)));
		for (uint32_t num = 1 + random.below(4); num > 0; num--)
			add(body, some_type(type, random, what));
	}
	add(body, chunk(OTHER, {}, Bytes(128, 0))); /* what reads on reads this */
	return chunk(PACKAGE, header, body);
}

} // namespace

Base write_package(Random &random, std::string *what)
{
	Bytes body = pool({"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven"});

	add(body, some_package(random, what));
	return {"written", {{"AndroidManifest.xml", manifest()}, {"resources.arsc", chunk(TABLE, words({1}), body)}}};
}
