#include "cli/run.h"

#include "cli/discreet.h"
#include "cli/help.h"
#include "cli/session.h"
#include "cli/version.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>

#define WRITTEN_MAX ((size_t)4 * 1024 * 1024)

static int trouble(enum language language, const struct error *err)
{
	session_warn(language, "%s", err->text[0] != '\0' ? err->text : "something went wrong that has no name");
	return EXIT_TROUBLE;
}

static int run(struct session *session, struct error *err)
{
	int code = EXIT_TROUBLE;

	if (session_begin(session, err))
		code = session->command->run(session, err);
	session_end(session, err);
	if (err->code == ERROR_NONE)
		return code;
	trouble(session->language, err);
	if (session->kept != 0)
		session_warn(session->language, "it was kept all the same, as submission #%lld: prelist show @#%lld", (long long)session->kept,
			     (long long)session->kept);
	return EXIT_TROUBLE;
}

/* After help was printed, which may be to a full disk. */
static int end_printing(enum language language, struct error *err)
{
	struct output printed = {.file = stdout};

	return output_close(&printed, true, err) ? 0 : trouble(language, err);
}

/* --help and --version, which need no command. */
static bool is_answered(const struct arguments *args, enum language language)
{
	bool help = args->value[OPTION_HELP] != NULL;

	if (args->value[OPTION_VERSION] != NULL) {
		printf("prelist %s\n", version);
		return true;
	}
	if (help && args->num_operands == 0) {
		help_overview(stdout, language);
		return true;
	}
	return false;
}

/* "help COMMAND..." is "COMMAND... --help". */
static bool asks_of_command(struct arguments *args)
{
	if (args->num_operands < 2 || command_find(args->operands[1]) == NULL)
		return false;
	args->operands++;
	args->num_operands--;
	args->value[OPTION_HELP] = "";
	return true;
}

/* prelist help: of everything, or as a man page or completion script. */
static int help_on(const struct arguments *args, enum language language, struct error *err)
{
	const char *topic = args->num_operands > 1 ? args->operands[1] : NULL;

	if (topic == NULL)
		help_overview(stdout, language);
	else if (strcmp(topic, "man") == 0)
		manual_write(stdout, language);
	else if (!completion_write(stdout, topic))
		error_set(err, ERROR_USAGE, "there is no help on '%s': a command, man, bash or zsh", topic);
	return err->code != ERROR_NONE ? trouble(language, err) : end_printing(language, err);
}

static int command_line(struct arguments *args, struct arena *arena, struct error *err)
{
	struct session session = {.args = args};

	if (!language_choose(args->value[OPTION_LANG], &session.language)) {
		error_set(err, ERROR_USAGE, "--lang is en or zh, not '%s'", args->value[OPTION_LANG]);
		return trouble(session.language, err);
	}
	if (is_answered(args, session.language))
		return end_printing(session.language, err);
	if (args->num_operands > 0 && strcmp(args->operands[0], "help") == 0 && !asks_of_command(args))
		return help_on(args, session.language, err);
	session.command = command_resolve(args, &session.parent, err);
	if (session.command == NULL)
		return trouble(session.language, err);
	if (args->value[OPTION_HELP] != NULL) {
		help_command(stdout, session.command, session.parent, session.language);
		return end_printing(session.language, err);
	}
	if (!command_check(session.command, session.parent, args, err))
		return trouble(session.language, err);
	return discreet_options(session.command, args, arena, err) ? run(&session, err) : trouble(session.language, err);
}

/* What is opened later must not become standard output where that was closed: writing to it fails instead. */
static bool hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			return false;
	return true;
}

int prelist_run(int argc, char **argv)
{
	ARENA_CLEANUP struct arena arena = arena_new(WRITTEN_MAX);
	struct arguments args;
	struct error err = {0};
	enum language language;
	int code;

	if (!hold_standard_descriptors())
		return EXIT_TROUBLE;
	signal(SIGXFSZ, SIG_IGN); /* a file that may become no larger is an error where it is written */
	if (arguments_parse(&args, argc - 1, argv + 1, &err)) {
		code = command_line(&args, &arena, &err);
	} else {
		language_choose(args.value[OPTION_LANG], &language);
		code = trouble(language, &err);
	}
	arguments_free(&args);
	return code;
}
