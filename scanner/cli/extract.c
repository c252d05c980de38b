/*
 * extract - prelist extract: a kept package, bit for bit.
 */
#include "cli/kept.h"
#include "cli/side.h"

#include "bytes/digest.h"
#include "bytes/text.h"

#include <unistd.h>

#define PIECE 65536

static bool copy(int from, FILE *out, struct digest *digest, const char *name, struct error *err)
{
	static const size_t piece = PIECE;
	char bytes[PIECE];
	ssize_t got;

	digest_start(digest);
	while ((got = read(from, bytes, piece)) > 0) {
		digest_add(digest, span_of(bytes, (size_t)got));
		if (fwrite(bytes, 1, (size_t)got, out) != (size_t)got)
			return error_errno(err, "cannot write the package");
	}
	return got == 0 || error_errno(err, "cannot read the kept package of %s", name);
}

/* What is handed out is hashed on its way: a file of other bytes is none, and behind what went to standard output stands that it is wrong. */
static bool hand_out(int from, FILE *out, const char *name, const char *sha256, struct error *err)
{
	struct digest *digest = digest_new(DIGEST_SHA256);
	uint8_t sum[DIGEST_MAX];
	char hex[DIGEST_HEX_MAX];
	bool ok;

	if (digest == NULL)
		return error_memory(err);
	ok = copy(from, out, digest, name, err);
	digest_finish(digest, sum);
	digest_free(digest);
	text_hex_to(hex, span_of(sum, digest_len(DIGEST_SHA256)));
	return ok && (strcmp(hex, sha256) == 0 ||
		      error_set(err, ERROR_DAMAGED, "the kept package %s is not what it was: run prelist archive verify", sha256));
}

static int run(struct session *session, struct error *err)
{
	const char *name = session->args->operands[0];
	int64_t number, package;
	char sha256[65];
	int fd = -1;

	if (session->args->value[OPTION_OUTPUT] == NULL)
		return error_set(err, ERROR_USAGE, "where to? -o FILE, or -o - for standard output") ? 0 : EXIT_TROUBLE;
	if (isatty(fileno(session->output.file)))
		return error_set(err, ERROR_USAGE, "a package is not for a terminal: -o FILE") ? 0 : EXIT_TROUBLE;
	if (!side_package(session->args, &package, err) ||
	    !session_existing_archive(session, err) || !kept_number(session, name, &number, err) ||
	    !kept_package(session, number, package, &fd, sha256, err))
		return EXIT_TROUBLE;
	hand_out(fd, session->output.file, name, sha256, err);
	close(fd);
	return 0;
}

static const enum option_id options[] = {OPTION_PACKAGE, OPTION_COUNT};

static const struct example examples[] = {
	{"prelist extract com.example.shop@321 -o shop.apk", "the package as it was submitted, bit for bit",
	 "取出所提交的安装包，逐字节一致"},
	{"prelist extract com.example.shop@#1042 --package 1 -o - | sha256sum", "the second package of a submission",
	 "取出某次提交的第二个包"},
	{NULL, NULL, NULL}};

const struct command command_extract = {
	.name = "extract",
	.en = "the package of a version, bit for bit",
	.zh = "取出某版本的安装包，逐字节一致",
	.operands = "APP@VERSION -o FILE",
	.operand_kind = OPERAND_VERSION,
	.min_operands = 1,
	.max_operands = 1,
	.options = options,
	.examples = examples,
	.run = run,
};
