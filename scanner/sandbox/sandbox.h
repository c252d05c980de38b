/*
 * sandbox - the zygote and its workers, in which packages are read.
 *
 * sandbox_start forks the zygote: call it first in main, before archive, keys or blacklist are opened and before any
 * thread is made. The zygote forks a worker a package; the worker drops everything, reads the descriptor that it was
 * given, and writes rows to a pipe. The parent takes the rows as hostile.
 *
 * What must hold and what may lack: seccomp must be in force, or sandbox_start refuses (unless allow_unsandboxed):
 * its allow list has no open, no socket and no exec, so that it alone keeps a worker from files, network and programs.
 * Namespaces and Landlock stand behind it, a second wall where the kernel has them: a kernel without (no
 * CONFIG_SECURITY_LANDLOCK, unprivileged namespaces forbidden, most containers) is no reason to refuse.
 */
#ifndef PRELIST_SANDBOX_SANDBOX_H
#define PRELIST_SANDBOX_SANDBOX_H

#include "facts/reading.h"
#include "format/format.h"

#include <sched.h>

struct sandbox;

/* What a worker does; format_read unless a test gives another. */
typedef bool sandbox_reader(const struct source *source, const struct format_options *options, struct pool *pool,
			    struct fact_sink *sink, struct error *err);

struct sandbox_options {
	bool allow_unsandboxed; /* go on where the kernel lacks seccomp: worker.unsandboxed in every reading */
	unsigned threads;	/* of a worker, where its request says nothing else; 0: the cores */
	sandbox_reader *read;	/* NULL: format_read */
};

/* NULL and err when the zygote or its protections could not be made; where only its own fork failed, the first reading says so. */
struct sandbox *sandbox_start(const struct sandbox_options *options, struct error *err);

/* Has the zygote end, and whatever still runs in it, without waiting for that. Takes NULL. */
void sandbox_stop(struct sandbox *sandbox);

/* Has every worker killed, from any thread: what is being read, and what is to be read later, is an error. */
void sandbox_abort(struct sandbox *sandbox);

/*
 * Reads the package behind fd (borrowed) in a worker of its own. A worker that crashes, hangs or outgrows its limits
 * leaves the rows that came before and an unread anomaly (worker.crash, limit.cpu, limit.wall, limit.memory,
 * worker.stream). The rows come back sorted. NULL and err when we could not do our work.
 * Several may run at once from threads of the caller.
 */
struct reading *sandbox_read(struct sandbox *sandbox, int fd, const struct format_options *options, struct error *err);

/* A little work that can be done while rows are waited for, by the rows that have come; false when there is none at present. */
struct sandbox_meanwhile {
	bool (*work)(void *owner, const struct reading *so_far);
	void *owner;
};

/* What a worker may have. */
struct sandbox_worker {
	unsigned threads; /* 0: as sandbox_start was told */
	cpu_set_t cores;  /* that it keeps to; empty: any */
};

/* The same with such a worker, and meanwhile->work is called, in this thread, as long as no row is there. meanwhile may be NULL. */
struct reading *sandbox_read_meanwhile(struct sandbox *sandbox, int fd, const struct format_options *options,
				       const struct sandbox_worker *worker, const struct sandbox_meanwhile *meanwhile, struct error *err);

#endif
