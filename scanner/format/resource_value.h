/*
 * resource_value - a value of a resource table as text, so that tables of several packages can be compared.
 */
#ifndef PRELIST_FORMAT_RESOURCE_VALUE_H
#define PRELIST_FORMAT_RESOURCE_VALUE_H

#include "container/zipdir.h"
#include "encoding/arsc.h"
#include "facts/fact.h"

#define RESOURCE_VALUE_ID_SIZE 9 /* eight hexadecimal digits */

/* Text of one value: type is one of the words of split_value.type. */
struct resource_value {
	const char *type, *text;
};

/* False when memory ran out. A string that the platform does not get is of no text. */
bool resource_value_of(struct arsc *arsc, const struct arsc_value *value, struct arena *arena, struct resource_value *out);

/* A word of label.chinese and split_value.chinese. NULL: not for such a phone. */
const char *resource_value_chinese(enum arsc_chinese chinese);

/* A resource id as the facts have it, and back. */
void resource_value_id(char out[RESOURCE_VALUE_ID_SIZE], uint32_t id);
uint32_t resource_value_number(const char *id);

/*
 * The values that a split has, whichever resource the base refers to: rows of split_value. What is more than is kept is
 * reported. named: of each of the directory's entries whether a value names it is filled in. False and err when memory ran out
 * or the sink took no more.
 */
bool resource_value_write(struct arsc *arsc, const struct zipdir *dir, bool *named, struct fact_sink *sink, struct error *err);

/* The same of a base, of these resources and of those to which they lead, each with what the phone takes of it. */
bool resource_value_tell(struct arsc *arsc, const uint32_t *ids, size_t num_ids, struct fact_sink *sink, struct error *err);

#endif
