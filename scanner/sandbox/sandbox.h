/*
 * sandbox - the zygote and its workers, in which packages are read.
 *
 * sandbox_start forks the zygote: call it first in main, before archive, keys or blacklist are opened and before any
 * thread is made. The zygote forks a worker a package; the worker drops everything, reads the descriptor that it was
 * given, and writes rows to a pipe. The parent takes the rows as hostile.
 */
#ifndef PRELIST_SANDBOX_SANDBOX_H
#define PRELIST_SANDBOX_SANDBOX_H

#include "facts/reading.h"
#include "format/format.h"

struct sandbox;

struct sandbox_options {
	bool allow_unsandboxed; /* go on where the kernel lacks Landlock or seccomp: worker.unsandboxed in every reading */
	unsigned threads;	/* of one worker; 0: the cores */
};

/* NULL and err when the zygote or its protections could not be made. */
struct sandbox *sandbox_start(const struct sandbox_options *options, struct error *err);
void sandbox_stop(struct sandbox *sandbox);

/*
 * Reads the package behind fd (borrowed) in a worker of its own. A worker that crashes, hangs or outgrows its limits
 * leaves the rows that came before and an unread anomaly (worker.crash, limit.cpu, limit.wall, limit.memory,
 * worker.stream). The rows come back sorted. NULL and err when we could not do our work.
 * Several may run at once from threads of the caller.
 */
struct reading *sandbox_read(struct sandbox *sandbox, int fd, const struct format_options *options, struct error *err);

#endif
