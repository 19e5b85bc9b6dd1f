"""Every door of staff: strangers sign in first, patients and other programs' staff find nothing, roles are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from iopsched.domain.feed import Content, Kind
from iopsched.domain.intent import single
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Role
from iopsched.store import messages, people, treatments, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import draft_change
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.hours import keep_kiosks
from iopsched.usecases.seats import book_session, wait_for_seat
from iopsched.web.spreadsheet import XLSX
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.stored import (
    a_stored_absence,
    a_stored_authorisation,
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_season,
    a_stored_session,
    a_stored_staff,
    a_stored_text,
)
from tests.trail import trail
from tests.web.roles import OPEN_TO

OPEN = {"/staff", "/staff/", "/staff/sign-in", "/staff/sign-out"}
NOTICE = "42 CFR part 2 prohibits unauthorized disclosure of these records"
NAMED = {"since": "2026-11-02", "until": "2026-11-20", "naming": "named", "understood": "y", "asked": "in_person"}
"""A letter that says what for; one that does not carries no notice either."""


@dataclass(frozen=True, slots=True)
class Door:
    """One address and method of staff; ``has_id`` says whether it is about something of one program."""

    endpoint: str
    method: str
    path: str
    has_id: bool

    def knock(self, visitor: Visitor) -> int:
        answer = visitor.get(self.path) if self.method == "GET" else visitor.post(self.path)
        return answer.status_code


@dataclass(frozen=True, slots=True)
class House:
    """A program with one of everything."""

    program: Program
    session_id: int
    patient_id: int
    other_id: int
    offering_id: int
    account_id: int
    new_id: int
    waiting_id: int
    feed_id: int
    text_id: int
    absence_id: int
    room_id: int
    season_id: int
    plan_id: int
    authorisation_id: int
    kiosk_id: int
    message_id: int
    draft_id: int
    clinician_id: int

    def doors(self, app: Flask) -> Iterator[Door]:
        """Every rule below /staff, with this program's ids put in."""
        ids = {
            "session_id": self.session_id,
            "patient_id": self.patient_id,
            "other_id": self.other_id,
            "offering_id": self.offering_id,
            "account_id": self.account_id,
            "new_id": self.new_id,
            "waiting_id": self.waiting_id,
            "feed_id": self.feed_id,
            "text_id": self.text_id,
            "absence_id": self.absence_id,
            "room_id": self.room_id,
            "season_id": self.season_id,
            "plan_id": self.plan_id,
            "authorisation_id": self.authorisation_id,
            "kiosk_id": self.kiosk_id,
            "message_id": self.message_id,
            "draft_id": self.draft_id,
            "clinician_id": self.clinician_id,
        }
        with app.test_request_context():
            for rule in app.url_map.iter_rules():
                if rule.rule.startswith("/staff") and rule.rule not in OPEN:
                    given = {name: ids.get(name, MONDAY) for name in rule.arguments}
                    path = app.url_map.bind("localhost").build(rule.endpoint, given)
                    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                        yield Door(rule.endpoint, method, path, bool(rule.arguments & ids.keys()))


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def house(app: Flask) -> House:
    return a_house("Riverside")


def a_house(name: str) -> House:
    """The patient has a seat in the session, and waits for any other."""
    program = a_stored_program(name=name)
    session, patient = a_stored_session(program), a_stored_patient(program)
    book_session.book(patient.id, session.id, now=NOW)
    wait_for_seat.wait_for_any(patient.id, Wanted(monday=MONDAY), now=NOW)
    with reading():
        (waiting,) = waitings.of_patient(patient.id)
        (message,) = messages.of_patient(patient.id)
    feed, _ = keep_links.create_for_staff(a_stored_staff(program), "Desk", Content(Kind.PROGRAM), now=NOW)
    return House(
        program=program,
        session_id=session.id,
        patient_id=patient.id,
        other_id=a_stored_patient(program).id,
        offering_id=a_stored_offering(program).id,
        account_id=a_stored_staff(program).id,
        new_id=a_stored_session(program, day=1).id,
        waiting_id=waiting.id,
        feed_id=feed.id,
        text_id=a_stored_text(patient).id,
        absence_id=a_stored_absence(program),
        room_id=a_stored_room(program),
        season_id=a_stored_season(program).id,
        plan_id=a_plan_ahead(patient),
        authorisation_id=a_stored_authorisation(patient).id,
        kiosk_id=keep_kiosks.make(a_stored_staff(program, Role.ADMIN), "Door", now=NOW)[0].id,
        message_id=message.id,
        draft_id=draft_change.draft(a_stored_staff(program), single.CancelSession(session.id), now=NOW),
        clinician_id=a_stored_clinician(program, "M. Bell"),
    )


def a_plan_ahead(patient: Patient) -> int:
    later = MONDAY + timedelta(weeks=20)
    with transaction():
        return treatments.add(a_plan(patient_id=patient.id, first_day=later, last_day=later + timedelta(weeks=4)))


def test_there_are_doors(app: Flask, house: House):
    doors = list(house.doors(app))

    assert len(doors) >= 50


def test_strangers_are_asked_to_sign_in(app: Flask, house: House):
    stranger = a_stranger(app)

    answers = {door.path: door.knock(stranger) for door in house.doors(app)}

    assert {path for path, status in answers.items() if status != 303} == set()
    assert stranger.get("/staff/board").location == "/staff/sign-in"


def test_a_patient_finds_nothing(app: Flask, house: House):
    with reading():
        patient = people.patient(house.patient_id)
    visitor = visiting_patient(app, patient)

    answers = {f"{door.method} {door.path}": door.knock(visitor) for door in house.doors(app)}

    assert {door for door, status in answers.items() if status != 404} == set()


def test_what_belongs_to_another_program_is_not_there(app: Flask, house: House):
    admin = a_stored_staff(a_house("Hillside").program, Role.ADMIN)
    visitor = visiting_staff(app, admin)

    answers = {f"{d.method} {d.path}": d.knock(visitor) for d in house.doors(app) if d.has_id}

    assert {door for door, status in answers.items() if status not in {404, 422}} == set()
    assert {door for door, status in answers.items() if status == 422} == set()


def test_every_door_has_a_line_in_the_table(app: Flask, house: House):
    assert {door.endpoint for door in house.doors(app)} == OPEN_TO.keys()


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_where_the_table_says_and_nowhere_else(app: Flask, house: House, role: Role):
    visitor = visiting_staff(app, a_stored_staff(house.program, role))

    answers = [(door.endpoint, door.knock(visitor)) for door in house.doors(app)]

    refused = {endpoint for endpoint, status in answers if status == 403}
    assert refused == {endpoint for endpoint, _ in answers if role not in OPEN_TO[endpoint]}
    assert {status for _, status in answers} <= {200, 303, 403, 404, 409, 422}


def test_an_admin_reaches_every_page(app: Flask, house: House):
    admin = visiting_staff(app, a_stored_staff(house.program, Role.ADMIN))

    answers = {door.path: door.knock(admin) for door in house.doors(app) if door.method == "GET"}

    assert set(answers.values()) == {200}


def test_nothing_is_done_without_the_token_of_the_page(app: Flask, house: House):
    admin = visiting_staff(app, a_stored_staff(house.program, Role.ADMIN))

    answers = {
        door.path: admin.client.post(door.path).status_code for door in house.doors(app) if door.method == "POST"
    }

    assert set(answers.values()) == {400}


def test_every_page_that_names_a_patient_carries_the_notice(app: Flask, house: House):
    admin = visiting_staff(app, a_stored_staff(house.program, Role.ADMIN))

    answers = {door.path: admin.get(door.path) for door in house.doors(app) if door.method == "GET"}
    pages = {path: answer.text for path, answer in answers.items() if (answer.mimetype or "").startswith("text/")}

    naming = {path for path, page in pages.items() if "Ana R" in page or "Ruiz" in page}
    assert len(naming) >= 30
    assert {path for path in naming if NOTICE not in pages[path]} == set()


def test_every_file_carries_the_notice_and_is_in_the_log_each_time(app: Flask, house: House):
    admin = visiting_staff(app, a_stored_staff(house.program, Role.ADMIN))
    doors = [door for door in house.doors(app) if door.method == "GET" or door.endpoint == "staff_letters.write"]

    found = set()
    for door in doors * 2:
        before = len(trail(house.program))
        answer = admin.get(door.path) if door.method == "GET" else admin.post(door.path, NAMED)
        if "attachment" in answer.headers.get("Content-Disposition", ""):
            found.add(answer.mimetype)
            assert NOTICE in said_in(answer), door
            assert len(trail(house.program)) == before + 1, door

    assert found == {"text/csv", "application/pdf", XLSX}


def said_in(answer: TestResponse) -> str:
    """The words of a file."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    if answer.mimetype == XLSX:
        with ZipFile(BytesIO(answer.data)) as book:
            return book.read("xl/sharedStrings.xml").decode()
    return answer.text
