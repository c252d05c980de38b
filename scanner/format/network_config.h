/*
 * network_config - where a network security configuration lets an app talk in the clear, as Android 9 and later read it, and where it
 * trusts authorities that the phone's user has installed; and of which domains it says anything.
 *
 *   <network-security-config>
 *     <base-config cleartextTrafficPermitted=...>          at most one; without it, or what it leaves open: by target
 *       <trust-anchors>                                    at most one of each configuration; what it leaves open likewise
 *         <certificates src="system" "user" or a file>
 *     <domain-config cleartextTrafficPermitted=...>        what it leaves open: as the one that it is in, else as the base
 *       <domain includeSubdomains=...>NAME</domain>        one at least; no name twice; of several that match the longest counts
 *       <domain-config> ...
 *     <debug-overrides>                                    counts in debuggable apps alone
 *
 * Pins and certificates of files are not looked at, though the phone fails for wrong ones, too.
 *
 * source   AOSP android.security.net.config: XmlConfigSource, NetworkSecurityConfig, ApplicationConfig; XmlUtils, XmlBlock
 */
#ifndef PRELIST_FORMAT_NETWORK_CONFIG_H
#define PRELIST_FORMAT_NETWORK_CONFIG_H

#include "bytes/buf.h"
#include "bytes/error.h"
#include "bytes/limit.h"
#include "bytes/span.h"
#include "container/anomaly.h"

/* What it says of domains; the last, that they are named, of all. */
enum network_config_what { NETWORK_CONFIG_CLEARTEXT, NETWORK_CONFIG_USERS_AUTHORITIES, NETWORK_CONFIG_NAMED, NETWORK_CONFIG_WHATS };

struct network_config_input {
	struct span bytes; /* binary XML */
	const char *path;
	bool by_default[NETWORK_CONFIG_WHATS]; /* for the base, where it does not say */
	const struct limits *limits;
	struct anomalies *anomalies;
};

/*
 * Appends to where, of each, what package.cleartext_domains, users_authorities_domains and configured_domains hold; nothing for a configuration that the phone cannot parse, which is
 * an anomaly. *is_unread: a limit ended it, and there may be more. False and err only when memory ran out.
 */
bool network_config_read(const struct network_config_input *input, struct buf where[NETWORK_CONFIG_WHATS], bool *is_unread, struct error *err);

#endif
