/*
 * x509_factory - a certificate as the platform's certificate factory takes one that stands by itself: DER, PEM, or a bag of certificates.
 *
 *   bag = SEQUENCE { OID signedData, [0] SEQUENCE { version, SET digest algorithms, content, [0] certificates, ... } }
 *
 * The first certificate of a bag counts, and all have to be certificates. A bag is known by its fifth byte alone, which begins an
 * OID: what is so long that it has a longer head, and has that byte in its length, is taken for one.
 *
 * source   Conscrypt OpenSSLX509CertificateFactory, NativeCrypto d2i_PKCS7_bio; BoringSSL PKCS7_get_certificates
 */
#ifndef PRELIST_ENCODING_X509_FACTORY_H
#define PRELIST_ENCODING_X509_FACTORY_H

#include "encoding/x509.h"

/* A certificate in PEM comes to lie in the arena, of which to ask arena_ok. certificate->der are the bytes. */
bool x509_factory_read(struct x509 *certificate, struct span bytes, struct arena *arena);

/* Whether the bytes, which are not PEM, are taken for a bag. */
bool x509_factory_is_bag(struct span bytes);

/* The same of bytes that are not PEM. */
bool x509_factory_read_binary(struct x509 *certificate, struct span bytes);

#endif
