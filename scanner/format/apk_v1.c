#include "format/apk_v1.h"

#include "encoding/der.h"
#include "format/apk_signature_rows.h"
#include "format/apk_v1_parts.h"

#include <stdlib.h>
#include <strings.h>

#define ARENA_MAX ((size_t)512 * 1024 * 1024)

const int64_t apk_v1_era_starts[ERAS + 1] = {1, 9, 18, 19, 21, 22, 24, 26, 28, 0};

/* What there is of a length from a position on. */
static uint64_t within(const struct source *source, uint64_t offset, uint64_t len)
{
	uint64_t left = offset < source->size ? source->size - offset : 0;

	return len < left ? len : left;
}

/* All files, which are held at once, may have twice what one may. */
static uint64_t left_for_file(const struct apk_v1 *v1)
{
	uint64_t most = v1->limits->value[LIMIT_SIGNATURE_FILE_SIZE], over = v1->held > most ? v1->held - most : 0;

	return over < most ? most - over : 0;
}

/* What is not stored is inflated here, whatever its method, and up to the end of the file: the verifier is not the asset reader. */
static bool read_file(struct apk_v1 *v1, const struct source *source, struct inflate *inflate, const struct zipdir_entry *entry,
		      struct apk_v1_file *file, struct error *err)
{
	struct zipdir_entry deflated = *entry;
	struct inflate_request request = {.source = source, .entry = &deflated, .limits = v1->limits, .anomalies = v1->anomalies};
	enum inflate_outcome outcome;

	if (entry->method != ZIPDIR_STORED && entry->method != ZIPDIR_DEFLATED) {
		deflated.method = ZIPDIR_DEFLATED;
		deflated.stored_size = within(source, entry->data_offset, entry->compressed_size);
	}
	outcome = inflate_whole(inflate, &request, left_for_file(v1), &file->data, &file->len, err);
	v1->held += file->len;
	file->entry = entry;
	file->is_read = outcome == INFLATE_OK;
	file->is_unread = outcome == INFLATE_UNREAD && entry->data_offset != 0;
	if (file->is_unread && v1->unread == NULL) /* which is reported */
		v1->unread = "a file of the signature is larger than is read";
	return outcome != INFLATE_ERROR;
}

/* The platform's StrictJarVerifier: META-INF/X.RSA, .DSA or .EC, in capitals, and in folders below as well. */
static bool is_block(struct span name)
{
	return span_starts(name, "META-INF/") && (span_ends(name, ".RSA") || span_ends(name, ".DSA") || span_ends(name, ".EC"));
}

/* The .SF file of the same name. */
static const struct zipdir_entry *find_sf(struct apk_v1 *v1, struct span block)
{
	size_t len = block.len;
	char *name;

	while (len > 0 && block.data[len - 1] != '.')
		len--;
	name = arena_printf(&v1->arena, "%.*sSF", (int)len, (const char *)block.data);
	return name == NULL ? NULL : zipdir_find(v1->dir, name);
}

/* Nearly always there is but one, and it is large. NULL: no memory. */
static struct apk_v1_signer *add_signer(struct apk_v1 *v1)
{
	struct apk_v1_signer *grown = reallocarray(v1->signers, v1->num_signers + 1, sizeof *grown);

	if (grown == NULL)
		return NULL;
	v1->signers = grown;
	memset(&grown[v1->num_signers], 0, sizeof *grown);
	return &grown[v1->num_signers++];
}

static bool read_sections(struct apk_v1 *v1, const struct apk_v1_file *file, struct jar_manifest *sections, struct error *err)
{
	if (!jar_manifest_read(sections, span_of(file->data, file->len), v1->limits->value[LIMIT_NODES], &v1->arena))
		return error_memory(err);
	if (sections->overfull)
		apk_v1_leave_unread(v1, ANOMALY_LIMIT_NODES, file->entry->path, "there are more attributes than are read");
	return true;
}

/* The phone passes over a signature block without a .SF file, which may be in what was not read of the directory. */
static void report_lone(struct apk_v1 *v1, const struct zipdir_entry *block)
{
	if (!v1->dir->is_cut)
		anomaly_report_as(v1->anomalies, ANOMALY_SIG_V1_INCOMPLETE, EFFECT_ODD, block->path, ANOMALY_NO_OFFSET,
				  "v1: there is no .SF file to this signature block");
}

static bool read_signer(struct apk_v1 *v1, const struct source *source, struct inflate *inflate, const struct zipdir_entry *block,
			struct error *err)
{
	const struct zipdir_entry *sf = find_sf(v1, block->name);
	struct apk_v1_signer *signer;

	if (!arena_ok(&v1->arena, err))
		return false;
	if (v1->num_blocks++ == APK_V1_SIGNERS_MAX)
		apk_v1_fail(v1, ERAS_ALL, ANOMALY_SIG_INVALID, block->path, "there are more signers than Android takes");
	if (sf == NULL) {
		report_lone(v1, block);
		return true;
	}
	if (v1->num_signers == APK_V1_SIGNERS_MAX)
		return true;
	signer = add_signer(v1);
	if (signer == NULL)
		return error_memory(err);
	if (!read_file(v1, source, inflate, sf, &signer->sf, err) || !read_file(v1, source, inflate, block, &signer->block, err))
		return false;
	return read_sections(v1, &signer->sf, &signer->sections, err);
}

static bool read_files(struct apk_v1 *v1, const struct source *source, struct inflate *inflate, struct error *err)
{
	const struct zipdir_entry *manifest = zipdir_find(v1->dir, "META-INF/MANIFEST.MF");

	if (manifest == NULL)
		return true;
	if (!read_file(v1, source, inflate, manifest, &v1->manifest_file, err) || !read_sections(v1, &v1->manifest_file, &v1->manifest, err))
		return false;
	for (size_t i = 0; i < v1->dir->num_entries; i++)
		if (is_block(v1->dir->entries[i].name) && !read_signer(v1, source, inflate, &v1->dir->entries[i], err))
			return false;
	return true;
}

struct apk_v1 *apk_v1_open(const struct source *source, const struct zipdir *dir, struct inflate *inflate,
			   const struct limits *limits, struct anomalies *anomalies, struct apk_v1_others others, unsigned num_workers,
			   struct error *err)
{
	struct apk_v1 *v1 = calloc(1, sizeof *v1);

	if (v1 == NULL) {
		error_memory(err);
		return NULL;
	}
	v1->dir = dir;
	v1->limits = limits;
	v1->anomalies = anomalies;
	v1->others = others;
	v1->unread = dir->is_cut ? "the directory was not read whole" : NULL;
	v1->arena = arena_new(ARENA_MAX);
	v1->num_workers = num_workers;
	v1->workers = calloc(num_workers, sizeof *v1->workers);
	v1->fits = calloc(dir->num_entries + 1, sizeof *v1->fits);
	if (v1->workers == NULL || v1->fits == NULL)
		error_memory(err);
	if (v1->workers == NULL || v1->fits == NULL || !read_files(v1, source, inflate, err)) {
		apk_v1_close(v1);
		return NULL;
	}
	apk_v1_find_seconds(v1);
	apk_v1_check_blocks(v1);
	return v1;
}

void apk_v1_close(struct apk_v1 *v1)
{
	if (v1 == NULL)
		return;
	for (size_t i = 0; i < v1->num_signers; i++) {
		free(v1->signers[i].sf.data);
		free(v1->signers[i].block.data);
	}
	for (unsigned i = 0; v1->workers != NULL && i < v1->num_workers; i++)
		for (int kind = 0; kind < DIGEST_KINDS; kind++)
			digest_free(v1->workers[i].digests[kind]);
	free(v1->manifest_file.data);
	free(v1->signers);
	free(v1->workers);
	free(v1->fits);
	arena_free(&v1->arena);
	free(v1);
}

static void add_content(const struct apk_v1_file *file, struct pass_content *contents, size_t *num)
{
	if (!file->is_read || (file->entry->method != ZIPDIR_STORED && file->entry->method != ZIPDIR_DEFLATED))
		return;
	for (size_t i = 0; i < *num; i++)
		if (contents[i].entry == file->entry)
			return;
	contents[(*num)++] = (struct pass_content){.entry = file->entry, .bytes = span_of(file->data, file->len)};
}

size_t apk_v1_contents(const struct apk_v1 *v1, struct pass_content *contents)
{
	size_t num = 0;

	add_content(&v1->manifest_file, contents, &num);
	for (size_t i = 0; i < v1->num_signers; i++) {
		add_content(&v1->signers[i].sf, contents, &num);
		add_content(&v1->signers[i].block, contents, &num);
	}
	return num;
}

bool apk_v1_manifest_is_unread(const struct apk_v1 *v1)
{
	return v1->manifest_file.is_unread || (v1->manifest_file.entry == NULL && v1->dir->is_cut);
}

bool apk_v1_manifest_digest(const struct apk_v1 *v1, uint8_t out[DIGEST_MAX])
{
	if (!v1->manifest_file.is_read)
		return false;
	digest_of(DIGEST_SHA256, span_of(v1->manifest_file.data, v1->manifest_file.len), out);
	return true;
}

/* The phone compares nothing below META-INF/: where no newer scheme covers it, it is looked at to tell what was signed from what was put in. */
static bool is_compared(const struct apk_v1 *v1, const struct zipdir_entry *entry)
{
	return !entry->hidden && (!span_starts(entry->name, "META-INF/") || (!v1->others.v2 && !v1->others.v3));
}

/* Which digests the manifest has of the entry, for any era; the contexts are made once a thread. The SHA-256 is made anyway. */
static bool begin(void *owner, unsigned number, const struct zipdir_entry *entry)
{
	struct apk_v1 *v1 = owner;
	struct apk_v1_worker *worker = &v1->workers[number];
	bool any = false;

	memset(worker->wanted, 0, sizeof worker->wanted);
	worker->section = is_compared(v1, entry) ? jar_manifest_find(&v1->manifest, entry->name, &worker->next) : NULL;
	for (enum apk_v1_choice choice = 0; worker->section != NULL && choice < CHOICES; choice++) {
		worker->stated[choice] = apk_v1_digest_of(worker->section, "-Digest", choice);
		if (!worker->stated[choice].is_there)
			continue;
		worker->wanted[worker->stated[choice].kind] = true;
		if (!span_starts(entry->name, "META-INF/"))
			worker->kinds[choice] |= 1u << worker->stated[choice].kind;
	}
	worker->wanted[DIGEST_SHA256] = false;
	for (enum digest_kind kind = 0; kind < DIGEST_KINDS; kind++) {
		if (!worker->wanted[kind])
			continue;
		any = true;
		if (worker->digests[kind] == NULL)
			worker->digests[kind] = digest_new(kind);
		if (worker->digests[kind] != NULL)
			digest_start(worker->digests[kind]);
	}
	return any;
}

static void add(void *owner, unsigned number, struct span bytes)
{
	struct apk_v1_worker *worker = &((struct apk_v1 *)owner)->workers[number];

	for (int kind = 0; kind < DIGEST_KINDS; kind++)
		if (worker->wanted[kind] && worker->digests[kind] != NULL)
			digest_add(worker->digests[kind], bytes);
}

/* found: NULL when it could not be read. Android reads as many bytes as are declared, and nothing behind them. */
static void compare(struct apk_v1 *v1, struct apk_v1_worker *worker, const struct zipdir_entry *entry, uint8_t found[][DIGEST_MAX])
{
	worker->num_compared++;
	if (found == NULL) {
		apk_v1_fail(v1, ERAS_ALL, ANOMALY_SIG_DIGEST_MISMATCH, entry->path, "an entry cannot be read to its end");
		return;
	}
	for (enum apk_v1_choice choice = 0; choice < CHOICES; choice++) {
		if (!worker->stated[choice].is_there)
			apk_v1_fail(v1, ERAS_OF(choice), ANOMALY_SIG_V1_INCOMPLETE, entry->path, "an entry has no digest that Android knows");
		else if (!apk_v1_digest_is(&worker->stated[choice], found[worker->stated[choice].kind]))
			apk_v1_fail(v1, ERAS_OF(choice), ANOMALY_SIG_DIGEST_MISMATCH, entry->path, "an entry is not what was signed");
		else if (worker->stated[choice].base64.len % 4 != 0)
			apk_v1_fail(v1, ERAS_OF(choice) & ERAS_BEFORE(ERA_26), ANOMALY_SIG_DIGEST_MISMATCH, entry->path,
				    "a digest lacks its padding, which Android before 8 needs");
	}
}

static void end(void *owner, unsigned number, const struct zipdir_entry *entry, const uint8_t sha256[PASS_SHA256_LEN])
{
	struct apk_v1 *v1 = owner;
	struct apk_v1_worker *worker = &v1->workers[number];
	uint8_t found[DIGEST_KINDS][DIGEST_MAX];

	if (sha256 == NULL && !entry->hidden && span_starts(entry->name, "META-INF/"))
		apk_v1_fail(v1, ERAS_FROM(ERA_21), ANOMALY_SIG_DIGEST_MISMATCH, entry->path, "Android reads all of META-INF/, and this cannot be read");
	if (worker->section == NULL)
		return;
	if (sha256 != NULL)
		memcpy(found[DIGEST_SHA256], sha256, PASS_SHA256_LEN);
	for (enum digest_kind kind = 0; kind < DIGEST_KINDS; kind++)
		if (worker->wanted[kind] && worker->digests[kind] != NULL)
			digest_finish(worker->digests[kind], found[kind]);
	if (!span_starts(entry->name, "META-INF/"))
		compare(v1, worker, entry, sha256 != NULL ? found : NULL);
	else
		v1->fits[entry - v1->dir->entries] = sha256 != NULL && apk_v1_digest_is(&worker->stated[CHOICE_NEW], found[worker->stated[CHOICE_NEW].kind]);
}

struct pass_watcher apk_v1_watcher(struct apk_v1 *v1)
{
	if (v1->num_signers == 0)
		return (struct pass_watcher){.begin = NULL};
	return (struct pass_watcher){.owner = v1, .begin = begin, .add = add, .end = end};
}

/* A fault is one, whatever else was not read. */
static const char *status_at(const struct apk_v1 *v1, int era)
{
	return v1->faults[era] != NULL ? "failed" : v1->unread != NULL ? "unread" : "verified";
}

enum apk_v1_choice apk_v1_choice_at(int era)
{
	return era < ERA_18 ? CHOICE_OLD : CHOICE_NEW;
}

/* Of all digests on which it rests that nothing was changed: of entries, of the manifest, of .SF files. NULL: there is none. */
static const char *weakest_at(const struct apk_v1 *v1, int era)
{
	static const struct {
		enum digest_kind kind;
		const char *name;
	} weakest_first[] = {{DIGEST_MD5, "MD5"}, {DIGEST_SHA1, "SHA-1"}, {DIGEST_SHA224, "SHA-224"},
			     {DIGEST_SHA256, "SHA-256"}, {DIGEST_SHA384, "SHA-384"}, {DIGEST_SHA512, "SHA-512"}};
	enum apk_v1_choice choice = apk_v1_choice_at(era);
	unsigned kinds = 0;

	for (unsigned i = 0; i < v1->num_workers; i++)
		kinds |= v1->workers[i].kinds[choice];
	for (size_t i = 0; i < v1->num_signers; i++)
		if ((v1->signers_of_entries[choice] >> i & 1) != 0)
			kinds |= v1->signers[i].digests[choice] |
				 1u << pkcs7_outcome_at(&v1->signers[i].signature, apk_v1_era_starts[era]).digest;
	for (size_t i = 0; i < sizeof weakest_first / sizeof weakest_first[0]; i++)
		if ((kinds >> weakest_first[i].kind & 1) != 0)
			return weakest_first[i].name;
	return NULL;
}

/* Eras of one outcome are one row. */
static bool write_rows(const struct apk_v1 *v1, struct fact_sink *sink)
{
	for (int era = 0; era < ERAS;) {
		struct fact_signature row = fact_signature_row();
		int last = era;

		while (last + 1 < ERAS && (v1->faults[last + 1] == NULL) == (v1->faults[era] == NULL))
			last++;
		row.path = "META-INF/MANIFEST.MF";
		row.scheme = "v1";
		row.status = status_at(v1, era);
		row.detail = v1->faults[era] != NULL ? v1->faults[last] : v1->unread; /* what the newest of them finds */
		row.digest = v1->faults[era] == NULL ? weakest_at(v1, last) : NULL;
		if (era > 0)
			row.min_sdk = apk_v1_era_starts[era];
		if (last + 1 < ERAS)
			row.max_sdk = apk_v1_era_starts[last + 1] - 1;
		if (!fact_signature_emit(sink, &row))
			return false;
		era = last + 1;
	}
	return true;
}

int apk_v1_newest_verified(const struct apk_v1 *v1)
{
	for (int era = ERAS; v1->unread == NULL && era-- > 0;)
		if (v1->faults[era] == NULL)
			return era;
	return ERAS;
}

/* Whether the signer is one of those of the newest version for which it verifies. */
static bool is_signer(const struct apk_v1 *v1, size_t number)
{
	int era = apk_v1_newest_verified(v1);

	return era < ERAS && (v1->signers_of_entries[apk_v1_choice_at(era)] >> number & 1) != 0;
}

/* Which of his certificates is his own. */
static size_t own_certificate(const struct apk_v1 *v1, size_t number)
{
	return pkcs7_outcome_at(&v1->signers[number].signature, apk_v1_era_starts[apk_v1_newest_verified(v1)]).certificate;
}

struct apk_v1_signers apk_v1_signers_of(const struct apk_v1 *v1)
{
	struct apk_v1_signers signers = {.num = 0};

	for (size_t i = 0; i < v1->num_signers; i++) {
		const struct pkcs7 *block = &v1->signers[i].signature;

		if (is_signer(v1, i) && own_certificate(v1, i) < block->num_certificates)
			signers.certificates[signers.num++] = block->certificates[own_certificate(v1, i)].der;
	}
	return signers;
}

static bool write_certificates(struct apk_v1 *v1, size_t number, struct fact_sink *sink, struct error *err)
{
	const struct pkcs7 *block = &v1->signers[number].signature;
	size_t signer = own_certificate(v1, number);
	struct certificate_place place = {.scheme = "v1", .signer = (int64_t)number, .min_sdk = FACT_ABSENT, .max_sdk = FACT_ABSENT,
					  .capabilities = FACT_ABSENT, .path = v1->signers[number].block.entry->path};

	for (size_t i = 0; i < block->num_certificates; i++) {
		bool is_own = i == signer;

		place.role = is_own ? "signer" : "chain";
		place.position = is_own ? 0 : (int64_t)i + 1;
		if (!certificate_row_write(&block->certificates[i], &place, v1->anomalies, sink, err))
			return false;
	}
	return true;
}

bool apk_v1_finish(struct apk_v1 *v1, int64_t min_sdk, struct fact_sink *sink, struct error *err)
{
	if (v1->num_signers == 0)
		return true;
	apk_v1_report_shared(v1, min_sdk);
	apk_v1_check_entries(v1);
	if (!arena_ok(&v1->arena, err))
		return false;
	if (!write_rows(v1, sink))
		return error_set(err, ERROR_IO, "the rows could not be written");
	for (size_t i = 0; i < v1->num_signers; i++)
		if (is_signer(v1, i) && !write_certificates(v1, i, sink, err))
			return false;
	return true;
}
