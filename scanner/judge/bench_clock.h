/*
 * bench_clock - a judgement depends on the day that it is told (run.today) and never on the clock.
 */
#ifndef PRELIST_JUDGE_BENCH_CLOCK_H
#define PRELIST_JUDGE_BENCH_CLOCK_H

/* The name of a way to the file system for SQLite that knows no time: there date('now') is NULL, whatever text says now. */
const char *bench_clock_none(void);

#endif
