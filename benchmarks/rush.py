"""Monday, 09:00: 500 patients open the app at once and book whole weeks, through real HTTP on gunicorn.

Each opens the week, books what it offers, a seat a request, until the plan's nine hours are booked or nothing fits any
more, then looks again every few seconds as people do. Everybody wants the same evenings. At the end the database is
asked whether a seat was sold twice or lost, and whether every booked evening has its reminder.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import click
from sqlalchemy import text

from benchmarks.measure import percentile
from benchmarks.stage import WORKERS, SignedIn, Stage, on_postgresql, served, signed_in
from iopsched.store.db import db, reading

PATIENTS, ROOMS, SEATS = 500, 150, 14
OFFER = re.compile(rb'action="(/sessions/\d+/booking[^"]*)"')
AGAIN_AFTER = 5.0
NOT_REMINDED = """
SELECT count(*) FROM booking JOIN session ON session.id = booking.session_id
WHERE booking.cancelled_at IS NULL AND NOT EXISTS (SELECT 1 FROM message WHERE message.state = 'due'
AND message.key = 'reminder:' || booking.patient_id || ':' || session.day)
"""


@dataclass(slots=True)
class Log:
    """What was answered: seconds and statuses of pages and of bookings."""

    pages: list[float] = field(default_factory=list)
    bookings: list[float] = field(default_factory=list)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)

    def line(self, what: str, took: list[float]) -> str:
        if not took:
            return f"{what}: none"
        half, most, slowest = percentile(took, 0.5), percentile(took, 0.99), max(took)
        return (
            f"{what}: {len(took)} answered, half within {half:.2f} s, 99 % within {most:.2f} s, slowest {slowest:.2f} s"
        )


@click.command()
@click.option("--seconds", default=60, show_default=True, help="How long the rush lasts.")
@click.option("--patients", default=PATIENTS, show_default=True)
def main(seconds: int, patients: int) -> None:
    with on_postgresql(patients, rooms=ROOMS, seats=SEATS) as stage, served(stage.environment) as port:
        log = Log()
        people = [signed_in(stage, who) for who in stage.patients]
        asyncio.run(_rush(stage, port, people, log, seconds))
        print(f"{patients} patients, {seconds} s, {ROOMS} sessions of {SEATS} seats, gunicorn with {WORKERS} workers")
        print(log.line("week pages", log.pages))
        print(log.line("bookings", log.bookings))
        print("answers:", ", ".join(f"{what} {status}: {n}" for (what, status), n in sorted(log.statuses.items())))
        sys.exit(_verdict(stage, log))


async def _rush(stage: Stage, port: int, people: list[SignedIn], log: Log, seconds: int) -> None:
    end = time.monotonic() + seconds
    crowd = [asyncio.create_task(_patient(stage, port, each, log, end)) for each in people]
    with click.progressbar(length=seconds, label="rush", file=sys.stderr) as bar:
        while time.monotonic() < end:
            await asyncio.sleep(1)
            bar.update(1)
    await asyncio.gather(*crowd)


async def _patient(stage: Stage, port: int, who: SignedIn, log: Log, end: float) -> None:
    """One person with one phone: a request after the other."""
    random = Random(who.patient.id)
    while time.monotonic() < end:
        _, page = await _ask(port, who.get(f"/week/{stage.monday}"), "page", log)
        offers = [match.decode() for match in OFFER.findall(page)]
        if not offers:
            await asyncio.sleep(min(AGAIN_AFTER * random.random(), max(0.0, end - time.monotonic())))
        elif time.monotonic() < end:
            path = random.choice(offers[: 1 + len(offers) // 3])
            await _ask(port, who.post(path.partition("?")[0]), "booking", log)


async def _ask(port: int, request: bytes, what: str, log: Log) -> tuple[int, bytes]:
    """A connection for each request, as after a pause of a phone."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
    answer = await reader.read()
    writer.close()
    status = int(answer[9:12])
    (log.pages if what == "page" else log.bookings).append(time.monotonic() - began)
    log.statuses[what, status] += 1
    return status, answer


def _verdict(stage: Stage, log: Log) -> str | None:
    """What is wrong, if anything is."""
    counted, active, over = stage.booked()
    with stage.app.app_context(), reading():
        forgotten = db.session.execute(text(NOT_REMINDED)).scalar_one()
    promised = log.statuses["booking", 303]
    print(f"{promised} seats promised, {counted} counted, {active} booked, {over} sessions oversold,", end=" ")
    print(f"{forgotten} without a reminder")
    right = promised == counted == active and not over and not forgotten
    return None if right else "a seat was sold twice, lost or forgotten"


if __name__ == "__main__":
    main()
