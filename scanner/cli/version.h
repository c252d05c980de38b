/*
 * version - which prelist this is: the checkout's tag or commit, by the Makefile.
 */
#ifndef PRELIST_CLI_VERSION_H
#define PRELIST_CLI_VERSION_H

extern const char version[];

#endif
