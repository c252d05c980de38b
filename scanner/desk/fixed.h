/*
 * fixed - which open findings of correction cases a new submission fixes; a case of which it fixes all is closed.
 */
#ifndef PRELIST_DESK_FIXED_H
#define PRELIST_DESK_FIXED_H

#include "desk/case.h"

/*
 * Within desk_keep. A finding is fixed when other bytes were read whole, its rule was run and did not find it. Nothing is
 * when findings were left out, code is hidden that was visible, the form is gone, or (of rules that compare with the listed
 * version) it was compared with another one.
 */
bool fixed_by(struct desk *desk, const struct submission *submission, int64_t number, struct error *err);

#endif
