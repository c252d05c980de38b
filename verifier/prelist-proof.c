/*
 * prelist-proof - checks, without prelist, what an archive of prelist gave out: heads of its log, proofs, exports.
 *
 * It shares no code with prelist: whoever does not trust the one reads and builds the other (libcrypto, cJSON).
 *
 *   a record   the bytes  "account LEN TEXT\n" "content LEN TEXT\n" "detail ..." "kind ..." "person ..." "subject ..." "time ..."
 *              "today LEN TEXT\n", where account and today may be wanting
 *   the tree   RFC 6962:  leaf = SHA-256(0 | record), node = SHA-256(1 | left | right)
 *   a head     lines or JSON: size, root, time, key (SHA-256 of the public key, DER), signature (Ed25519, over the
 *              TreeHeadSignature of RFC 6962, 3.5: 0, 1, milliseconds in 64 bits, size in 64 bits, root)
 *   an export  manifest.json (every file with its SHA-256; the events first..last with what stands around them in the tree),
 *              signed in manifest.json.sig (Ed25519, over the file)
 *
 * exit code  0 it is so, 1 it is not, 2 it could not be checked
 */
#include "proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_head(char **files, const struct key *key)
{
	struct head head;

	if (key == NULL)
		give_up("%s", pick("which key? --key FILE", "请以 --key 给出公钥"));
	head = read_head(files[0], key);
	printf(pick("PROVEN: the log had %llu events at %s\n", "通过：%2$s 时日志共 %1$llu 个事件\n"), (unsigned long long)head.size, head.time);
	print_hash(pick("root: ", "树根："), head.root);
	print_signed(key);
}

static void check_record(char **files, const struct key *key)
{
	cJSON *proof = read_json(files[0]);
	struct head head = read_head(files[1], key);
	const cJSON *record = cJSON_GetObjectItemCaseSensitive(proof, "record");
	struct path path = path_of(proof, "path", files[0]);
	uint64_t event = number_of(proof, "event", files[0]);
	uint8_t leaf[HASH];

	leaf_of(record, leaf);
	if (number_of(proof, "size", files[0]) != head.size)
		deny(pick("the proof is not for a log of %llu events", "该证明并非针对共 %llu 个事件的日志"), (unsigned long long)head.size);
	if (event == 0 || !included(event - 1, head.size, &path, leaf, head.root))
		deny(pick("event %llu is not in the log of that head", "第 %llu 号事件不在该树根的日志中"), (unsigned long long)event);
	printf(pick("PROVEN: event %llu is in the log of %llu events\n", "通过：第 %llu 号事件在共 %llu 个事件的日志中\n"),
	       (unsigned long long)event, (unsigned long long)head.size);
	for (size_t i = 0; record_fields[i] != NULL; i++) {
		const char *text = text_of(record, record_fields[i]);

		if (text == NULL && may_lack(record_fields[i]))
			continue;
		printf("%s: ", record_fields[i]);
		print_visible(stdout, text == NULL ? "" : text);
		putchar('\n');
	}
	print_signed(key);
	cJSON_Delete(proof);
}

static void check_consistency(char **files, const struct key *key)
{
	cJSON *proof = read_json(files[0]);
	struct head first = read_head(files[1], key), second = read_head(files[2], key);
	struct path path = path_of(proof, "path", files[0]);

	if (!continues(first.size, second.size, &path, first.root, second.root))
		deny(pick("the log of %llu events does not begin with that of %llu", "共 %llu 个事件的日志并非以此前 %llu 个事件的日志开头"),
		     (unsigned long long)second.size, (unsigned long long)first.size);
	printf(pick("PROVEN: the log of %llu events begins with that of %llu: it was only added to\n",
		    "通过：共 %llu 个事件的日志以此前 %llu 个事件的日志开头，只增未改\n"),
	       (unsigned long long)second.size, (unsigned long long)first.size);
	print_signed(key);
	cJSON_Delete(proof);
}

static const struct {
	const char *name, *operands;
	int num;
	void (*run)(char **files, const struct key *key);
} commands[] = {{"head", "HEAD", 1, check_head},
		{"record", "PROOF HEAD", 2, check_record},
		{"consistency", "PROOF OLD-HEAD NEW-HEAD", 3, check_consistency},
		{"bundle", "FOLDER", 1, check_bundle}};

#define NUM_COMMANDS (sizeof commands / sizeof commands[0])

static void usage(FILE *out)
{
	fputs(pick("prelist-proof checks what an archive of prelist gave out, without prelist:\n\n",
		   "prelist-proof 不依赖 prelist，独立核验其归档所出具的证明：\n\n"), out);
	for (size_t i = 0; i < NUM_COMMANDS; i++)
		fprintf(out, "  prelist-proof %s %s [--key PUBLIC.pem]\n", commands[i].name, commands[i].operands);
	fputs(pick("\n  head         the signature of a head of the log\n  record       an event is in the log (prelist archive prove)\n"
		   "  consistency  the log was only added to (prelist archive consistency)\n  bundle       an export (prelist archive export)\n\n"
		   "Exit codes: 0 it is so, 1 it is not, 2 it could not be checked\n",
		   "\n  head         日志树根的签名\n  record       某事件在日志中（prelist archive prove）\n"
		   "  consistency  日志只增未改（prelist archive consistency）\n  bundle       导出件（prelist archive export）\n\n"
		   "退出码：0 通过，1 未通过，2 无法核验\n"), out);
}

/* The command of that name, which takes as many files. */
static size_t command_of(const char *name, int num_files)
{
	size_t command = 0;

	while (command < NUM_COMMANDS && strcmp(commands[command].name, name) != 0)
		command++;
	if (command == NUM_COMMANDS)
		give_up(pick("there is no command %s; see prelist-proof --help", "没有命令 %s；见 prelist-proof --help"), name);
	if (num_files != commands[command].num)
		give_up(pick("these are needed, no more and no fewer: prelist-proof %s %s", "所需文件不多不少为：prelist-proof %s %s"), name,
			commands[command].operands);
	return command;
}

/* The operands that are no options, in order. */
static int take_operands(int argc, char **argv, char **operands, const char **key_path)
{
	int num = 0;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--key") == 0 && i + 1 < argc)
			*key_path = argv[++i];
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			in_chinese = strcmp(argv[++i], "zh") == 0;
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			usage(stdout), exit(0);
		else if (strncmp(argv[i], "--", 2) == 0)
			give_up(pick("there is no option %s; see prelist-proof --help", "没有选项 %s；见 prelist-proof --help"), argv[i]);
		else
			operands[num++] = argv[i];
	}
	return num;
}

int main(int argc, char **argv)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	char **operands = must(calloc((size_t)argc + 1, sizeof *operands));
	const char *key_path = NULL, *value = NULL;
	struct key key = {.pkey = NULL};
	void (*run)(char **files, const struct key *key);
	int num;

	for (size_t i = 0; i < 3 && (value == NULL || *value == '\0'); i++)
		value = getenv(variables[i]);
	in_chinese = value != NULL && strncmp(value, "zh", 2) == 0;
	num = take_operands(argc, argv, operands, &key_path);
	if (key_path != NULL)
		key = read_key(key_path);
	if (num == 0) {
		usage(stderr);
		return 2;
	}
	run = commands[command_of(operands[0], num - 1)].run;
	run(operands + 1, key_path != NULL ? &key : NULL);
	EVP_PKEY_free(key.pkey);
	free(operands);
	return fflush(stdout) == 0 ? 0 : 2;
}
