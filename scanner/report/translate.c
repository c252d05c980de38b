#include "report/translate.h"

#include "bytes/buf.h"

#include <string.h>

#define PIECES_MAX 16
#define TEXT_MAX ((size_t)1024) /* of an English message: what is longer is none of ours */
#define DEPTH_MAX 4		/* of messages within messages */
#define CHINESE_MAX ((size_t)64 * 1024)

struct saying {
	const char *en, *zh;
	bool has_reason;
};

static const struct saying sayings[] = {
#define MESSAGE(en, zh) {en, zh, false},
#define SYSTEM(en, zh) {en, zh, true},
#define REASON(en, zh) {en, zh, false},
#include "report/said_cli.def"
#include "report/said_desk.def"
#include "report/said_judge.def"
#include "report/said_reading.def"
#include "report/said_store.def"
#undef MESSAGE
#undef SYSTEM
#undef REASON
#define CASE(symbol, name, en, zh, ...) {en, zh, false},
#include "desk/case.def"
#undef CASE
};

struct match {
	const struct saying *saying;
	size_t weight; /* bytes that are the message's own, and those of messages in it */
	struct span pieces[PIECES_MAX];
	struct span reason;
};

static bool find(struct span text, int depth, struct match *match);

/* A piece of that length may have behind it what the format has there; of two pieces without anything between the first is empty. */
static bool may_end(const char *behind, struct span rest, size_t len)
{
	if (*behind == '\0')
		return len == rest.len;
	return *behind == '%' ? len == 0 : len < rest.len && rest.data[len] == (uint8_t)*behind;
}

/* The shortest pieces that make the format this text, the first one before the others. */
static bool fits(const char *format, struct span text, struct span *pieces, size_t room)
{
	size_t own = strcspn(format, "%");
	struct span rest = span_slice(text, own, text.len);
	const char *behind;
	size_t most;

	if (text.len < own || memcmp(text.data, format, own) != 0)
		return false;
	if (format[own] == '\0' || room == 0)
		return format[own] == '\0' && rest.len == 0;
	if (!span_ends(rest, strrchr(format, '%') + 2))
		return false;
	behind = format + own + 2;
	for (most = 0; most < rest.len && (format[own + 1] == 's' || strchr("-0123456789", rest.data[most]) != NULL); most++)
		;
	for (size_t len = format[own + 1] == 'd'; len <= most; len++) {
		pieces[0] = span_slice(rest, 0, len);
		if (may_end(behind, rest, len) && fits(behind, span_slice(rest, len, rest.len), pieces + 1, room - 1))
			return true;
	}
	return false;
}

static size_t weigh(const char *format)
{
	size_t weight = 0;

	for (; *format != '\0'; format++)
		if (*format == '%')
			format++;
		else
			weight++;
	return weight;
}

/* Behind the last ": "; empty where there is none. */
static struct span reason_of(struct span text)
{
	for (size_t at = text.len; at > 1; at--)
		if (text.data[at - 2] == ':' && text.data[at - 1] == ' ')
			return span_slice(text, at, text.len);
	return span_of(NULL, 0);
}

/* Where *at, at a "%", says which piece follows: that one; *at is behind it then. */
static size_t piece_at(const char **at, size_t *next, bool *is_message)
{
	size_t piece = (*next)++;

	(*at)++;
	if ((*at)[1] == '$') {
		piece = (size_t)((*at)[0] - '1');
		*at += 2;
	}
	*is_message = *(*at)++ == 't';
	return piece;
}

static size_t weigh_inner(const struct match *match, int depth)
{
	size_t weight = 0, next = 0;

	for (const char *at = strchr(match->saying->zh, '%'); at != NULL; at = strchr(at, '%')) {
		struct match inner;
		bool is_message;
		size_t piece = piece_at(&at, &next, &is_message);

		if (is_message && find(match->pieces[piece], depth - 1, &inner))
			weight += inner.weight - 1; /* one that is whole goes before one that is put together */
	}
	return weight;
}

/* The message that says most of the text, it and those in it; false when none does. */
static bool find(struct span text, int depth, struct match *match)
{
	struct span reason = reason_of(text);
	struct match tried = {.weight = 0};

	*match = tried;
	if (depth == 0 || text.len > TEXT_MAX)
		return false;
	for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
		bool has_reason = sayings[i].has_reason;

		tried.saying = &sayings[i];
		tried.reason = has_reason ? reason : span_of(NULL, 0);
		if (has_reason > (reason.len > 0) ||
		    !fits(sayings[i].en, span_slice(text, 0, text.len - (has_reason ? reason.len + 2 : 0)), tried.pieces, PIECES_MAX))
			continue;
		tried.weight = weigh(sayings[i].en) + weigh_inner(&tried, depth);
		if (tried.weight > match->weight)
			*match = tried;
	}
	return match->saying != NULL;
}

static void add_message(struct buf *out, struct span text, int depth);

static void fill(struct buf *out, const struct match *match, int depth)
{
	size_t next = 0;

	for (const char *at = match->saying->zh; *at != '\0';) {
		bool is_message = false;
		struct span piece = *at == '%' ? match->pieces[piece_at(&at, &next, &is_message)] : span_of(at++, 1);

		if (is_message)
			add_message(out, piece, depth - 1);
		else
			buf_add(out, piece.data, piece.len);
	}
	if (match->saying->has_reason) {
		buf_text(out, ":");
		add_message(out, match->reason, depth - 1);
	}
}

/* As it is when it is no message of ours. */
static void add_message(struct buf *out, struct span text, int depth)
{
	struct match match;

	if (find(text, depth, &match))
		fill(out, &match, depth);
	else
		buf_add(out, text.data, text.len);
}

const char *translate(struct arena *arena, enum language language, const char *text)
{
	BUF_CLEANUP struct buf out = buf_new(CHINESE_MAX);
	const char *chinese = NULL;
	struct match match;

	if (language == LANGUAGE_ZH && find(span_of_text(text), DEPTH_MAX, &match)) {
		fill(&out, &match, DEPTH_MAX);
		chinese = out.failed ? NULL : arena_text(arena, buf_span(&out));
	}
	return chinese != NULL ? chinese : text;
}
