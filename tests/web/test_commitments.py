"""What is in a patient's way: added weekly or once, removed, one's own only."""

import re
from datetime import date, time
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import keep_commitments
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, posts, said
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

    assert "Mon Monday 9 am to 5 pm Change Monday, 9 am to 5 pm" in page
    assert "Wednesday, December 9 10 to 11:30 am Change Wednesday, December 9, 10 to 11:30 am" in page


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
        ({"when": "once", "day": "2026-12-09", "last_day": "2026-12-08"}, "The last date is not after the first."),
        ({"when": "once", "day": "2026-12-09", "last_day": "2029-12-09"}, "That is more than a year."),
        ({"when": "once", "day": "2027-03-14", "begins": "02:30"}, "Clocks skip that time on that date."),
    ],
)
def test_what_makes_no_sense_is_asked_again_and_nothing_is_lost(place: Place, changed: dict[str, Any], problem: str):
    answer = place.phone.post("/commitments", WORK | changed)

    assert answer.status_code == 422
    assert problem in said(answer)
    assert 'value="17:00"' in answer.text or changed.get("ends") is not None
    assert kept(place.ana) == []


def change_of(place: Place) -> str:
    """Where the first time is changed."""
    return next(path for path in links(place.phone.get("/commitments")) if re.fullmatch(r"/commitments/\d+", path))


def test_a_trip_is_one_time_over_several_days(place: Place):
    answer = place.phone.post(
        "/commitments", {"when": "once", "day": "2026-12-20", "last_day": "2026-12-27", "whole_day": "y"}
    )

    assert answer.status_code == 303
    assert kept(place.ana) == [(None, date(2026, 12, 20), time(0), time(0))]
    assert "December 20 to 27 all day" in said(place.phone.get("/commitments"))


def test_the_same_date_twice_is_one_day(place: Place):
    place.phone.post("/commitments", DOCTOR | {"last_day": DOCTOR["day"]})

    assert "Wednesday, December 9 10 to 11:30 am" in said(place.phone.get("/commitments"))


@pytest.mark.parametrize(
    ("start", "filled"),
    [
        ("work", ["09:00", "17:00"]),
        ("school-run", ["14:30", "15:30"]),
        ("night-shift", ["22:00", "06:00"]),
        ("trip", ["", ""]),
        ("nothing-known", ["", ""]),
    ],
)
def test_a_start_fills_the_form_and_keeps_nothing(place: Place, start: str, filled: list[str]):
    page = place.phone.get(f"/commitments?start={start}").text

    assert [*re.findall(r'type="time" value="([^"]*)"', page)] == filled
    assert kept(place.ana) == []


def test_a_usual_work_week_takes_two_taps(place: Place):
    page = place.phone.get("/commitments?start=work")
    ticked = re.findall(r'name="(weekday)" value="(\d)" checked', page.text)
    times = re.findall(r'name="(begins|ends)"[^>]*value="([^"]*)"', page.text)
    form: dict[str, Any] = {"when": "weekly", "weekday": [value for _, value in ticked]} | dict(times)

    assert place.phone.post("/commitments", form).status_code == 303
    assert kept(place.ana) == [(day, None, time(9), time(17)) for day in range(5)]


def test_what_is_noted_already_is_said(place: Place):
    place.phone.post("/commitments", WORK)
    place.phone.post("/commitments", WORK)

    assert "Noted already. You are busy then, as you told us before." in said(place.phone.get("/commitments"))


def test_what_became_one_and_what_stays_beside_is_said(place: Place):
    place.phone.post("/commitments", WORK)
    place.phone.get("/commitments")
    place.phone.post("/commitments", WORK | {"weekday": ["0"], "begins": "16:00", "ends": "18:00"})
    assert "It is one now with what it overlapped: Monday, 9 am to 6 pm." in said(place.phone.get("/commitments"))

    place.phone.post("/commitments", DOCTOR)
    page = said(place.phone.get("/commitments"))
    assert "It overlaps with a time that stays beside it: Wednesday, 9 am to 5 pm." in page


def test_a_change_begins_with_all_days_at_the_same_times(place: Place):
    place.phone.post("/commitments", WORK)

    page = place.phone.get(change_of(place))

    assert re.findall(r'name="weekday" value="(\d)" checked', page.text) == ["0", "2"]
    assert [*re.findall(r'type="time" value="([^"]*)"', page.text)] == ["09:00", "17:00"]
    assert "Remove Monday 9 am to 5 pm" in said(page)
    assert "Remove all 2 days" in said(page)


def test_a_change_is_kept_instead(place: Place):
    place.phone.post("/commitments", WORK)

    answer = place.phone.post(change_of(place), WORK | {"weekday": ["4"], "ends": "15:00"})

    assert (answer.status_code, answer.location) == (303, "/commitments")
    assert kept(place.ana) == [(4, None, time(9), time(15))]


def test_a_change_that_will_not_do_is_asked_again(place: Place):
    place.phone.post("/commitments", WORK)

    answer = place.phone.post(change_of(place), WORK | {"ends": "09:00"})

    assert answer.status_code == 422
    assert "The end is the same as the start. Choose a later end." in said(answer)
    assert len(kept(place.ana)) == 2


def test_the_zone_is_said(app: Flask, place: Place):
    west = visiting_patient(app, a_stored_patient(place.program, timezone="America/Los_Angeles"))

    assert "By the clock in Eastern Time, New York." in said(place.phone.get("/commitments"))
    assert "By the clock in Pacific Time, Los Angeles." in said(west.get("/commitments"))


def test_one_is_removed_and_put_back(place: Place):
    place.phone.post("/commitments", DOCTOR)
    removal = next(path for path in posts(place.phone.get(change_of(place))) if path.endswith("/removal"))

    answer = place.phone.post(removal)
    assert (answer.status_code, answer.location) == (303, "/commitments")
    assert kept(place.ana) == []
    page = place.phone.get("/commitments")
    assert "Removed." in said(page)
    assert "/commitments/restoration" in posts(page)

    assert place.phone.post("/commitments/restoration").status_code == 303
    assert kept(place.ana) == [(None, date(2026, 12, 9), time(10), time(11, 30))]
    assert "Put back." in said(place.phone.get("/commitments"))


def test_all_alike_are_removed_and_put_back_together(place: Place):
    place.phone.post("/commitments", WORK)

    place.phone.post(change_of(place) + "/removal", {"alike": "yes"})
    assert kept(place.ana) == []
    place.phone.post("/commitments/restoration")

    assert len(kept(place.ana)) == 2


def test_what_was_removed_long_ago_is_not_put_back(place: Place, clock: StandingClock):
    place.phone.post("/commitments", DOCTOR)
    place.phone.post(change_of(place) + "/removal")
    clock.advance(minutes=16)

    place.phone.post("/commitments/restoration")

    assert kept(place.ana) == []
    assert "Not put back." in said(place.phone.get("/commitments"))


def test_putting_back_twice_or_nothing_changes_nothing(place: Place):
    assert place.phone.post("/commitments/restoration").status_code == 303
    place.phone.post("/commitments", DOCTOR)
    place.phone.post(change_of(place) + "/removal")
    place.phone.post("/commitments/restoration")
    place.phone.post("/commitments/restoration")

    assert len(kept(place.ana)) == 1


def test_what_is_over_is_folded_away_and_can_be_removed(place: Place, clock: StandingClock):
    place.phone.post("/commitments", DOCTOR)
    clock.advance(days=20)

    page = place.phone.get("/commitments")

    assert "1 date that is over Wednesday, December 9 10 to 11:30 am Remove" in said(page)
    assert any(path.endswith("/removal") for path in posts(page))


def test_seats_at_such_a_time_are_named(place: Place):
    group = a_stored_session(place.program, 0, 9)
    book_session.book(place.ana.id, group.id, now=NOW)
    assert "Booked, though you are busy then." not in said(place.phone.get("/commitments"))

    place.phone.post("/commitments", WORK)

    page = place.phone.get("/commitments")
    assert "Booked, though you are busy then. These seats stay yours until you give them up: Group, Monday" in said(
        page
    )
    assert f"/sessions/{group.id}/booking" in links(page)


def test_another_patients_is_neither_shown_nor_removed(place: Place):
    ben = a_stored_patient(place.program)
    keep_commitments.add(ben.id, a_commitment(), now=NOW)
    (theirs,) = keep_commitments.list_all(ben.id, now=NOW)

    assert "Monday" not in said(place.phone.get("/commitments")).partition("Add a time")[0]
    assert place.phone.get(f"/commitments/{theirs.id}").status_code == 404
    assert place.phone.post(f"/commitments/{theirs.id}", WORK).status_code == 404
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
    assert staff.post("/commitments/restoration").status_code == 404
