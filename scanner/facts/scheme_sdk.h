/*
 * scheme_sdk - the first Android version, as an SDK number, that looks at each signature scheme.
 *
 * source   apksig ApkVerifier; AOSP ApkSignatureVerifier
 */
#ifndef PRELIST_FACTS_SCHEME_SDK_H
#define PRELIST_FACTS_SCHEME_SDK_H

#define SCHEME_V2_SDK 24
#define SCHEME_V3_SDK 28
#define SCHEME_V31_SDK 33 /* the first that knows a rotation for newer versions */
#define SCHEME_V32_SDK 37

#endif
