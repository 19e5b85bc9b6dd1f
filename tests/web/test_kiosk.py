"""The tablet at the entrance: made by an admin, showing nobody, taking codes, ended from afar."""

import pytest
from flask import Flask

from iopsched.domain.arrival import code_of
from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import bookings, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.hours import keep_kiosks
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.doors import Visitor, a_stranger, visiting_kiosk, visiting_patient, visiting_staff
from tests.stored import a_stored_program, a_stored_session, a_stored_staff, marked


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; arriving is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def program(app: Flask) -> Program:
    return a_stored_program(takes_codes=True, counts_joins=True)


@pytest.fixture
def session(program: Program, ana: Patient, clock: StandingClock) -> Session:
    """Ana is on her way to it."""
    session = a_stored_session(program, hour=18)
    book_session.book(ana.id, session.id, now=NOW)
    clock.now = at(0, 17.75)
    return session


@pytest.fixture
def tablet(app: Flask, admin: Staff) -> Visitor:
    return visiting_kiosk(app, keep_kiosks.make(admin, "Main door", now=NOW)[0])


def test_an_admin_makes_the_device_a_kiosk_and_is_signed_out_of_it(app: Flask, admin: Staff):
    device = visiting_staff(app, admin)

    made = device.post("/staff/kiosks", {"name": "Main door"})

    assert (made.status_code, made.location) == (303, "/kiosk")
    assert "Check in" in device.get("/kiosk").text
    assert {device.get(path).status_code for path in ("/staff/board", "/staff/kiosks", "/week")} == {404}
    assert device.get("/").location == "/kiosk"


def test_a_kiosk_without_a_place_is_not_made(app: Flask, admin: Staff):
    assert "Say where it stands" in visiting_staff(app, admin).post("/staff/kiosks", {"name": " "}).text


def test_ending_it_signs_the_tablet_out(app: Flask, admin: Staff, tablet: Visitor):
    browser = visiting_staff(app, admin)
    (kiosk,) = keep_kiosks.list_all(admin)

    ended = browser.post(f"/staff/kiosks/{kiosk.id}/closing")

    assert ended.status_code == 303
    assert tablet.get("/kiosk").status_code == 404


def test_a_code_is_thanked_for_without_a_name_and_never_shown_again(tablet: Visitor, session: Session, ana: Patient):
    code = code_of("test", ana.id, MONDAY)

    came = tablet.post("/kiosk", {"code": code})
    page = tablet.get("/kiosk").text
    wrong = tablet.post("/kiosk", {"code": "000001"})

    assert (came.status_code, wrong.status_code) == (303, 422)
    assert "You are checked in." in page
    assert "Ana" not in page
    assert "000001" not in wrong.text
    with reading():
        booking = bookings.find(ana.id, session.id)
    assert booking
    assert booking.attendance is Attendance.HERE


def test_guessing_is_slowed_down(sqlite_url: str, clock: StandingClock):
    app = an_app(sqlite_url, clock, RATE_LIMIT_KIOSK="2 per minute")
    with app.app_context():
        admin = a_stored_staff(a_stored_program(takes_codes=True), Role.ADMIN)
        tablet = visiting_kiosk(app, keep_kiosks.make(admin, "Door", now=NOW)[0])
        answers = [tablet.post("/kiosk", {"code": "123456"}).status_code for _ in range(3)]
        disconnect(app)

    assert answers == [422, 422, 429]


def test_nobody_else_finds_the_kiosk(app: Flask, ana: Patient, admin: Staff):
    visitors = (a_stranger(app), visiting_patient(app, ana), visiting_staff(app, admin))

    assert {visitor.get("/kiosk").status_code for visitor in visitors} == {404}
    assert {visitor.post("/kiosk", {"code": "123456"}).status_code for visitor in visitors} == {404}


def test_the_week_shows_todays_code_until_it_was_typed(app: Flask, tablet: Visitor, session: Session, ana: Patient):
    code = code_of("test", ana.id, MONDAY)
    shown = f"{code[:3]} {code[3:]}"
    phone = visiting_patient(app, ana)
    before = phone.get("/week").text

    tablet.post("/kiosk", {"code": code})

    assert shown in before
    assert shown not in phone.get("/week").text


def test_a_telehealth_session_is_joined_from_the_week(app: Flask, program: Program, ana: Patient, clock: StandingClock):
    video = a_stored_session(program, hour=18, modality=Modality.TELEHEALTH)
    book_session.book(ana.id, video.id, now=NOW)
    phone = visiting_patient(app, ana)
    clock.now = at(0, 17.7)
    early = phone.get("/week").text
    clock.now = at(0, 17.9)

    joined = phone.post(f"/sessions/{video.id}/arrival")

    assert f"/sessions/{video.id}/arrival" not in early
    assert (joined.status_code, joined.location) == (303, "/week")
    page = phone.get("/week").text
    assert "You are checked in." in page
    assert f"/sessions/{video.id}/arrival" not in page


LINK = "https://video.example/room"


@pytest.fixture
def video(program: Program, staff: Staff, ana: Patient) -> Session:
    """With a link of its own that shows from a quarter of an hour before on."""
    session = a_stored_session(program, hour=18, modality=Modality.TELEHEALTH)
    change_session.change_link(staff, session.id, LINK, now=NOW)
    book_session.book(ana.id, session.id, now=NOW)
    return session


def test_who_joins_from_the_page_of_the_seat_is_marked_and_led_to_the_way_in(
    app: Flask, video: Session, ana: Patient, clock: StandingClock
):
    phone, seat, arrival = visiting_patient(app, ana), f"/sessions/{video.id}/booking", f"/sessions/{video.id}/arrival"
    clock.now = at(0, 17.7)
    early = phone.get(seat).text
    clock.now = at(0, 17.75)
    open_now = phone.get(seat).text

    joined = phone.post(arrival)

    assert (LINK in early, arrival in early) == (False, False)
    assert (LINK in open_now, arrival in open_now) == (False, True)
    assert (joined.status_code, joined.location) == (303, seat)
    page = phone.get(seat).text
    assert "You are checked in." in page
    assert (LINK in page, arrival in page) == (True, False)
    assert marked(ana, video) == (Attendance.HERE, 180)


def test_where_joining_marks_nobody_the_link_is_plain(app: Flask, video: Session, ana: Patient, clock: StandingClock):
    with transaction():
        programs.change(video.program_id, counts_joins=False)
    clock.now = at(0, 18)

    page = visiting_patient(app, ana).get(f"/sessions/{video.id}/booking").text

    assert (LINK in page, f"/sessions/{video.id}/arrival" in page) == (True, False)
