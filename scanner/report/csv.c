#include "report/csv.h"

#include "bytes/text.h"

static void add_character(struct buf *row, struct span *in)
{
	size_t len = text_utf8_len(*in);

	if (len == 0) {
		buf_printf(row, "\\x%02x", in->data[0]);
		len = 1;
	} else {
		if (in->data[0] == '"')
			buf_byte(row, '"');
		buf_add(row, in->data, len);
	}
	*in = span_slice(*in, len, in->len);
}

bool csv_is_formula(const char *text)
{
	static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

void csv_cell(struct buf *row, bool is_first, const char *value, bool is_number)
{
	struct span in = span_of_text(value == NULL ? "" : value);

	if (!is_first)
		buf_byte(row, ',');
	if (is_number || in.len == 0) {
		buf_add(row, in.data, in.len);
		return;
	}
	buf_byte(row, '"');
	if (csv_is_formula(value))
		buf_byte(row, '\'');
	while (in.len > 0)
		add_character(row, &in);
	buf_byte(row, '"');
}

void csv_end(struct buf *row)
{
	buf_text(row, "\r\n");
}
