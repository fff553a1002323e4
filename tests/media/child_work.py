"""What the child is asked to do in the tests: behave, and misbehave in every way that has a name."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from wire.errors import GenerationFailed, InsufficientCredits


def add(a, b=0):
    return a + b


def pid():
    return os.getpid()


def group_and_pid():
    return os.getpgid(0), os.getpid()


def environment():
    return dict(os.environ)


def chatter(size):
    print("x" * size)
    os.write(1, b"\x00" * size)
    os.write(2, b"noise\n" * size)
    return "still here"


def letters(word):
    for letter in word:
        if letter == "!":
            raise InsufficientCredits("nothing left")
        yield letter


def count(upto, *, report):
    for number in range(1, upto + 1):
        report(number / upto, f"{number} of {upto}")
    return upto


def refuse():
    raise InsufficientCredits(required=12, available=3)


def slip():
    return [1, 2][5]


def give_back_a_function():
    return add


class Bomb:
    def __reduce__(self):
        return os.system, ("true",)


def give_back_a_bomb():
    return Bomb()


def crash():
    os.kill(os.getpid(), signal.SIGSEGV)


def exit_with_words():
    sys.stderr.write("the model file is truncated\n")
    sys.exit(3)


def hog(megabytes):
    held = []
    for _ in range(megabytes // 10):
        held.append(bytearray(os.urandom(1 << 20) * 10))
        time.sleep(0.01)
    time.sleep(60)
    return len(held)


def hog_in_a_grandchild(megabytes):
    code = f"import os, time; x = os.urandom(1 << 20) * {megabytes}; time.sleep(60)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def sleep_with_company(note: Path):
    company = subprocess.Popen(["sleep", "300"])
    note.write_text(f"{os.getpid()} {company.pid}")
    time.sleep(300)


def sleep(note: Path):
    note.write_text(str(os.getpid()))
    time.sleep(300)


def fail_for_good():
    raise GenerationFailed("The voice could not be loaded.", voice="af_heart")


def echo(value):
    return value


def from_a_short_thread(maker):
    """Used on the parent's side: the thread that first calls the maker is gone afterwards."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(maker.call("tests.media.child_work:pid")))
    thread.start()
    thread.join()
    return answers[0]
