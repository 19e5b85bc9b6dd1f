"""Times as a file: of a seat, and of a week before it is accepted."""

from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import bookings
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient
from tests.stored import a_stored_patient, a_stored_program, a_stored_session


@pytest.fixture
def riverside(app: Flask) -> Program:
    return a_stored_program()


@pytest.fixture
def patient(riverside: Program) -> Patient:
    return a_stored_patient(riverside)


@pytest.fixture
def ana(app: Flask, patient: Patient) -> Visitor:
    return visiting_patient(app, patient)


@pytest.fixture
def two(riverside: Program) -> list[Session]:
    return [a_stored_session(riverside, day, place="12 Clinic Road") for day in (0, 2)]


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).events)


def test_a_booked_seat_is_the_event_that_feeds_show(ana: Visitor, patient: Patient, two: list[Session]):
    book_session.book(patient.id, two[0].id, now=NOW)

    answer = ana.get(f"/sessions/{two[0].id}.ics")

    (event,) = events(answer.data)
    with reading():
        booking = bookings.find(patient.id, two[0].id)
    assert booking
    assert (event["UID"], event["STATUS"], event["DTSTART"].dt) == (booking.uid, "CONFIRMED", two[0].starts)
    assert answer.headers["Content-Disposition"] == "attachment; filename=week.ics"


def test_a_week_that_is_not_accepted_is_tentative_and_the_same_when_saved_again(ana: Visitor, two: list[Session]):
    path = f"/plan/times.ics?session={two[1].id}&session={two[0].id}"

    first, again = ana.get(path), ana.get(path)

    assert [(event["STATUS"], event["DTSTART"].dt) for event in events(first.data)] == [
        ("TENTATIVE", two[0].starts),
        ("TENTATIVE", two[1].starts),
    ]
    assert again.data == first.data


def test_a_file_says_when_and_nothing_more(ana: Visitor, two: list[Session]):
    said = ana.get(f"/plan/times.ics?session={two[0].id}").data

    assert b"SUMMARY:Appointment" in said
    assert not [word for word in (b"LOCATION", b"Clinic", b"Riverside", b"Group", b"Ana") if word in said]


def test_nothing_of_another_program_is_saved(ana: Visitor, two: list[Session]):
    elsewhere = a_stored_session(a_stored_program())

    assert ana.get(f"/sessions/{elsewhere.id}.ics").status_code == 404
    assert ana.get(f"/plan/times.ics?session={two[0].id}&session={elsewhere.id}").status_code == 404
    assert ana.get("/plan/times.ics").status_code == 404
