"""Copies on a host: within their bound, fetched once, and never taken from whoever uses one."""

import hashlib
import multiprocessing
import os
import threading
from functools import partial
from pathlib import Path

import pytest

from generation.assets.cache import FileCache

SIZE = 1000


def body_of(number: int) -> bytes:
    return number.to_bytes(4, "big") * (SIZE // 4)


def name_of(number: int) -> str:
    return f"org/{hashlib.sha256(body_of(number)).hexdigest()}"


def take(cache: FileCache, number: int, within: Path) -> list[int]:
    """The numbers that had to be fetched."""
    fetched: list[int] = []

    def fetch(path: Path) -> None:
        fetched.append(number)
        path.write_bytes(body_of(number))

    copy = cache.link(name_of(number), within / str(number), size=SIZE, fetch=fetch)
    assert copy.read_bytes() == body_of(number)
    return fetched


def drop_all(within: Path) -> None:
    for path in within.iterdir():
        path.unlink()


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    cache, work = FileCache(tmp_path / "cache", 5 * SIZE), tmp_path / "work"
    for number in range(5):
        assert take(cache, number, work) == [number]
        os.utime(cache.folder / name_of(number), (number + 10**9, number + 10**9))
    drop_all(work)
    os.utime(cache.folder / name_of(0))
    assert take(cache, 5, work) == [5]
    drop_all(work)
    assert cache.size() <= cache.max_bytes
    assert take(cache, 0, work) == []
    assert take(cache, 1, work) == [1]


def test_what_somebody_uses_stays_and_what_does_not_fit_is_not_kept(tmp_path: Path) -> None:
    cache, work, other = FileCache(tmp_path / "cache", 3 * SIZE), tmp_path / "work", tmp_path / "other"
    for number in range(3):
        take(cache, number, work)
    assert take(cache, 3, other) == [3]  # served all the same
    assert cache.size() == 3 * SIZE
    drop_all(work)
    assert take(cache, 3, work) == [3]
    assert cache.size() <= 3 * SIZE
    drop_all(work)
    assert take(cache, 3, work) == []


def _write(body: bytes, path: Path) -> None:
    path.write_bytes(body)


def test_what_did_not_come_whole_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "cache", 10 * SIZE)
    for wrong in (body_of(1)[:-1], body_of(2)):
        with pytest.raises(OSError, match="did not come whole"):
            cache.link(name_of(1), tmp_path / "work" / "1", size=SIZE, fetch=partial(_write, wrong))
    assert (cache.size(), list((tmp_path / "work").iterdir())) == (0, [])
    assert list((cache.folder / ".partial").iterdir()) == []


def test_a_large_file_that_was_made_here_is_not_kept_for_that(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.write_bytes(body_of(1))
    cache = FileCache(tmp_path / "cache", 7 * SIZE)
    cache.seed(name_of(1), made, SIZE)
    assert cache.size() == 0
    FileCache(tmp_path / "cache", 8 * SIZE).seed(name_of(1), made, SIZE)
    assert take(cache, 1, tmp_path / "work") == []


def test_what_is_being_put_there_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rival that makes room just before a counted file is in its place counts the files that are there."""
    cache, work = FileCache(tmp_path / "cache", 4 * SIZE), tmp_path / "work"
    for number in range(3):
        take(cache, number, work)  # held, so that nothing of it can go
    put, rival = Path.replace, threading.Thread(target=take, args=(cache, 4, tmp_path / "other"))

    def late(path: Path, target: Path) -> Path:
        if threading.current_thread() is not rival:
            rival.start()
            rival.join(0.5)  # it may have to wait for us
        return put(path, target)

    monkeypatch.setattr(Path, "replace", late)
    take(cache, 3, work)
    rival.join(20)
    assert cache.size() <= cache.max_bytes


def _race(folder: Path, work: Path, told: Path) -> None:
    cache = FileCache(folder, 4 * SIZE)
    fetched = 0
    for number in [*range(3), *range(3), *range(20)]:
        fetched += len(take(cache, number, work))
        if number > 2:
            (work / str(number)).unlink()
    told.write_text(str(fetched))


def test_processes_at_once_fetch_each_once_and_keep_within_the_bound(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("fork")
    told = [tmp_path / f"told{number}" for number in range(4)]
    processes = [
        spawn.Process(target=_race, args=(tmp_path / "cache", tmp_path / f"work{number}", path))
        for number, path in enumerate(told)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    cache = FileCache(tmp_path / "cache", 4 * SIZE)
    assert cache.size() <= cache.max_bytes
    assert {name_of(number) for number in range(3)} <= {
        str(path.relative_to(cache.folder)) for path in cache.folder.glob("org/*")
    }
    # Three that are held throughout come once for all; of the other seventeen each process needs each at most once.
    assert sum(int(path.read_text()) for path in told) <= 3 + 4 * 17
