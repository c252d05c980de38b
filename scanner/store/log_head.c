#include "store/log_head.h"

#include "bytes/text.h"
#include "judge/strict_json.h"
#include "store/event.h"

#include <stdio.h>
#include <time.h>

#define MESSAGE_LEN (2 + 8 + 8 + MERKLE_HASH)

static void put_u64(uint8_t *out, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(value >> (56 - 8 * i));
}

/* TreeHeadSignature of RFC 6962: version v1, type tree_hash. */
static void message_of(const struct log_head *head, uint8_t out[MESSAGE_LEN])
{
	out[0] = 0;
	out[1] = 1;
	put_u64(out + 2, (uint64_t)head->time * 1000);
	put_u64(out + 10, (uint64_t)head->size);
	memcpy(out + 18, head->root, MERKLE_HASH);
}

bool log_head_now(struct archive *archive, struct log_head *head, struct error *err)
{
	char root[65];

	*head = (struct log_head){.time = (int64_t)time(NULL)};
	return event_head(archive, root, &head->size, err) &&
	       (text_unhex(root, head->root, MERKLE_HASH) || error_set(err, ERROR_INTERNAL, "the log's head is no hash"));
}

bool log_head_sign(struct log_head *head, const struct log_key *key, struct error *err)
{
	uint8_t message[MESSAGE_LEN];

	message_of(head, message);
	head->is_signed = log_key_sign(key, span_of(message, sizeof message), head->signature, err);
	memcpy(head->key, log_key_id(key), sizeof head->key);
	return head->is_signed;
}

bool log_head_is_signed_by(const struct log_head *head, const struct log_key *key)
{
	uint8_t message[MESSAGE_LEN];

	message_of(head, message);
	return head->is_signed && log_key_verify(key, span_of(message, sizeof message), head->signature);
}

void log_head_write(const struct log_head *head, struct buf *out)
{
	char root[2 * MERKLE_HASH + 1], signature[2 * LOG_SIGNATURE_LEN + 1], time[TIME_TEXT_LEN];

	text_hex_to(root, span_of(head->root, MERKLE_HASH));
	time_format(head->time, time);
	buf_printf(out, LOG_HEAD_MARK "\nsize %lld\nroot %s\ntime %s\n", (long long)head->size, root, time);
	if (!head->is_signed)
		return;
	text_hex_to(signature, span_of(head->signature, LOG_SIGNATURE_LEN));
	buf_printf(out, "key %s\nsignature %s\n", head->key, signature);
}

/* The members as text; NULL where there is none. */
enum member { SIZE, ROOT, TIME, KEY, SIGNATURE, NUM_MEMBERS };

static const char *const names[NUM_MEMBERS] = {"size", "root", "time", "key", "signature"};

struct members {
	char text[NUM_MEMBERS][2 * LOG_SIGNATURE_LEN + 1];
	bool has[NUM_MEMBERS];
};

static void take(struct members *members, enum member member, struct span value)
{
	if (members->has[member] || value.len >= sizeof members->text[member])
		return;
	memcpy(members->text[member], value.data, value.len);
	members->has[member] = true;
}

static bool build(const struct members *members, const char *name, struct log_head *head, struct error *err)
{
	uint8_t key[32];

	*head = (struct log_head){.is_signed = members->has[SIGNATURE]};
	if (!members->has[SIZE] || !text_number(members->text[SIZE], &head->size) || head->size < 0 || !members->has[ROOT] ||
	    !text_unhex(members->text[ROOT], head->root, MERKLE_HASH) || !members->has[TIME] ||
	    !time_parse(members->text[TIME], &head->time) || head->time < 0)
		return error_set(err, ERROR_INPUT, "%s is no head of a log with size, root and time: prelist archive head makes one", name);
	if (head->is_signed && (!text_unhex(members->text[SIGNATURE], head->signature, LOG_SIGNATURE_LEN) || !members->has[KEY] ||
				!text_unhex(members->text[KEY], key, sizeof key)))
		return error_set(err, ERROR_INPUT, "%s: the signature of the head is 128 hex digits beside the 64 of its key", name);
	if (members->has[KEY])
		memcpy(head->key, members->text[KEY], sizeof head->key);
	return true;
}

static void take_line(struct members *members, struct span line)
{
	for (enum member i = 0; i < NUM_MEMBERS; i++) {
		size_t len = strlen(names[i]);

		if (span_starts(line, names[i]) && line.len > len && line.data[len] == ' ')
			take(members, i, span_slice(line, len + 1, line.len));
	}
}

/* From the line with the mark to the next blank one: a mail may stand around it. */
static void parse_lines(struct span text, struct members *members)
{
	bool inside = false;

	for (size_t at = 0; at < text.len;) {
		const uint8_t *end = memchr(text.data + at, '\n', text.len - at);
		size_t len = end != NULL ? (size_t)(end - (text.data + at)) : text.len - at;
		struct span line = span_of(text.data + at, len);

		at += len + 1;
		while (line.len > 0 && (line.data[line.len - 1] == '\r' || line.data[line.len - 1] == ' '))
			line.len--;
		if (inside && line.len == 0)
			return;
		if (inside)
			take_line(members, line);
		inside = inside || span_is(line, LOG_HEAD_MARK);
	}
}

static bool parse_json(struct span text, const char *name, struct members *members, struct error *err)
{
	STRICT_JSON_CLEANUP cJSON *tree = strict_json_parse(text, name, ERROR_INPUT, err);
	const cJSON *size;
	char number[32];

	if (tree == NULL)
		return false;
	size = cJSON_GetObjectItemCaseSensitive(tree, names[SIZE]);
	snprintf(number, sizeof number, "%.0f", cJSON_IsNumber(size) ? size->valuedouble : -1.0);
	take(members, SIZE, span_of_text(number));
	for (enum member i = ROOT; i < NUM_MEMBERS; i++) {
		const char *value;

		if (!strict_json_text(tree, names[i], &value, name, ERROR_INPUT, err))
			return false;
		if (value != NULL)
			take(members, i, span_of_text(value));
	}
	return true;
}

bool log_head_parse(struct span text, const char *name, struct log_head *head, struct error *err)
{
	struct members members = {.has = {false}};
	size_t at = 0;

	while (at < text.len && strchr(" \t\r\n", text.data[at]) != NULL && text.data[at] != '\0')
		at++;
	if (at < text.len && text.data[at] == '{') {
		if (!parse_json(text, name, &members, err))
			return false;
	} else {
		parse_lines(text, &members);
	}
	return build(&members, name, head, err);
}
