/*
 * core - puts what runs beside its maker on another core.
 *
 * Left alone, some kernels (those that pack virtual cores, or save energy) let a new process or thread wait in line behind its
 * maker until the next tick, which for a small package is a good part of all its time.
 */
#ifndef PRELIST_BYTES_CORE_H
#define PRELIST_BYTES_CORE_H

#include <pthread.h>
#include <sys/types.h>

/* Moves a process just forked off the caller's core; from there on it may run where the caller may. */
void core_push(pid_t child);

/* Threads made with these attributes stay off the core on which the caller is now, if there is another. */
void core_keep_off(pthread_attr_t *attributes);

#endif
