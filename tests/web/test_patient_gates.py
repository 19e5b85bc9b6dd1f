"""Every door that is not of staff: open to all and listed here, or for the patient alone whose it is."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.feed import Content, Kind, Owner
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.store import people, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.seats import wait_for_seat
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.stored import a_stored_calendar, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

OPEN = {
    *("home", "static", "health.is_alive", "health.is_ready", "pwa.manifest", "pwa.service_worker", "pwa.offline"),
    *("account.phone", "account.address", "account.ask", "account.code", "account.check", "account.leave"),
    *("confirming.ask", "confirming.confirm", "confirming.thank", "mail_links.ask_stop", "mail_links.stop"),
}
"""Nobody is signed in there, or a link of one's own says who it is."""
OTHERWISE = {
    "feed.show": 404,
    "kiosk.show": 404,
    "kiosk.check_in": 404,
    "hooks.take_text": 403,
    "hooks.hear_receipt": 403,
}
"""For calendar apps, tablets and carriers: what everybody else is answered."""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def program(app: Flask) -> Program:
    return a_stored_program()


def doors(app: Flask, **ids: int) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and address of each rule that holds one of these, or of all; what else it holds is made up."""
    given = {"channel": "sms", "kind": "reminder", "token": "x", "mark": "x", "filename": "x"} | ids
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/staff")]
    for rule in (rule for rule in rules if not ids or ids.keys() & rule.arguments):
        number = {name: 1 for name in rule.arguments if name.endswith("_id")}
        facts = {name: (number | given).get(name, MONDAY) for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, facts)
        yield from ((rule.endpoint, method, path) for method in sorted((rule.methods or set()) & {"GET", "POST"}))


def knock(visitor: Visitor, method: str, path: str) -> TestResponse:
    return visitor.get(path) if method == "GET" else visitor.post(path)


def test_strangers_are_asked_to_sign_in_at_each_door_that_is_not_open(app: Flask, program: Program):
    stranger = a_stranger(app)

    answers = {door: knock(stranger, *door[1:]) for door in doors(app) if door[0] not in OPEN}

    assert len(answers) >= 60
    for (endpoint, _, path), answer in answers.items():
        expected = OTHERWISE.get(endpoint, 401 if path.startswith("/api/") else 303)
        assert answer.status_code == expected, path
        assert answer.location == ("/sign-in" if expected == 303 else None), path


def test_staff_find_nothing_at_a_door_that_is_not_open(app: Flask, program: Program):
    desk = visiting_staff(app, a_stored_staff(program))

    answers = {door: knock(desk, *door[1:]).status_code for door in doors(app) if door[0] not in OPEN}

    wrong = {door[2]: status for door, status in answers.items() if status != OTHERWISE.get(door[0], 404)}
    assert wrong == {}


def test_what_is_another_patients_is_not_there(app: Flask, program: Program):
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    wait_for_seat.wait_for_any(ana.id, Wanted(monday=MONDAY), now=NOW)
    feed, _ = keep_links.create(Owner(program.id, patient_id=ana.id), "Phone", Content(Kind.OWN), now=NOW)
    with transaction():
        people.add_commitment(ana.id, a_commitment())
    with reading():
        (waiting,), (commitment,) = waitings.of_patient(ana.id), people.commitments(ana.id)
    calendar_id = a_stored_calendar(ana, BusyTimes(()))
    ids = {"waiting_id": waiting.id, "feed_id": feed.id, "commitment_id": commitment.id, "calendar_id": calendar_id}

    for name, number in ids.items():
        found = {knock(visiting_patient(app, ben), *door[1:]).status_code for door in doors(app, **{name: number})}
        assert found == {404}, name


def test_a_session_of_another_program_is_not_there(app: Flask, program: Program):
    theirs: Session = a_stored_session(a_stored_program(name="Hillside"))
    ben = visiting_patient(app, a_stored_patient(program))

    answers = {path: knock(ben, method, path).status_code for _, method, path in doors(app, session_id=theirs.id)}

    assert {path for path, status in answers.items() if status != 404} == set()
