#include "cli/help.h"
#include "cli/session.h"


static int trouble(const struct error *err)
{
	session_warn("%s", err->text[0] != '\0' ? err->text : "something went wrong that has no name");
	return EXIT_TROUBLE;
}

static int run(struct session *session, struct error *err)
{
	int code = EXIT_TROUBLE;

	if (session_begin(session, err))
		code = session->command->run(session, err);
	session_end(session, err);
	return err->code != ERROR_NONE ? trouble(err) : code;
}

/* --help and --version, which need no command. */
static bool is_answered(const struct arguments *args, enum language language)
{
	bool help = args->value[OPTION_HELP] != NULL;

	if (args->value[OPTION_VERSION] != NULL) {
		printf("prelist %s\n", PRELIST_VERSION);
		return true;
	}
	if (help && args->num_operands == 0) {
		help_overview(stdout, language);
		return true;
	}
	return false;
}

static int command_line(struct arguments *args, struct error *err)
{
	struct session session = {.args = args};

	if (!language_choose(args->value[OPTION_LANG], &session.language)) {
		error_set(err, ERROR_USAGE, "--lang is en or zh, not '%s'", args->value[OPTION_LANG]);
		return trouble(err);
	}
	if (is_answered(args, session.language))
		return 0;
	session.command = command_resolve(args, &session.parent, err);
	if (session.command == NULL)
		return trouble(err);
	if (args->value[OPTION_HELP] != NULL) {
		help_command(stdout, session.command, session.parent, session.language);
		return 0;
	}
	if (!command_check(session.command, session.parent, args, err))
		return trouble(err);
	return run(&session, err);
}

int main(int argc, char **argv)
{
	struct arguments args;
	struct error err = {0};
	int code;

	if (!arguments_parse(&args, argc - 1, argv + 1, &err))
		code = trouble(&err);
	else
		code = command_line(&args, &err);
	arguments_free(&args);
	return code;
}
