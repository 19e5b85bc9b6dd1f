"""Patients' links, each with so many sessions behind it, and what a calendar app asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection

from sqlalchemy import text

from benchmarks.stage import Stage
from iopsched.app import disconnect
from iopsched.domain.feed import Content, Owner
from iopsched.domain.patient import Patient
from iopsched.domain.session import Session
from iopsched.domain.timetable import Sitting
from iopsched.domain.words import Component, Modality
from iopsched.gateways.clock import utc_now
from iopsched.store import offerings, sessions
from iopsched.store.db import db, transaction
from iopsched.usecases.feeds import keep_links
from tests.builders import an_offering

UNLIMITED = {"RATE_LIMIT_FEED": "999999 per hour"}
A_DAY = 10
BOOKED = text(
    "INSERT INTO booking (program_id, patient_id, session_id, starts, ends, booked_at, attended_minutes, uid, sequence,"
    " revised_at) SELECT program_id, :patient, id, starts, ends, :now, 0, md5(:patient || '-' || id), 0, :now"
    " FROM session WHERE id = ANY(:ids)"
)


@dataclass(frozen=True, slots=True)
class Polled:
    """One link, and what an app that has read it once knows."""

    path: str
    etag: str = ""

    @property
    def anew(self) -> bytes:
        return _get(self.path)

    @property
    def unchanged(self) -> bytes:
        return _get(self.path, f"If-None-Match: {self.etag}")


def links_of(stage: Stage, patients: Iterable[Patient], events: int) -> list[Polled]:
    """A link each, with the same sessions behind all of them."""
    with stage.app.app_context():
        held = _open(stage, events)
        made = [_link(stage, patient, held) for patient in patients]
        disconnect()
    return made


def read_once(port: int, links: Iterable[Polled]) -> list[Polled]:
    """As apps do that subscribe: the calendars are made, and their tags are known."""
    connection = HTTPConnection("127.0.0.1", port)
    known = []
    for link in links:
        connection.request("GET", link.path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        known.append(replace(link, etag=answer.headers["ETag"]))
    connection.close()
    return known


def _get(path: str, *more: str) -> bytes:
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip", "User-Agent: dataaccessd", *more)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _link(stage: Stage, patient: Patient, held: tuple[Session, ...]) -> Polled:
    with transaction():
        facts = {"patient": patient.id, "ids": [each.id for each in held], "now": utc_now()}
        db.session.execute(BOOKED, facts)
    owner = Owner(stage.program.id, patient_id=patient.id)
    _, token = keep_links.create(owner, "Phone", Content(), now=utc_now())
    return Polled(f"/calendar/{token}.ics")


def _open(stage: Stage, count: int) -> tuple[Session, ...]:
    """So many hours, ten a day from tomorrow on, none at the time of another."""
    now = utc_now()
    with transaction():
        offering_id = offerings.add(replace(an_offering(program_id=stage.program.id), key="feeds"))
        sittings = [_sitting(stage, offering_id, now, number) for number in range(count)]
        return sessions.some(sessions.open_sittings(stage.program.id, sittings))


def _sitting(stage: Stage, offering_id: int, now: datetime, number: int) -> Sitting:
    day = stage.program.day_of(now) + timedelta(days=1 + number // A_DAY)
    starts = datetime(day.year, day.month, day.day, 8 + number % A_DAY, tzinfo=stage.program.zone)
    return Sitting(
        key=(offering_id, day, number % A_DAY),
        starts=starts,
        ends=starts + timedelta(hours=1),
        day=day,
        component=Component.GROUP,
        modality=Modality.IN_PERSON,
        counted_minutes=60,
        seats=100_000,
    )
