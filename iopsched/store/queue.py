"""Writers of one SQLite file, one at a time and in the order in which they came.

SQLite's own way to wait is to try again now and then, so that whoever comes at the right moment goes first and others
wait for seconds. Here the threads of a process stand in line, and the head of each line waits for the kernel to hand
over the file lock ``<database>-turn``. Who waits for that one holds ``<database>-next``, so nobody who has just written
comes in between. Both are gone with the process that holds them, however it ends. Should all of this fail, the file
is still safe: BEGIN IMMEDIATE lets one writer in.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from io import FileIO
from time import monotonic
from weakref import WeakSet

from iopsched.domain.errors import Busy

WAITED = "somebody else is writing right now"


@contextmanager
def turn(database: str, patience: float) -> Iterator[None]:
    """Be the only one who writes to this file. Raises Busy after so many seconds in line."""
    line = _line_of(database)
    line.join(monotonic() + patience)
    try:
        yield
    finally:
        line.leave()


class Line:
    """The writers of this process. Those in line when it gets its turn all write; then other processes have theirs."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_open = True
        self._held: FileIO | None = None
        self._left = 0
        self._errand: _Errand | None = None

    def join(self, until: float) -> None:
        """Wait to be the head, then for the turn of this process. Raises Busy at ``until`` (monotonic seconds)."""
        self._stand(until)
        try:
            self._take_turn(until)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Call the next; give the turn back when all who stood in line at its beginning have had it."""
        with self._guard:
            self._left -= 1
            if self._held and (self._left <= 0 or not self._waiting):
                _give_back(self._held)
                self._held = None
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_open = True

    def _stand(self, until: float) -> None:
        with self._guard:
            if self._is_open:
                self._is_open = False
                return
            called = threading.Event()
            self._waiting.append(called)
        try:
            if not called.wait(until - monotonic()):
                raise Busy(WAITED)
        except BaseException:
            self._step_out(called)
            raise

    def _step_out(self, called: threading.Event) -> None:
        with self._guard:
            if called in self._waiting:
                self._waiting.remove(called)
                return
        self.leave()

    def _take_turn(self, until: float) -> None:
        """Only the head of the line comes here."""
        if self._held is None:
            self._held = self._fetch(until)
            with self._guard:
                self._left = 1 + len(self._waiting)

    def _fetch(self, until: float) -> FileIO:
        while True:
            if self._errand is None:
                if held := _ask(self._database, LOCK_EX | LOCK_NB):
                    return held
                self._errand = _Errand(self._database)
            held = self._errand.wait(until - monotonic())
            if self._errand.is_done.is_set():
                self._errand = None
            if held:
                return held
            if monotonic() >= until:
                raise Busy(WAITED)


class _Errand:
    """A thread that waits for the kernel, which knows no time-out; whoever sent it may stop waiting for it."""

    def __init__(self, database: str) -> None:
        self.is_done = threading.Event()
        self._guard = threading.Lock()
        self._is_wanted = True
        self._held: FileIO | None = None
        threading.Thread(target=self._run, args=[database], daemon=True, name="writers' queue").start()

    def wait(self, seconds: float) -> FileIO | None:
        """The turn; None when it did not come in time, or had come when nobody waited."""
        with self._guard:
            self._is_wanted = True
        self.is_done.wait(max(0.0, seconds))
        with self._guard:
            self._is_wanted = False
            held, self._held = self._held, None
        return held

    def _run(self, database: str) -> None:
        try:
            held = _ask(database, LOCK_EX)
            with self._guard:
                if self._is_wanted:
                    self._held = held
                elif held:
                    _give_back(held)
                self.is_done.set()
        finally:
            self.is_done.set()


_lines: dict[str, Line] = {}
_lines_guard = threading.Lock()
_files: WeakSet[FileIO] = WeakSet()


def _line_of(database: str) -> Line:
    with _lines_guard:
        if database not in _lines:
            _lines[database] = Line(database)
        return _lines[database]


def _ask(database: str, how: int) -> FileIO | None:
    """The turn, held until it is given back; None if ``how`` is not to wait and somebody else has it."""
    following, held = _open(f"{database}-next"), _open(f"{database}-turn")
    try:
        flock(following, how)
        flock(held, how)
    except BlockingIOError:
        held.close()
        return None
    else:
        return held
    finally:
        _give_back(following)


def _open(name: str) -> FileIO:
    file = FileIO(name, opener=lambda path, _: os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644))
    _files.add(file)
    return file


def _give_back(file: FileIO) -> None:
    """Unlocked before it is closed: a child forked a moment ago may still have it open."""
    if not file.closed:
        flock(file, LOCK_UN)
        file.close()


def _begin_anew() -> None:
    """In a forked child: the lines and their threads are the parent's, and so are the locks, which stay as they are."""
    global _lines_guard  # noqa: PLW0603 # the parent's may be locked for good
    _lines_guard = threading.Lock()
    _lines.clear()
    for file in list(_files):
        file.close()
    _files.clear()


os.register_at_fork(after_in_child=_begin_anew)
