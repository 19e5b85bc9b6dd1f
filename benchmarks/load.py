"""Requests sent over a fixed number of kept-open connections, each as soon as the one before it is answered."""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.stage import CONNECTIONS


def post(path: str) -> bytes:
    """A request with nothing in it."""
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n".encode()


@dataclass(slots=True)
class Answers:
    """Seconds that each answer took, how many there were of each status, and bytes of the last body."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    last_body: bytes = b""

    @property
    def rate(self) -> float:
        return len(self.took) / self.seconds


@dataclass(slots=True)
class _Line:
    """One connection and what it waits for."""

    plug: socket.socket
    asked: float = 0.0
    heard: bytearray = field(default_factory=bytearray)
    size: int = 0


def send(port: int, requests: Iterable[bytes], connections: int = CONNECTIONS) -> Answers:
    """Send all of them and wait for every answer. All but 304 must say their Content-Length."""
    left, answers = iter(requests), Answers()
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        busy = sum(_connect(selector, port, left) for _ in range(connections))
        while busy:
            for key, _ in selector.select():
                if _hear(key.data, answers) and not _ask(key.data, left):
                    selector.unregister(key.fileobj)
                    key.data.plug.close()
                    busy -= 1
    answers.seconds = time.perf_counter() - began
    return answers


def _connect(selector: selectors.BaseSelector, port: int, left: Iterable[bytes]) -> bool:
    plug = socket.create_connection(("127.0.0.1", port), timeout=60)
    plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line = _Line(plug)
    if not _ask(line, left):
        plug.close()
        return False
    selector.register(plug, selectors.EVENT_READ, line)
    return True


def _ask(line: _Line, left: Iterable[bytes]) -> bool:
    request = next(iter(left), None)
    if request is None:
        return False
    line.asked, line.size = time.perf_counter(), 0
    line.heard.clear()
    line.plug.sendall(request)
    return True


def _hear(line: _Line, answers: Answers) -> bool:
    """Whether the answer is whole now."""
    more = line.plug.recv(262144)
    if not more:
        raise ConnectionError("the server hung up")
    line.heard += more
    if not line.size and (end := line.heard.find(b"\r\n\r\n")) >= 0:
        line.size = end + 4 + _length(line.heard[:end].lower())
    if not line.size or len(line.heard) < line.size:
        return False
    answers.took.append(time.perf_counter() - line.asked)
    answers.statuses[int(line.heard[9:12])] += 1
    answers.last_body = bytes(line.heard[line.heard.find(b"\r\n\r\n") + 4 :])
    return True


def _length(head: bytearray) -> int:
    _, said, rest = head.partition(b"content-length:")
    if not said and head[9:12] == b"304":
        return 0
    return int(rest.split(b"\r\n", 1)[0])
