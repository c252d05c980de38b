/*
 * run - one run of prelist, from its arguments to its exit code.
 */
#ifndef PRELIST_CLI_RUN_H
#define PRELIST_CLI_RUN_H

int prelist_run(int argc, char **argv);

#endif
