/*
 * core - how many cores there are, and that what runs side by side has cores of its own.
 *
 * Left alone, some kernels (those that pack virtual cores, or save energy) let a new process or thread wait in line behind its
 * maker until the next tick, which for a small package is a good part of all its time.
 */
#ifndef PRELIST_BYTES_CORE_H
#define PRELIST_BYTES_CORE_H

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/types.h>

/* How many cores the caller may use, at least 1. */
unsigned core_count(void);

/* The cores that the caller may use; empty: it cannot be known. */
cpu_set_t core_all(void);

/*
 * Moves a process just forked off the caller's core; from there on it may run where the caller may. What it forks meanwhile may not, and
 * confines itself to core_all of the caller.
 */
void core_push(pid_t child);

/*
 * The index-th of so many shares of the caller's cores, for one of several processes that work side by side for long: left to the
 * kernel, two of them are on one core at times while another is idle. Empty: there is nothing to share out, or it cannot be known.
 */
cpu_set_t core_share(unsigned index, unsigned num_shares);

/* A child, or with 0 the caller, keeps to these cores, its first thread and those that it makes later; an empty set says nothing. */
void core_confine(pid_t child, const cpu_set_t *cores);

/* Threads made with these attributes stay off the core on which the caller is now, if there is another. */
void core_keep_off(pthread_attr_t *attributes);

/*
 * The calling thread takes no core from one that runs when it has something to do, until core_give_way_no_more: for what can be done
 * beside work that others wait for. False: it stays as it is, as its caller had it.
 */
bool core_give_way(void);
void core_give_way_no_more(void);

#endif
