/*
 * apk - one Android package: container -> facts.
 *
 * The manifest first, so that what happens later still has a name, and the signatures' files beside it; then one pass over
 * all entries, then what follows from it.
 */
#include "container/inflate.h"
#include "container/signing_block.h"
#include "format/apk_code.h"
#include "format/apk_drawable.h"
#include "format/apk_icon.h"
#include "format/apk_library.h"
#include "format/apk_manifest.h"
#include "format/apk_network_config.h"
#include "format/apk_signature.h"
#include "format/apk_stamp.h"
#include "format/apk_table.h"
#include "format/apk_v1.h"
#include "format/collect.h"
#include "format/package.h"
#include "format/resource_value.h"

#include <stdlib.h>

#define NUM_WHOLE 3 /* manifest, resource table and what names the stamp */
#define ARENA_MAX ((size_t)128 * 1024 * 1024)

/* An entry that is parsed whole. */
struct whole {
	const struct zipdir_entry *entry; /* NULL: there is none */
	uint8_t *data;
	size_t len;
	bool is_read;
	bool is_unread; /* a limit stopped it */
};

struct apk {
	const struct format_input *input;
	struct zipdir *dir;
	struct signing_block block;
	struct inflate *inflate;
	struct whole manifest, resources, stamp;
	struct arena arena; /* of the manifest's text */
	struct apk_manifest declared;
	struct fact_package row;
	struct pass pass;
	/* Made by the task, whose fault stands in its error; the inflate is its own. */
	struct pool_task signing;
	struct error signing_error;
	struct inflate *signing_inflate;
	struct apk_signatures *signatures;
	struct apk_v1 *v1;
	struct pass_content contents[NUM_WHOLE + APK_V1_FILES_MAX];
};

static int bid(const struct zipdir *dir, const struct source *source)
{
	(void)source;
	if (zipdir_find(dir, "AndroidManifest.xml") != NULL)
		return 90;
	return zipdir_find(dir, "classes.dex") != NULL || zipdir_find(dir, "resources.arsc") != NULL ? 50 : 0;
}

static bool read_whole(struct apk *apk, const char *name, enum limit_id max, struct whole *whole, struct error *err)
{
	struct inflate_request request = {.source = apk->input->source,
					  .limits = &apk->input->options->limits,
					  .anomalies = apk->input->anomalies};
	enum inflate_outcome outcome;

	whole->entry = zipdir_find(apk->dir, name);
	if (whole->entry == NULL || !whole->entry->readable)
		return true;
	request.entry = whole->entry;
	outcome = inflate_whole(apk->inflate, &request, apk->input->options->limits.value[max], &whole->data, &whole->len, err);
	whole->is_read = outcome == INFLATE_OK;
	whole->is_unread = outcome == INFLATE_UNREAD;
	return outcome != INFLATE_ERROR;
}

/* It may be behind the end of a directory that was cut. */
static void report_no_manifest(const struct apk *apk)
{
	const struct zipdir_entry *entry = apk->manifest.entry;

	if (entry != NULL || !apk->dir->is_cut)
		anomaly_report(apk->input->anomalies, ANOMALY_MANIFEST_MISSING, "AndroidManifest.xml", ANOMALY_NO_OFFSET, "%s",
			       entry == NULL ? "" : "it cannot be read");
}

/* What is odd about the entry is said when all of them are read. */
static bool read_named(void *owner, const char *path, uint8_t **data, size_t *len, struct error *err)
{
	const struct apk *apk = owner;
	const struct limits *limits = &apk->input->options->limits;
	struct inflate_request request = {.source = apk->input->source, .entry = zipdir_find_path(apk->dir, path), .limits = limits};
	enum inflate_outcome outcome;

	if (request.entry == NULL || !request.entry->readable)
		return true;
	outcome = inflate_whole(apk->inflate, &request, limits->value[LIMIT_MANIFEST_SIZE], data, len, err);
	if (outcome == INFLATE_UNREAD)
		anomaly_report(apk->input->anomalies, ANOMALY_LIMIT_ENTRY_SIZE, path, request.entry->data_offset,
			       "a file that meta-data names, of %llu bytes; %llu are read at the most", (unsigned long long)request.entry->size,
			       (unsigned long long)limits->value[LIMIT_MANIFEST_SIZE]);
	return outcome != INFLATE_ERROR;
}

static bool read_manifest(struct apk *apk, struct error *err)
{
	const struct apk_manifest_files files = {.read = read_named, .owner = apk};

	if (apk->manifest.entry == NULL || !apk->manifest.entry->readable)
		report_no_manifest(apk);
	else if (!apk->manifest.is_unread &&
		 !apk_manifest_read(span_of(apk->manifest.data, apk->manifest.len), span_of(apk->resources.data, apk->resources.len), &files,
				    &apk->input->options->limits, &apk->arena, apk->input->sink, apk->input->anomalies, &apk->row,
				    &apk->declared, err))
		return false;
	return fact_package_emit(apk->input->sink, &apk->row) || error_set(err, ERROR_IO, "the rows could not be written");
}

/* A table that was not read leads nowhere. */
static bool read_network_config(struct apk *apk, struct error *err)
{
	return (apk->resources.entry != NULL && !apk->resources.is_read) ||
	       apk_network_config_read(apk->input, apk->dir, apk->inflate, &apk->declared, &apk->arena, &apk->row, err);
}

static bool read_drawables(struct apk *apk, struct error *err)
{
	return !apk->resources.is_read || apk_drawable_read(apk->input, apk->dir, apk->inflate, &apk->declared, &apk->arena, err);
}

/* What its base refers to is not known here. */
static bool write_values(struct apk *apk, struct error *err)
{
	bool *named;

	if (apk->row.split == NULL || !apk->resources.is_read || !apk->declared.arsc.loaded)
		return true;
	named = arena_array(&apk->arena, apk->dir->num_entries + apk->dir->num_hidden, sizeof *named);
	if (named == NULL)
		return error_memory(err);
	apk->pass.pictures = named;
	return resource_value_write(&apk->declared.arsc, apk->dir, named, apk->input->sink, err);
}

/* Of a split's table the base decides, when both are judged. */
static void check_resources(const struct apk *apk)
{
	const struct zipdir_entry *entry = apk->resources.entry;

	if (entry != NULL && entry->readable && apk->row.split == NULL)
		apk_table_check(entry->path, entry->method, entry->data_offset, apk->row.target_sdk, apk->input->anomalies);
}

static bool load(struct apk *apk, struct error *err)
{
	return signing_block_read(&apk->block, apk->input->source, apk->dir, &apk->input->options->limits, apk->input->anomalies, err) &&
	       read_whole(apk, "AndroidManifest.xml", LIMIT_MANIFEST_SIZE, &apk->manifest, err) &&
	       read_whole(apk, "resources.arsc", LIMIT_RESOURCES_SIZE, &apk->resources, err) &&
	       read_whole(apk, APK_STAMP_ENTRY, LIMIT_SIGNATURE_FILE_SIZE, &apk->stamp, err);
}

/* What was inflated whole is not inflated again. */
static void keep(struct apk *apk, const struct whole *whole)
{
	if (whole->is_read)
		apk->contents[apk->pass.num_contents++] =
			(struct pass_content){.entry = whole->entry, .bytes = span_of(whole->data, whole->len)};
}

static struct apk_v1_others others_of(const struct apk *apk)
{
	return (struct apk_v1_others){.v2 = apk->block.unread || apk_signatures_has(apk->signatures, 2),
				      .v3 = apk->block.unread || apk_signatures_has(apk->signatures, 3),
				      .v31 = apk->block.unread || apk_signatures_has_v31(apk->signatures)};
}

/* What needs nothing of the manifest: the signing block's signers and the files of META-INF. */
static bool open_signing(void *owner)
{
	struct apk *apk = owner;
	const struct format_input *input = apk->input;
	struct anomalies *anomalies = collect_beside(input->anomalies);
	struct error *err = &apk->signing_error;

	apk->signatures = apk_signatures_open(input->source, apk->dir, &apk->block, &input->options->limits, anomalies, err);
	if (apk->signatures != NULL)
		apk->v1 = apk_v1_open(input->source, apk->dir, apk->signing_inflate, &input->options->limits, anomalies,
				      others_of(apk), pool_size(input->pool), err);
	return false;
}

static bool finish_signing(struct apk *apk, struct error *err)
{
	pool_finish(apk->input->pool, &apk->signing);
	if (apk->v1 == NULL)
		return error_set(err, apk->signing_error.code, "%s", apk->signing_error.text);
	apk->pass.works[PASS_CHUNKS] = apk_signatures_work(apk->signatures);
	apk->pass.num_contents += apk_v1_contents(apk->v1, apk->contents + apk->pass.num_contents);
	apk->pass.watcher = apk_v1_watcher(apk->v1);
	return true;
}

/* As soon as every entry was seen. Whose signature verifies is known then, and with it which files are no content. */
static bool finish_v1(void *owner, struct error *err)
{
	struct apk *apk = owner;

	if (!apk_v1_finish(apk->v1, apk->row.min_sdk, apk->input->sink, err))
		return false;
	apk_v1_mark_files(apk->v1, apk->pass.entries);
	return true;
}

static bool finish_block(struct apk *apk, struct error *err)
{
	struct apk_v1_signers v1 = apk_v1_signers_of(apk->v1);

	return apk_signatures_finish(apk->signatures, &v1, apk->input->sink, err);
}

static bool write_stamp(const struct apk *apk, struct error *err)
{
	struct apk_stamp_parts parts = {.block = &apk->block, .signatures = apk->signatures, .v1 = apk->v1,
					.has_entry = apk->stamp.entry != NULL, .is_cut = apk->dir->is_cut, .min_sdk = apk->row.min_sdk,
					.limits = &apk->input->options->limits, .anomalies = apk->input->anomalies};

	if (apk->stamp.is_read)
		parts.entry = span_of(apk->stamp.data, apk->stamp.len);
	return apk_stamp_write(&parts, apk->input->sink, err);
}

static bool run_pass(struct apk *apk, struct error *err)
{
	apk->pass.contents = apk->contents;
	keep(apk, &apk->manifest);
	keep(apk, &apk->resources);
	keep(apk, &apk->stamp);
	apk->pass.with_inspectors = true;
	apk->pass.min_sdk = apk->row.min_sdk;
	apk->pass.target_sdk = apk->row.target_sdk;
	apk->pass.extract_native_libs = apk->row.extract_native_libs != 0 || apk->row.split != NULL;
	apk->pass.classes = &apk->declared.classes;
	apk->pass.after = (struct pass_after){.owner = apk, .work = finish_v1};
	return pass_open(&apk->pass, err) && apk_code_name_classes(apk->dir, apk->pass.classes, &apk->arena, err) &&
	       apk_icon_list(&apk->pass, &apk->declared, &apk->arena, err) && finish_signing(apk, err) &&
	       package_run(&apk->pass, &apk->block, err) && finish_block(apk, err) && write_stamp(apk, err);
}

static bool read_all(struct apk *apk, struct error *err)
{
	apk_code_check(apk->dir, apk->input->anomalies);
	if (!load(apk, err))
		return false;
	apk->signing.state = POOL_TASK_OPEN;
	pool_offer(apk->input->pool, &apk->signing);
	if (!read_manifest(apk, err) || !write_values(apk, err) || !read_network_config(apk, err) || !read_drawables(apk, err) ||
	    !apk_icon_refer(&apk->declared, apk->input->sink, err))
		return false;
	check_resources(apk);
	apk_code_check_declared(apk->dir, apk->row.has_code, apk->input->anomalies);
	if (apk_library_has_bitcode(apk->dir))
		apk->row.renderscript = 1;
	/* Of a split's libraries the base decides, when both are judged. */
	if (apk->row.extract_native_libs == 0 && apk->row.split == NULL)
		apk_library_check(apk->dir, apk->input->anomalies);
	if (!apk_code_read_prefix(apk->input->source, apk->dir, &apk->input->options->limits, apk->input->anomalies,
				  apk->input->sink, err))
		return false;
	return run_pass(apk, err) && apk_icon_write(&apk->pass, err) &&
	       apk_code_write_undefined(apk->dir, apk->pass.classes, apk->input->sink, err) &&
	       package_finish(&apk->pass, &apk->row, err);
}

static void release(struct apk *apk)
{
	pool_finish(apk->input->pool, &apk->signing);
	pass_close(&apk->pass);
	free(apk->manifest.data);
	free(apk->resources.data);
	free(apk->stamp.data);
	apk_signatures_close(apk->signatures);
	apk_v1_close(apk->v1);
	arena_free(&apk->arena);
	inflate_free(apk->inflate);
	inflate_free(apk->signing_inflate);
	signing_block_free(&apk->block);
}

extern const struct format format_apk;

static bool read(const struct format_input *input, struct zipdir *dir, struct error *err)
{
	struct apk apk = {.input = input,
			  .dir = dir,
			  .row = package_row(&format_apk, input->source),
			  .inflate = inflate_new(),
			  .signing_inflate = inflate_new(),
			  .signing = {.work = open_signing, .owner = &apk, .state = POOL_TASK_DONE},
			  .arena = arena_new(ARENA_MAX),
			  .pass = {.input = input, .dir = dir}};
	bool has_room = apk.inflate != NULL && apk.signing_inflate != NULL;
	bool ok = has_room ? read_all(&apk, err) : error_memory(err);

	release(&apk);
	return ok;
}

/* The table as it stands: what is odd about it is said when all of the package is read. */
static bool ask(const struct format_input *input, const struct zipdir *dir, struct error *err)
{
	struct inflate *inflate = inflate_new();
	struct inflate_request request = {.source = input->source, .entry = zipdir_find(dir, "resources.arsc"),
					  .limits = &input->options->limits, .anomalies = input->anomalies};
	struct arena arena = arena_new(ARENA_MAX);
	struct whole table = {.entry = request.entry};
	struct arsc arsc = {.loaded = false};
	bool ok = inflate != NULL || error_memory(err);

	if (ok && table.entry != NULL && table.entry->readable)
		ok = inflate_whole(inflate, &request, request.limits->value[LIMIT_RESOURCES_SIZE], &table.data, &table.len, err) != INFLATE_ERROR &&
		     arsc_open(&arsc, span_of(table.data, table.len), request.limits, "resources.arsc", &arena, input->anomalies, err);
	ok = ok && (!arsc.loaded || resource_value_tell(&arsc, input->options->asked, input->options->num_asked, input->sink, err));
	free(table.data);
	arena_free(&arena);
	inflate_free(inflate);
	return ok;
}

const struct format format_apk = {.name = "apk", .platform = "android", .bid = bid, .read = read, .ask = ask};
