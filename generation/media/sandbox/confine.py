"""What the kernel can be asked to forbid a process: files by Landlock, the network and other processes by seccomp.

Both are for good: neither the process nor anything it could start can take them back. Where a kernel lacks one, the
process runs without it, and `lacking` says so. Sources: landlock(7), seccomp(2), linux/bpf_common.h.
"""

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same on every architecture
_LANDLOCK_VERSION, _LANDLOCK_PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_DIR
# Rights that each version of Landlock knows: 13 at first, then moving files, truncating, ioctl on devices.
_RIGHTS_OF_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
_NET_RIGHTS, _SCOPES = 0b11, 0b11  # bind and connect over TCP (from 4 on); abstract sockets and signals (from 6 on)

# Numbers of the calls that are refused, by machine. Starting processes, speaking to any other, or asking the kernel for
# what a reader of files has no use for. io_uring could do most of them behind the filter's back.
_CALLS = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
        "socketpair": 53, "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "ptrace": 101, "setsid": 112,
        "personality": 135, "pivot_root": 155, "chroot": 161, "mount": 165, "umount2": 166, "swapon": 167,
        "reboot": 169, "init_module": 175, "tkill": 200, "add_key": 248, "request_key": 249, "keyctl": 250,
        "unshare": 272, "accept4": 288, "perf_event_open": 298, "name_to_handle_at": 303, "open_by_handle_at": 304,
        "sendmmsg": 307, "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "finit_module": 313,
        "memfd_create": 319, "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323,
        "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    },
    "aarch64": {
        "name_to_handle_at": 264, "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270,
        "process_vm_writev": 271, "finit_module": 273, "memfd_create": 279, "bpf": 280, "execveat": 281,
        "userfaultfd": 282, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "personality": 92,
        "unshare": 97, "init_module": 105, "ptrace": 117, "kill": 129, "tkill": 130, "reboot": 142, "setsid": 157,
        "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
        "sendmsg": 211, "add_key": 217, "request_key": 218, "keyctl": 219, "execve": 221, "perf_event_open": 241,
        "accept4": 242, "sendmmsg": 269, "kexec_file_load": 294, "pidfd_send_signal": 424, "io_uring_setup": 425,
        "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430,
        "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    },
}  # fmt: skip
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE = {"x86_64": 56, "aarch64": 220}
_TGKILL = {"x86_64": 234, "aarch64": 131}
_CLONE3 = 435
_CLONE_THREAD = 0x00010000
_ALLOW, _KILL, _EPERM, _ENOSYS = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def landlock_version() -> int:
    """The kernel's Landlock version, 0 where it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, _libc().syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), _LANDLOCK_VERSION))


def has_seccomp() -> bool:
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    return Path("/proc/sys/kernel/seccomp/actions_avail").exists()


def lacking() -> list[str]:
    """What this host cannot do for untrusted files, in words; empty where it can do all."""
    found = []
    if not landlock_version():
        found.append("Landlock (Linux 5.13 or later), which keeps them from other files")
    if not has_seccomp():
        found.append("seccomp filters on x86_64 or aarch64, which keep them from the network and other processes")
    return found


def confine(*, readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Leave this process and its threads the files below those folders, and no network and no other processes."""
    if sys.platform != "linux":
        return
    if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return
    if version := landlock_version():
        _restrict_files(version, readable=readable, writable=writable)
    if has_seccomp():
        _filter_calls(platform.machine())


def _restrict_files(version: int, *, readable: Iterable[Path], writable: Iterable[Path]) -> None:
    rights = _RIGHTS_OF_ABI[min(version, max(_RIGHTS_OF_ABI))]
    fields = [rights, _NET_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0]
    fields = fields[: 1 if version < 4 else 2 if version < 6 else 3]
    ruleset = _syscall(_LANDLOCK_CREATE, _packed(f"={len(fields)}Q", *fields), ctypes.c_size_t(8 * len(fields)), 0)
    everywhere = [(path, _READ) for path in readable] + [(path, rights) for path in writable]
    for path, allowed in everywhere:
        try:
            folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue  # it is not there, so there is nothing to allow
        if not path.is_dir():
            allowed &= _EXECUTE | _WRITE_FILE | _READ_FILE
        _syscall(_LANDLOCK_ADD, ruleset, _LANDLOCK_PATH_BENEATH, _packed("=Qi", allowed & rights, folder), 0)
        os.close(folder)
    _syscall(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _packed(form: str, *values: int) -> ctypes.Array[ctypes.c_char]:
    raw = struct.pack(form, *values)
    return ctypes.create_string_buffer(raw, len(raw))


def _syscall(*arguments: object) -> int:
    result = _libc().syscall(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


# ---------------------------------------------------------------- seccomp

_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


def _filter_calls(machine: str) -> None:
    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    raw = b"".join(struct.pack("=HBBI", *step) for step in _program(machine))
    steps = ctypes.create_string_buffer(raw, len(raw))
    program = Program(len(raw) // 8, ctypes.cast(steps, ctypes.c_void_p))
    if _libc().prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp refused the filter")


def _program(machine: str) -> list[tuple[int, int, int, int]]:
    """BPF steps `(code, jump if true, jump if false, value)`; a jump counts the steps that it skips."""
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture of the call: another one has other numbers
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # its number
        (_AT_LEAST, 0, 1, 0x40000000),  # x32, by which every call of x86_64 has a second number
        (_RETURN, 0, 0, _EPERM),
        # New threads are allowed, new processes are not. clone3 hides its flags from us: libc falls back to clone.
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _ENOSYS),
        (_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, 16),
        (_HAS_BITS, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
        # A process may signal itself: that is how it aborts.
        (_EQUAL, 0, 4, _TGKILL[machine]),
        (_LOAD, 0, 0, 16),
        (_EQUAL, 0, 1, os.getpid()),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _EPERM),
    ]
    for number in sorted(_CALLS[machine].values()):
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _EPERM)]
    return [*steps, (_RETURN, 0, 0, _ALLOW)]
