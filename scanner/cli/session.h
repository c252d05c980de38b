/*
 * session - what one run of prelist works with: opened as a command needs it, closed at the end.
 */
#ifndef PRELIST_CLI_SESSION_H
#define PRELIST_CLI_SESSION_H

#include "bytes/date.h"
#include "cli/command.h"
#include "cli/output.h"
#include "report/json.h"
#include "report/report.h"
#include "sandbox/sandbox.h"
#include "store/archive.h"

struct session {
	const struct command *command, *parent;
	const struct arguments *args;
	enum language language;
	bool quiet; /* nothing but what goes wrong is said on the terminal */
	bool is_unheard; /* the answer would go there, too: none is made */
	const struct writer *writer;
	struct output output;
	struct sandbox *sandbox;
	struct rules *rules;
	struct judge *judge;
	int64_t kept; /* what was submitted is in the archive as that, whatever becomes of the answer; 0: nothing is */
	bool is_unanswered; /* nothing was reported: no file is made of the output */
	bool is_opening; /* rules and judge are still to be opened, as session_begin_judge leaves it */
	struct error opening_error;
	struct sandbox_meanwhile meanwhile;
	struct archive *archive;
	struct format_options read;
	struct judge_run run;
	char today[DATE_TEXT_LEN];
	unsigned jobs;
	char archive_dir[4096];
};

/* Language, format, output and number of jobs from the arguments. */
bool session_begin(struct session *session, struct error *err);
/* Everything is closed; the output is kept in place only when err is unset and there is an answer. */
void session_end(struct session *session, struct error *err);

/*
 * What is read is not written over: operands, the files that options name, and keys. option: by which the user named the file, or
 * what else to call it.
 */
bool session_may_write(const struct session *session, const char *option, const char *output, struct error *err);

/* The same of -o and of files that no operand or option names: of folders and lists. */
bool session_spares(const struct session *session, const char *const *files, size_t num, struct error *err);

bool session_sandbox(struct session *session, unsigned threads, struct error *err);
/* Rules, limits and the day to judge as. */
bool session_rules(struct session *session, struct error *err);
/* Today in policy's timezone, whatever --today says. */
void session_real_today(const struct session *session, char today[DATE_TEXT_LEN]);
/* --today says another day than that. */
bool session_is_other_day(const struct session *session);
/* True when policy.json says true. */
bool session_policy_is(const struct session *session, const char *name);
/* Of the rules the policy alone: limits, and the day. */
bool session_policy(struct session *session, struct error *err);
/*
 * session_rules for a package alone: what reading it needs of policy and limits is there at once, rules and bench only while the
 * package is read (session_meanwhile), or from session_judge on.
 */
bool session_begin_judge(struct session *session, struct error *err);
/* What a package alone is read with: the judge is opened and rules are prepared, in the reading thread, while it waits. */
const struct sandbox_meanwhile *session_meanwhile(struct session *session);
/* The bench. */
bool session_judge(struct session *session, struct error *err);
/* archive_dir, without opening anything; empty where nothing says which. */
void session_find_archive(struct session *session);
bool session_names_archive(const struct session *session, struct error *err);
/*
 * ARCHIVE_WRITE makes it where there is none; else archive stays NULL then. Who writes, or makes what is dated, needs a clock that is
 * not behind the log; who writes goes by no day to come but with --record.
 */
bool session_archive(struct session *session, enum archive_mode mode, struct error *err);
/* To read from where there is one: only the usual place may be without; one that was named and is not there is said, also to --quiet. */
bool session_archive_if_any(struct session *session, struct error *err);
/* So does who only judges, as of today: err when it is behind. Whoever says --today goes by no clock. */
bool session_clock(const struct session *session, struct error *err);
/* Who only reads, and goes by today, is told. */
void session_warn_clock(const struct session *session);
/* The archive must be there: for reading, or for writing. */
bool session_existing_archive(struct session *session, struct error *err);
bool session_writable_archive(struct session *session, struct error *err);

/* The options as reports want them. */
struct report_options session_report_options(const struct session *session);

/* True when JSON is wanted; compact: of ndjson. */
bool session_wants_json(const struct session *session, bool *compact);
/* The same; the answer is begun then, an object with its schema, which json_end ends. Otherwise nothing is to be written to json. */
bool session_json(const struct session *session, struct json *json, const char *schema);

/* A message on standard error, "prelist: ...", in that language and made visible. */
__attribute__((format(printf, 2, 3))) void session_warn(enum language language, const char *format, ...);

/* A line of the output: a problem that was found, in the language and made visible. */
void session_problem(const struct session *session, const char *text);

/* The exit code of a verdict, as --fail-on and --exit-zero want it. */
int session_exit_code(const struct session *session, enum verdict verdict);
/* The graver of two exit codes: 2, then 1, 3, 0. */
int exit_code_worse(int a, int b);

#define EXIT_TROUBLE 2

#endif
