/*
 * walle - the channel in Walle's pair of the signing block: a JSON object, {"channel":"x","more":"y"}, read as Walle's reader on the
 * phone does it, by JSONObject.
 *
 * channel  what the app gets of it, unescaped; characters beyond 16 bits may be two surrogates of three bytes
 * returns  false when the app gets none
 * source   AOSP libcore/json/src/main/java/org/json/JSONTokener.java
 */
#ifndef PRELIST_FORMAT_WALLE_H
#define PRELIST_FORMAT_WALLE_H

#include "bytes/buf.h"

bool walle_channel(struct span value, struct buf *channel);

#endif
