#include "judge/pack_detail.h"

#include <string.h>

#define BETWEEN " => "
#define PIECES_MAX 9

/* 's' or 'd' for each piece; false when a "%" begins none. */
static bool pieces_of(const char *english, char kinds[PIECES_MAX + 1])
{
	size_t num = 0;

	for (const char *at = strchr(english, '%'); at != NULL; at = strchr(at + 2, '%')) {
		if ((at[1] != 's' && at[1] != 'd') || num == PIECES_MAX)
			return false;
		kinds[num++] = at[1];
	}
	kinds[num] = '\0';
	return true;
}

/* Each of the pieces once, as what it is. */
static bool has_pieces(const char *chinese, const char *kinds)
{
	char left[PIECES_MAX + 1];
	size_t next = 0, num = strlen(kinds), num_numbered = 0;

	memcpy(left, kinds, num + 1);
	for (const char *at = strchr(chinese, '%'); at != NULL; at = strchr(at, '%')) {
		bool is_numbered = at[1] >= '1' && at[1] <= '9' && at[2] == '$';
		size_t piece = is_numbered ? (size_t)(at[1] - '1') : next++;
		char kind = is_numbered ? at[3] : at[1];

		if (piece >= num || left[piece] != (kind == 't' || kind == 'k' ? 's' : kind))
			return false;
		left[piece] = '-';
		num_numbered += is_numbered;
		at += is_numbered ? 4 : 2;
	}
	return strspn(left, "-") == num && (num_numbered == 0 || num_numbered == num);
}

bool pack_detail_parse(char *text, struct rule_detail *detail)
{
	char *between = strstr(text, BETWEEN), kinds[PIECES_MAX + 1];

	if (between == NULL || between == text || between[strlen(BETWEEN)] == '\0')
		return false;
	*between = '\0';
	*detail = (struct rule_detail){text, between + strlen(BETWEEN)};
	return pieces_of(detail->en, kinds) && has_pieces(detail->zh, kinds);
}
