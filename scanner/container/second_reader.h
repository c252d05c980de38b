/*
 * second_reader - libzip's reading of the same file, compared with ours: each difference is zip.reader-disagreement.
 */
#ifndef PRELIST_CONTAINER_SECOND_READER_H
#define PRELIST_CONTAINER_SECOND_READER_H

#include "container/zipdir.h"

/* Compares directory and entry data (names, sizes, encryption, methods); reads no content. False and err when memory ran out. */
bool second_reader_compare(const struct source *source, const struct zipdir *dir, struct anomalies *anomalies,
			   struct error *err);

#endif
