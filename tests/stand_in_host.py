"""A stand-in of whoever publishes a calendar, on loopback, over http or https; it answers byte by byte as it is told.

``Host.reach()`` is how far a reader must be let to get to it: nothing but this machine, by whatever name.
"""

import gzip
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import parse_headers
from ipaddress import ip_address
from typing import Any, BinaryIO

import trustme

from iopsched.gateways.calendar_link import Reach

NAME = "calendar.example"
ETAG, MODIFIED = '"v1"', "Mon, 23 Nov 2026 12:00:00 GMT"
Answer = Callable[[BinaryIO, dict[str, str]], None]


@dataclass
class Host:
    """``asked``: the path and headers of every request, ``posted`` what came with it.

    ``answers`` is what is still to be said, the last for ever; ``said`` the path and body that the answer of
    this thread is to.
    """

    port: int
    authority: trustme.CA | None
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)
    is_closed: threading.Event = field(default_factory=threading.Event)
    said: threading.local = field(default_factory=threading.local)

    def answer(self, *answers: Answer) -> None:
        self.answers[:] = answers

    def link(self, path: str = "/ana.ics", name: str = NAME) -> str:
        return f"{'https' if self.authority else 'http'}://{name}:{self.port}{path}"

    def reach(self, **given: Any) -> Reach:
        here: dict[str, Any] = {"schemes": {"http": frozenset(), "https": frozenset()}, "trust": self.trust}
        here |= {"is_open": lambda address: address.is_loopback, "resolve": lambda *_: (ip_address("127.0.0.1"),)}
        return Reach(**{"seconds": 5} | here | given)

    def trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.authority:
            self.authority.configure_trust(context)
        return context


def serves(body: bytes, *, kind: str = "text/calendar; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """``headers``: names with an underscore for a hyphen."""

    def answer(out: BinaryIO, asked: dict[str, str]) -> None:
        if asked.get("if-none-match") == ETAG or asked.get("if-modified-since") == MODIFIED:
            out.write(_head(304))
            return
        out.write(_head(status, Content_Type=kind, Content_Length=str(len(body)), **headers) + body)

    return answer


def says(status: int, **headers: str) -> Answer:
    """A status and no content."""
    return writes(_head(status, Content_Length="0", **headers))


def writes(what: bytes) -> Answer:
    """Whatever it is."""

    def answer(out: BinaryIO, asked: dict[str, str]) -> None:
        out.write(what)

    return answer


def redirects(where: str, status: int = 302) -> Answer:
    return says(status, Location=where)


def endless(out: BinaryIO, asked: dict[str, str]) -> None:
    """A body that never ends, as fast as it is taken."""
    out.write(_head(200, Content_Type="text/calendar"))
    while True:
        out.write(b"X" * 65536)


def bomb(out: BinaryIO, asked: dict[str, str]) -> None:
    """A hundred kilobytes that unpack to a hundred megabytes."""
    body = gzip.compress(b"\0" * 100_000_000)
    out.write(_head(200, Content_Type="text/calendar", Content_Encoding="gzip", Content_Length=str(len(body))) + body)


def drips_head(out: BinaryIO, asked: dict[str, str]) -> None:
    """A header that never ends, a letter at a time, each sooner than any time-out."""
    out.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(out)


def drips_body(out: BinaryIO, asked: dict[str, str]) -> None:
    out.write(_head(200, Content_Type="text/calendar"))
    _drip(out)


def hangs_up(out: BinaryIO, asked: dict[str, str]) -> None:
    """The line goes dead in the middle."""
    out.write(_head(200, Content_Type="text/calendar", Content_Length="1000") + b"BEGIN:VCALENDAR")


@contextmanager
def running_host(*, is_secure: bool = False, name: str = NAME) -> Iterator[Host]:
    """One that listens on a free port until the block ends; ``name`` is what its certificate says."""
    authority = trustme.CA() if is_secure else None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if authority else None
    if authority and context:
        authority.issue_cert(name).configure_cert(context)
    host = Host(0, authority)

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ssl.SSLError):
                line = context.wrap_socket(self.request, server_side=True) if context else self.request
                with line, line.makefile("rb") as said, line.makefile("wb", buffering=0) as out:
                    _converse(host, said, out)

    with _Server(("127.0.0.1", 0), Door) as server:
        host.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.is_closed.set()
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


def _converse(host: Host, said: Any, out: Any) -> None:
    first = said.readline()
    if not first.startswith((b"GET ", b"POST ")):
        return
    headers = {name.lower(): value for name, value in parse_headers(said).items()}
    host.said.path = first.split()[1].decode()
    if first.startswith(b"POST "):
        host.said.body = said.read(int(headers["content-length"]))
        host.posted.append(host.said.body)
    host.asked.append((host.said.path, headers))
    answer = host.answers.pop(0) if len(host.answers) > 1 else host.answers[0]
    answer(out, headers)


def _drip(out: BinaryIO) -> None:
    while True:
        out.write(b"x")
        time.sleep(0.05)


def _head(status: int, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} So", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()
