/*
 * export_folder - a folder of files that appears whole or not at all, each with its SHA-256.
 *
 *   manifest.json      what it is and which files there are
 *   manifest.json.sig  Ed25519, 64 bytes
 *   SHA256SUMS         the files of the manifest in its order, and the manifest; for sha256sum -c
 *   SHA256SUMS.sig     Ed25519, so that two common programs check all of it: openssl pkeyutl -verify -pubin -inkey log.pub -rawin
 *                      -in SHA256SUMS -sigfile SHA256SUMS.sig && sha256sum -c SHA256SUMS
 */
#ifndef PRELIST_CLI_EXPORT_FOLDER_H
#define PRELIST_CLI_EXPORT_FOLDER_H

#include "bytes/arena.h"
#include "bytes/error.h"
#include "report/json.h"
#include "store/log_key.h"

#include <stdio.h>

#define EXPORT_FILES_MAX 100

struct export_file {
	const char *name;
	uint64_t size;
	char sha256[65];
};

struct export_folder {
	const char *path; /* where it is to be */
	char *temporary;  /* where it is made, beside that */
	int fd;
	struct arena arena;
	struct export_file files[EXPORT_FILES_MAX];
	size_t num_files;
};

/* err where path is there already and no empty folder. */
bool export_folder_begin(struct export_folder *folder, const char *path, struct error *err);

/* A new file in it, to be written; NULL and err. */
FILE *export_folder_create(struct export_folder *folder, const char *name, struct error *err);
/* Closes it and takes its digest. False and err when something could not be written. */
bool export_folder_close(struct export_folder *folder, FILE *file, const char *name, struct error *err);

bool export_folder_write(struct export_folder *folder, const char *name, struct span content, struct error *err);

/* The files so far as an array of the manifest. */
void export_folder_list(const struct export_folder *folder, struct json *json);

/* The manifest, behind all that it lists; its signature, SHA256SUMS and its signature. sha256: of the manifest. */
bool export_folder_finish(struct export_folder *folder, struct span manifest, const struct log_key *key, char sha256[65], struct error *err);

/* Takes its place. */
bool export_folder_keep(struct export_folder *folder, struct error *err);

/* Nothing is left of one that was not kept. */
void export_folder_end(struct export_folder *folder);

#endif
