"""The numbers of the system calls that the sandbox names, on the two machines that it knows.

From the kernel's own tables: `arch/x86/entry/syscalls/syscall_64.tbl` and
`include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import platform
import sys
from typing import Final

# Name, number on x86_64, number on aarch64 ("-": the machine has no such call).
_TABLE: Final = """
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69,
pwritev 296 70, lseek 8 62, close 3 57, close_range 436 436, fstat 5 80, newfstatat 262 79, statx 332 291,
stat 4 -, lstat 6 -, access 21 -, faccessat 269 48, faccessat2 439 439, readlink 89 -, readlinkat 267 78,
getcwd 79 17, getdents64 217 61, open 2 -, openat 257 56,
dup 32 23, dup2 33 -, dup3 292 24, fcntl 72 25, ioctl 16 29, pipe 22 -, pipe2 293 59, poll 7 -, ppoll 271 73,
select 23 -, pselect6 270 72, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22,
epoll_pwait2 441 441, eventfd2 290 19,
mmap 9 222, munmap 11 215, mremap 25 216, mprotect 10 226, madvise 28 233, brk 12 214, membarrier 324 283,
pkey_alloc 330 289, pkey_free 331 290, pkey_mprotect 329 288,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136,
rt_sigtimedwait 128 137, rt_sigsuspend 130 133, sigaltstack 131 132, pause 34 -, alarm 37 -,
setitimer 38 103, getitimer 36 102, kill 62 129, tgkill 234 131, restart_syscall 219 128,
sched_yield 24 124, sched_getaffinity 204 123, sched_getparam 143 121, sched_getscheduler 145 120,
sched_get_priority_max 146 125, sched_get_priority_min 147 126, nanosleep 35 101, clock_nanosleep 230 115,
clock_gettime 228 113, clock_getres 229 114, gettimeofday 96 169, time 201 -, times 100 153,
getrusage 98 165, getcpu 309 168,
getpid 39 172, getppid 110 173, gettid 186 178, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getresuid 118 148, getresgid 120 150, getgroups 115 158, getpgid 121 155, getpgrp 111 -,
getsid 124 156, uname 63 160, sysinfo 99 179, umask 95 166, getrandom 318 278,
exit 60 93, exit_group 231 94, set_tid_address 218 96, set_robust_list 273 99, rseq 334 293, futex 202 98,
futex_waitv 449 449, wait4 61 260, waitid 247 95, prctl 157 167, prlimit64 302 261, getrlimit 97 163,
clone 56 220, clone3 435 435,
socketpair 53 199, sendto 44 206, recvfrom 45 207, shutdown 48 210, getsockopt 55 209, getsockname 51 204,
getpeername 52 205,
seccomp 317 277, landlock_create_ruleset 444 444, landlock_add_rule 445 445, landlock_restrict_self 446 446,
unshare 272 97, mount 165 40, umount2 166 39, pivot_root 155 41, mount_setattr 442 442, capset 126 91,
memfd_create 319 279, ptrace 101 117, keyctl 250 219, userfaultfd 323 282, shmget 29 194, msgget 68 186,
bpf 321 280, io_uring_setup 425 425, process_vm_readv 310 270, perf_event_open 298 241, setns 308 268,
socket 41 198, execve 59 221, setuid 105 146, add_key 248 217
"""

MACHINE: Final = platform.machine()
_COLUMN: Final = {"x86_64": 1, "aarch64": 2}.get(MACHINE, 0)

# As the audit subsystem names the machine to a filter.
AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}.get(MACHINE, 0)


def _read() -> dict[str, int]:
    rows = (entry.split() for entry in _TABLE.replace("\n", " ").split(","))
    return {row[0]: int(row[_COLUMN]) for row in rows if row[_COLUMN] != "-"}


# The calls of this machine; none where the sandbox can't work.
NUMBERS: Final[dict[str, int]] = (
    _read() if _COLUMN and sys.platform == "linux" and sys.maxsize > 2**32 else {}
)
