/*
 * bench_listed - what the app was listed with before, as tables for rules.
 *
 *   listed_package   version_code, split, sha256, content_digest, abi, device: a row for each ABI (native_abi) of each listed file, with an empty
 *                    ABI or device where it has none; of the version before, of those under a version code of the submission's, and of some above one, the highest among them
 *   listed_finding   rule, subject, verdict, detail: what every version that is or was listed was found to have; of a notice detail is empty, for
 *                    nobody has looked at it
 *   decided_against  kind, submission, case_number, date, reason, sha256: what persons decided against the same bytes (sha256: of the
 *                    file) or against the app (sha256 empty): rejected, delisted, authority-report and suspension (an open
 *                    case), manual-check (against it), complaint (upheld);
 *                    laboratory: what one found in one of the app that never was listed
 *   decided_elsewhere kind, app_id, submission, date, reason, same_signer, same_developer, same_filing, same_look: where the app never was
 *                    listed, what persons decided against others that have something of it in common, one row an app; same_ is 1 or empty
 *   listed_elsewhere kind, value, app_id, same_developer, same_signer, label, shows_owner, other_developer: listed versions of other apps, a row each, that show a value of the submission's (filing,
 *                    licence, uscc, developer_name, label, icon, spki and others, spelled as the blacklist has them), are called so (package), or are called as a part of its name is
 *                    (label_part) or as what its name begins or ends with is (label_edge), have a filing number of its series (filing_series) or its id but for case (package_case), or have an id below which a permission or authority of its own stands, and not rather below its own id
 *                    (permission_definition_below, provider_authority_below); same_ is 1 or empty, label what the app is called; shows_owner is 1 where that says that a scheme or domain is its own, or a developer's name no natural person's (own_value.h); other_developer is whom its
 *                    form names, where that is another one than the submission's
 *   waiting          submission, date, same_developer, same_signer, own_first: of an app that never was listed the first submission of another
 *                    developer or signer of whom one waits; own_first is one that this developer and signer had handed in before that, or empty
 */
#ifndef PRELIST_JUDGE_BENCH_LISTED_H
#define PRELIST_JUDGE_BENCH_LISTED_H

#include "judge/catalogue.h"
#include "judge/judge.h"

struct bench_listed {
	struct catalogue package, finding, against, decided_elsewhere, elsewhere, waiting;
};

/* The tables without rows. */
void bench_listed_declare(struct bench_listed *tables);

/* Their rows, in the arena and of text of the history. False when memory ran out. */
bool bench_listed_fill(struct bench_listed *tables, const struct rules *rules, const struct judge_history *history, struct arena *arena);

/* The kinds, a bit each, by which a rule may choose rows of listed_elsewhere (label is label_part, too); all where it names none, or says which not. */
uint64_t bench_listed_kinds(const char *sql);

#endif
