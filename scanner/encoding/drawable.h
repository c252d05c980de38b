/*
 * drawable - what a drawable of binary XML draws by itself, and which resources it draws besides.
 *
 *   adaptive-icon | background, foreground, monochrome (since Android 13): android:drawable, or an element inside
 *   layer-list, selector, level-list, ... | item: android:drawable, or an element inside
 *   inset, rotate, bitmap, ... | android:drawable or android:src, or an element inside
 *   color, shape, gradient, vector | colours of their own
 *
 * Of several items the one counts that is drawn where nobody sets a state or a level, as on a home screen. What stands outside of the icon, or
 * has no size, is not drawn (drawable_place).
 *
 * source   AOSP graphics/java/android/graphics/drawable: DrawableInflater, AdaptiveIconDrawable (known since Android 8), StateListDrawable,
 *          LevelListDrawable, GradientDrawable, VectorDrawable; core/java/android/util/StateSet
 */
#ifndef PRELIST_ENCODING_DRAWABLE_H
#define PRELIST_ENCODING_DRAWABLE_H

#include "bytes/limit.h"
#include "bytes/span.h"
#include "encoding/dynamic_ref.h"

#define DRAWABLE_MAX ((uint64_t)64 * 1024) /* bytes of a file that is read */
#define DRAWABLE_REFERENCES 32

/* Whether anything of it can be seen. */
enum drawable_look { DRAWABLE_UNKNOWN, DRAWABLE_UNSEEN, DRAWABLE_SEEN };

/* Of two that are drawn together. */
static inline enum drawable_look drawable_both(enum drawable_look a, enum drawable_look b)
{
	if (a == DRAWABLE_SEEN || b == DRAWABLE_SEEN)
		return DRAWABLE_SEEN;
	return a == DRAWABLE_UNSEEN ? b : a;
}

/* Of a colour, AARRGGBB. */
enum drawable_look drawable_colour(uint32_t colour);

enum { DRAWABLE_WHOLE, DRAWABLE_BACKGROUND, DRAWABLE_FOREGROUND, DRAWABLE_MONOCHROME, DRAWABLE_PARTS };

struct drawable_reference {
	uint32_t resource;
	bool is_redrawn; /* a picture of it is shown otherwise than it stands in its file: turned, moved, cut, tinted, covered, or nobody knows how */
	bool is_natural; /* a picture of it that is larger than the icon is cut */
	bool is_whole; /* it fills the icon */
};

/* Of a part: the layers of an adaptive icon, or all of another drawable. */
struct drawable_part {
	enum drawable_look own; /* of what it draws by itself */
	struct drawable_reference references[DRAWABLE_REFERENCES]; /* in order, the lowest first; of more the look is unknown */
	size_t num_references;
	bool is_cover; /* nothing can be seen of what lies below */
};

struct drawable {
	bool is_adaptive;
	struct drawable_part parts[DRAWABLE_PARTS];
};

/* Names of the layers, by part; NULL for the whole. */
extern const char *const drawable_part_names[DRAWABLE_PARTS];

/*
 * refs: of the table beside it (axml.h); is_layer: it is one of an adaptive icon. Nothing is said of one that is malformed: the phone draws
 * what it can of it, and its look is unknown.
 */
void drawable_read(struct span bytes, const struct dynamic_ref *refs, bool is_layer, const struct limits *limits, const char *path,
		   struct drawable *drawable);

#endif
