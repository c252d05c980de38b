/*
 * zipdir_extra - what stands in comments and extra fields: no content, and read by nobody but who put it there.
 *
 *   u16 id | u16 size | data ...      an extra field; alignment tools fill up with zero bytes, in a field of their own or in none
 */
#include "container/zipdir_parts.h"

#include "bytes/cursor.h"

#define ALIGNMENT_FIELD 0xD935 /* u16 alignment | zero bytes */
#define ALIGNMENT_RECORD 64
#define EXTRA_MAX 1024
#define COMMENT_MAX 1024
#define SUM_MAX ((uint64_t)16 * 1024) /* of all entries together */

/* Files of signatures and channels: what builds may differ in. */
#define META_INF "META-INF/"

bool zipdir_extra_hides(struct zipdir_reader *reader, struct span extra)
{
	if (extra.len <= ALIGNMENT_RECORD || span_is_zero(span_slice(extra, ALIGNMENT_RECORD, extra.len)))
		return false;
	reader->extra_len += extra.len;
	return extra.len > EXTRA_MAX;
}

void zipdir_check_comment(struct zipdir_reader *reader, struct span comment, const char *path, uint64_t offset)
{
	static const char *const code[] = {"dex\n", "PK\3\4", "\177ELF"};

	if (comment.len > COMMENT_MAX)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_COMMENT_OVERSIZE, path, offset, "%zu byte{|s} of comment", comment.len);
	else
		reader->comment_len += comment.len;
	for (size_t i = 0; i < sizeof code / sizeof code[0]; i++)
		if (span_starts(comment, code[i]))
			anomaly_report(reader->anomalies, ANOMALY_ZIP_SLACK_DATA, path, offset, "a comment that begins like code");
}

/* What is too much for one entry is too much for many. */
void zipdir_check_extras(struct zipdir_reader *reader)
{
	if (reader->extra_len > SUM_MAX)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_EXTRA_OVERSIZE, "", ANOMALY_NO_OFFSET,
			       "extra fields of %llu byte{|s} in all that are no padding", (unsigned long long)reader->extra_len);
	if (reader->comment_len > SUM_MAX)
		anomaly_report(reader->anomalies, ANOMALY_ZIP_COMMENT_OVERSIZE, "", ANOMALY_NO_OFFSET, "%llu byte{|s} of comments in all",
			       (unsigned long long)reader->comment_len);
}

static void note(struct zipdir_reader *reader, struct span name, struct span bytes)
{
	uint8_t lengths[8];

	if (bytes.len == 0)
		return;
	for (size_t i = 0; i < 4; i++) {
		lengths[i] = (uint8_t)(name.len >> 8 * i);
		lengths[4 + i] = (uint8_t)(bytes.len >> 8 * i);
	}
	digest_add(reader->extras, span_of(lengths, sizeof lengths));
	digest_add(reader->extras, name);
	digest_add(reader->extras, bytes);
	reader->dir->has_extras = true;
}

void zipdir_note_comment(struct zipdir_reader *reader, struct span name, struct span comment)
{
	if (!span_starts(name, META_INF))
		note(reader, name, comment);
}

static bool is_padding(struct span field)
{
	struct cursor in = cursor_of(field);
	uint16_t id = cursor_u16(&in), size = cursor_u16(&in), alignment = size >= sizeof alignment ? cursor_u16(&in) : 0;

	return span_is_zero(field) || (id == ALIGNMENT_FIELD && (alignment & (alignment - 1)) == 0 && span_is_zero(cursor_bytes(&in, cursor_left(&in))));
}

void zipdir_note_extra(struct zipdir_reader *reader, struct span name, struct span extra)
{
	struct cursor in = cursor_of(extra);

	while (!span_starts(name, META_INF) && cursor_left(&in) > 0) {
		size_t at = in.pos;
		struct span field;

		cursor_skip(&in, 2);
		cursor_skip(&in, cursor_u16(&in));
		field = span_slice(extra, at, in.bad ? extra.len : in.pos - at);
		if (!is_padding(field))
			note(reader, name, field);
		if (in.bad)
			return;
	}
}
