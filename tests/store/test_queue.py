"""The writers' queue of a SQLite file, among real threads and real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from iopsched.domain.errors import Busy
from iopsched.store import db as database
from iopsched.store import programs, queue
from iopsched.store.db import db, transaction
from tests.conftest import an_app, disconnect
from tests.test_house import ROOT

SOON = 0.1
LONG = 20.0


class Writer:
    """A process of its own, told what to do a word at a time."""

    def __init__(self, file: str, patience: float) -> None:
        command = [sys.executable, "-m", "tests.store.queueing_process", file, str(patience)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            text=True,
            bufsize=1,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def tell(self, words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{words}\n")

    def answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def asks(self, words: str) -> str:
        self.tell(words)
        return self.answer()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(LONG)

    def end(self) -> None:
        """With its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "iopsched.sqlite3")


@pytest.fixture
def a_writer(file: str) -> Iterator[Callable[..., Writer]]:
    begun: list[Writer] = []

    def begin(patience: float = LONG) -> Writer:
        begun.append(Writer(file, patience))
        return begun[-1]

    yield begin
    for writer in begun:
        writer.end()


def in_line(file: str, names: str, wrote: list[str], pause: float = 0.0) -> list[threading.Thread]:
    """A thread for each name, standing in line in this order."""

    def write(name: str) -> None:
        with queue.turn(file, LONG):
            wrote.append(name)
            time.sleep(pause)

    threads = [threading.Thread(target=write, args=[name]) for name in names]
    for thread in threads:
        before = length(file)
        thread.start()
        wait_until(lambda: length(file) > before)  # noqa: B023 # asked at once
    return threads


def length(file: str) -> int:
    return len(queue._line_of(file)._waiting)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_threads_write_in_the_order_in_which_they_came(file: str):
    wrote: list[str] = []

    with queue.turn(file, LONG):
        threads = in_line(file, "abcdefgh", wrote)
        assert wrote == []
    for thread in threads:
        thread.join(LONG)

    assert wrote == list("abcdefgh")


def test_who_waits_too_long_is_told_so_and_the_others_move_up(file: str):
    wrote: list[str] = []

    with queue.turn(file, LONG):
        threads = in_line(file, "a", wrote)
        with pytest.raises(Busy), queue.turn(file, SOON):
            pass
    threads[0].join(LONG)
    with queue.turn(file, SOON):
        wrote.append("b")

    assert wrote == ["a", "b"]


def test_who_fails_in_the_middle_gives_the_turn_back(file: str):
    with pytest.raises(ZeroDivisionError), queue.turn(file, LONG):
        raise ZeroDivisionError

    with queue.turn(file, SOON):
        pass


def test_one_process_waits_for_another(file: str, a_writer: Callable[..., Writer]):
    first, second = a_writer(), a_writer(SOON)
    assert first.asks("take") == "mine"

    assert second.asks("take") == "busy"
    assert first.asks("give") == "given"
    assert second.asks("take") == "mine"


def test_a_turn_that_comes_when_nobody_waits_any_more_is_passed_on(file: str, a_writer: Callable[..., Writer]):
    first, gave_up, third = a_writer(), a_writer(SOON), a_writer()
    first.asks("take")
    assert [gave_up.asks("take") for _ in range(3)] == ["busy"] * 3

    third.tell("take")
    first.asks("give")

    assert third.answer() == "mine"


def test_a_killed_process_is_waited_for_no_longer(file: str, a_writer: Callable[..., Writer]):
    first, second = a_writer(), a_writer()
    first.asks("take")
    second.tell("take")

    first.kill()

    assert second.answer() == "mine"


def test_a_process_killed_while_next_in_line_holds_nobody_up(file: str, a_writer: Callable[..., Writer]):
    first, following, third = a_writer(), a_writer(), a_writer()
    first.asks("take")
    following.tell("take")
    wait_until(lambda: is_held(f"{file}-next"))
    third.tell("take")

    following.kill()
    first.asks("give")

    assert third.answer() == "mine"


def is_held(name: str) -> bool:
    found = queue._open(name)
    try:
        flock(found, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        found.close()
    return False


def test_a_forked_child_neither_keeps_its_parents_turn_nor_ends_it(file: str, a_writer: Callable[..., Writer]):
    parent, other = a_writer(), a_writer(SOON)
    parent.asks("take")

    assert parent.asks("fork") == "forked"
    assert other.asks("take") == "busy"
    parent.asks("give")
    assert other.asks("take") == "mine"


def test_eight_busy_threads_do_not_keep_another_process_from_writing(file: str, a_writer: Callable[..., Writer]):
    lonely = a_writer()
    lonely.asks("often 1")
    stop = threading.Event()
    crowd = [threading.Thread(target=write_until, args=[stop, file]) for _ in range(8)]
    for thread in crowd:
        thread.start()

    began = time.monotonic()
    assert lonely.asks("often 25") == "25"
    took = time.monotonic() - began
    stop.set()
    for thread in crowd:
        thread.join(LONG)

    assert took < 25 * 9 * 0.002 * 4


def write_until(stop: threading.Event, file: str) -> None:
    while not stop.is_set():
        with queue.turn(file, LONG):
            time.sleep(0.002)


def test_a_transaction_on_a_file_stands_in_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "LOCK_WAIT_MS", 50)
    app = an_app(sqlite_url)
    file = sqlite_url.removeprefix("sqlite:///")

    with app.app_context():
        with queue.turn(file, LONG), ThreadOf(app) as outcome:
            pass
        disconnect(app)

    assert outcome.said == "busy"


class ThreadOf:
    """A thread that writes a program and says how that went; waited for on the way out."""

    def __init__(self, app: Flask) -> None:
        self.said = ""
        self._thread = threading.Thread(target=self._run, args=[app])

    def __enter__(self) -> "ThreadOf":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join(LONG)

    def _run(self, app: Flask) -> None:
        with app.app_context():
            try:
                with transaction():
                    programs.add("riverside", name="Riverside", timezone="America/New_York")
            except Busy:
                self.said = "busy"
            finally:
                db.session.remove()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_has_no_queue(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    app = an_app(url)

    with app.app_context():
        with transaction():
            db.session.execute(text("SELECT 1"))
        disconnect(app)

    assert [*tmp_path.iterdir()] == []


def test_postgresql_has_queues_of_its_own(postgresql_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(queue, "turn")
    app = an_app(postgresql_url)

    with app.app_context():
        with transaction():
            db.session.execute(text("SELECT 1"))
        disconnect(app)
