"""Row 9: a feed of 200 events that has not changed, read whole, against Radicale's answer with the same events.

`RADICALE=/path/to/bin/python ./dev bench feed_unchanged` takes Radicale from an environment of its own; without that,
it is looked for where this runs (requirements-bench.in). It keeps the events as a collection of files and gives all of
them at one GET, as it does to apps that subscribe. It ends each connection, so both are asked one after the other, each
time over a new one.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from benchmarks._feeds import UNLIMITED, links_of, read_once
from benchmarks.load import send
from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import free_port, on_postgresql, served

EVENTS, OURS, THEIRS = 200, 600, 30
COLLECTION = "/ana/week/"
CONFIG = """[server]
hosts = 127.0.0.1:{port}
max_connections = 64
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}
[logging]
level = critical
"""


def main() -> None:
    with on_postgresql(1, rooms=1) as stage, served(stage.environment | UNLIMITED) as ours:
        (link,) = read_once(ours, links_of(stage, stage.patients, EVENTS))
        body = gzip.decompress(send(ours, [link.anew], 1).last_body)
        with _radicale(body) as theirs:
            collection = (
                f"GET {COLLECTION} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic YW5hOg==\r\n\r\n".encode()
            )
            _require_alike(body, send(theirs, [collection], 1).last_body)
            values = in_turn(
                "feed, unchanged",
                lambda: _rate(ours, [link.anew] * OURS),
                lambda: _rate(theirs, [collection] * THEIRS),
            )
    say(row(f"unchanged feed of {EVENTS} events against Radicale's GET", "a second", values, Goal(20)))


def _rate(port: int, requests: list[bytes]) -> float:
    seconds = 0.0
    for request in requests:
        answers = send(port, [request], 1)
        if set(answers.statuses) != {200}:
            raise RuntimeError(str(answers.statuses))
        seconds += answers.seconds
    return len(requests) / seconds


def _require_alike(ours: bytes, theirs: bytes) -> None:
    """Both hold all of the events."""
    counts = [said.count(b"BEGIN:VEVENT") for said in (ours, theirs)]
    if counts != [EVENTS, EVENTS]:
        raise RuntimeError(f"not the same events: {counts}")


@contextmanager
def _radicale(body: bytes) -> Iterator[int]:
    """Radicale with the calendar in it; gives the port."""
    port, python = free_port(), os.environ.get("RADICALE", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config"
        config.write_text(CONFIG.format(port=port, folder=folder))
        process = subprocess.Popen([python, "-m", "radicale", "--config", str(config)])
        try:
            _put(port, body, process)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _put(port: int, body: bytes, process: subprocess.Popen[bytes]) -> None:
    headers = {"Content-Type": "text/calendar", "Authorization": "Basic YW5hOg=="}
    for _ in range(200):
        if process.poll() is not None:
            sys.exit("Radicale ended at once: is it installed? (requirements-bench.in, or RADICALE=python)")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("PUT", COLLECTION, body, headers)
            status = connection.getresponse().status
        except ConnectionError:
            time.sleep(0.1)
        else:
            if status != 201:
                sys.exit(f"Radicale did not take the calendar: {status}")
            return
    sys.exit("Radicale does not answer")


if __name__ == "__main__":
    main()
