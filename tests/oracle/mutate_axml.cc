/* Manifests laid out anew: names with a NUL in pools of either encoding, and attributes whose last bytes are the next node's. */
#include "mutate.h"

namespace {

enum : uint16_t { POOL = 0x0001, START = 0x0102 };
enum : size_t { POOL_HEADER = 28, NODE_HEADER = 16, EXTENSION = 20, ATTRIBUTE = 20, MANY_STRINGS = 0x800 };

/* Texts of the pool that stands first, whatever its encoding; letters beyond ASCII become '?'. */
std::vector<std::string> texts_of(const Bytes &in, const Chunk &pool)
{
	std::vector<std::string> texts(get(in, pool.offset + 8, 4));
	size_t unit = get(in, pool.offset + 16, 4) & 0x100 ? 1 : 2, start = pool.offset + get(in, pool.offset + 20, 4);

	for (size_t i = 0; i < texts.size(); i++) {
		size_t at = start + get(in, pool.offset + POOL_HEADER + 4 * i, 4) + 2;
		size_t len = get(in, unit == 1 ? at - 1 : at - 2, unit);

		for (size_t j = 0; j < len; j++)
			texts[i] += get(in, at + unit * j, unit) < 0x80 ? static_cast<char>(in[at + unit * j]) : '?';
	}
	return texts;
}

void put_text(Bytes &out, const std::string &text, bool is_utf8)
{
	put(out, text.size(), is_utf8 ? 1 : 2);
	if (is_utf8)
		put(out, text.size(), 1);
	for (char letter : text)
		put(out, static_cast<uint8_t>(letter), is_utf8 ? 1 : 2);
	put(out, 0, is_utf8 ? 1 : 2);
}

/* The first text is that of all indexes behind the last, so that every size of a node is the number of a string. */
Bytes pool_of(const std::vector<std::string> &texts, bool is_utf8)
{
	Bytes offsets, strings, out;

	for (const std::string &text : texts) {
		put(offsets, strings.size(), 4);
		put_text(strings, text, is_utf8);
	}
	while (offsets.size() < 4 * MANY_STRINGS)
		put(offsets, get(offsets, offsets.size() % (4 * texts.size()), 4), 4);
	while (strings.size() % 4 != 0)
		strings.push_back(0);
	put(out, POOL, 2);
	put(out, POOL_HEADER, 2);
	put(out, POOL_HEADER + offsets.size() + strings.size(), 4);
	put(out, MANY_STRINGS, 4);
	put(out, 0, 4);
	put(out, is_utf8 ? 0x100 : 0, 4);
	put(out, POOL_HEADER + offsets.size(), 4);
	put(out, 0, 4);
	out.insert(out.end(), offsets.begin(), offsets.end());
	out.insert(out.end(), strings.begin(), strings.end());
	return out;
}

/* A NUL, and what stands behind it, in some strings or in none. */
void put_nuls(std::vector<std::string> &texts, Random &random, std::string *what)
{
	for (uint32_t num = random.below(3); num > 0; num--) {
		uint32_t index = random.below(static_cast<uint32_t>(texts.size()));

		texts[index].insert(random.below(4) == 0 ? random.below(static_cast<uint32_t>(texts[index].size()) + 1) : texts[index].size(), std::string("\0z", 2));
		*what += "NUL in string " + std::to_string(index) + "; ";
	}
}

void encode_pool(Bytes &manifest, Random &random, std::string *what)
{
	std::vector<Chunk> chunks = chunks_of(manifest);
	bool is_utf8 = random.below(2) == 0;

	for (const Chunk &chunk : chunks) {
		std::vector<std::string> texts;
		Bytes made;

		if (chunk.type != POOL)
			continue;
		texts = texts_of(manifest, chunk);
		put_nuls(texts, random, what);
		made = pool_of(texts, is_utf8);
		*what += is_utf8 ? "strings in UTF-8; " : "strings in UTF-16; ";
		manifest.erase(manifest.begin() + static_cast<long>(chunk.offset), manifest.begin() + static_cast<long>(chunk.offset + chunk.size));
		manifest.insert(manifest.begin() + static_cast<long>(chunk.offset), made.begin(), made.end());
		poke(manifest, 4, static_cast<uint32_t>(manifest.size()), 4);
		return;
	}
}

/* What stands behind an attribute that was cut: the header of a node of unknown kind, which is passed over. */
Bytes node_behind(Random &random, uint32_t stride)
{
	static const uint8_t types[] = {1, 3, 3, 3, 3, 0x10, 0x10, 0x12, 0x12};
	uint32_t header = stride == 12 ? static_cast<uint32_t>(types[random.below(sizeof types)]) << 8 : NODE_HEADER;
	uint32_t size = header + 4 * random.below((MANY_STRINGS - 1 - (header < MANY_STRINGS ? header : 0)) / 4);
	Bytes out;

	put(out, 0x105 + random.below(0x70), 2);
	put(out, header, 2);
	put(out, size, 4);
	out.resize(size);
	return out;
}

/* An element of one attribute that goes on behind it. */
void narrow_element(Bytes &manifest, Random &random, std::string *what)
{
	std::vector<Chunk> chunks = chunks_of(manifest), starts;
	uint32_t stride = random.below(3) == 0 ? 16 : 12, kept;
	Bytes made, behind;

	for (const Chunk &chunk : chunks)
		if (chunk.type == START && chunk.header_size == NODE_HEADER && get(manifest, chunk.offset + NODE_HEADER + 12, 2) > 0)
			starts.push_back(chunk);
	if (starts.empty())
		return;

	const Chunk &chunk = starts[random.below(static_cast<uint32_t>(starts.size()))];
	auto begin = manifest.begin() + static_cast<long>(chunk.offset);

	kept = random.below(get(manifest, chunk.offset + NODE_HEADER + 12, 2));
	made.assign(begin, begin + NODE_HEADER + EXTENSION + ATTRIBUTE * (kept + 1));
	made.erase(made.begin() + NODE_HEADER + EXTENSION, made.end() - ATTRIBUTE);
	if (random.below(4) != 0)
		made.resize(made.size() - ATTRIBUTE + stride);
	poke(made, 4, static_cast<uint32_t>(made.size()), 4);
	poke(made, NODE_HEADER + 10, stride, 2);
	poke(made, NODE_HEADER + 12, 1, 2);
	behind = node_behind(random, stride);
	made.insert(made.end(), behind.begin(), behind.end());
	manifest.erase(begin, begin + static_cast<long>(chunk.size));
	manifest.insert(manifest.begin() + static_cast<long>(chunk.offset), made.begin(), made.end());
	poke(manifest, 4, static_cast<uint32_t>(manifest.size()), 4);
	*what += "attribute " + std::to_string(kept) + " of the element at " + std::to_string(chunk.offset) + " alone, stride " + std::to_string(stride) + "; ";
}

} // namespace

void mutate_layout(Bytes &manifest, Random &random, std::string *what)
{
	encode_pool(manifest, random, what);
	if (random.below(2) == 0)
		narrow_element(manifest, random, what);
}
