/*
 * pem - a certificate as a text, as the platform reads one wherever it takes one by itself.
 *
 *   -----BEGIN CERTIFICATE----- | base64 in lines | -----END CERTIFICATE-----
 *
 * Texts of other names may stand before it, and anything behind it. What stands in headers, as before something encrypted, the
 * platform refuses.
 *
 * source   Conscrypt OpenSSLX509CertificateFactory, OpenSSLBIOInputStream; BoringSSL PEM_read_bio, EVP_DecodeUpdate
 */
#ifndef PRELIST_ENCODING_PEM_H
#define PRELIST_ENCODING_PEM_H

#include "bytes/arena.h"

/* Whether the platform reads the bytes as a text: by the first of them. */
bool pem_is(struct span bytes);

/* The certificate's DER, in the arena; false when there is none, or memory ran out. */
bool pem_certificate(struct span text, struct arena *arena, struct span *der);

#endif
