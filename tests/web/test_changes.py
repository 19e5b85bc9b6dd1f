"""One session changed on the screen: the page says whom it touches, the button does it, the note what came of it."""

import re
from datetime import date, time, timedelta

import pytest
from flask import Flask

from iopsched.domain.absence import Absence
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, change_session, keep_absences, keep_closures
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.doors import Visitor, applied, visiting_patient, visiting_staff
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    the_session,
)

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program, place="Room 2")


@pytest.fixture
def ana(program: Program, session: Session) -> Patient:
    ana = a_stored_patient(program)
    book_session.book(ana.id, session.id, now=NOW)
    return ana


def said(browser: Visitor, path: str | None) -> str:
    """The page with its note, in one line."""
    return " ".join(browser.get(path or "").text.split())


def test_a_session_is_moved_and_who_is_in_it_is_told(browser: Visitor, session: Session, ana: Patient):
    before, asked = the_session(session), said(browser, f"/staff/sessions/{session.id}/time")
    sent = browser.post(
        f"/staff/sessions/{session.id}/time", {"day": str(TUESDAY), "begins": "09:30", "place": "Room 5"}
    )
    assert the_session(session) == before
    answer = applied(browser, sent)

    assert "1 person is in it" in asked
    assert 'value="2026-11-30"' in asked
    assert 'value="18:00"' in asked
    assert (answer.status_code, answer.location) == (303, f"/staff/sessions/{session.id}")
    assert (the_session(session).starts, the_session(session).place) == (at(1, 9.5), "Room 5")
    page = said(browser, answer.location)
    assert "<b>Moved.</b> 1 person is told. 1 seat moved along." in page
    assert "Group, Tuesday, December 1" in page


def test_who_cannot_follow_is_counted_and_who_no_text_reaches_too(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    other = a_stored_session(program, day=1)
    silent = a_stored_patient(program, phone="")
    book_session.book(ana.id, other.id, now=NOW)
    book_session.book(silent.id, session.id, now=NOW)

    sent = browser.post(f"/staff/sessions/{session.id}/time", {"day": str(TUESDAY), "begins": "18:00", "place": ""})

    page = said(browser, applied(browser, sent).location)
    assert "1 person is told. 1 seat moved along. 1 seat was lost." in page
    assert "Please call 1 person whom no message reaches: see Messages." in page
    assert "Please call" in said(browser, "/staff/messages")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"day": "", "begins": "18:00"}, "Choose the day."),
        ({"day": "soon", "begins": "18:00"}, "Choose a day, such as 2026-12-09."),
        ({"day": str(TUESDAY), "begins": ""}, "Choose when it begins."),
        ({"day": str(TUESDAY), "begins": "25:00"}, "Choose a time, such as 18:00."),
        ({"day": "2026-11-22", "begins": "18:00"}, "That day has passed. Choose a day ahead."),
        ({"day": "2026-11-23", "begins": "11:00"}, "That time has passed. Choose a time ahead."),
        (
            {"day": "2027-02-28", "begins": "18:00"},
            "Choose a day within 60 days of Mon, Nov 30, 2026, where it belongs.",
        ),
        ({"day": str(TUESDAY), "begins": "18:00", "place": "x" * 81}, "Use at most 80 letters."),
    ],
)
def test_a_time_that_will_not_do_comes_back_with_why(
    browser: Visitor, session: Session, fields: dict[str, str], problem: str
):
    answer = browser.post(f"/staff/sessions/{session.id}/time", {"place": "Room 9"} | fields)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert problem in page
    assert f'value="{fields["begins"]}"' in page
    assert the_session(session) == session


def test_a_time_that_clocks_skip_is_refused_beside_its_field(program: Program, browser: Visitor):
    sunday = date(2027, 3, 14)
    night = a_stored_session(program, monday=sunday - timedelta(days=1), hour=2.5, hours=1)

    answer = browser.post(f"/staff/sessions/{night.id}/time", {"day": str(sunday), "begins": "02:30", "place": ""})

    assert answer.status_code == 422
    assert "Clocks skip 2:30 am on Sun, Mar 14, 2027." in answer.text
    assert 'aria-describedby="begins-wrong"' in answer.text


def test_seats_are_changed_and_nobody_is_evicted(browser: Visitor, session: Session, ana: Patient):
    answer = applied(browser, browser.post(f"/staff/sessions/{session.id}/seats", {"seats": "1"}))

    assert answer.status_code == 303
    assert (the_session(session).seats, the_session(session).taken) == (1, 1)
    assert "Seats changed." in said(browser, answer.location)


def test_one_date_is_held_by_video_and_shorter(program: Program, browser: Visitor, session: Session, ana: Patient):
    a_stored_clinician(program, "J. Okafor")
    asked = said(browser, f"/staff/sessions/{session.id}/details")
    fields = {"modality": "telehealth", "minutes": "120", "counted_minutes": "", "clinician": "", "place": "Room 2"}

    preview = browser.post(f"/staff/sessions/{session.id}/details", fields)

    page = said(browser, preview.location)
    assert 'value="180"' in asked
    assert "J. Okafor</option>" in asked
    assert "Change group on Monday, November 30" in page
    assert "What differs: 6 to 8 pm; counts as 2 h; telehealth." in page
    answer = applied(browser, preview)
    assert "<b>Changed.</b> 1 person is told. 1 seat moved along." in said(browser, answer.location)
    assert (the_session(session).counted_minutes, the_session(session).place) == (120, "")


def test_a_shorter_session_keeps_its_breaks(program: Program, browser: Visitor):
    a_stored_offering(program, counted_minutes=150)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    path = f"/staff/sessions/{session.id}/details"
    fields = {"modality": "in_person", "minutes": "60", "counted_minutes": "", "clinician": "", "place": ""}

    asked = browser.get(path).text
    applied(browser, browser.post(path, fields))

    assert re.search(r'name="counted_minutes"[^>]* value=""', asked)
    assert (the_session(session).clock_minutes, the_session(session).counted_minutes) == (60, 30)
    applied(browser, browser.post(path, fields | {"counted_minutes": "45"}))
    assert re.search(r'name="counted_minutes"[^>]* value="45"', browser.get(path).text)


def test_a_link_alone_is_changed_at_once(browser: Visitor, session: Session):
    link = "https://video.example.org/snow"
    fields = {"modality": "in_person", "minutes": "180", "counted_minutes": "180", "clinician": "", "place": "Room 2"}

    answer = browser.post(f"/staff/sessions/{session.id}/details", fields | {"link": link})

    assert answer.location == f"/staff/sessions/{session.id}"
    assert f'value="{link}"' in browser.get(f"/staff/sessions/{session.id}/details").text


def test_details_that_will_not_do_come_back(browser: Visitor, session: Session):
    fields = {"modality": "in_person", "minutes": "0", "clinician": "", "place": "Room 2", "link": "x"}

    answer = browser.post(f"/staff/sessions/{session.id}/details", fields)

    assert answer.status_code == 422
    assert "The length must be between 1 minute and 12 hours." in answer.text
    assert "Give a link that begins with https://" in answer.text


@pytest.mark.parametrize("seats", ["", "0", "101", "many", "-3"])
def test_seats_that_will_not_do_come_back(browser: Visitor, session: Session, seats: str):
    answer = browser.post(f"/staff/sessions/{session.id}/seats", {"seats": seats})

    assert answer.status_code == 422
    assert 'class="wrong line"' in answer.text
    assert the_session(session).seats == session.seats


def test_a_cancellation_shows_what_it_takes_before_it_happens(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    book_session.book(a_stored_patient(program, given_name="Lena", phone="").id, session.id, now=NOW)

    page = said(browser, browser.post(f"/staff/sessions/{session.id}/cancellation").location)

    assert "Nothing has changed yet." in page
    assert "Cancel group on Monday, November 30" in page
    assert "<b>Apply</b> cancels 1 session, ends 2 seats and tells 1 person." in page
    assert "Yours to call: Lena R." in page
    assert "3 → 0 h" in page
    assert not the_session(session).is_cancelled


def test_a_session_is_cancelled_and_can_be_opened_again(browser: Visitor, session: Session, ana: Patient):
    answer = applied(browser, browser.post(f"/staff/sessions/{session.id}/cancellation"))

    page = said(browser, answer.location)
    assert answer.status_code == 303
    assert "<b>Cancelled.</b> 1 person is told. 1 seat was lost." in page
    assert "Open it again" in page
    again = applied(browser, browser.post(f"/staff/sessions/{session.id}/reopening"))
    assert "Open again." in said(browser, again.location)
    assert not the_session(session).is_cancelled
    twice = browser.post(f"/staff/sessions/{session.id}/reopening")
    assert "This changes nothing." in said(browser, twice.location)


def test_a_session_whose_hours_are_closed_says_so_and_leads_to_them(staff: Staff, browser: Visitor, session: Session):
    keep_closures.close(staff, Closure(MONDAY, "Snow", begins=time(17)), now=NOW)

    page = said(browser, f"/staff/sessions/{session.id}")

    assert "Closed.</b> Monday, November 30, 2026, from 5 pm on (Snow). Nobody is booked in it." in page
    assert 'href="/staff/offerings#closures"' in page
    assert "Open it again" not in page


FORMS = ("time", "seats", "details", "link", "cancellation")


@pytest.mark.parametrize(
    ("is_off", "has_begun", "note"),
    [
        (False, True, "<b>It has begun.</b> What has been cannot be changed. Mark here who came"),
        (True, False, "<b>It is cancelled.</b> Open it again first"),
        (True, True, "<b>It was cancelled.</b> Its time has passed"),
    ],
)
def test_each_door_of_a_session_that_has_begun_or_is_off_says_so_at_once(
    app: Flask, staff: Staff, session: Session, ana: Patient, is_off: bool, has_begun: bool, note: str
):
    if is_off:
        change_session.cancel(staff, session.id, now=NOW)
    app.extensions["clock"].now = session.starts if has_begun else NOW
    browser, path, before = visiting_staff(app, staff), f"/staff/sessions/{session.id}", the_session(session)
    posts = [*FORMS, *(["reopening"] if has_begun else [])]

    answers = [browser.get(f"{path}/{rest}") for rest in (*FORMS, "newcomers")]
    answers += [browser.post(f"{path}/{rest}", {"seats": "5"}) for rest in posts]

    assert {(answer.status_code, answer.location) for answer in answers} == {(303, path)}
    assert note in said(browser, path)
    assert the_session(session) == before


def test_each_door_of_a_session_of_another_program_leads_nowhere(browser: Visitor):
    theirs = a_stored_session(a_stored_program(name="Hillside"))

    answers = [browser.get(f"/staff/sessions/{theirs.id}/{rest}") for rest in (*FORMS, "newcomers")]

    assert {answer.status_code for answer in answers} == {404}


def test_all_that_is_not_as_offered_is_listed(program: Program, staff: Staff, browser: Visitor, session: Session):
    assert "Every session ahead is as offered." in said(browser, "/staff/changes")
    gone = a_stored_session(program, day=3)
    change_session.move(staff, session.id, TUESDAY, time(9), now=NOW)
    change_session.cancel(staff, gone.id, now=NOW)
    keep_closures.close(staff, Closure(MONDAY + timedelta(days=4), "Holiday"), now=NOW)

    page = said(browser, "/staff/changes")

    assert "Mon, Nov 30" in page
    assert "Tue, Dec 1, 9 am to 12 pm" in page
    assert f'href="/staff/sessions/{gone.id}"' in page
    assert "Friday, December 4, 2026" in page


def test_what_was_changed_a_moment_ago_is_taken_back_by_whoever_looks_and_what_waits_is_left(
    app: Flask, program: Program, browser: Visitor, session: Session
):
    other, gone = a_stored_session(program, day=2), f"/staff/sessions/{session.id}/cancellation"
    draft = visiting_staff(app, a_stored_staff(program, name="Olga Ruiz")).post(
        f"/staff/sessions/{other.id}/cancellation"
    )
    applied(browser, browser.post(gone))

    page = said(browser, "/staff/changes")

    assert "Cancel group on Mon, Nov 30, 6 pm (in person, Room 2)</a> <small>Applied by you, today, " in page
    assert "Cancel group on Wed, Dec 2, 6 pm (in person)</a><small>Drafted by Olga Ruiz, today, " in page
    (undo,) = set(re.findall(r'action="(/staff/changes/drafts/\d+/undo)"', page))
    back = browser.post(undo)
    assert "Take back: Cancel group on Mon, Nov 30, 6 pm (in person, Room 2)" in said(browser, "/staff/changes")
    applied(browser, back)
    assert not the_session(session).is_cancelled
    left = browser.post(f"{draft.location}/removal", {"listed": "1"})
    assert left.location == "/staff/changes"
    assert "Looked at, not applied" not in said(browser, left.location)


def test_what_was_changed_a_moment_ago_is_folded_beyond_five(program: Program, browser: Visitor):
    for number in range(6):
        applied(browser, browser.post(f"/staff/sessions/{a_stored_session(program, day=number).id}/cancellation"))

    first, folded = said(browser, "/staff/changes").split("<summary>1 more ")

    assert first.count("Can be taken back until") == 5
    assert folded.count("Can be taken back until") == 1


def test_who_stands_in_and_what_is_extra_is_listed_too(program: Program, staff: Staff, browser: Visitor):
    away, okafor = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    a_stored_offering(program, clinician_id=away)
    adjust_availability.open_sessions(now=NOW)
    a_stored_session(program, day=5, hour=9, place="Room 9")
    keep_absences.add(staff, Absence(0, away, MONDAY, stand_in_id=okafor), now=NOW)
    keep_absences.add(staff, Absence(0, away, MONDAY + timedelta(weeks=1)), now=NOW)

    page = said(browser, "/staff/changes")

    assert "J. Okafor leads it" in page
    assert "nobody will lead it" in page
    assert "Sat, Dec 5, 9 am, group</a><small>Room 9, Nobody named" in page


def test_a_session_moved_back_is_as_offered_again(staff: Staff, browser: Visitor, session: Session):
    change_session.move(staff, session.id, TUESDAY, time(9), now=NOW)
    change_session.move(staff, session.id, MONDAY, time(18), now=NOW)

    assert "Every session ahead is as offered." in said(browser, "/staff/changes")


def test_a_patient_finds_no_change(app: Flask, session: Session, ana: Patient):
    patient = visiting_patient(app, ana)

    for what in ("time", "seats", "details"):
        assert patient.get(f"/staff/sessions/{session.id}/{what}").status_code == 404
    for what in ("time", "seats", "details", "cancellation", "reopening"):
        assert patient.post(f"/staff/sessions/{session.id}/{what}").status_code == 404
    assert patient.get("/staff/changes").status_code == 404
    assert not the_session(session).is_cancelled


def test_another_programs_session_is_not_there(browser: Visitor):
    theirs = a_stored_session(a_stored_program(name="Hillside"))

    for what in ("time", "seats", "details"):
        assert browser.get(f"/staff/sessions/{theirs.id}/{what}").status_code == 404
    assert browser.post(f"/staff/sessions/{theirs.id}/cancellation").status_code == 404
    assert browser.post(f"/staff/sessions/{theirs.id}/reopening").status_code == 404
    assert the_session(theirs) == theirs


def test_which_dates_are_meant_is_asked_in_plain_words(program: Program, browser: Visitor):
    group = a_stored_offering(program)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        first, second = (sessions.in_week(program, MONDAY + timedelta(weeks=number))[0] for number in (0, 1))

    asked = said(browser, f"/staff/sessions/{second.id}/time")
    move = {"day": str(MONDAY + timedelta(weeks=1)), "begins": "10:00", "place": "", "reach": "following"}
    answer = applied(browser, browser.post(f"/staff/sessions/{second.id}/time", move))

    for words in ("Only this date", "This and all later ones", "All that are ahead"):
        assert words in asked
    assert answer.status_code == 303
    assert (the_session(first).starts, the_session(second).starts) == (at(0, 18), at(7, 10))
    assert the_session(second).offering_id != group.id
