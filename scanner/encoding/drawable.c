#include "encoding/drawable.h"

#include "encoding/android_attribute.h"
#include "encoding/axml.h"
#include "encoding/drawable_place.h"
#include "encoding/picture.h"

#define DEPTH 32
#define PATHS_MAX (4 * (size_t)DRAWABLE_MAX) /* bytes of paths that are followed: several may have the same string */

enum {
	ID_MASK = 0x0102002E, /* of the item of a ripple that is not drawn */
	SHAPE_LINE = 2,
};
enum { FIRST_COLOUR = 0x1C, LAST_COLOUR = 0x1F };
enum { OPAQUE = 0x80 }; /* from here on what lies below is hardly seen */

/* How an element is drawn; of what is not named nobody knows. */
enum kind { STRANGE, PLAIN, HOLDER, LAYERS, STATES, LEVELS, FIRST, GRADIENT, SOLID, STROKE, PADDING, SHAPE, LINE, VECTOR, GROUP, PATH, CLIP_PATH };

static const struct {
	const char *name;
	enum kind kind;
} kinds[] = {
	{"adaptive-icon", PLAIN}, {"animated-selector", STATES}, {"animated-vector", HOLDER}, {"animation-list", FIRST}, {"background", HOLDER},
	{"bitmap", HOLDER}, {"clip-path", CLIP_PATH}, {"color", SOLID}, {"corners", PLAIN}, {"foreground", HOLDER},
	{"gradient", GRADIENT}, {"group", GROUP}, {"inset", HOLDER}, {"item", HOLDER}, {"layer-list", LAYERS},
	{"level-list", LEVELS}, {"maskable-icon", PLAIN}, {"monochrome", HOLDER}, {"nine-patch", HOLDER}, {"padding", PADDING},
	{"path", PATH}, {"ripple", LAYERS}, {"rotate", HOLDER}, {"selector", STATES}, {"shape", SHAPE},
	{"size", PLAIN}, {"solid", SOLID}, {"stroke", STROKE}, {"target", PLAIN}, {"transition", FIRST},
	{"vector", VECTOR},
};

/* An element that has begun. */
struct frame {
	enum kind kind;
	bool is_hidden; /* neither it nor what is inside is drawn */
	struct drawable_place place; /* where it is not known how much of it can be seen, if anything, is not either */
	bool has_chosen; /* an item of it is drawn, and the others are not; of another element: there is something to be drawn */
};

struct reader {
	struct axml xml;
	struct drawable *drawable;
	struct drawable_part *part;
	struct frame frames[DEPTH];
	int depth; /* frames that are open, those without room, too */
	float side; /* of what the frame at hand stands in, in dp */
	struct placing_box window; /* all that is shown of it */
	size_t paths_left; /* of PATHS_MAX */
};

const char *const drawable_part_names[DRAWABLE_PARTS] = {NULL, "background", "foreground", "monochrome"};

enum drawable_look drawable_colour(uint32_t colour)
{
	return colour >> 24 < PICTURE_VISIBLE ? DRAWABLE_UNSEEN : DRAWABLE_SEEN;
}

static void draw(struct reader *reader, const struct frame *frame, enum drawable_look look)
{
	if (look == DRAWABLE_SEEN && frame->place.is_unknown)
		look = DRAWABLE_UNKNOWN;
	reader->part->own = drawable_both(reader->part->own, look);
}

/* What was drawn before is not seen as it stands. */
static void redraw(struct drawable_part *part)
{
	for (size_t i = 0; i < part->num_references; i++)
		part->references[i].is_redrawn = true;
}

static bool is_whole(const struct reader *reader, const struct frame *frame, const struct placing_box *box)
{
	return !frame->place.is_natural && !frame->place.is_unknown && placing_covers(box, &reader->window);
}

static void paint(struct reader *reader, const struct frame *frame, uint32_t colour, const struct placing_box *box)
{
	draw(reader, frame, drawable_colour(colour));
	if (colour >> 24 < OPAQUE || !is_whole(reader, frame, box))
		return;
	reader->part->is_cover = true;
	redraw(reader->part);
}

static void refer(struct reader *reader, const struct frame *frame, uint32_t resource, const struct placing_box *box)
{
	struct drawable_part *part = reader->part;

	if (resource == 0)
		return;
	if (frame->place.is_unknown || part->num_references == DRAWABLE_REFERENCES)
		draw(reader, frame, DRAWABLE_UNKNOWN);
	if (part->num_references == DRAWABLE_REFERENCES)
		redraw(part);
	else
		part->references[part->num_references++] = (struct drawable_reference){
			.resource = resource, .is_redrawn = !drawable_place_is_upright(&frame->place), .is_natural = frame->place.is_natural, .is_whole = is_whole(reader, frame, box)};
}

/* A drawable or colour in that box: what it is, or where it stands. False where there is none. */
static bool take_in(struct reader *reader, const struct frame *frame, uint32_t id, const struct placing_box *box)
{
	struct axml_attribute attribute;

	if (!axml_find_id(&reader->xml, id, &attribute))
		return false;
	if (axml_is_reference(attribute.type))
		refer(reader, frame, attribute.data, box);
	else if (attribute.type >= FIRST_COLOUR && attribute.type <= LAST_COLOUR)
		paint(reader, frame, attribute.data, box);
	else if (attribute.type != AXML_TYPE_NULL)
		draw(reader, frame, DRAWABLE_UNKNOWN);
	return true;
}

static bool take(struct reader *reader, const struct frame *frame, uint32_t id)
{
	struct placing_box box = drawable_place_box(&frame->place);

	return take_in(reader, frame, id, &box);
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

/* A shape that is a line is its stroke alone. */
static bool is_line(const struct axml *xml)
{
	struct axml_attribute attribute;

	return axml_find_id(xml, ATTR_SHAPE, &attribute) && attribute.data == SHAPE_LINE;
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
		return !is_mask(xml) && (parent->kind != LINE || axml_element_is(xml, "stroke"));
	if (parent->has_chosen || !axml_element_is(xml, "item"))
		return false;
	parent->has_chosen = parent->kind == FIRST || (parent->kind == STATES ? !wants_state(xml) : has_level_0(xml));
	return parent->has_chosen;
}

/* A path is drawn where its commands lead; a line of no length, too, where it has a width. */
static void take_path(struct reader *reader, struct frame frame)
{
	bool is_known = true, has_fill = !is_nothing(reader, ATTR_FILL_ALPHA, &is_known), has_stroke = !is_nothing(reader, ATTR_STROKE_ALPHA, &is_known);
	float width = drawable_place_number(&reader->xml, ATTR_STROKE_WIDTH, 0, &frame.place.is_unknown);
	struct placing_box path, inside, around;

	is_known &= drawable_place_path(&reader->xml, &reader->paths_left, &path);
	inside = drawable_place_line(&frame.place, &path, 0);
	around = drawable_place_line(&frame.place, &path, width);
	frame.place.is_unknown |= !is_known;
	if (has_fill && (!is_known || !placing_is_empty(&inside)))
		take_in(reader, &frame, ATTR_FILL_COLOR, &inside);
	frame.place.is_natural = true;
	if (has_stroke && width != 0 && (!is_known || !placing_is_empty(&around)))
		take_in(reader, &frame, ATTR_STROKE_COLOR, &around);
}

static void take_clip_path(struct reader *reader, struct frame *parent)
{
	struct placing_box path;

	parent->place.is_unknown |= !drawable_place_path(&reader->xml, &reader->paths_left, &path);
	if (!parent->place.is_unknown)
		parent->place.clip = drawable_place_line(&parent->place, &path, 0);
}

/* What a list of layers has behind it stands inside of it. */
static void take_padding(struct reader *reader)
{
	static const uint32_t sides[] = {ATTR_LEFT, ATTR_TOP, ATTR_RIGHT, ATTR_BOTTOM};
	struct axml_attribute attribute;
	int depth = reader->depth - 1;

	while (depth > 0 && reader->frames[depth].kind != LAYERS)
		depth--;
	for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
		reader->frames[depth].place.is_unknown |= axml_find_id(&reader->xml, sides[i], &attribute) && attribute.data >> 8 != 0;
}

static void take_stroke(struct reader *reader, const struct frame *frame)
{
	struct placing_box line = {0};
	struct axml_attribute width;

	if (axml_find_id(&reader->xml, ATTR_WIDTH, &width) && width.data != 0)
		take_in(reader, frame, ATTR_COLOR, &line);
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

static void take_strange(struct reader *reader, struct frame *frame)
{
	frame->place.is_unknown = true;
	draw(reader, frame, DRAWABLE_UNKNOWN);
	take_holder(reader, frame);
}

static void take_element(struct reader *reader, struct frame *parent, struct frame *frame)
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
	case CLIP_PATH:
		take_clip_path(reader, parent);
		break;
	case PADDING:
		take_padding(reader);
		break;
	case STRANGE:
		take_strange(reader, frame);
		break;
	default:
		break;
	}
}

static void stand_in_layer(struct reader *reader)
{
	reader->side = DRAWABLE_LAYER_DP;
	reader->window = PLACING_MIDDLE;
	reader->frames[0].place.clip = PLACING_MIDDLE;
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

/* Of what stands in a vector it is the path that counts. */
static bool fills_its_place(enum kind kind)
{
	return kind != VECTOR && kind != GROUP && kind != PATH && kind != CLIP_PATH;
}

static void begin_in(struct reader *reader, struct frame *parent, struct frame *frame)
{
	bool is_known = !has(reader, ATTR_TINT) || !has(reader, ATTR_TINT_MODE);

	*frame = (struct frame){.kind = kind_of(&reader->xml), .place = parent->place};
	if (frame->kind == SHAPE && is_line(&reader->xml))
		frame->kind = LINE;
	drawable_place(&reader->xml, parent->kind == LAYERS || parent->kind == FIRST, reader->side, &frame->place);
	frame->is_hidden = parent->is_hidden || !is_drawn(parent, &reader->xml) ||
			   is_nothing(reader, ATTR_ALPHA, &is_known) || is_nothing(reader, ATTR_TINT, &is_known) ||
			   (fills_its_place(frame->kind) && drawable_place_is_empty(&frame->place));
	frame->place.is_unknown |= !is_known;
	if (!frame->is_hidden)
		take_element(reader, parent, frame);
}

/* Deeper than frames are kept. */
static void begin_below(struct reader *reader, struct frame frame)
{
	if (!frame.is_hidden)
		take_strange(reader, &frame);
}

static void begin_icon(struct reader *reader)
{
	reader->drawable->is_adaptive = axml_element_is(&reader->xml, "adaptive-icon");
	if (reader->drawable->is_adaptive)
		stand_in_layer(reader);
}

/* The outermost element stands in a frame, too. */
static void begin(struct reader *reader)
{
	if (reader->depth == 1)
		begin_icon(reader);
	if (reader->depth == 2 && reader->drawable->is_adaptive)
		begin_layer(reader);
	if (reader->depth < DEPTH)
		begin_in(reader, &reader->frames[reader->depth - 1], &reader->frames[reader->depth]);
	else
		begin_below(reader, reader->frames[DEPTH - 1]);
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

void drawable_read(struct span bytes, const struct dynamic_ref *refs, bool is_layer, const struct limits *limits, const char *path,
		   struct drawable *drawable)
{
	struct reader reader = {.drawable = drawable, .part = &drawable->parts[DRAWABLE_WHOLE], .depth = 1, .side = DRAWABLE_ICON_DP,
				.window = PLACING_ALL, .paths_left = PATHS_MAX};

	*drawable = (struct drawable){.is_adaptive = false};
	for (size_t i = 0; i < DRAWABLE_PARTS; i++)
		drawable->parts[i].own = DRAWABLE_UNSEEN;
	reader.frames[0] = (struct frame){.kind = PLAIN, .place = {.placing = PLACING_WHOLE, .clip = PLACING_ALL}};
	if (is_layer)
		stand_in_layer(&reader);
	if (!axml_open(&reader.xml, bytes, limits, path, NULL)) {
		doubt(drawable);
		return;
	}
	reader.xml.refs = refs;
	if (read_elements(&reader) == AXML_BAD || reader.xml.over_limit)
		doubt(drawable);
}
