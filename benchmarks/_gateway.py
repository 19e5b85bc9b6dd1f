"""A gateway of texts that takes 30 ms for each, on loopback, and keeps a record of what it took.

It speaks lines of JSON: as little work as can be, so that what is measured is ours. What it has taken stays taken,
whatever becomes of whoever asked.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.sender import Outcome, Receipt, hash_of

TAKES = 0.030


@dataclass(slots=True)
class Gateway:
    """``taken`` is when each text was taken, for whom, and the hash of its words."""

    port: int = 0
    taken: list[tuple[float, str, str]] = field(default_factory=list)

    def rate(self, since: float, until: float) -> float:
        """Texts a second between two instants; until the last one, where there were none left before the end."""
        found = [at for at, _, _ in self.taken if since <= at < until]
        return len(found) / (max(found) - since) if found else 0.0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until whoever asks is gone, or was killed."""
        with suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(json.dumps(await self._answer(json.loads(line))).encode() + b"\n")
        writer.close()

    async def _answer(self, asked: dict[str, Any]) -> str | None:
        if "known" in asked:
            return self._found(asked)
        self.taken.append((time.perf_counter(), asked["to"], asked["hash"]))
        name = f"T{len(self.taken) - 1}"
        await asyncio.sleep(TAKES)
        return name

    def _found(self, asked: dict[str, Any]) -> str | None:
        same = (f"T{n}" for n, (_, to, hashed) in enumerate(self.taken) if [to, hashed] == [asked["to"], asked["hash"]])
        return next((name for name in same if name not in asked["known"]), None)


@contextmanager
def running() -> Iterator[Gateway]:
    """One that listens, in a thread of its own, until the block ends."""
    gateway, loop, is_up = Gateway(), asyncio.new_event_loop(), threading.Event()

    async def listen() -> None:
        server = await asyncio.start_server(gateway.answer, "127.0.0.1", 0, backlog=1000)
        gateway.port = server.sockets[0].getsockname()[1]
        is_up.set()

    def run() -> None:
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    is_up.wait()
    try:
        yield gateway
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


class GatewaySender:
    """A connection for each thread, kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._here = threading.local()

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        return Receipt(Outcome.TAKEN, self._ask({"to": letter.to, "hash": hash_of(letter.body)}) or "")

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        found = self._ask({"to": to, "hash": body_hash, "known": [*known]})
        return Receipt(Outcome.TAKEN, found) if found else None

    def _ask(self, what: dict[str, Any]) -> str | None:
        if not hasattr(self._here, "line"):
            plug = socket.create_connection(("127.0.0.1", self._port))
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._here.line = plug.makefile("rwb")
        self._here.line.write(json.dumps(what).encode() + b"\n")
        self._here.line.flush()
        said: str | None = json.loads(self._here.line.readline())
        return said
