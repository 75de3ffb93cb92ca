"""Numbers of the system calls that are named here, on the machines that are known."""

from collections.abc import Mapping
from types import MappingProxyType

MACHINES = MappingProxyType({"x86_64": 0xC000003E, "aarch64": 0xC00000B7})
"""What the kernel calls each machine in a filter."""

_NUMBERS = """
    read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69; pwritev 296 70;
    preadv2 327 286; pwritev2 328 287; lseek 8 62; close 3 57; close_range 436 436; dup 32 23; dup2 33 -;
    dup3 292 24; fcntl 72 25; flock 73 32; fsync 74 82; fdatasync 75 83; fallocate 285 47; truncate 76 45;
    ftruncate 77 46; fadvise64 221 223; copy_file_range 326 285; sendfile 40 71; open 2 -; openat 257 56;
    creat 85 -; access 21 -; faccessat 269 48; faccessat2 439 439; stat 4 -; lstat 6 -; fstat 5 80;
    newfstatat 262 79; statx 332 291; statfs 137 43; fstatfs 138 44; getdents 78 -; getdents64 217 61;
    getcwd 79 17; chdir 80 49; fchdir 81 50; rename 82 -; renameat 264 38; renameat2 316 276; mkdir 83 -;
    mkdirat 258 34; rmdir 84 -; link 86 -; linkat 265 37; unlink 87 -; unlinkat 263 35; symlink 88 -;
    symlinkat 266 36; readlink 89 -; readlinkat 267 78; umask 95 166; mmap 9 222; munmap 11 215; mprotect 10 226;
    mremap 25 216; madvise 28 233; msync 26 227; mincore 27 232; brk 12 214; membarrier 324 283; pipe 22 -;
    pipe2 293 59; eventfd2 290 19; epoll_create 213 -; epoll_create1 291 20; epoll_ctl 233 21; epoll_wait 232 -;
    epoll_pwait 281 22; epoll_pwait2 441 441; poll 7 -; ppoll 271 73; select 23 -; pselect6 270 72; sendto 44 206;
    recvfrom 45 207; sendmsg 46 211; recvmsg 47 212; shutdown 48 210; getsockname 51 204; getpeername 52 205;
    getsockopt 55 209; futex 202 98; futex_wake 454 454; futex_wait 455 455; futex_waitv 449 449;
    set_robust_list 273 99; get_robust_list 274 100; set_tid_address 218 96; rseq 334 293; sched_yield 24 124;
    sched_getaffinity 204 123; sched_getparam 143 121; sched_getscheduler 145 120; getcpu 309 168;
    rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136;
    rt_sigtimedwait 128 137; rt_sigsuspend 130 133; sigaltstack 131 132; pause 34 -; alarm 37 -; getitimer 36 102;
    setitimer 38 103; restart_syscall 219 128; nanosleep 35 101; clock_nanosleep 230 115; clock_gettime 228 113;
    clock_getres 229 114; gettimeofday 96 169; time 201 -; times 100 153; getpid 39 172; getppid 110 173;
    gettid 186 178; getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getresuid 118 148;
    getresgid 120 150; getgroups 115 158; getpgrp 111 -; getpgid 121 155; getsid 124 156; uname 63 160;
    sysinfo 99 179; getrlimit 97 163; getrusage 98 165; getpriority 140 141; getrandom 318 278; wait4 61 260;
    waitid 247 95; exit 60 93; exit_group 231 94; clone 56 220; clone3 435 435; prctl 157 167; ioctl 16 29;
    kill 62 129; tgkill 234 131; prlimit64 302 261; socketpair 53 199; getxattr 191 8; lgetxattr 192 9;
    fgetxattr 193 10; listxattr 194 11; llistxattr 195 12; flistxattr 196 13; mount_setattr 442 442;
    landlock_create_ruleset 444 444; landlock_add_rule 445 445; landlock_restrict_self 446 446; seccomp 317 277;
    pivot_root 155 41; capset 126 91
"""


def numbers(machine: str) -> Mapping[str, int]:
    """Give the number of each call by name; those that the machine does not have are left out.

    Raises:
        ValueError: The machine is not known.
    """
    column = [*MACHINES].index(machine) + 1
    rows = (row.split() for row in _NUMBERS.split(";"))
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
