#include "cli/blacklist_signed.h"

#include "bytes/text.h"
#include "cli/input.h"
#include "store/log_key.h"

#define PATH_MAX_LEN 4096

static bool name_signature(const char *path, char name[PATH_MAX_LEN], struct error *err)
{
	return snprintf(name, PATH_MAX_LEN, "%s.sig", path) < PATH_MAX_LEN || error_set(err, ERROR_USAGE, "the name of %.*s... is too long", text_cut_len(path, 60), path);
}

static bool write_signature(const struct session *session, const char *path, const uint8_t signature[LOG_SIGNATURE_LEN], struct error *err)
{
	struct output output = {0};
	char name[PATH_MAX_LEN];

	if (!name_signature(path, name, err) || !session_may_write(session, "-o", name, err) || !output_open(&output, name, false, err))
		return false;
	if (fwrite(signature, 1, LOG_SIGNATURE_LEN, output.file) != LOG_SIGNATURE_LEN)
		error_errno(err, "%s cannot be written", name);
	output_close(&output, err->code == ERROR_NONE, err);
	return err->code == ERROR_NONE;
}

bool blacklist_sign(const struct session *session, const char *path, struct span content, struct error *err)
{
	struct log_key *key = log_key_own("a list", session->archive_dir, err);
	uint8_t signature[LOG_SIGNATURE_LEN];
	bool ok = key != NULL && log_key_sign(key, content, signature, err) && write_signature(session, path, signature, err);

	log_key_free(key);
	return ok;
}

bool blacklist_check_signature(const char *path, struct span content, const char *key_path, struct error *err)
{
	BUF_CLEANUP struct buf signature = buf_new(0);
	char name[PATH_MAX_LEN];
	struct log_key *key;
	bool ok;

	if (!name_signature(path, name, err) || !input_read(name, LOG_SIGNATURE_LEN, &signature, err))
		return false;
	key = log_key_public(key_path, err);
	ok = key != NULL && ((signature.len == LOG_SIGNATURE_LEN && log_key_verify(key, content, signature.data)) ||
			     error_set(err, ERROR_INPUT, "%s: its signature in %s is not by the key %s", path, name, key_path));
	log_key_free(key);
	return ok;
}
