"""Who arrives marks themselves, once, where the program lets them; staff have the last word."""

import pytest
from flask import Flask

from iopsched.domain.arrival import code_of
from iopsched.domain.booking import Attendance
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.kiosk import Kiosk
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.store import programs
from iopsched.store.db import transaction
from iopsched.usecases.hours import arrive, keep_kiosks, mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, marked, the_booking
from tests.trail import trail

HERE, LATE, AWAY = Attendance.HERE, Attendance.LATE, Attendance.AWAY
SECRET = "secret"


@pytest.fixture
def program(app: Flask) -> Program:
    return a_stored_program(takes_codes=True, counts_joins=True)


@pytest.fixture
def kiosk(admin: Staff) -> Kiosk:
    return keep_kiosks.make(admin, "Main door", now=NOW)[0]


def booked(patient: Patient, session: Session) -> Session:
    book_session.book(patient.id, session.id, now=NOW)
    return session


def code(patient: Patient) -> str:
    return code_of(SECRET, patient.id, MONDAY)


def test_a_code_marks_its_patient_in_the_session_that_awaits_them_once(program: Program, kiosk: Kiosk, ana: Patient):
    ben = a_stored_patient(program)
    session, later = (
        booked(ana, a_stored_session(program, hour=18, hours=1)),
        booked(ana, a_stored_session(program, hour=20)),
    )
    booked(ben, session)

    for hour in (17.75, 18.5):
        arrive.check_in(kiosk, f"{code(ana)[:3]} {code(ana)[3:]}", secret=SECRET, now=at(0, hour))

    assert (marked(ana, session), marked(ana, later), marked(ben, session)) == ((HERE, 60), (None, 0), (None, 0))
    (noted,) = [entry for entry in trail(program) if entry.action == "arrived"]
    assert (noted.actor, noted.patient_id, noted.session_id) == (f"kiosk:{kiosk.id}", ana.id, session.id)
    assert noted.detail == {"attendance": "here", "minutes": 60}


def test_who_comes_late_is_late_and_staff_can_correct_it(program: Program, kiosk: Kiosk, staff: Staff, ana: Patient):
    session = booked(ana, a_stored_session(program, hour=18))
    arrive.check_in(kiosk, code(ana), secret=SECRET, now=at(0, 18.5))
    came = marked(ana, session)

    mark_attendance.mark(staff, session.id, {the_booking(ana, session).id: Mark(HERE)}, now=at(0, 19))

    assert (came, marked(ana, session)) == ((LATE, 150), (HERE, 180))


def test_what_staff_marked_stands(program: Program, kiosk: Kiosk, staff: Staff, ana: Patient):
    session = booked(ana, a_stored_session(program, hour=18))
    mark_attendance.mark(staff, session.id, {the_booking(ana, session).id: Mark(AWAY)}, now=at(0, 18.2))

    with pytest.raises(Invalid, match="Staff have marked"):
        arrive.check_in(kiosk, code(ana), secret=SECRET, now=at(0, 18.5))

    assert marked(ana, session) == (AWAY, 0)


def test_strangers_too_early_and_another_day_hear_the_same(program: Program, kiosk: Kiosk, ana: Patient):
    booked(ana, a_stored_session(program, hour=18))
    said = set()
    for typed, hour in (("000000", 18.0), ("", 18.0), (code(ana), 12.0), (code(ana), 24 + 18.0)):
        with pytest.raises(Invalid) as refused:
            arrive.check_in(kiosk, typed, secret=SECRET, now=at(0, 0) if hour > 24 else at(0, hour))
        said.add(refused.value.problems["code"])

    assert said == {arrive.UNKNOWN}


def test_another_programs_kiosk_knows_nobody_here(program: Program, kiosk: Kiosk, ana: Patient):
    booked(ana, a_stored_session(program, hour=18))
    theirs = Kiosk(kiosk.id, a_stored_program(takes_codes=True).id, "Theirs", NOW)

    with pytest.raises(Invalid):
        arrive.check_in(theirs, code(ana), secret=SECRET, now=at(0, 18))


def test_joining_by_video_marks_who_has_a_seat(program: Program, ana: Patient):
    ben, session = a_stored_patient(program), a_stored_session(program, modality=Modality.TELEHEALTH)
    booked(ana, session)

    arrive.join(ana.id, session.id, now=at(0, 18))

    assert marked(ana, session) == (HERE, 180)
    with pytest.raises(NotFound):
        arrive.join(ben.id, session.id, now=at(0, 18))


def test_both_are_off_until_the_program_says_so(program: Program, kiosk: Kiosk, ana: Patient):
    with transaction():
        programs.change(program.id, takes_codes=False, counts_joins=False)
    here = booked(ana, a_stored_session(program, hour=18))
    video = booked(ana, a_stored_session(program, day=1, modality=Modality.TELEHEALTH))

    with pytest.raises(Invalid):
        arrive.check_in(kiosk, code(ana), secret=SECRET, now=at(0, 18))
    with pytest.raises(NotFound):
        arrive.join(ana.id, video.id, now=at(1, 18))

    assert marked(ana, here) == (None, 0)


def test_a_seat_given_up_after_arriving_is_marked_no_more(program: Program, kiosk: Kiosk, ana: Patient):
    session = booked(ana, a_stored_session(program, hour=18))
    arrive.check_in(kiosk, code(ana), secret=SECRET, now=at(0, 17.6))

    cancel_booking.cancel(ana.id, session.id, now=at(0, 17.8))
    cancel_booking.undo(ana.id, session.id, now=at(0, 17.9))

    assert marked(ana, session) == (None, 0)
