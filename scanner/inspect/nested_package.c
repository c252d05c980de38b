#include "inspect/nested_package.h"

#include "bytes/cursor.h"
#include "bytes/digest.h"
#include "bytes/text.h"
#include "container/inflate.h"
#include "container/signing_block.h"
#include "encoding/android_attribute.h"
#include "encoding/axml.h"
#include "encoding/pkcs7.h"
#include "encoding/x509_factory.h"

#include <stdlib.h>
#include <strings.h>

#define SIGNERS_MAX 10
#define PIECE ((size_t)65536)

struct reading_in {
	struct inspect_context *context;
	const struct nested_package *package;
	struct inflate *inflate;
	bool no_memory;
	struct error *err;
};

/* What cannot be read is none: what is odd in a package inside concerns nobody, but that there is one. *data is the caller's to free. */
static bool read_file(struct reading_in *in, const struct zipdir_entry *entry, enum limit_id most, uint8_t **data, size_t *len)
{
	const struct limits *limits = in->context->limits;
	const struct inflate_request request = {.source = in->package->content, .entry = entry, .limits = limits, .budget = in->context->budget};

	*data = NULL;
	return entry == NULL || !entry->readable || inflate_whole(in->inflate, &request, limits->value[most], data, len, in->err) != INFLATE_ERROR;
}

static const char *text_at(struct reading_in *in, const struct axml *xml, const struct axml_attribute *attribute)
{
	uint32_t index = attribute->raw != AXML_NONE ? attribute->raw : attribute->data;

	if (attribute->raw == AXML_NONE && attribute->type != AXML_TYPE_STRING)
		return NULL;
	return string_pool_text(&xml->strings, index, in->context->arena, &in->no_memory);
}

/* Of the root alone; a resource is not followed. */
static void read_manifest(struct reading_in *in, struct span bytes, struct fact_nested_package *row)
{
	struct axml_attribute attribute;
	enum axml_event event;
	struct axml xml;

	if (!axml_open(&xml, bytes, in->context->limits, in->package->path, NULL))
		return;
	while ((event = axml_next(&xml)) == AXML_OTHER || event == AXML_END)
		;
	if (event != AXML_START || !axml_element_is(&xml, "manifest"))
		return;
	if (axml_find_name(&xml, NULL, "package", &attribute))
		row->app_id = text_at(in, &xml, &attribute);
	if (axml_find_id(&xml, ATTR_VERSION_NAME, &attribute) && attribute.type == AXML_TYPE_STRING)
		row->version_name = text_at(in, &xml, &attribute);
	if (axml_find_id(&xml, ATTR_VERSION_CODE, &attribute) && axml_is_int(attribute.type))
		row->version_code = (int32_t)attribute.data;
}

static const char *hex_of(struct reading_in *in, struct span bytes)
{
	char hex[DIGEST_HEX_MAX];
	const char *copy;

	digest_hex_of(DIGEST_SHA256, bytes, hex);
	copy = arena_copy(in->context->arena, hex);
	in->no_memory |= copy == NULL;
	return copy;
}

static bool add_pieces(struct reading_in *in, struct digest *digest, uint8_t *piece)
{
	const struct source *content = in->package->content;

	digest_start(digest);
	for (uint64_t at = 0; at < content->size; at += PIECE) {
		size_t len = content->size - at < PIECE ? (size_t)(content->size - at) : PIECE;

		if (!source_read(content, at, piece, len, in->err))
			return false;
		digest_add(digest, span_of(piece, len));
	}
	return true;
}

/* Of the whole file, where it is no entry of the package. False and err when reading failed. */
static bool read_sha256(struct reading_in *in, const char **sha256)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t *piece = malloc(PIECE), made[DIGEST_MAX];
	bool ok = true;

	in->no_memory |= digest == NULL || piece == NULL;
	if (!in->no_memory && (ok = add_pieces(in, digest, piece))) {
		digest_finish(digest, made);
		*sha256 = text_hex(in->context->arena, span_of(made, digest_len(DIGEST_SHA256)));
		in->no_memory |= *sha256 == NULL;
	}
	digest_free(digest);
	free(piece);
	return ok;
}

static bool emitted(const struct reading_in *in, bool is_taken)
{
	return is_taken || error_set(in->err, ERROR_IO, "a row was not taken");
}

static bool write_package(struct reading_in *in, const struct zipdir *dir)
{
	struct fact_nested_package row = fact_nested_package_row();
	uint8_t *manifest;
	size_t len = 0;

	row.path = in->package->path;
	row.size = (int64_t)in->package->content->size;
	if (!read_file(in, zipdir_find(dir, "AndroidManifest.xml"), LIMIT_MANIFEST_SIZE, &manifest, &len))
		return false;
	if (manifest != NULL)
		read_manifest(in, span_of(manifest, len), &row);
	free(manifest);
	if (in->package->entry != NULL)
		row.sha256 = inspect_sha256(in->package->entry);
	else if (!read_sha256(in, &row.sha256))
		return false;
	return in->no_memory || emitted(in, fact_nested_package_emit(in->context->sink, &row));
}

static bool write_certificate(struct reading_in *in, const char *scheme, int64_t signer, const struct x509 *certificate)
{
	struct fact_nested_certificate row = fact_nested_certificate_row();
	bool has_controls;

	row.path = in->package->path;
	row.scheme = scheme;
	row.signer = signer;
	row.sha256 = hex_of(in, certificate->der);
	row.spki_sha256 = hex_of(in, certificate->spki);
	row.subject = x509_name(certificate->subject, in->context->arena, &has_controls);
	return in->no_memory || emitted(in, fact_nested_certificate_emit(in->context->sink, &row));
}

static struct cursor sized(struct cursor *in)
{
	return cursor_sub(in, cursor_u32(in));
}

/* The first certificate of each signer. */
static bool write_scheme(struct reading_in *in, const char *scheme, struct span value)
{
	struct cursor whole = cursor_of(value), signers = sized(&whole);

	for (int64_t i = 0; i < SIGNERS_MAX && cursor_left(&signers) > 0; i++) {
		struct cursor signer = sized(&signers), data = sized(&signer), certificates;
		struct x509 certificate;
		struct span der;

		sized(&data); /* digests */
		certificates = sized(&data);
		der = cursor_bytes(&certificates, cursor_u32(&certificates));
		if (!certificates.bad && der.len <= in->context->limits->value[LIMIT_ASN1] && x509_factory_read(&certificate, der, in->context->arena) &&
		    !write_certificate(in, scheme, i, &certificate))
			return false;
	}
	return true;
}

static bool write_block(struct reading_in *in, const struct zipdir *dir)
{
	static const struct {
		uint32_t id;
		const char *scheme;
	} schemes[] = {{0x7109871A, "v2"}, {0xF05368C0, "v3"}, {0x1B93AD61, "v3.1"}};
	struct signing_block block = {.present = false};
	struct signing_block_pair pair;
	bool ok = signing_block_read(&block, in->package->content, dir, in->context->limits, NULL, in->err);

	for (size_t i = 0; ok && block.present && i < sizeof schemes / sizeof schemes[0]; i++)
		if (signing_block_find(&block, schemes[i].id, &pair))
			ok = write_scheme(in, schemes[i].scheme, pair.value);
	signing_block_free(&block);
	return ok;
}

static bool is_jar_signature(const struct zipdir_entry *entry)
{
	static const char *const endings[] = {".RSA", ".DSA", ".EC"};
	struct span file = span_slice(entry->name, strlen("META-INF/"), entry->name.len);

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t len = strlen(endings[i]);

		if (file.len > len && span_starts(entry->name, "META-INF/") && memchr(file.data, '/', file.len) == NULL &&
		    strncasecmp((const char *)file.data + file.len - len, endings[i], len) == 0)
			return true;
	}
	return false;
}

static bool write_jar_signature(struct reading_in *in, const struct zipdir_entry *entry, int64_t number)
{
	struct pkcs7 *signature = arena_alloc(in->context->arena, sizeof *signature);
	uint8_t *data;
	size_t len = 0;
	bool ok = read_file(in, entry, LIMIT_ASN1, &data, &len);

	in->no_memory |= signature == NULL;
	if (ok && data != NULL && !in->no_memory) {
		pkcs7_read(signature, span_of(data, len), in->context->limits);
		if (signature->num_signers > 0 && signature->signers[0].certificate < signature->num_certificates)
			ok = write_certificate(in, "v1", number, &signature->certificates[signature->signers[0].certificate]);
	}
	free(data);
	return ok;
}

static bool write_jar_signatures(struct reading_in *in, const struct zipdir *dir)
{
	int64_t number = 0;

	for (size_t i = 0; i < dir->num_entries && number < SIGNERS_MAX; i++)
		if (is_jar_signature(&dir->entries[i]) && !write_jar_signature(in, &dir->entries[i], number++))
			return false;
	return true;
}

bool nested_package_write(struct inspect_context *context, const struct nested_package *package, const struct zipdir *dir, struct error *err)
{
	struct reading_in in = {.context = context, .package = package, .inflate = inflate_new(), .err = err};
	bool ok;

	in.no_memory = in.inflate == NULL;
	ok = in.no_memory || (write_package(&in, dir) && write_block(&in, dir) && write_jar_signatures(&in, dir));
	inflate_free(in.inflate);
	return in.no_memory ? error_memory(err) : ok;
}
