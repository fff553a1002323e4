"""The child does the work; whatever becomes of it, the parent gets a readable answer and no process stays."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from generation.media.child import Maker
from generation.media.plan import Move, Rate
from generation.media.processes import ROOT
from tests.media.child_work import from_a_short_thread
from wire.errors import GenerationFailed, InsufficientCredits

WORK = "tests.media.child_work"


@pytest.fixture
def maker():
    one = Maker(rss_limit_mb=400)
    yield one
    one.kill()


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(condition, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class TestAnswers:
    def test_arguments_and_results_cross_whole(self, maker):
        assert maker.call(f"{WORK}:add", 2, b=3) == 5
        value = {"rate": Rate(24000, 1001), "move": Move("push", 0.05), "path": Path("a.png"), "all": (1, None)}
        assert maker.call(f"{WORK}:echo", value) == value

    def test_arrays_and_long_answers_cross(self, maker):
        noise = np.random.default_rng(0).integers(0, 255, (1000, 1000), np.uint8)
        np.testing.assert_array_equal(maker.call(f"{WORK}:echo", noise), noise)

    def test_the_child_is_kept_for_the_next_call(self, maker):
        assert maker.call(f"{WORK}:pid") == maker.call(f"{WORK}:pid") != os.getpid()

    def test_the_child_leads_its_own_process_group(self, maker):
        group, pid = maker.call(f"{WORK}:group_and_pid")
        assert group == pid

    def test_what_the_child_prints_does_not_disturb_the_answer(self, maker):
        assert maker.call(f"{WORK}:chatter", 200_000) == "still here"

    def test_progress_arrives_in_order_and_ends_at_one(self, maker):
        seen = []
        assert maker.call(f"{WORK}:count", 5000, on_progress=lambda f, m: seen.append((f, m))) == 5000
        assert seen == sorted(seen, key=lambda report: report[0])
        assert seen[-1] == (1.0, "5000 of 5000")

    def test_secrets_of_the_worker_stay_out_of_the_child(self, maker, monkeypatch):
        monkeypatch.setenv("STUDIO_SECRET_KEY", "hush")
        monkeypatch.setenv("DATABASE_URL", "postgres://hush")
        monkeypatch.setenv("STUDIO_FONTS", "/fonts")
        seen = maker.call(f"{WORK}:environment")
        assert seen["STUDIO_FONTS"] == "/fonts"
        assert not {"STUDIO_SECRET_KEY", "DATABASE_URL"} & seen.keys()


class TestFailures:
    def test_a_studio_error_comes_back_as_itself(self, maker):
        with pytest.raises(InsufficientCredits) as caught:
            maker.call(f"{WORK}:refuse")
        assert caught.value.details == {"required": 12, "available": 3}
        with pytest.raises(GenerationFailed, match="The voice could not be loaded"):
            maker.call(f"{WORK}:fail_for_good")

    def test_any_other_error_is_told_in_words_named_in_the_notes_and_the_child_lives_on(self, maker):
        before = maker.call(f"{WORK}:pid")
        with pytest.raises(GenerationFailed, match=r"fault of its own\. Try again") as caught:
            maker.call(f"{WORK}:slip")
        assert "IndexError" not in caught.value.message
        assert caught.value.__notes__[0] == f"{WORK}:slip"
        assert re.search(r"child_work\.py(?s:.*)IndexError: list index out of range", caught.value.__notes__[1])
        assert caught.value.details == {}, "no paths of ours for who asked"
        assert maker.call(f"{WORK}:pid") == before

    @pytest.mark.parametrize("target", [f"{WORK}:no_such_function", "no_such_module:f"])
    def test_a_wrong_target_is_named_in_the_notes(self, maker, target):
        with pytest.raises(GenerationFailed) as caught:
            maker.call(target)
        assert "no_such" in caught.value.__notes__[1]
        assert "no_such" not in caught.value.message

    def test_a_crash_is_told_and_the_next_call_starts_afresh(self, maker):
        before = maker.call(f"{WORK}:pid")
        with pytest.raises(GenerationFailed, match="ended without an answer") as caught:
            maker.call(f"{WORK}:crash")
        assert f"exit code {-signal.SIGSEGV}" in caught.value.__notes__
        assert maker.call(f"{WORK}:pid") != before

    def test_a_child_that_dies_between_calls_is_replaced(self, maker):
        before = maker.call(f"{WORK}:pid")
        os.kill(before, signal.SIGKILL)
        assert eventually(lambda: not is_running(before))
        assert maker.call(f"{WORK}:pid") != before

    def test_an_early_exit_leaves_its_last_words_in_the_notes(self, maker):
        with pytest.raises(GenerationFailed, match=r"ended without an answer\. Try again") as caught:
            maker.call(f"{WORK}:exit_with_words")
        assert caught.value.__notes__[1:] == ["exit code 3", "the model file is truncated"]

    def test_a_late_child_is_stopped(self, maker, tmp_path):
        with pytest.raises(GenerationFailed, match=r"took longer than 0\.7 seconds"):
            maker.call(f"{WORK}:sleep", tmp_path / "pid", timeout_s=0.7)
        assert not is_running(int((tmp_path / "pid").read_text()))

    @pytest.mark.parametrize("work", ["hog", "hog_in_a_grandchild"])
    def test_a_child_that_outgrows_its_memory_is_stopped_with_its_descendants(self, maker, work):
        with pytest.raises(GenerationFailed, match="needed more than 400 MB of memory"):
            maker.call(f"{WORK}:{work}", 700, timeout_s=30)

    @pytest.mark.parametrize("work", ["give_back_a_function", "give_back_a_bomb"])
    def test_only_plain_data_and_our_own_classes_come_back(self, maker, work):
        with pytest.raises(GenerationFailed, match="cannot be read") as caught:
            maker.call(f"{WORK}:{work}")
        assert "may not come back from a child" in caught.value.__notes__[-1]

    def test_an_error_in_the_listener_stops_the_child(self, maker):
        before = maker.call(f"{WORK}:pid")

        def lose_the_lease(fraction, message):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            maker.call(f"{WORK}:count", 10, on_progress=lose_the_lease)
        assert not is_running(before)


class TestEndings:
    def test_kill_from_another_thread_leaves_no_process(self, maker, tmp_path):
        note = tmp_path / "pids"
        caught = []

        def work():
            try:
                maker.call(f"{WORK}:sleep_with_company", note)
            except GenerationFailed as error:
                caught.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        assert eventually(lambda: note.exists() and " " in note.read_text())
        pids = [int(pid) for pid in note.read_text().split()]
        maker.kill()
        thread.join(10)
        assert "was stopped" in caught[0].message
        assert eventually(lambda: not any(is_running(pid) for pid in pids))
        assert maker.call(f"{WORK}:add", 1) == 1

    def test_kill_without_a_child_is_nothing(self):
        maker = Maker()
        maker.kill()
        assert maker.call(f"{WORK}:add", 1) == 1
        maker.kill()

    def test_the_child_outlives_the_thread_that_asked_for_it(self, maker):
        child = from_a_short_thread(maker)
        assert maker.call(f"{WORK}:pid") == child

    @pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
    def test_the_child_dies_when_its_parent_is_killed(self, tmp_path):
        note = tmp_path / "pid"
        code = (
            "import sys; from pathlib import Path; from generation.media.child import Maker;"
            f"Maker().call('{WORK}:sleep', Path(sys.argv[1]))"
        )
        parent = subprocess.Popen([sys.executable, "-c", code, str(note)], cwd=ROOT)
        assert eventually(lambda: note.exists() and note.read_text())
        child = int(note.read_text())
        assert is_running(child)
        parent.kill()
        parent.wait()
        assert eventually(lambda: not is_running(child))

    def test_a_forked_worker_gets_a_child_of_its_own(self, maker):
        mine = maker.call(f"{WORK}:pid")
        out, into = os.pipe()
        fork = os.fork()
        if fork == 0:
            try:
                os.write(into, str(maker.call(f"{WORK}:pid")).encode())
                maker.kill()
            finally:
                os._exit(0)
        os.waitpid(fork, 0)
        theirs = int(os.read(out, 100))
        os.close(out)
        os.close(into)
        assert theirs != mine
        assert maker.call(f"{WORK}:pid") == mine


def test_items_are_handed_over_while_the_work_goes_on(maker):
    heard = []
    assert maker.call(f"{WORK}:letters", "abc", on_item=heard.append) is None
    assert heard == ["a", "b", "c"]
    with pytest.raises(InsufficientCredits):
        maker.call(f"{WORK}:letters", "ab!", on_item=heard.append)
    assert heard == ["a", "b", "c", "a", "b"]


def test_whoever_listens_no_longer_stops_the_work(maker):
    def leave(_):
        raise KeyError("gone")

    with pytest.raises(KeyError):
        maker.call(f"{WORK}:letters", "abc", on_item=leave)
    assert maker.call(f"{WORK}:add", 1, 2) == 3
