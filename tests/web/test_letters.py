"""Letters of attendance: hours only, discreet unless asked, a patient's own or by staff, noted."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import bookings
from iopsched.store.db import reading
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.trail import trail

WEEK = {"since": str(MONDAY), "until": str(MONDAY + timedelta(days=6))}
TELLING = ("outpatient", "treatment", "42 CFR", "Group", "group", "therapy")


@pytest.fixture
def ana(program: Program, staff: Staff, clock: StandingClock) -> Patient:
    """Two sessions on Monday, late to one; away on Tuesday; Wednesday is not marked. It is Sunday now."""
    ana = a_stored_patient(program, given_name="Zoë", family_name="Żółkiewska")
    for day, hour, mark in (
        (0, 10, Mark(Attendance.HERE)),
        (0, 18, Mark(Attendance.LATE, 90)),
        (1, 18, Mark(Attendance.AWAY)),
        (2, 18, None),
    ):
        session = a_stored_session(program, day, hour, hours=1 if hour == 10 else 2)
        book_session.book(ana.id, session.id, now=NOW)
        with reading():
            booking = bookings.find(ana.id, session.id)
        assert booking
        if mark:
            mark_attendance.mark(staff, session.id, {booking.id: mark}, now=session.ends)
    clock.now = at(6, 12)
    return ana


def written(visitor: Visitor, path: str, **fields: Any) -> str:
    answer = visitor.post(path, WEEK | {"naming": "discreet"} | fields)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-2026-12-06.pdf"'
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_letter_says_days_and_hours_and_nothing_of_what_for(app: Flask, ana: Patient):
    text = written(visiting_patient(app, ana), "/me/letter")

    assert "Zoë Żółkiewska attended appointments with Riverside: 1 day, 2 hours 30 minutes in all." in text
    assert "Mon, Nov 30, 2026 2½" in text
    assert "Dec 1" not in text.replace("Dec 6", "")
    assert not any(word in text for word in TELLING)


def test_naming_the_program_takes_a_tick_after_the_warning(app: Flask, ana: Patient, program: Program):
    phone = visiting_patient(app, ana)

    refused = phone.post("/me/letter", WEEK | {"naming": "named"})
    text = written(phone, "/me/letter", naming="named", understood="y")

    assert refused.status_code == 422
    assert 'id="understood-wrong"' in refused.text
    assert "with Riverside, an intensive outpatient program: 1 day, 2 hours 30 minutes in all." in text
    assert "42 CFR part 2" in text
    noted = [entry.detail["letter"] for entry in trail(program) if entry.action == "letter written"]
    assert noted == ["named"]


def test_staff_have_one_written_for_somebody_of_theirs(app: Flask, ana: Patient, staff: Staff, program: Program):
    desk = visiting_staff(app, staff)
    stranger = a_stored_patient(a_stored_program(name="Hillside"))

    text = written(desk, f"/staff/people/{ana.id}/letter")

    assert "2 hours 30 minutes" in text
    assert desk.post(f"/staff/people/{stranger.id}/letter", WEEK).status_code == 404
    assert [(e.actor, e.patient_id) for e in trail(program) if e.action == "letter written"] == [
        (f"staff:{staff.id}", ana.id)
    ]


def test_staff_say_how_the_patient_chose_the_named_letter_and_the_log_keeps_it(
    app: Flask, ana: Patient, staff: Staff, program: Program
):
    desk, path = visiting_staff(app, staff), f"/staff/people/{ana.id}/letter"
    named = {"naming": "named", "understood": "y"}

    refused = desk.post(path, WEEK | named)
    text = written(desk, path, **named, asked="by_phone")
    written(desk, path, asked="by_phone")

    assert refused.status_code == 422
    assert 'id="asked-wrong"' in refused.text
    assert "intensive outpatient program" in text
    assert [entry.detail for entry in trail(program) if entry.action == "letter written"] == [
        {"letter": "named", "asked": "by_phone"},
        {"letter": "discreet"},
    ]
    assert "asked for by telephone" in desk.get(f"/staff/log?patient={ana.id}").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": "2026-12-07"}, "until"),
        ({"since": "2026-12-06", "until": "2026-12-05"}, "until"),
        ({"since": "2025-01-01"}, "since"),
        ({"since": ""}, "since"),
    ],
)
def test_days_that_will_not_do_are_said_beside_them(app: Flask, ana: Patient, wrong: dict[str, str], field: str):
    answer = visiting_patient(app, ana).post("/me/letter", WEEK | {"naming": "discreet"} | wrong)

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text


def test_days_without_hours_are_said_in_words(app: Flask, ana: Patient):
    text = written(visiting_patient(app, ana), "/me/letter", since="2026-12-03", until="2026-12-06")

    assert "attended no appointments with Riverside" in text
