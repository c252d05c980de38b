/*
 * derive - the rows and columns that do not come from bytes alone, but from catalogues, options and the form.
 *
 * Each function works on the assembled facts in place. False and err when memory ran out.
 */
#ifndef PRELIST_JUDGE_DERIVE_H
#define PRELIST_JUDGE_DERIVE_H

#include "container/anomaly.h"
#include "judge/judge.h"

/* The tables (a bit each) from which that column is made; 0 for one that the readings hold as it is. */
uint64_t derive_needs(enum fact_table table, const char *column);

/* Implied and split permissions of every package, from the catalogue android_implied_permissions; before them permission.min_sdk of what older versions ask for, too. */
bool derive_permissions(const struct rules *rules, struct reading *facts, struct error *err);

/* What of exported components is open to every app. Comes after derive_splits_by_base. */
bool derive_open_access(const struct rules *rules, struct reading *facts, struct error *err);

/* Hardening, hot-update, plug-in and channel products, from the catalogue packers and the signing block's channels. */
bool derive_packers(const struct rules *rules, struct reading *facts, struct error *err);

/* Third-party SDKs, from the catalogue sdks; DEX code is not looked at. */
bool derive_sdks(const struct rules *rules, struct reading *facts, struct error *err);

/* package.complete, device, code_visible as far as the format says it, and signing. Comes before the signatures. */
bool derive_package(struct reading *facts, const struct judge_run *run, struct error *err);

/*
 * package.code_visible again: not where the DEX files lack a class that every start asks for (application, component factory,
 * launcher activity), or more than half of those of components. Comes after derive_packers and derive_package.
 */
bool derive_code(const struct rules *rules, struct reading *facts, struct error *err);

/* packer.proven of hardening that only a library gives away: not where no code is hidden; package.code_visible of what is packed. Comes after derive_code. */
void derive_packed(struct reading *facts);

/* signature.status of what the Android versions of the package (or of the options) do not look at: unused. */
bool derive_signatures(struct reading *facts, const struct judge_run *run, struct error *err);

/* package.no-sdk-in-range: --max-sdk is below what the package wants; manifest.sdk-range: each version of the catalogue android_versions is. */
bool derive_range(const struct rules *rules, struct reading *facts, const struct judge_run *run, struct error *err);

/* The newest Android version that the catalogue android_versions knows; FACT_ABSENT without one. */
int64_t derive_newest_sdk(const struct rules *rules);

/*
 * package.role where the form does not say it: of whole builds for the same phones the first is the main one, or of 32 or 64 bits, and the
 * others are channel builds; one whose native code is all for others than ARM has none. Comes after derive_package.
 */
bool derive_roles(struct reading *facts, struct error *err);

/* An anomaly of a package as a whole, its detail made of what was wanted and what was found (or NULL). False when memory ran out. */
bool derive_anomaly(struct reading *facts, enum anomaly_id id, const struct fact_package *package, const char *wanted, const char *found);

/* The base of the submission's splits: the first package without a split name. NULL: there is none. */
const struct fact_package *derive_base(const struct reading *facts);

/*
 * package.min_sdk, target_sdk, max_sdk and target_sandbox of splits, whose base says them; component.exported of their providers and
 * component.permission of what says none.
 * Comes before all that asks for which versions a package is.
 */
void derive_splits_by_base(struct reading *facts);

/* Whether it is known which splits there are: a file whose manifest was not read may be any. */
bool derive_splits_known(const struct reading *facts);

/* split.*: anomalies of splits and their base, which no package has alone. */
bool derive_splits(struct reading *facts, struct error *err);

/* split.dependency: isolated splits, one of which lacks what it needs. */
bool derive_split_tree(struct reading *facts, struct error *err);

/* elf.compressed and elf.misaligned of splits, whose libraries the phone maps from the package where their base wants it. */
bool derive_libraries(struct reading *facts, struct error *err);

/* arsc.compressed and arsc.misaligned of splits, by the target of their base. Comes after derive_splits_by_base. */
bool derive_tables(struct reading *facts, struct error *err);

/* label.shown and chinese where splits have labels of the base. The arena is for what is needed meanwhile. False when memory ran out. */
bool derive_shown_labels(struct reading *facts, struct arena *arena);

/*
 * Columns of component and meta_data, and rows of intent_filter, that manifests of splits take from other tables; split.unread-value:
 * what is not followed. Comes before derive_splits_by_base.
 */
bool derive_unread_values(struct reading *facts, struct error *err);

/*
 * label and icon rows of what splits have as labels and icons of the base, of the base's package, or it of theirs, and package.label
 * where only they have a default one; what permissions are for where they say it in Chinese; split.overrides-value: other values of what its manifest
 * takes. Of these tables (a bit each) alone.
 */
bool derive_split_values(struct reading *facts, uint64_t tables, struct error *err);

/* library.page_size of splits: where libraries are mapped from the package, their place in it counts. */
void derive_page_sizes(struct reading *facts);

#endif
