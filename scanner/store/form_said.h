/*
 * form_said - what the form of a submission said, as it was read when that came: without blanks around it, a code without any and in capitals.
 * Whoever asks the text of the form takes the same developer, written otherwise, for another one.
 *
 *   form_said(number, column)   SQL: text of the table of facts `submission`; NULL where it said none, or what is kept of it is damaged
 */
#ifndef PRELIST_STORE_FORM_SAID_H
#define PRELIST_STORE_FORM_SAID_H

#include "store/database.h"

/* Makes it known to the archive's database. */
bool form_said_register(struct archive *archive, struct error *err);

/* Of a submission that goes by that name. */
#define FORM_SAID(s, column) "form_said(" s ".number, '" #column "')"

#endif
