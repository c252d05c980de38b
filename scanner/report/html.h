/*
 * html - untrusted text made safe for a page.
 */
#ifndef PRELIST_REPORT_HTML_H
#define PRELIST_REPORT_HTML_H

#include "bytes/buf.h"

/*
 * Appends text for an element or a quoted attribute: what has a meaning in HTML as references, control, bidi and invalid
 * characters spelled out (text_visible), line breaks and tabs as blanks.
 */
void html_text(struct buf *out, const char *text);

/* The same for a long name, which may be broken behind dots and underscores. */
void html_name(struct buf *out, const char *name);

/* True for an address that a page may lead to: http or https, and nothing in it that would have to be spelled out. */
bool html_is_link(const char *text);

/* Appends 'sha256-...': the source by which a content security policy lets exactly this style sheet in. */
void html_style_source(struct buf *out, const char *css);

#endif
