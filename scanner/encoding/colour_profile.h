/*
 * colour_profile - whether a picture's colours are shown about as their numbers stand.
 *
 * So they are by what build tools leave: sRGB, Display P3, Adobe RGB, the profiles of screens, a gamma of 1.8 to 2.2, grey likewise. A phone
 * takes any other, too, and shows by it what nobody sees in the numbers: curves that fall or stand still and leap, primaries that change places.
 *
 *   ICC profile: u32be length | ... | colour space at 16 | of what it is made at 20 | at 128: u32be num | num * (tag | u32be offset | u32be length)
 *   XYZ : s15Fixed16 X Y Z of a primary; curv: u32be num | num * u16be, of one a gamma; para: u16be kind | 0 0 | s15Fixed16 g a b c d e f
 *
 * source   ICC.1:2022; ITU-T H.273; Skia SkPngCodec.cpp, SkWebpCodec.cpp and skcms.cc
 */
#ifndef PRELIST_ENCODING_COLOUR_PROFILE_H
#define PRELIST_ENCODING_COLOUR_PROFILE_H

#include "bytes/span.h"

#define COLOUR_PROFILE_MAX ((size_t)64 * 1024) /* a longer one has tables */

/* False for one that cannot be read, too, and where tables say what matrix and curves do not. */
bool colour_profile_is_usual(struct span icc);

/* What PNG may have in place of a profile, as its chunks have these. */
bool colour_profile_is_usual_gamma(struct span gama);
bool colour_profile_is_usual_white_and_primaries(struct span chrm);
bool colour_profile_is_usual_code_points(struct span cicp);

#endif
