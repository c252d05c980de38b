/*
 * seccomp - the filter of a worker, built as a plain array of BPF instructions:
 *
 *   another architecture: kill · each CALL of the list: allow · write: to the row pipe only ·
 *   mmap, mprotect: without PROT_EXEC only, and mmap without MAP_SHARED, which would write into the package ·
 *   everything else, the calls of the x32 ABI with it: kill the process
 */
#include "sandbox/drop.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OUR_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the seccomp filter knows x86-64 and AArch64"
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define SKIP_UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define CALL(name) SKIP_UNLESS(SYS_##name, 1), ALLOW,

/* Both words of the argument: the kernel takes the low one as the descriptor, so the low one decides. */
#define CALL_WITH(name, argument, value) SKIP_UNLESS(SYS_##name, 4), LOAD(args[argument]), SKIP_UNLESS(value, 1), ALLOW, KILL,
#define CALL_WITHOUT(name, argument, bit)                                                                              \
	SKIP_UNLESS(SYS_##name, 4), LOAD(args[argument]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bit), 1, 0), ALLOW, KILL,
#define CALL_WITHOUT_BOTH(name, argument, bit, other, other_bit)                                                       \
	SKIP_UNLESS(SYS_##name, 6), LOAD(args[argument]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bit), 3, 0),            \
		LOAD(args[other]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (other_bit), 1, 0), ALLOW, KILL,

static const struct sock_filter filter[] = {
	LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCHITECTURE, 1, 0),
	KILL,
	LOAD(nr),
#include "sandbox/seccomp.def"
#if DROP_FOR_ASAN
#include "sandbox/seccomp_asan.def"
#endif
	CALL_WITH(write, 0, DROP_ROWS_FD)
	CALL_WITHOUT_BOTH(mmap, 2, PROT_EXEC, 3, MAP_SHARED)
	CALL_WITHOUT(mprotect, 2, PROT_EXEC)
	KILL,
};

bool seccomp_is_available(void)
{
	const uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool seccomp_drop(void)
{
	const struct sock_fprog program = {.len = sizeof filter / sizeof filter[0], .filter = (struct sock_filter *)filter};

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}
