#include "report/translate.h"

#include "bytes/buf.h"
#include "bytes/plural.h"
#include "container/anomaly.h"
#include "judge/catalogue_word.h"
#include "store/person.h"

#include <string.h>

#define PIECES_MAX 16
#define TEXT_MAX ((size_t)1024) /* of an English message: what is longer is none of ours */
#define EVENT_MAX ((size_t)8192) /* of what an event says */
#define DEPTH_MAX 6		/* of messages within messages */
#define STEPS_MAX ((size_t)20000)
#define WORDS_MAX ((size_t)200)	/* of rows, in a piece */
#define JOINTS_MAX 2		/* "; " within one detail */
#define CHINESE_MAX ((size_t)64 * 1024)

struct saying {
	const char *en, *zh;
	bool has_reason;
};

static const struct saying messages[] = {
#define MESSAGE(en, zh) {en, zh, false},
#define SYSTEM(en, zh) {en, zh, true},
#define REASON(en, zh) {en, zh, false},
#include "report/said_cli.def"
#include "report/said_desk.def"
#include "report/said_judge.def"
#include "report/said_piece.def"
#include "report/said_reading.def"
#include "report/said_store.def"
#include "report/said_verify.def"
#undef MESSAGE
#undef SYSTEM
#undef REASON
#define CASE(symbol, name, en, zh, ...) {en, zh, false},
#include "desk/case.def"
#undef CASE
};

/* First what is put between or behind the details of a finding, whatever its rule is. */
static const struct saying details[] = {
#define DETAIL(en, zh) {en, zh, false},
#define REASON(en, zh) {en, zh, false},
#include "report/said_finding.def"
#include "report/said_anomaly.def"
#undef DETAIL
#undef REASON
};
enum {
	NUM_OF_FINDING = 0
#define DETAIL(en, zh) +1
#include "report/said_finding.def"
#undef DETAIL
};

/* First what a whole event says, behind its kind and what is said of it; then what its pieces may be. */
static const struct saying logged[] = {
#define ABOUT(kind, en, zh) {kind "@" en, zh, false},
#define LOGGED(kind, en, zh) {kind ":" en, zh, false},
#define PART(en, zh)
#include "report/said_log.def"
#undef ABOUT
#undef LOGGED
#undef PART
#define ABOUT(kind, en, zh)
#define LOGGED(kind, en, zh)
#define PART(en, zh) {en, zh, false},
#include "report/said_log.def"
#undef ABOUT
#undef LOGGED
#undef PART
#define MESSAGE(en, zh) {en, zh, false},
#include "report/said_piece.def"
#undef MESSAGE
#define ROLE(symbol, name, en, zh, ...) {name, zh, false},
#include "desk/role.def"
#undef ROLE
#define REASON(symbol, name, whole, en, zh) {name " %d", zh " %d", false},
#include "desk/patrol_reason.def"
#undef REASON
};
enum {
	NUM_WHOLE = 0
#define ABOUT(kind, en, zh) +1
#define LOGGED(kind, en, zh) +1
#define PART(en, zh)
#include "report/said_log.def"
#undef ABOUT
#undef LOGGED
#undef PART
};

#define NUM(list) (sizeof(list) / sizeof (list)[0])

/* Among what a text is looked for. */
struct book {
	const struct saying *sayings;
	size_t num;
	size_t num_in_pieces; /* and what may stand in a piece of it */
	size_t text_max;      /* what is longer is none of them */
	bool in_parts;	      /* a piece never goes over a "; " */
	bool has_words;	      /* a piece that is a message may be words of rows instead */
	size_t steps;	      /* that may still be tried: what takes more stays as it is */
	const struct rules *rules; /* whose catalogues say words; or NULL */
};

static struct book message_book(void)
{
	return (struct book){messages, NUM(messages), NUM(messages), TEXT_MAX, false, true, STEPS_MAX, NULL};
}

static struct book detail_book(void)
{
	return (struct book){details, NUM(details), NUM(details), TEXT_MAX, true, false, STEPS_MAX, NULL};
}

static struct book event_book(void)
{
	return (struct book){logged, NUM_WHOLE, NUM(logged), EVENT_MAX, false, true, STEPS_MAX, NULL};
}

struct match {
	const struct saying *saying;
	size_t weight; /* bytes that are the message's own, and those of messages in it */
	struct span pieces[PIECES_MAX];
	struct span reason;
};

static bool find(struct book *book, size_t num, struct span text, int depth, struct match *match);

/* A piece of that length may have behind it what the format has there; of two pieces without anything between the first is empty. */
static bool may_end(const char *behind, struct span rest, size_t len)
{
	if (*behind == '\0')
		return len == rest.len;
	return *behind == '%' ? len == 0 : len < rest.len && rest.data[len] == (uint8_t)*behind;
}

/* The shortest pieces that make the format this text, the first one before the others. */
static bool fits(const char *format, struct span text, struct span *pieces, size_t room, size_t *steps)
{
	size_t own = strcspn(format, "%");
	struct span rest = span_slice(text, own, text.len);
	const char *behind;
	size_t most;

	if (*steps == 0 || text.len < own || memcmp(text.data, format, own) != 0)
		return false;
	(*steps)--;
	if (format[own] == '\0' || room == 0)
		return format[own] == '\0' && rest.len == 0;
	if (!span_ends(rest, strrchr(format, '%') + 2))
		return false;
	behind = format + own + 2;
	for (most = 0; most < rest.len && (format[own + 1] == 's' || strchr("-0123456789", rest.data[most]) != NULL); most++)
		;
	for (size_t len = format[own + 1] == 'd'; len <= most; len++) {
		pieces[0] = span_slice(rest, 0, len);
		if (may_end(behind, rest, len) && fits(behind, span_slice(rest, len, rest.len), pieces + 1, room - 1, steps))
			return true;
	}
	return false;
}

/* Words that go by a number are tried for many and for one: what is longer first, for a piece may follow at once. */
static bool fits_either(const char *format, struct span text, struct span *pieces, size_t *steps)
{
	char for_one[PLURAL_MAX], for_many[PLURAL_MAX];

	if (strchr(format, '{') == NULL)
		return fits(format, text, pieces, PIECES_MAX, steps);
	return plural_of(format, true, for_one) != NULL && plural_of(format, false, for_many) != NULL &&
	       (fits(for_many, text, pieces, PIECES_MAX, steps) || fits(for_one, text, pieces, PIECES_MAX, steps));
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

/* Where *at, at a "%", says which piece follows: that one; *at is behind it then. kind: s, d, t a message, k a word of a catalogue. */
static size_t piece_at(const char **at, size_t *next, char *kind)
{
	size_t piece = (*next)++;

	(*at)++;
	if ((*at)[1] == '$') {
		piece = (size_t)((*at)[0] - '1');
		*at += 2;
	}
	*kind = *(*at)++;
	return piece;
}

/* What stands between words of catalogues, the widest first; and in Chinese. */
static const struct {
	const char *en, *zh;
} between_words[] = {{" / ", " / "}, {"|", "、"}, {" ", "、"}};

/* Where that stands first; text.len where it does not. */
static size_t place_of(struct span text, const char *between)
{
	size_t at = 0;

	while (at < text.len && !span_starts(span_slice(text, at, text.len), between))
		at++;
	return at;
}

/* A word of a catalogue, or several; false, and half of it is in out, when one is none. */
static bool add_words_of_catalogue(struct buf *out, const struct rules *rules, struct span text)
{
	struct span chinese = catalogue_word(rules, text);

	if (chinese.data != NULL) {
		buf_add(out, chinese.data, chinese.len);
		return true;
	}
	for (size_t i = 0; i < NUM(between_words); i++) {
		size_t at = place_of(text, between_words[i].en);

		if (at == text.len)
			continue;
		if (!add_words_of_catalogue(out, rules, span_slice(text, 0, at)))
			return false;
		buf_text(out, between_words[i].zh);
		return add_words_of_catalogue(out, rules, span_slice(text, at + strlen(between_words[i].en), text.len));
	}
	return false;
}

/* As it is where it is none. True when it is one. */
static bool add_catalogue_words(struct buf *out, const struct book *book, struct span text)
{
	BUF_CLEANUP struct buf words = buf_new(CHINESE_MAX);
	bool is_word = add_words_of_catalogue(&words, book->rules, text);

	if (is_word)
		buf_join(out, &words);
	else
		buf_add(out, text.data, text.len);
	return is_word;
}

/* One that is known is said wholly. */
static size_t weigh_words(const struct book *book, struct span text)
{
	BUF_CLEANUP struct buf words = buf_new(CHINESE_MAX);

	return add_catalogue_words(&words, book, text) ? text.len : 0;
}

static size_t weigh_inner(struct book *book, const struct match *match, int depth)
{
	size_t weight = 0, next = 0;

	for (const char *at = strchr(match->saying->zh, '%'); at != NULL; at = strchr(at, '%')) {
		struct match inner;
		char kind;
		size_t piece = piece_at(&at, &next, &kind);

		if (kind == 't' && find(book, book->num_in_pieces, match->pieces[piece], depth - 1, &inner))
			weight += inner.weight - 1; /* one that is whole goes before one that is put together */
		if (kind == 'k')
			weight += weigh_words(book, match->pieces[piece]);
	}
	return weight;
}

/* How many "; " there are. */
static size_t num_joints(struct span text)
{
	size_t num = 0;

	for (size_t i = 1; i < text.len; i++)
		num += text.data[i - 1] == ';' && text.data[i] == ' ';
	return num;
}

/* The message that says most of the text, it and those in it; false when none does. */
static bool find(struct book *book, size_t num, struct span text, int depth, struct match *match)
{
	size_t joints = num_joints(text);
	struct span reason = reason_of(text);
	struct match tried = {.weight = 0};

	*match = tried;
	if (depth == 0 || text.len > book->text_max)
		return false;
	for (size_t i = 0; i < num; i++) {
		const struct saying *saying = &book->sayings[i];
		bool has_reason = saying->has_reason;

		tried.saying = saying;
		tried.reason = has_reason ? reason : span_of(NULL, 0);
		if (has_reason > (reason.len > 0) || (book->in_parts && num_joints(span_of_text(saying->en)) != joints) ||
		    !fits_either(saying->en, span_slice(text, 0, text.len - (has_reason ? reason.len + 2 : 0)), tried.pieces, &book->steps))
			continue;
		tried.weight = weigh(saying->en) + weigh_inner(book, &tried, depth);
		if (tried.weight > match->weight)
			*match = tried;
	}
	return match->saying != NULL;
}

static void add_message(struct buf *out, struct book *book, struct span text, int depth);

/* Text that is no message: a name stands for a person who cannot be told. */
static void add_text(struct buf *out, struct span text)
{
	char name[PERSON_STAND_IN_LEN + 1] = "", shown[LANGUAGE_PERSON_LEN];

	if (text.len == PERSON_STAND_IN_LEN)
		buf_text(out, language_person(LANGUAGE_ZH, memcpy(name, text.data, text.len), shown));
	else
		buf_add(out, text.data, text.len);
}

static void fill(struct buf *out, struct book *book, const struct match *match, int depth)
{
	size_t next = 0;

	for (const char *at = match->saying->zh; *at != '\0';) {
		char kind = 's';
		struct span piece = *at == '%' ? match->pieces[piece_at(&at, &next, &kind)] : span_of(at++, 1);

		if (kind == 't')
			add_message(out, book, piece, depth - 1);
		else if (kind == 'k')
			add_catalogue_words(out, book, piece);
		else
			add_text(out, piece);
	}
	if (match->saying->has_reason) {
		buf_text(out, "：");
		add_message(out, book, match->reason, depth - 1);
	}
}

/* Words of rows, with a space between two; false when one is none. */
static bool add_words(struct buf *out, struct span text)
{
	char words[WORDS_MAX] = "", *rest = NULL;

	if (text.len >= WORDS_MAX)
		return false;
	memcpy(words, text.data, text.len);
	for (const char *word = strtok_r(words, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
		const char *zh = language_word(LANGUAGE_ZH, word);

		if (zh == word)
			return false;
		buf_printf(out, "%s%s", out->len > 0 ? "、" : "", zh);
	}
	return true;
}

/* As it is when it is neither a message of ours nor words of rows. */
static void add_message(struct buf *out, struct book *book, struct span text, int depth)
{
	BUF_CLEANUP struct buf words = buf_new(CHINESE_MAX);
	struct match match;

	if (find(book, book->num_in_pieces, text, depth, &match))
		fill(out, book, &match, depth);
	else if (book->has_words && add_words(&words, text))
		buf_add(out, words.data, words.len);
	else
		buf_add(out, text.data, text.len);
}

/* NULL for what none of the book's sayings is. */
static const char *whole_by_book(struct arena *arena, struct book *book, const char *text)
{
	BUF_CLEANUP struct buf out = buf_new(CHINESE_MAX);
	struct match match;

	if (!find(book, book->num, span_of_text(text), DEPTH_MAX, &match))
		return NULL;
	fill(&out, book, &match, DEPTH_MAX);
	return out.failed ? NULL : arena_text(arena, buf_span(&out));
}

const char *translate(struct arena *arena, enum language language, const char *text)
{
	struct book book = message_book();
	const char *chinese = language == LANGUAGE_ZH ? whole_by_book(arena, &book, text) : NULL;

	return chinese != NULL ? chinese : text;
}

static const char *of_event(struct arena *arena, enum language language, const char *kind, const char *mark, const char *text)
{
	struct book book = event_book();
	const char *whole = language == LANGUAGE_ZH && text != NULL ? arena_printf(arena, "%s%s%s", kind, mark, text) : NULL;
	const char *chinese = whole != NULL ? whole_by_book(arena, &book, whole) : NULL;

	return chinese != NULL ? chinese : text;
}

const char *translate_event(struct arena *arena, enum language language, const char *kind, const char *detail)
{
	return of_event(arena, language, kind, ":", detail);
}

const char *translate_about(struct arena *arena, enum language language, const char *kind, const char *subject)
{
	return of_event(arena, language, kind, "@", subject);
}

/* Of a rule: its own words; in their pieces those of anomalies, too. Without any when memory ran out. */
static struct book book_of(struct arena *arena, const struct rule *rule)
{
	struct book book = {details, NUM_OF_FINDING, NUM(details), TEXT_MAX, true, false, STEPS_MAX, NULL};
	struct saying *all = rule->num_details == 0 ? NULL : arena_array(arena, rule->num_details + NUM(details), sizeof *all);

	if (all == NULL)
		return book;
	for (size_t i = 0; i < rule->num_details; i++)
		all[i] = (struct saying){rule->details[i].en, rule->details[i].zh, false};
	memcpy(all + rule->num_details, details, sizeof details);
	return (struct book){all, rule->num_details + NUM_OF_FINDING, rule->num_details + NUM(details), TEXT_MAX, true, false, STEPS_MAX, NULL};
}

/* Up to the joint of that number, from 1 on, or to the end. */
static struct span parts_of(struct span text, size_t joint)
{
	for (size_t i = 1; i < text.len; i++)
		if (text.data[i - 1] == ';' && text.data[i] == ' ' && --joint == 0)
			return span_slice(text, 0, i - 1);
	return text;
}

/* As many parts as a detail of the book has, or the first one as it is; how long they are. */
static size_t add_parts(struct buf *out, struct book *book, struct span text, bool *is_found)
{
	struct match match;

	for (size_t num = JOINTS_MAX + 1; num > 0; num--) {
		struct span parts = parts_of(text, num);

		if (find(book, book->num, parts, DEPTH_MAX, &match)) {
			fill(out, book, &match, DEPTH_MAX);
			*is_found = true;
			return parts.len;
		}
	}
	text = parts_of(text, 1);
	buf_add(out, text.data, text.len);
	return text.len;
}

static const char *by_book(struct arena *arena, struct book *book, const char *detail)
{
	BUF_CLEANUP struct buf out = buf_new(CHINESE_MAX);
	struct span rest = span_of_text(detail);
	const char *chinese = NULL;
	bool is_found = false;

	while (rest.len > 0) {
		size_t len = add_parts(&out, book, rest, &is_found);

		rest = span_slice(rest, len, rest.len);
		if (span_starts(rest, "; ")) {
			buf_text(&out, "；");
			rest = span_slice(rest, 2, rest.len);
		}
	}
	if (is_found && !out.failed)
		chinese = arena_text(arena, buf_span(&out));
	return chinese != NULL ? chinese : detail;
}

const char *translate_fault(struct arena *arena, enum language language, const char *fault)
{
	struct book book = detail_book();

	return language == LANGUAGE_ZH && fault != NULL ? by_book(arena, &book, fault) : fault;
}

const char *translate_detail(struct arena *arena, enum language language, const struct rules *rules, const char *id, const char *detail)
{
	const struct rule *rule = rules == NULL ? NULL : rules_find(rules, id), none = {.id = id};
	int anomaly = anomaly_find(id);
	struct book book = detail_book();

	if (language != LANGUAGE_ZH || detail == NULL)
		return detail;
	if (anomaly == ANOMALY_WORKER_STREAM) /* an error, as the stream gave it */
		return translate(arena, language, detail);
	if (anomaly < 0)
		book = book_of(arena, rule != NULL ? rule : &none);
	book.rules = rules;
	return by_book(arena, &book, detail);
}
