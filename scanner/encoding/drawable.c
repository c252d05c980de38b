#include "encoding/drawable.h"

#include "encoding/android_attribute.h"
#include "encoding/axml.h"
#include "encoding/picture.h"

#define DEPTH 32

enum {
	ID_MASK = 0x0102002E, /* of the item of a ripple that is not drawn */
};
enum { FIRST_COLOUR = 0x1C, LAST_COLOUR = 0x1F };

/* How an element is drawn; of what is not named nobody knows. */
enum kind { STRANGE, PLAIN, HOLDER, STATES, LEVELS, FIRST, GRADIENT, SOLID, STROKE, PATH };

static const struct {
	const char *name;
	enum kind kind;
} kinds[] = {{"adaptive-icon", PLAIN},	{"animated-selector", STATES}, {"animated-vector", HOLDER}, {"animation-list", FIRST}, {"background", HOLDER},
	     {"bitmap", HOLDER},	{"clip-path", PLAIN},	       {"color", SOLID},	    {"corners", PLAIN},	       {"foreground", HOLDER},
	     {"gradient", GRADIENT},	{"group", PLAIN},	       {"inset", HOLDER},	    {"item", HOLDER},	       {"layer-list", PLAIN},
	     {"level-list", LEVELS},	{"maskable-icon", PLAIN},      {"monochrome", HOLDER},	    {"nine-patch", HOLDER},    {"padding", PLAIN},
	     {"path", PATH},		{"ripple", PLAIN},	       {"rotate", HOLDER},	    {"selector", STATES},      {"shape", PLAIN},
	     {"size", PLAIN},		{"solid", SOLID},	       {"stroke", STROKE},	    {"target", PLAIN},	       {"transition", FIRST},
	     {"vector", PLAIN}};

/* An element that has begun. */
struct frame {
	enum kind kind;
	bool is_hidden; /* neither it nor what is inside is drawn */
	bool is_veiled; /* how much of it can be seen, if anything, is not known */
	bool has_chosen; /* an item of it is drawn, and the others are not; of another element: there is something to be drawn */
};

struct reader {
	struct axml xml;
	struct drawable *drawable;
	struct drawable_part *part;
	struct frame frames[DEPTH];
	int depth; /* frames that are open, those without room, too */
};

const char *const drawable_part_names[DRAWABLE_PARTS] = {NULL, "background", "foreground", "monochrome"};

enum drawable_look drawable_colour(uint32_t colour)
{
	return colour >> 24 < PICTURE_VISIBLE ? DRAWABLE_UNSEEN : DRAWABLE_SEEN;
}

static void draw(struct reader *reader, const struct frame *frame, enum drawable_look look)
{
	if (look == DRAWABLE_SEEN && frame->is_veiled)
		look = DRAWABLE_UNKNOWN;
	reader->part->own = drawable_both(reader->part->own, look);
}

static void refer(struct reader *reader, const struct frame *frame, uint32_t resource)
{
	struct drawable_part *part = reader->part;

	if (resource == 0)
		return;
	if (frame->is_veiled || part->num_references == DRAWABLE_REFERENCES)
		draw(reader, frame, DRAWABLE_UNKNOWN);
	else
		part->references[part->num_references++] = resource;
}

/* A drawable or colour: what it is, or where it stands. False where there is none. */
static bool take(struct reader *reader, const struct frame *frame, uint32_t id)
{
	struct axml_attribute attribute;

	if (!axml_find_id(&reader->xml, id, &attribute))
		return false;
	if (axml_is_reference(attribute.type))
		refer(reader, frame, attribute.data);
	else if (attribute.type >= FIRST_COLOUR && attribute.type <= LAST_COLOUR)
		draw(reader, frame, drawable_colour(attribute.data));
	else if (attribute.type != AXML_TYPE_NULL)
		draw(reader, frame, DRAWABLE_UNKNOWN);
	return true;
}

/* An attribute that takes all colour away where it is nothing; *is_known false where it is a resource or the like. */
static bool is_nothing(const struct reader *reader, uint32_t id, bool *is_known)
{
	struct axml_attribute attribute;
	float number;

	if (!axml_find_id(&reader->xml, id, &attribute))
		return false;
	if (attribute.type == AXML_TYPE_FLOAT) {
		memcpy(&number, &attribute.data, sizeof number);
		return !(number * 255 >= PICTURE_VISIBLE);
	}
	if (attribute.type >= FIRST_COLOUR && attribute.type <= LAST_COLOUR)
		return drawable_colour(attribute.data) == DRAWABLE_UNSEEN;
	if (axml_is_int(attribute.type))
		return attribute.data == 0;
	*is_known = false;
	return false;
}

static enum kind kind_of(const struct axml *xml)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (axml_element_is(xml, kinds[i].name))
			return kinds[i].kind;
	return STRANGE;
}

/* Every other attribute of an item is a state; none is set. */
static bool is_state(uint32_t id)
{
	return id != 0 && id != ATTR_DRAWABLE && id != ATTR_COLOR && id != ATTR_ALPHA && id != ATTR_ID && id != ATTR_L_STAR;
}

static bool wants_state(const struct axml *xml)
{
	for (uint16_t i = 0; i < xml->num_attributes; i++) {
		struct axml_attribute attribute = axml_attribute_at(xml, i);

		if (is_state(attribute.id) && attribute.type == AXML_TYPE_BOOLEAN && attribute.data != 0)
			return true;
	}
	return false;
}

static bool has_level_0(const struct axml *xml)
{
	struct axml_attribute attribute;

	return (!axml_find_id(xml, ATTR_MIN_LEVEL, &attribute) || (int32_t)attribute.data <= 0) &&
	       (!axml_find_id(xml, ATTR_MAX_LEVEL, &attribute) || (int32_t)attribute.data >= 0);
}

static bool is_mask(const struct axml *xml)
{
	struct axml_attribute attribute;

	return axml_find_id(xml, ATTR_ID, &attribute) && attribute.data == ID_MASK;
}

/* Whether an element inside of that one is drawn. */
static bool is_drawn(struct frame *parent, const struct axml *xml)
{
	bool is_choice = parent->kind == STATES || parent->kind == LEVELS || parent->kind == FIRST;

	parent->has_chosen |= !is_choice;
	if (!is_choice)
		return !is_mask(xml);
	if (parent->has_chosen || !axml_element_is(xml, "item"))
		return false;
	parent->has_chosen = parent->kind == FIRST || (parent->kind == STATES ? !wants_state(xml) : has_level_0(xml));
	return parent->has_chosen;
}

/* Where its commands lead is not looked at; of a path without one that draws nothing is seen, or a line that has none. */
static enum drawable_look look_of_path(const struct reader *reader)
{
	static const char commands[] = "LlHhVvCcSsQqTtAa";
	struct axml_attribute attribute;
	struct span text;

	if (!axml_find_id(&reader->xml, ATTR_PATH_DATA, &attribute))
		return DRAWABLE_UNSEEN;
	if (attribute.type != AXML_TYPE_STRING || !string_pool_get(&reader->xml.strings, attribute.data, &text))
		return DRAWABLE_UNKNOWN;
	for (size_t i = 0; i < text.len; i++)
		if (memchr(commands, text.data[i], sizeof commands - 1) != NULL)
			return DRAWABLE_SEEN;
	return text.len == 0 ? DRAWABLE_UNSEEN : DRAWABLE_UNKNOWN;
}

static void take_path(struct reader *reader, struct frame frame)
{
	bool is_known = true, has_fill = !is_nothing(reader, ATTR_FILL_ALPHA, &is_known), has_stroke = !is_nothing(reader, ATTR_STROKE_ALPHA, &is_known);
	struct axml_attribute width;
	enum drawable_look look = look_of_path(reader);

	has_stroke &= axml_find_id(&reader->xml, ATTR_STROKE_WIDTH, &width) && width.data != 0;
	frame.is_veiled |= !is_known || look == DRAWABLE_UNKNOWN;
	if (has_fill && look != DRAWABLE_UNSEEN)
		take(reader, &frame, ATTR_FILL_COLOR);
	if (has_stroke && look != DRAWABLE_UNSEEN)
		take(reader, &frame, ATTR_STROKE_COLOR);
}

static void take_stroke(struct reader *reader, const struct frame *frame)
{
	struct axml_attribute width;

	if (axml_find_id(&reader->xml, ATTR_WIDTH, &width) && width.data != 0)
		take(reader, frame, ATTR_COLOR);
}

static void take_gradient(struct reader *reader, const struct frame *frame)
{
	take(reader, frame, ATTR_START_COLOR);
	take(reader, frame, ATTR_CENTER_COLOR);
	take(reader, frame, ATTR_END_COLOR);
}

/* What an element has in its attributes comes before what stands inside it. */
static void take_holder(struct reader *reader, struct frame *frame)
{
	frame->has_chosen = frame->is_hidden = take(reader, frame, ATTR_DRAWABLE) || take(reader, frame, ATTR_SRC);
	take(reader, frame, ATTR_COLOR);
}

static void take_element(struct reader *reader, struct frame *frame)
{
	switch (frame->kind) {
	case HOLDER:
		take_holder(reader, frame);
		break;
	case SOLID:
		take(reader, frame, ATTR_COLOR);
		break;
	case STROKE:
		take_stroke(reader, frame);
		break;
	case GRADIENT:
		take_gradient(reader, frame);
		break;
	case PATH:
		take_path(reader, *frame);
		break;
	case STRANGE:
		draw(reader, frame, DRAWABLE_UNKNOWN);
		break;
	default:
		break;
	}
}

/* The last layer of a kind counts. */
static void begin_layer(struct reader *reader)
{
	struct drawable *drawable = reader->drawable;

	reader->part = &drawable->parts[DRAWABLE_WHOLE];
	for (size_t i = DRAWABLE_BACKGROUND; i < DRAWABLE_PARTS; i++)
		if (axml_element_is(&reader->xml, drawable_part_names[i])) {
			reader->part = &drawable->parts[i];
			*reader->part = (struct drawable_part){.own = DRAWABLE_UNSEEN};
		}
}

static bool has(const struct reader *reader, uint32_t id)
{
	struct axml_attribute attribute;

	return axml_find_id(&reader->xml, id, &attribute);
}

static void begin_in(struct reader *reader, struct frame *parent, struct frame *frame)
{
	bool is_known = !has(reader, ATTR_TINT) || !has(reader, ATTR_TINT_MODE);

	*frame = (struct frame){.kind = kind_of(&reader->xml)};
	frame->is_hidden = parent->is_hidden || !is_drawn(parent, &reader->xml) ||
			   is_nothing(reader, ATTR_ALPHA, &is_known) || is_nothing(reader, ATTR_TINT, &is_known);
	frame->is_veiled = parent->is_veiled || !is_known;
	if (!frame->is_hidden)
		take_element(reader, frame);
}

/* The outermost element stands in a frame, too. */
static void begin(struct reader *reader)
{
	if (reader->depth == 1)
		reader->drawable->is_adaptive = axml_element_is(&reader->xml, "adaptive-icon");
	if (reader->depth == 2 && reader->drawable->is_adaptive)
		begin_layer(reader);
	if (reader->depth < DEPTH)
		begin_in(reader, &reader->frames[reader->depth - 1], &reader->frames[reader->depth]);
	else
		draw(reader, &reader->frames[DEPTH - 1], DRAWABLE_UNKNOWN);
	reader->depth++;
}

/* An adaptive icon with a layer of nothing is refused, and phones show the default icon. */
static void end(struct reader *reader)
{
	reader->depth--;
	if (reader->depth == 2 && reader->part != &reader->drawable->parts[DRAWABLE_WHOLE] && !reader->frames[2].has_chosen)
		draw(reader, &reader->frames[2], DRAWABLE_UNKNOWN);
}

/* What could not be read may be seen. */
static void doubt(struct drawable *drawable)
{
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		drawable->parts[i].own = drawable_both(drawable->parts[i].own, DRAWABLE_UNKNOWN);
}

static enum axml_event read_elements(struct reader *reader)
{
	enum axml_event event = AXML_BAD;

	while ((event = axml_next(&reader->xml)) != AXML_DOCUMENT_END && event != AXML_BAD) {
		if (event == AXML_START)
			begin(reader);
		if (event == AXML_END && reader->depth > 1)
			end(reader);
	}
	return event;
}

void drawable_read(struct span bytes, const struct dynamic_ref *refs, const struct limits *limits, const char *path, struct drawable *drawable)
{
	struct reader reader = {.drawable = drawable, .part = &drawable->parts[DRAWABLE_WHOLE], .frames = {{.kind = PLAIN}}, .depth = 1};

	*drawable = (struct drawable){.is_adaptive = false};
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		drawable->parts[i].own = DRAWABLE_UNSEEN;
	if (!axml_open(&reader.xml, bytes, limits, path, NULL)) {
		doubt(drawable);
		return;
	}
	reader.xml.refs = refs;
	if (read_elements(&reader) == AXML_BAD || reader.xml.over_limit)
		doubt(drawable);
}
