"""What is in a patient's way: added weekly or once, removed, one's own only."""

from datetime import date, time
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.usecases import keep_commitments
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

WORK = {"when": "weekly", "weekday": ["0", "2"], "begins": "09:00", "ends": "17:00"}
DOCTOR = {"when": "once", "day": "2026-12-09", "begins": "10:00", "ends": "11:30"}


class Place(NamedTuple):
    """Riverside, and Ana at her phone."""

    program: Program
    ana: Patient
    phone: Visitor


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana = a_stored_patient(program)
    return Place(program, ana, visiting_patient(app, ana))


def kept(patient: Patient) -> list[tuple[int | None, date | None, time, time]]:
    return [(one.weekday, one.day, one.begins, one.ends) for one in keep_commitments.list_all(patient.id, now=NOW)]


def test_several_weekdays_are_added_at_once(place: Place):
    answer = place.phone.post("/commitments", WORK)

    assert (answer.status_code, answer.location) == (303, "/commitments")
    assert kept(place.ana) == [(0, None, time(9), time(17)), (2, None, time(9), time(17))]


def test_they_are_listed_in_words(place: Place):
    place.phone.post("/commitments", WORK)
    place.phone.post("/commitments", DOCTOR)

    page = said(place.phone.get("/commitments"))

    assert "Every Monday 9 am to 5 pm Remove Monday, 9 am to 5 pm" in page
    assert "Wednesday, December 9 10 to 11:30 am Remove" in page


def test_one_date_is_added(place: Place):
    place.phone.post("/commitments", DOCTOR)

    assert kept(place.ana) == [(None, date(2026, 12, 9), time(10), time(11, 30))]


def test_a_night_shift_ends_the_next_day(place: Place):
    place.phone.post("/commitments", WORK | {"begins": "22:00", "ends": "06:00"})

    assert "10 pm to 6 am the next day" in said(place.phone.get("/commitments"))


def test_sessions_at_that_time_are_then_refused_on_the_week(place: Place):
    a_stored_session(place.program, 0, 9)

    place.phone.post("/commitments", WORK)

    assert "You are busy then, as you told us." in said(place.phone.get(f"/week/{MONDAY}"))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"weekday": []}, "Choose at least one day."),
        ({"weekday": ["9"]}, "Choose from the list."),
        ({"begins": ""}, "Say from when, for example 9:00 am."),
        ({"begins": "nine"}, "Choose a time, such as 18:00."),
        ({"ends": ""}, "Say until when, for example 5:00 pm."),
        ({"ends": "09:00"}, "The end is the same as the start. Choose a later end."),
        ({"when": "never"}, "Choose one."),
        ({"when": "once"}, "Choose a date."),
        ({"when": "once", "day": "2026-02-30"}, "Choose a day, such as 2026-12-09."),
        ({"when": "once", "day": "2026-11-22"}, "That date is over. Choose a later one."),
    ],
)
def test_what_makes_no_sense_is_asked_again_and_nothing_is_lost(place: Place, changed: dict[str, Any], problem: str):
    answer = place.phone.post("/commitments", WORK | changed)

    assert answer.status_code == 422
    assert problem in said(answer)
    assert 'value="17:00"' in answer.text or changed.get("ends") is not None
    assert kept(place.ana) == []


def test_one_is_removed(place: Place):
    place.phone.post("/commitments", DOCTOR)
    removal = next(path for path in posts(place.phone.get("/commitments")) if path.endswith("/removal"))

    answer = place.phone.post(removal)

    assert (answer.status_code, answer.location) == (303, "/commitments")
    assert kept(place.ana) == []
    assert "Removed." in said(place.phone.get("/commitments"))


def test_another_patients_is_neither_shown_nor_removed(place: Place):
    ben = a_stored_patient(place.program)
    keep_commitments.add(ben.id, a_commitment(), now=NOW)
    (theirs,) = keep_commitments.list_all(ben.id, now=NOW)

    assert "Every Monday" not in said(place.phone.get("/commitments"))
    assert place.phone.post(f"/commitments/{theirs.id}/removal").status_code == 404
    assert len(kept(ben)) == 1


def test_a_forged_post_changes_nothing(place: Place):
    assert place.phone.client.post("/commitments", data=WORK).status_code == 400
    assert kept(place.ana) == []


def test_strangers_sign_in_first(app: Flask, place: Place):
    assert a_stranger(app).get("/commitments").location == "/sign-in"


def test_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert staff.get("/commitments").status_code == 404
    assert staff.post("/commitments", WORK).status_code == 404
