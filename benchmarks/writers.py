"""Row 7: 32 writers of one SQLite file against one: how long the longest waits, and what all get done a second.

Four processes with eight threads each, as four web workers; and 32 processes of one thread. Each writer books and gives
up a seat again and again, each a whole use case with its own durable commit. Without the queue is for comparison.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress

from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import Stage, environment, on_sqlite
from iopsched.app import create_app, disconnect
from iopsched.domain.errors import Busy, NotFound
from iopsched.gateways.clock import utc_now
from iopsched.settings import Settings
from iopsched.store import queue
from iopsched.usecases.seats import book_session, cancel_booking

SECONDS = 4.0
Result = tuple[float, float]
"""The longest wait in seconds, and writes a second."""


def main() -> None:
    with on_sqlite(32, rooms=7, seats=100) as stage:
        for name, processes, threads in (("4 x 8 threads", 4, 8), ("32 processes", 32, 1)):
            _compare(stage, name, processes, threads, queued=True)
        _compare(stage, "4 x 8 threads, no queue", 4, 8, queued=False)


def _compare(stage: Stage, name: str, processes: int, threads: int, *, queued: bool) -> None:
    longest: list[list[float]] = [[], []]

    def measured(side: int, *shape: int) -> Callable[[], float]:
        def measure() -> float:
            wait, rate = run(stage.url, *shape, queued=queued)
            longest[side].append(wait * 1000)
            return rate

        return measure

    rates = in_turn(f"writers, {name}", measured(0, processes, threads), measured(1, 1, 1))
    waits = [tuple(side[1:]) for side in longest]
    wait_goal, rate_goal = (Goal(20, at_least=False), Goal(0.8)) if queued else (None, None)
    say(
        row(f"SQLite, {name} against 1 writer, longest wait", "ms", waits, wait_goal),
        row(f"SQLite, {name} against 1 writer", "writes a second", rates, rate_goal),
    )


def run(url: str, processes: int, threads: int, *, queued: bool) -> Result:
    """Start the processes, let them write together, and put together what they say."""
    words = [sys.executable, "-m", "benchmarks.writers", url, str(threads), str(int(queued))]
    writers = [
        subprocess.Popen([*words, str(number)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in range(processes)
    ]
    for writer in writers:
        assert writer.stdout
        writer.stdout.readline()
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    told = [json.loads(writer.communicate()[0]) for writer in writers]
    return max(longest for longest, _ in told), sum(count for _, count in told) / SECONDS


def write(url: str, threads: int, *, queued: bool, number: int) -> None:
    """One process: says when it is ready, waits for a line, writes, and says what came of it."""
    if not queued:
        queue.turn = _no_turn  # type: ignore[assignment]
    app = create_app(Settings.from_env(environment(url)))
    waits: list[float] = []
    done: list[object] = []

    def again_and_again(patient_id: int) -> None:
        with app.app_context():
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                for act in (book_session.book, cancel_booking.cancel):
                    began = time.monotonic()
                    with suppress(Busy, NotFound):
                        act(patient_id, 1, now=utc_now())
                        done.append(act)
                    waits.append(time.monotonic() - began)

    print("ready", flush=True)
    sys.stdin.readline()
    crowd = [threading.Thread(target=again_and_again, args=[1 + number * threads + one]) for one in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    print(json.dumps([max(waits), len(done)]))
    with app.app_context():
        disconnect()


def _no_turn(database: str, patience: float) -> AbstractContextManager[None]:
    return nullcontext()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(sys.argv[1], int(sys.argv[2]), queued=sys.argv[3] == "1", number=int(sys.argv[4]))
    else:
        main()
