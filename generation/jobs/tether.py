"""No orphans: tie a process's life to its parent's. Knows neither Django nor the rest of the studio.

As a script it is a shim, `python tether.py PARENT_PID COMMAND …`: it ties itself to the parent and becomes the command
(what prctl set survives exec). A `preexec_fn` would do the same, but is not safe in a process with threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_forked_from = 0


def die_with(parent_pid: int) -> None:
    """Have the kernel kill this process when its parent dies; call it from the main thread.

    Exits at once if the parent is gone already: it may have died before the call. Linux only; elsewhere it does
    nothing.
    """
    if not sys.platform.startswith("linux"):
        return
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent_pid:
        os._exit(1)


def tie_forks() -> None:
    """From now on, every process that this one forks, and so on downward, dies with the process that forked it.

    The setting is cleared by fork, so each child makes it anew. Children also start with the default SIGTERM.
    """
    os.register_at_fork(before=_note_forker, after_in_child=_tie_child)


def tethered(command: list[str]) -> list[str]:
    """The command line that runs `command` tied to this process."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def _note_forker() -> None:
    global _forked_from
    _forked_from = os.getpid()


def _tie_child() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with(_forked_from)


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606
