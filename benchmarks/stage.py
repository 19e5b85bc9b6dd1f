"""What the figures are measured on: a durable database with a program's week and patients, and web servers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text

from iopsched.app import create_app, disconnect, migrate
from iopsched.cli.run import server_command
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.timetable import Sitting
from iopsched.domain.words import Component, Modality
from iopsched.gateways.clock import utc_now
from iopsched.settings import Settings
from iopsched.store import offerings, people, programs, sessions, treatments
from iopsched.store.db import db, reading, transaction
from iopsched.usecases.ask_once import new_key
from iopsched.web import form_keys
from iopsched.web.visitor import PatientUser, sign_in
from tests.builders import a_plan, an_offering
from tests.postgres import Server, running_server

WORKERS, THREADS, CONNECTIONS = 2, 8, 16
SECRET = "a key for benchmarks only"  # noqa: S105 # it guards nothing
HISTORY_WEEKS, HISTORY_A_WEEK = 8, 4
BACK = (
    "DELETE FROM booking WHERE session_id IN (SELECT id FROM session WHERE starts > :now)",
    "DELETE FROM message",
    "DELETE FROM request",
    "DELETE FROM hold",
    "DELETE FROM offer",
    "DELETE FROM waiting",
    "UPDATE session SET taken = 0, held_until = NULL WHERE (taken > 0 OR held_until IS NOT NULL) AND starts > :now",
    "UPDATE patient SET waits = 0 WHERE waits > 0",
)
"""What takes back all that patients do, but for the log of it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A program, its patients and the sessions of its next week, in a database that the app is bound to."""

    app: Flask
    url: str
    server: Server | None
    program: Program
    patients: tuple[Patient, ...]
    sessions: tuple[Session, ...]

    @property
    def monday(self) -> date:
        return min(each.day for each in self.sessions)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.url)

    @property
    def pairs(self) -> list[tuple[Patient, Session]]:
        """Everybody and a session each, so that all sessions are wanted alike."""
        return [(who, self.sessions[number % len(self.sessions)]) for number, who in enumerate(self.patients)]

    def start_over(self) -> None:
        """Take back what was booked since the stage was set; the log of it stays, as nobody may take that back."""
        with self.app.app_context(), transaction():
            for statement in BACK:
                db.session.execute(text(statement), {"now": utc_now().replace(tzinfo=None)})
        if self.server:
            with self.app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as free:
                free.execute(text("VACUUM ANALYZE"))

    def booked(self) -> tuple[int, int, int]:
        """Seats counted, active bookings ahead, and sessions with more in than seats."""
        with self.app.app_context(), reading():
            found = sessions.between(self.program.id, utc_now(), utc_now() + timedelta(days=30))
            query = "SELECT count(*) FROM booking WHERE cancelled_at IS NULL AND starts > :now"
            active = db.session.execute(text(query), {"now": utc_now().replace(tzinfo=None)}).scalar_one()
        over = sum(each.taken > each.seats for each in found)
        return sum(each.taken for each in found), int(active), over


def environment(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "SECRET_KEY": SECRET, "PUBLIC_URL": "http://127.0.0.1:8000", "TZ": "UTC"}


@contextmanager
def on_postgresql(patients: int, *, rooms: int = 100, seats: int = 12, history: bool = False) -> Iterator[Stage]:
    """A stage on a PostgreSQL whose commits are durable."""
    with running_server(durable=True) as server, _set(server.create("stage"), server, patients, rooms, seats) as stage:
        if history:
            _invent_history(stage)
        yield stage


@contextmanager
def on_sqlite(patients: int, *, rooms: int = 100, seats: int = 12) -> Iterator[Stage]:
    """A stage in one file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _set(f"sqlite:///{Path(folder) / 'stage.sqlite3'}", None, patients, rooms, seats) as stage,
    ):
        yield stage


@contextmanager
def _set(url: str, server: Server | None, patients: int, rooms: int, seats: int) -> Iterator[Stage]:
    app = create_app(Settings.from_env(environment(url)))
    migrate(app)
    with app.app_context():
        with transaction():
            program = programs.add("riverside", name="Riverside", timezone="America/New_York")
            everyone = tuple(_admit(program, number) for number in range(patients))
        monday = program.week_of(utc_now()) + timedelta(weeks=1)
        week = open_sessions(program, monday, rooms, seats)
        disconnect()
    stage = Stage(app, url, server, program, everyone, week)
    try:
        yield stage
    finally:
        with app.app_context():
            disconnect()


def _admit(program: Program, number: int) -> Patient:
    today = program.day_of(utc_now())
    facts = {"given_name": "Ana", "family_name": f"R{number}", "phone": f"+1415{number:07}", "accepts_texts": True}
    patient_id = people.add(program.id, **facts)
    first, last = today - timedelta(weeks=12), today + timedelta(weeks=12)
    treatments.add(a_plan(patient_id=patient_id, first_day=first, last_day=last))
    return people.patient(patient_id)


def open_sessions(program: Program, monday: date, count: int, seats: int) -> tuple[Session, ...]:
    """So many sessions of a week, spread over seven days, each an hour and a half or three."""
    with transaction():
        offering_id = offerings.add(replace(an_offering(program_id=program.id), key=f"week-of-{monday}"))
        sittings = [_sitting(program, offering_id, monday, number, seats) for number in range(count)]
        sessions.open_sittings(program.id, sittings)
        return sessions.in_week(program, monday)


def _sitting(program: Program, offering_id: int, monday: date, number: int, seats: int) -> Sitting:
    day = monday + timedelta(days=number % 7)
    hour = 8 + (number // 7) % 12
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=program.zone)
    return Sitting(
        key=(offering_id, day, number),
        starts=starts,
        ends=starts + timedelta(minutes=90 if number % 3 else 180),
        day=day,
        component=tuple(Component)[number % 2 * 3],
        modality=Modality.TELEHEALTH if number % 4 == 0 else Modality.IN_PERSON,
        counted_minutes=90 if number % 3 else 180,
        seats=seats,
    )


def _invent_history(stage: Stage) -> None:
    """Eight weeks behind everybody, four seats in each."""
    with stage.app.app_context():
        for week in range(1, HISTORY_WEEKS + 1):
            held = open_sessions(stage.program, stage.monday - timedelta(weeks=week + 1), HISTORY_A_WEEK, 100_000)
            for each in held:
                fill(each)
        disconnect()


def fill(held: Session) -> None:
    """Everybody has a seat in it, whatever their number."""
    statement = (
        "INSERT INTO booking (program_id, patient_id, session_id, starts, ends, booked_at, attended_minutes, uid,"
        " sequence, revised_at) SELECT program_id, id, :session, :starts, :ends, :starts, 0,"
        " CAST(:session AS text) || '-' || CAST(id AS text), 0, :starts FROM patient"
    )
    with transaction():
        db.session.execute(text(statement), {"session": held.id, "starts": held.starts, "ends": held.ends})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a patient's browser sends: the cookie, the word against forged requests, and the key of a form."""

    patient: Patient
    cookie: str
    token: str

    def get(self, path: str) -> bytes:
        return (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n\r\n").encode()

    def post(self, path: str) -> bytes:
        body = urlencode(self.form())
        kind = "Content-Type: application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n{kind}"
        return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()

    def form(self) -> dict[str, str]:
        """What stands in every form of a page."""
        return {"csrf_token": self.token, form_keys.FIELD: new_key()}

    def booking(self, wanted: Session) -> bytes:
        return self.post(f"/sessions/{wanted.id}/booking")


def signed_in(stage: Stage, patient: Patient) -> SignedIn:
    """As the service itself signs people in."""
    with stage.app.test_request_context():
        sign_in(PatientUser(patient, stage.program), stay=True)
        token, answer = generate_csrf(), stage.app.response_class()
        stage.app.session_interface.save_session(stage.app, session, answer)
    return SignedIn(patient, answer.headers["Set-Cookie"].partition(";")[0], token)


@contextmanager
def served(
    environ: dict[str, str], target: str = "", *, workers: int = WORKERS, threads: int = THREADS
) -> Iterator[int]:
    """The service, or another WSGI app, on gunicorn as `iopsched serve` starts it; gives the port."""
    port = free_port()
    command = server_command("127.0.0.1", port, workers, threads)
    command[-1] = target or command[-1]
    process = subprocess.Popen(command, env=os.environ | environ, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            sys.exit("the web server ended at once")
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the web server does not answer")
