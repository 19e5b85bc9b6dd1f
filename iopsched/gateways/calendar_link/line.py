"""A line to an address that was checked: to that one and no other, whatever its name stands for a moment later."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from iopsched.gateways.calendar_link.address import Address

CONNECT_SECONDS = 5
for _name in ("urllib3.connection", "urllib3.connectionpool"):
    logging.getLogger(_name).disabled = True  # what they write has the whole link in it


class Clock:
    """Ends whatever goes over a line when the time for all of it is over, however slowly the other side drips."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.is_over = False

    def __enter__(self) -> Clock:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()

    def watch(self, line: socket.socket) -> None:
        """TLS takes the socket over, so its double is kept: both are one line."""
        with self._lock:
            self._sockets.append(line.dup())
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self.is_over = True
        with self._lock:
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)


class _Watched(HTTPConnection):
    clock: Clock

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        self.clock.watch(line)
        return line


class _Plain(_Watched):
    """Tests only: nobody's link begins with http."""


class _Secure(_Watched, HTTPSConnection):
    """The certificate must be that of the name; the name is never looked up again."""


@contextmanager
def line(
    addresses: Iterable[Address], port: int, host: str, trust: ssl.SSLContext | None, clock: Clock
) -> Iterator[HTTPConnection]:
    """To the first of these that takes it, over TLS as ``host`` where there is anybody to ``trust``."""
    last: HTTPError | None = None
    for address in addresses:
        made = _made(str(address), port, host, trust)
        made.clock = clock
        with closing(made):
            try:
                made.connect()
            except (NewConnectionError, ConnectTimeoutError) as error:
                last = error
                continue
            yield made
            return
    raise last or HTTPError("no address")


def _made(address: str, port: int, host: str, trust: ssl.SSLContext | None) -> _Watched:
    if trust is None:
        return _Plain(address, port, timeout=CONNECT_SECONDS)
    return _Secure(address, port, timeout=CONNECT_SECONDS, server_hostname=host, ssl_context=trust)
