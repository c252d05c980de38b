#include "mutate.h"

#include <cstring>

void put(Bytes &out, uint64_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

uint32_t get(const Bytes &in, size_t at, size_t size)
{
	uint32_t value = 0;

	for (size_t i = 0; i < size && at + i < in.size(); i++)
		value |= static_cast<uint32_t>(in[at + i]) << (8 * i);
	return value;
}

void poke(Bytes &in, size_t at, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size && at + i < in.size(); i++)
		in[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

namespace {

uint32_t crc32(const Bytes &data)
{
	uint32_t crc = ~0u;

	for (uint8_t byte : data) {
		crc ^= byte;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

/* A field's new value: near the old one, a bound, or anything. */
uint32_t lie(Random &random, uint32_t old, size_t size)
{
	static const uint32_t bounds[] = {0, 1, 2, 4, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};

	switch (random.below(8)) {
	case 0:
		return old + 1;
	case 1:
		return old - 1;
	case 2:
		return old + 4;
	case 3:
		return old * 2;
	case 4:
		return old ^ (1u << random.below(static_cast<uint32_t>(8 * size)));
	case 5:
		return static_cast<uint32_t>(random.next());
	default:
		return bounds[random.below(sizeof bounds / sizeof bounds[0])];
	}
}

/* ---- ZIP ---- */

struct Zip {
	Bytes locals;
	std::vector<Bytes> records;
	size_t comment_len = 0;
};

Bytes local_header(const std::string &name, const Bytes &content)
{
	Bytes out;

	put(out, 0x04034B50, 4);
	put(out, 20, 2);
	put(out, 0, 2);
	put(out, 0, 2);
	put(out, 0x50210000, 4);
	put(out, crc32(content), 4);
	put(out, content.size(), 4);
	put(out, content.size(), 4);
	put(out, name.size(), 2);
	put(out, 0, 2);
	out.insert(out.end(), name.begin(), name.end());
	return out;
}

Bytes directory_record(const std::string &name, const Bytes &content, size_t offset)
{
	Bytes out;

	put(out, 0x02014B50, 4);
	put(out, 20, 2);
	put(out, 20, 2);
	put(out, 0, 2);
	put(out, 0, 2);
	put(out, 0x50210000, 4);
	put(out, crc32(content), 4);
	put(out, content.size(), 4);
	put(out, content.size(), 4);
	put(out, name.size(), 2);
	put(out, 0, 8);
	put(out, 0, 4);
	put(out, offset, 4);
	out.insert(out.end(), name.begin(), name.end());
	return out;
}

Zip build(const Base &base)
{
	Zip zip;

	for (const auto &entry : base.entries) {
		Bytes header = local_header(entry.first, entry.second);
		size_t offset = zip.locals.size();

		zip.locals.insert(zip.locals.end(), header.begin(), header.end());
		zip.locals.insert(zip.locals.end(), entry.second.begin(), entry.second.end());
		while (zip.locals.size() % 4 != 0)
			zip.locals.push_back(0);
		zip.records.push_back(directory_record(entry.first, entry.second, offset));
	}
	return zip;
}

Bytes finish(const Zip &zip, size_t *directory, size_t *end)
{
	Bytes out = zip.locals;
	size_t size = 0;

	*directory = out.size();
	for (const Bytes &record : zip.records) {
		out.insert(out.end(), record.begin(), record.end());
		size += record.size();
	}
	*end = out.size();
	put(out, 0x06054B50, 4);
	put(out, 0, 4);
	put(out, zip.records.size(), 2);
	put(out, zip.records.size(), 2);
	put(out, size, 4);
	put(out, *directory, 4);
	put(out, zip.comment_len, 2);
	out.insert(out.end(), zip.comment_len, 'c');
	return out;
}

struct Field {
	const char *name;
	uint8_t offset, size;
};

const Field end_fields[] = {{"signature", 0, 4}, {"disk", 4, 2}, {"directory disk", 6, 2}, {"entries on disk", 8, 2},
			    {"entries", 10, 2}, {"directory size", 12, 4}, {"directory offset", 16, 4}, {"comment length", 20, 2}};
const Field record_fields[] = {{"signature", 0, 4}, {"made by", 4, 2}, {"needed", 6, 2}, {"flags", 8, 2}, {"method", 10, 2},
			       {"time", 12, 4}, {"crc", 16, 4}, {"stored size", 20, 4}, {"size", 24, 4}, {"name length", 28, 2},
			       {"extra length", 30, 2}, {"comment length", 32, 2}, {"disk", 34, 2}, {"attributes", 38, 4},
			       {"header offset", 42, 4}, {"name", 46, 1}};
const Field local_fields[] = {{"signature", 0, 4}, {"needed", 4, 2}, {"flags", 6, 2}, {"method", 8, 2}, {"time", 10, 4},
			      {"crc", 14, 4}, {"stored size", 18, 4}, {"size", 22, 4}, {"name length", 26, 2},
			      {"extra length", 28, 2}, {"name", 30, 1}};

template <size_t N>
void mutate_field(Bytes &bytes, size_t at, const Field (&fields)[N], Random &random, const char *where, std::string *what)
{
	const Field &field = fields[random.below(N)];
	uint32_t old = get(bytes, at + field.offset, field.size), value = lie(random, old, field.size);

	poke(bytes, at + field.offset, value, field.size);
	*what += std::string(where) + " " + field.name + " " + std::to_string(old) + "->" + std::to_string(value) + "; ";
}

void mutate_records(Zip &zip, Random &random, std::string *what)
{
	uint32_t index = random.below(static_cast<uint32_t>(zip.records.size()));

	switch (random.below(5)) {
	case 0:
		zip.records.erase(zip.records.begin() + index);
		*what += "record dropped; ";
		break;
	case 1:
		zip.records.push_back(zip.records[index]);
		*what += "record doubled; ";
		break;
	case 2:
		std::swap(zip.records[index], zip.records[random.below(static_cast<uint32_t>(zip.records.size()))]);
		*what += "records swapped; ";
		break;
	case 3:
		zip.comment_len = random.below(64);
		*what += "comment; ";
		break;
	default:
		zip.records[index].insert(zip.records[index].end(), random.below(8), 0);
		*what += "record padded; ";
		break;
	}
}

Bytes mutate_zip(const Base &base, Random &random, std::string *what)
{
	Zip zip = build(base);
	size_t directory, end, at;
	Bytes out;

	if (random.below(4) == 0)
		mutate_records(zip, random, what);
	out = finish(zip, &directory, &end);
	for (uint32_t i = 0, num = random.below(3); i <= num; i++) {
		switch (random.below(zip.records.empty() ? 1 : 3)) {
		case 0:
			mutate_field(out, end, end_fields, random, "EOCD", what);
			break;
		case 1:
			at = directory;
			for (uint32_t skip = random.below(static_cast<uint32_t>(zip.records.size())); skip > 0; skip--)
				at += zip.records[skip - 1].size();
			mutate_field(out, at, record_fields, random, "record", what);
			break;
		default:
			at = get(zip.records[random.below(static_cast<uint32_t>(zip.records.size()))], 42, 4);
			mutate_field(out, at, local_fields, random, "header", what);
			break;
		}
	}
	if (random.below(12) == 0) {
		out.insert(out.begin() + static_cast<long>(random.below(static_cast<uint32_t>(out.size()))), random.below(5), 'x');
		*what += "bytes inserted; ";
	}
	if (random.below(12) == 0) {
		out.resize(out.size() - random.below(30));
		*what += "cut short; ";
	}
	return out;
}

/* ---- chunks of AXML and resource tables ---- */

/* Chunks whose bodies hold chunks: XML, table, package. */
bool has_children(uint16_t type)
{
	return type == 0x0003 || type == 0x0002 || type == 0x0200;
}

void walk(const Bytes &in, size_t from, size_t to, int parent, std::vector<Chunk> *chunks)
{
	while (from + 8 <= to) {
		Chunk chunk = {from, get(in, from + 2, 2), get(in, from + 4, 4), static_cast<uint16_t>(get(in, from, 2)), parent};

		if (chunk.size < 8 || chunk.header_size < 8 || chunk.header_size > chunk.size || chunk.size > to - from)
			return;
		chunks->push_back(chunk);
		if (has_children(chunk.type))
			walk(in, from + chunk.header_size, from + chunk.size, static_cast<int>(chunks->size()) - 1, chunks);
		from += chunk.size;
	}
}

void grow_parents(Bytes &in, const std::vector<Chunk> &chunks, int parent, long by)
{
	for (; parent >= 0; parent = chunks[static_cast<size_t>(parent)].parent) {
		const Chunk &chunk = chunks[static_cast<size_t>(parent)];

		poke(in, chunk.offset + 4, static_cast<uint32_t>(static_cast<long>(chunk.size) + by), 4);
	}
}

/* Drops, doubles or moves a whole chunk, with the sizes around it mended or not. */
void mutate_structure(Bytes &in, Random &random, std::string *what)
{
	std::vector<Chunk> chunks;
	Chunk chunk;
	Bytes copy;
	bool mend = random.below(4) != 0;

	walk(in, 0, in.size(), -1, &chunks);
	if (chunks.size() < 2)
		return;
	chunk = chunks[1 + random.below(static_cast<uint32_t>(chunks.size()) - 1)];
	copy.assign(in.begin() + static_cast<long>(chunk.offset), in.begin() + static_cast<long>(chunk.offset + chunk.size));
	*what += "chunk " + std::to_string(chunk.type) + " at " + std::to_string(chunk.offset);
	switch (random.below(3)) {
	case 0:
		if (mend)
			grow_parents(in, chunks, chunk.parent, -static_cast<long>(chunk.size));
		in.erase(in.begin() + static_cast<long>(chunk.offset), in.begin() + static_cast<long>(chunk.offset + chunk.size));
		*what += " dropped; ";
		break;
	case 1:
		if (mend)
			grow_parents(in, chunks, chunk.parent, static_cast<long>(chunk.size));
		in.insert(in.begin() + static_cast<long>(chunk.offset), copy.begin(), copy.end());
		*what += " doubled; ";
		break;
	default:
		in.erase(in.begin() + static_cast<long>(chunk.offset), in.begin() + static_cast<long>(chunk.offset + chunk.size));
		in.insert(in.end(), copy.begin(), copy.end());
		*what += " moved to the end; ";
		break;
	}
}

/* A field of a chunk: of its header, or one of the first words behind it. */
void mutate_chunk_field(Bytes &in, Random &random, std::string *what)
{
	std::vector<Chunk> chunks;
	size_t at, size;
	uint32_t old, value;

	walk(in, 0, in.size(), -1, &chunks);
	if (chunks.empty())
		return;
	const Chunk &chunk = chunks[random.below(static_cast<uint32_t>(chunks.size()))];
	size = random.below(2) == 0 ? 2 : 4;
	at = random.below(3) != 0 ? chunk.offset + random.below(static_cast<uint32_t>(chunk.header_size) / 2) * 2
				  : chunk.offset + random.below(static_cast<uint32_t>(chunk.size) / 2) * 2;
	old = get(in, at, size);
	value = lie(random, old, size);
	poke(in, at, value, size);
	*what += "chunk " + std::to_string(chunk.type) + " at " + std::to_string(chunk.offset) + "+" +
		 std::to_string(at - chunk.offset) + "/" + std::to_string(size) + " " + std::to_string(old) + "->" +
		 std::to_string(value) + "; ";
}

Bytes mutate_chunks(Base base, const char *entry, Random &random, std::string *what)
{
	size_t directory, end;

	*what += std::string(entry) + ": ";
	for (auto &one : base.entries) {
		if (one.first != entry)
			continue;
		for (uint32_t i = 0, num = random.below(2); i <= num; i++) {
			if (random.below(4) == 0)
				mutate_structure(one.second, random, what);
			else
				mutate_chunk_field(one.second, random, what);
		}
		if (random.below(20) == 0) {
			one.second.resize(random.below(static_cast<uint32_t>(one.second.size())));
			*what += "cut short; ";
		}
	}
	return finish(build(base), &directory, &end);
}

/* ---- resource ids ---- */

const uint8_t packages[] = {0, 0, 1, 1, 2, 2, 3, 0x7F, 0x7F, 0x80, 0xFE};

uint32_t some_package(Random &random)
{
	return packages[random.below(sizeof packages)];
}

std::string number(uint32_t value)
{
	return std::to_string(value);
}

/* The package byte of one attribute id of the resource map, or of all. */
void renumber_attributes(Bytes &manifest, Random &random, std::string *what)
{
	std::vector<Chunk> chunks;
	bool all = random.below(3) == 0;
	uint32_t package = some_package(random);

	walk(manifest, 0, manifest.size(), -1, &chunks);
	for (const Chunk &chunk : chunks) {
		uint32_t num = static_cast<uint32_t>((chunk.size - chunk.header_size) / 4), chosen = random.below(num);

		if (chunk.type != 0x0180)
			continue;
		for (uint32_t i = 0; i < num; i++)
			if (all || i == chosen)
				poke(manifest, chunk.offset + chunk.header_size + 4 * i + 3, package, 1);
		*what += (all ? "all attributes" : "attribute " + number(chosen)) + " of package " + number(package) + "; ";
	}
}

/* A value somewhere in the document or table: a reference, dynamic or not, to a resource that may be there. */
void renumber_value(Bytes &in, Random &random, std::string *what)
{
	std::vector<size_t> values;
	uint32_t id;
	size_t at;

	for (size_t i = 0; i + 8 <= in.size(); i += 4)
		if (get(in, i, 2) == 8 && in[i + 2] == 0 && (in[i + 3] == 1 || in[i + 3] == 3 || in[i + 3] == 7 || in[i + 3] >= 0x10) && in[i + 3] <= 0x12)
			values.push_back(i);
	if (values.empty())
		return;
	at = values[random.below(static_cast<uint32_t>(values.size()))];
	id = some_package(random) << 24 | (in[at + 3] == 1 ? get(in, at + 4, 4) & 0xFFFFFF : (1 + random.below(3)) << 16 | random.below(3));
	in[at + 3] = random.below(2) == 0 ? 7 : 1;
	poke(in, at + 4, id, 4);
	*what += "value at " + std::to_string(at) + " of type " + number(in[at + 3]) + " refers to " + number(id) + "; ";
}

Bytes name_of_package(const std::u16string &name)
{
	Bytes out;

	for (char16_t unit : name)
		put(out, unit, 2);
	out.resize(256);
	return out;
}

/* One to three libraries, by names that packages have, nearly have, and do not have. */
Bytes some_libraries(Random &random, std::string *what)
{
	static const std::u16string names[] = {u"android", u"android", u"android", u"com.example.fixture", u"com.example.fixture",
					       std::u16string(u"and") + char16_t(0xD800) + u"roid", std::u16string(u"android\0x", 9), u"androids", u""};
	uint32_t num = 1 + random.below(3);
	Bytes out;

	put(out, 0x0203, 2);
	put(out, 12, 2);
	put(out, 12 + 260 * num, 4);
	put(out, num, 4);
	for (uint32_t i = 0; i < num; i++) {
		uint32_t name = random.below(sizeof names / sizeof names[0]), package = random.below(30) == 0 ? 0xFF : some_package(random);
		Bytes made = name_of_package(names[name]);

		put(out, package, 4);
		out.insert(out.end(), made.begin(), made.end());
		*what += "library " + number(package) + " of name " + number(name) + "; ";
	}
	return out;
}

void insert(Bytes &in, const std::vector<Chunk> &chunks, int parent, size_t at, const Bytes &made)
{
	grow_parents(in, chunks, parent, static_cast<long>(made.size()));
	in.insert(in.begin() + static_cast<long>(at), made.begin(), made.end());
}

/* Another number, another name, libraries, or the same package once more under another number. */
void mutate_package(Bytes &table, Random &random, std::string *what)
{
	std::vector<Chunk> chunks;
	std::vector<int> found;
	uint32_t package = some_package(random);

	walk(table, 0, table.size(), -1, &chunks);
	for (size_t i = 0; i < chunks.size(); i++)
		if (chunks[i].type == 0x0200)
			found.push_back(static_cast<int>(i));
	if (found.empty())
		return;

	int index = found[random.below(static_cast<uint32_t>(found.size()))];
	Chunk chunk = chunks[static_cast<size_t>(index)];
	Bytes made(table.begin() + static_cast<long>(chunk.offset), table.begin() + static_cast<long>(chunk.offset + chunk.size));

	switch (random.below(4)) {
	case 0:
		poke(table, chunk.offset + 8, package, 4);
		*what += "package " + number(package) + "; ";
		break;
	case 1:
		poke(made, 8, package, 4);
		insert(table, chunks, chunk.parent, random.below(2) == 0 ? chunk.offset : chunk.offset + chunk.size, made);
		poke(table, 8, get(table, 8, 4) + 1, 4);
		*what += "one more package " + number(package) + "; ";
		break;
	default:
		insert(table, chunks, index, random.below(2) == 0 ? chunk.offset + chunk.header_size : chunk.offset + chunk.size, some_libraries(random, what));
		break;
	}
}

Bytes mutate_ids(Base base, Random &random, std::string *what)
{
	size_t directory, end;

	*what += "ids: ";
	for (uint32_t i = 0, num = 1 + random.below(4); i <= num; i++)
		for (auto &one : base.entries) {
			if (one.first == "AndroidManifest.xml" && random.below(2) == 0)
				renumber_attributes(one.second, random, what);
			if (one.first == "resources.arsc" && random.below(2) == 0)
				mutate_package(one.second, random, what);
			if (one.first != "classes.dex" && random.below(4) == 0)
				renumber_value(one.second, random, what);
		}
	return finish(build(base), &directory, &end);
}

Bytes mutate_manifest_layout(Base base, Random &random, std::string *what)
{
	size_t directory, end;

	for (auto &one : base.entries)
		if (one.first == "AndroidManifest.xml")
			mutate_layout(one.second, random, what);
	return random.below(4) == 0 ? mutate_chunks(base, "AndroidManifest.xml", random, what) : finish(build(base), &directory, &end);
}

/* A table of its own, one in four with a lie in it. */
Bytes mutate_written(Random &random, std::string *what)
{
	size_t directory, end;
	Base base = write_package(random, what);

	return random.below(4) == 0 ? mutate_chunks(base, "resources.arsc", random, what) : finish(build(base), &directory, &end);
}

} // namespace

std::vector<Chunk> chunks_of(const Bytes &in)
{
	std::vector<Chunk> chunks;

	walk(in, 0, in.size(), -1, &chunks);
	return chunks;
}

uint64_t Random::next()
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

Bytes mutate(const Base &base, Random &random, std::string *what)
{
	*what = base.name + ": ";
	switch (random.below(7)) {
	case 0:
		return mutate_zip(base, random, what);
	case 1:
		return mutate_chunks(base, "AndroidManifest.xml", random, what);
	case 2:
		return mutate_ids(base, random, what);
	case 3:
		return mutate_manifest_layout(base, random, what);
	case 4:
		return mutate_chunks(base, "resources.arsc", random, what);
	default:
		return mutate_written(random, what);
	}
}
