/* What a drawable of the fuzzers' corpus draws by itself and what it takes; and which WebP images are opaque. */
#include "encoding/drawable.h"
#include "harness.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define PLAIN 0x7F010004u
#define COLOUR 0x7F010005u
#define FRONT 0x7F010001u

static struct drawable read_corpus(const char *name, size_t most)
{
	uint8_t bytes[8192];
	char path[128];
	struct limits limits = limits_default();
	struct drawable drawable = {0};
	ssize_t len;
	int fd;

	snprintf(path, sizeof path, "fixtures/corpus/drawable/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	len = read(fd, bytes, most < sizeof bytes ? most : sizeof bytes);
	CHECK(len >= 0);
	drawable_read(span_of(bytes, (size_t)len), &dynamic_ref_ordinary, false, &limits, name, &drawable);
	close(fd);
	return drawable;
}

static void check_part(const struct drawable *drawable, int part, enum drawable_look look, uint32_t reference)
{
	CHECK_NUMBER(drawable->parts[part].own, look);
	CHECK_NUMBER(drawable->parts[part].num_references, reference != 0);
	CHECK_NUMBER(drawable->parts[part].references[0].resource, reference);
}

TEST(drawable_parts, "an adaptive icon has its layers' resources, another drawable those that are drawn and what it draws by itself")
{
	struct drawable adaptive = read_corpus("adaptive.xml", SIZE_MAX), layers = read_corpus("layers.xml", SIZE_MAX),
			vector = read_corpus("vector.xml", SIZE_MAX);

	CHECK(adaptive.is_adaptive && !layers.is_adaptive);
	check_part(&adaptive, DRAWABLE_BACKGROUND, DRAWABLE_UNSEEN, COLOUR);
	check_part(&adaptive, DRAWABLE_FOREGROUND, DRAWABLE_UNSEEN, FRONT);
	check_part(&layers, DRAWABLE_WHOLE, DRAWABLE_SEEN, PLAIN);
	check_part(&vector, DRAWABLE_WHOLE, DRAWABLE_SEEN, 0);
}

TEST(drawable_choice, "of the items of a drawable the one is looked at that is drawn without a state and at level 0")
{
	struct drawable pressed = read_corpus("pressed.xml", SIZE_MAX), levels = read_corpus("levels.xml", SIZE_MAX);

	check_part(&pressed, DRAWABLE_WHOLE, DRAWABLE_UNSEEN, 0);
	check_part(&levels, DRAWABLE_WHOLE, DRAWABLE_UNSEEN, 0);
}

TEST(drawable_doubt, "what a resource may take away, and what breaks off, is not known")
{
	struct drawable tinted = read_corpus("tinted.xml", SIZE_MAX);

	check_part(&tinted, DRAWABLE_WHOLE, DRAWABLE_UNKNOWN, PLAIN);
	CHECK(tinted.parts[DRAWABLE_WHOLE].references[0].is_redrawn);
	for (size_t len = 0; len < 200; len++) {
		struct drawable cut = read_corpus("levels.xml", len);

		check_part(&cut, DRAWABLE_WHOLE, DRAWABLE_UNKNOWN, 0);
	}
}

TEST(drawable_redrawn, "of what a drawable takes it is known which is shown as it stands, and which is turned or covered")
{
	struct drawable turned = read_corpus("turned.xml", SIZE_MAX), covered = read_corpus("covered.xml", SIZE_MAX), outside = read_corpus("outside.xml", SIZE_MAX);
	const struct drawable_reference *references = turned.parts[DRAWABLE_WHOLE].references;

	CHECK_NUMBER(turned.parts[DRAWABLE_WHOLE].num_references, 3);
	CHECK(references[0].is_redrawn && references[0].is_whole && !references[1].is_redrawn && !references[1].is_whole && !references[2].is_redrawn);
	CHECK(covered.parts[DRAWABLE_WHOLE].is_cover && covered.parts[DRAWABLE_WHOLE].references[0].is_redrawn && !turned.parts[DRAWABLE_WHOLE].is_cover);
	check_part(&outside, DRAWABLE_WHOLE, DRAWABLE_UNSEEN, 0);
}

TEST(drawable_both, "of two that are drawn together one that is seen is enough, and both are unseen where neither is anything else")
{
	CHECK_NUMBER(drawable_both(DRAWABLE_UNSEEN, DRAWABLE_SEEN), DRAWABLE_SEEN);
	CHECK_NUMBER(drawable_both(DRAWABLE_UNKNOWN, DRAWABLE_SEEN), DRAWABLE_SEEN);
	CHECK_NUMBER(drawable_both(DRAWABLE_UNKNOWN, DRAWABLE_UNSEEN), DRAWABLE_UNKNOWN);
	CHECK_NUMBER(drawable_both(DRAWABLE_UNSEEN, DRAWABLE_UNKNOWN), DRAWABLE_UNKNOWN);
	CHECK_NUMBER(drawable_both(DRAWABLE_UNSEEN, DRAWABLE_UNSEEN), DRAWABLE_UNSEEN);
	CHECK(drawable_colour(0x28000000) == DRAWABLE_SEEN && drawable_colour(0x27FFFFFF) == DRAWABLE_UNSEEN);
}
