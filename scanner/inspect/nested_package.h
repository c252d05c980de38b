/*
 * nested_package - what a package inside says it is, and whose certificates stand in its signatures. Nothing of it is verified.
 *
 *   AndroidManifest.xml        its root
 *   signing block              signers: each of signed data and more; signed data: digests, certificates, the signer's first, and more
 *   META-INF/ *.RSA .DSA .EC   JAR signature blocks
 *
 * source   AOSP ApkSignatureSchemeV2Verifier, ApkSignatureSchemeV3Verifier; JAR File Specification
 */
#ifndef PRELIST_INSPECT_NESTED_PACKAGE_H
#define PRELIST_INSPECT_NESTED_PACKAGE_H

#include "inspect/inspect.h"

struct nested_package {
	const char *path;
	const struct source *content;
	const struct inspect_entry *entry; /* that it is; NULL: it stands deeper */
};

/* Its rows. False and err when reading failed or memory ran out; what is odd in it is not said. */
bool nested_package_write(struct inspect_context *context, const struct nested_package *package, const struct zipdir *dir, struct error *err);

#endif
