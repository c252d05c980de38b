/*
 * drop - what a process gives up before it reads untrusted bytes.
 *
 * source   Linux man pages: landlock(7), seccomp(2), user_namespaces(7), prctl(2), getrlimit(2)
 */
#ifndef PRELIST_SANDBOX_DROP_H
#define PRELIST_SANDBOX_DROP_H

#include "bytes/error.h"
#include "bytes/limit.h"

#include <sys/types.h>

/* The sanitizers' runtime needs its address space, standard error and more calls: a profile of its own. */
#if defined(__SANITIZE_ADDRESS__)
#define DROP_FOR_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DROP_FOR_ASAN 1
#endif
#endif
#ifndef DROP_FOR_ASAN
#define DROP_FOR_ASAN 0
#endif

/* Where a worker finds its two descriptors. */
enum { DROP_PACKAGE_FD = 0, DROP_ROWS_FD = 1 };

/* Moves the two to their places and closes every other descriptor. */
bool drop_descriptors(int package_fd, int rows_fd);

/* All variables, which may be secrets; their texts are overwritten. */
void drop_environment(void);

/* How much of what is wanted may be had. */
uint64_t drop_address_space(uint64_t wanted);

/*
 * Address space, memory to write to, processor seconds (less where no more may be had), no files to write, no descriptors to make, no
 * core. Memory is limited by what can be resident and not by what is: RLIMIT_RSS limits nothing, and a cgroup is not everybody's to make.
 */
bool drop_resources(uint64_t address_space, uint64_t resident, uint64_t cpu_seconds);

/* No new privileges, not dumpable. */
bool drop_privileges(void);

/*
 * Forks into user, IPC, mount and process namespaces of its own, where the child is the first process; where that is not
 * allowed, into those of the caller, who has one thread. What fork does besides for handlers and threads is not done. No
 * signal tells of the child's end, and it is waited for by __WALL alone.
 */
pid_t drop_fork(void);

/*
 * A network of its own, an empty one, where that is allowed. It takes the kernel longer than all else that drop_fork makes: apart
 * from it, the caller of drop_fork need not wait meanwhile.
 */
void drop_network(void);

/* No file system at all. True where the kernel lacks Landlock, too. Before threads are made: it does not reach those. */
bool drop_files(void);

/* True when seccomp can be had here. */
bool seccomp_is_available(void);

/* Every call but those of the allow list kills, in all threads. */
bool seccomp_drop(void);

#endif
