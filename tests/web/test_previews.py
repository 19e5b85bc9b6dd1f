"""The preview of a change on the screen: what it says is what Apply does; other ways, the way back and the undo."""

import re
from datetime import time, timedelta

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Role
from iopsched.store import people, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.seats import book_session, hold_plan, wait_for_seat
from tests.builders import MONDAY, a_commitment, at
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

THREE_HOURS = {"week_least": 180, "days_least": 1}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program, clinician_id=a_stored_clinician(program))


@pytest.fixture
def ana(program: Program, session: Session) -> Patient:
    """Three hours a week, all of them in the session."""
    ana = a_stored_patient(program, plan=THREE_HOURS)
    book_session.book(ana.id, session.id, now=NOW)
    return ana


def said(browser: Visitor, path: str | None) -> str:
    return " ".join(browser.get(path or "").text.split())


def cancelling(browser: Visitor, session: Session) -> str:
    """The address of the preview."""
    return browser.post(f"/staff/sessions/{session.id}/cancellation").location or ""


def test_who_falls_short_is_shown_with_what_makes_the_week_whole(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    a_stored_session(program, day=2)

    page = said(browser, cancelling(browser, session))

    assert "Who falls short" in page
    assert "<b>Wed, Dec 2, 6 pm, group, in person</b>" in page
    assert "<small>3 hours to go</small>" in page
    assert "3 of 3 h" in page
    assert "No set of up to three" not in page


def test_hours_enough_but_of_another_kind_are_said_to_be_short_by_what_is_asked_of_each_kind(
    program: Program, browser: Visitor, session: Session
):
    ben = a_stored_patient(program, plan=THREE_HOURS | {"components": {Component.GROUP: 180}})
    for each in (session, a_stored_session(program, day=1, component=Component.SKILLS)):
        book_session.book(ben.id, each.id, now=NOW)

    page = said(browser, cancelling(browser, session))

    assert "<b>6 → 3 h</b>" in page
    assert "<small>3 hours of group to go</small>" in page


def moving(browser: Visitor, session: Session, **to: str) -> str:
    """The page of the preview."""
    typed = {"day": str(session.day), "begins": "18:00", "place": session.place} | to
    return said(browser, browser.post(f"/staff/sessions/{session.id}/time", typed).location)


def test_a_week_that_loses_a_seat_to_another_week_says_where_it_went(browser: Visitor, session: Session, ana: Patient):
    page = moving(browser, session, day=str(MONDAY + timedelta(weeks=1)))

    assert page.count("Moves along: Mon, Nov 30, 6 pm, group to Mon, Dec 7, 6 to 9 pm.") == 2


def test_each_seat_that_follows_or_ends_is_named_with_the_reason(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    ben = a_stored_patient(program, given_name="Ben", plan={"day_most": 300})
    book_session.book(ben.id, session.id, now=NOW)
    book_session.book(ben.id, a_stored_session(program, day=1, hour=9).id, now=NOW)
    with transaction():
        people.add_commitment(ana.id, a_commitment(weekday=1))

    page = moving(browser, session, day=str(MONDAY + timedelta(days=1)))

    assert "Ends: Mon, Nov 30, 6 pm, group. They are busy then, as they told us." in page
    assert "Moves along: Mon, Nov 30, 6 pm, group to Tue, Dec 1, 6 to 9 pm. 6 hours that day." in page
    assert "1 person keeps a seat beyond their plan." in page


def test_who_changes_meanwhile_is_named_and_nothing_is_done(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    path = cancelling(browser, session)
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(path).text)
    assert seen
    book_session.book(a_stored_patient(program, given_name="Ben").id, session.id, now=NOW)

    answer = browser.post(f"{path}/application", {"seen": seen[1]})

    page = said(browser, answer.location)
    assert (answer.status_code, answer.location) == (303, path)
    assert "<b>Not applied.</b> What it would do for Ben R. has changed since you looked." in page
    assert not the_session(session).is_cancelled


def test_what_was_typed_is_there_again_on_the_way_back(browser: Visitor, session: Session):
    fields = {"day": str(MONDAY + timedelta(days=1)), "begins": "09:30", "place": "Room 7"}
    path = browser.post(f"/staff/sessions/{session.id}/time", fields).location
    back = re.search(r'href="([^"]*\?draft=\d+)"', browser.get(path or "").text)
    assert back

    page = said(browser, back[1])

    assert all(f'value="{typed}"' in page for typed in fields.values())
    elsewhere = back[1].replace("time", "seats")
    assert 'value="8"' in said(browser, elsewhere)


def test_what_is_left_is_gone_and_who_still_has_it_before_them_reads_why(
    app: Flask, program: Program, browser: Visitor, session: Session
):
    path, other = cancelling(browser, session), visiting_staff(app, a_stored_staff(program))
    assert "Left. Nothing was changed." not in said(other, path)

    left = browser.post(f"{path}/removal")

    assert (left.status_code, left.location) == (303, f"/staff/sessions/{session.id}")
    assert "<b>Left.</b> Nothing was changed." in said(browser, left.location)
    for answer in (other.get(path), other.post(f"{path}/application", {"seen": ""}), other.post(f"{path}/removal")):
        assert answer.status_code == 404
        assert "This change is not kept any more" in answer.text
    assert not the_session(session).is_cancelled


def test_what_somebody_else_applied_meanwhile_is_said(app: Flask, program: Program, browser: Visitor, session: Session):
    sent = browser.post(f"/staff/sessions/{session.id}/cancellation")
    path, other = sent.location or "", visiting_staff(app, a_stored_staff(program))
    applied(other, sent)

    for ask in (
        browser.get,
        lambda path: browser.post(f"{path}/removal"),
        lambda path: browser.post(f"{path}/application"),
    ):
        answer = ask(path)
        assert (answer.status_code, answer.location) == (303, f"/staff/sessions/{session.id}")
        assert "<b>Applied already.</b> Somebody else did that meanwhile." in said(browser, answer.location)
    assert the_session(session).is_cancelled


def test_another_way_has_a_preview_of_its_own(program: Program, browser: Visitor, session: Session, ana: Patient):
    a_stored_clinician(program, "J. Okafor")
    path = cancelling(browser, session)
    page = browser.get(path).text
    way = re.search(r'name="way" value="(HandOver[^"]+)"', page)
    assert way
    assert "J. Okafor stands in" in page
    assert "Move to 7 to 10 pm" in page
    assert "Nobody falls short" in page

    taken = browser.post(f"{path}/ways", {"way": way[1]})
    applied(browser, taken)

    assert the_session(session).clinician == "J. Okafor"
    assert browser.post(f"{path}/ways", {"way": "none"}).status_code == 404


def test_one_session_more_is_offered_where_nothing_fits(
    program: Program, browser: Visitor, session: Session, ana: Patient
):
    path = cancelling(browser, session)
    page = browser.get(path).text
    way = re.search(r'name="way" value="(Several[^"]+)"', page)
    assert way
    assert "1 short, a seat fits" in page

    both = browser.post(f"{path}/ways", {"way": way[1]})
    preview = said(browser, both.location)
    applied(browser, both)

    assert "Cancel group on Monday, November 30, with 1 session more" in preview
    assert "No set of up to three" not in preview
    assert f'href="{path}">Back to the first preview' in preview
    assert the_session(session).is_cancelled


def test_an_applied_change_is_taken_back_with_a_preview_too(browser: Visitor, session: Session, ana: Patient):
    path = cancelling(browser, session)
    done = applied(browser, browser.post(f"/staff/sessions/{session.id}/cancellation"))
    page = browser.get(done.location or "").text
    undo = re.search(r'action="(/staff/changes/drafts/\d+/undo)"', page)
    assert undo

    back = browser.post(undo[1])
    preview = said(browser, back.location)
    assert "<h1>Take back: Cancel group on Monday, November 30</h1>" in preview
    assert "<dt>Now</dt><dd><b>" in preview
    assert "No session</b></dd></div> <div><dt>Then</dt>" in preview
    assert "gives 1 seat back" in preview
    again = applied(browser, back)

    assert "1 seat is had again." in said(browser, again.location)
    assert (the_session(session).starts, the_session(session).taken) == (at(0, 18), 1)
    assert browser.get(path).status_code == 200


def test_an_applied_preview_leads_to_the_session(browser: Visitor, session: Session):
    path = cancelling(browser, session)
    seen = re.search(r'name="seen" value="(\w+)"', browser.get(path).text)
    assert seen
    browser.post(f"{path}/application", {"seen": seen[1]})

    for answer in (browser.get(path), browser.post(f"{path}/application", {"seen": seen[1]})):
        assert (answer.status_code, answer.location) == (303, f"/staff/sessions/{session.id}")


def test_a_preview_is_for_schedulers_of_its_program(
    app: Flask, program: Program, browser: Visitor, session: Session, ana: Patient
):
    path = cancelling(browser, session)
    strangers = {
        404: visiting_staff(app, a_stored_staff(a_stored_program(name="Hillside"))),
        403: visiting_staff(app, a_stored_staff(program, Role.CLINICIAN)),
    }

    for status, visitor in strangers.items():
        assert visitor.get(path).status_code == status
        for what in ("application", "undo", "ways", "removal"):
            assert visitor.post(f"{path}/{what}").status_code == status
    assert visiting_patient(app, ana).get(path).status_code == 404
    assert not the_session(session).is_cancelled


def test_who_leads_and_who_does_not_is_said_of_each_session(
    program: Program, staff: Staff, browser: Visitor, session: Session
):
    leads, second = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    a_stored_session(program, day=1, clinician_id=leads)
    a_stored_session(program, day=1, clinician_id=second)
    away = {"clinician": str(leads), "stand_in": str(second), "day": str(MONDAY), "last_day": "2026-12-04"}

    page = said(browser, browser.post("/staff/absences", away).location)

    assert "J. Okafor leads it" in page
    assert "nobody will lead it" in page


def test_beside_each_person_stands_who_leads_then(program: Program, browser: Visitor, ana: Patient):
    leads, second = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    inside = a_stored_session(program, day=1, clinician_id=leads)
    book_session.book(ana.id, inside.id, now=NOW)
    away = {"clinician": str(leads), "stand_in": str(second), "day": str(MONDAY), "last_day": "2026-12-04"}

    page = said(browser, browser.post("/staff/absences", away).location)

    assert "Stays: Tue, Dec 1, 6 pm, group: J. Okafor leads it." in page
    assert "nobody will lead it" not in page


def test_a_stand_in_who_is_not_free_is_named(program: Program, browser: Visitor):
    leads, second = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    a_stored_session(program, day=1, clinician_id=leads)
    a_stored_session(program, day=1, clinician_id=second)
    away = {"clinician": str(leads), "stand_in": str(second), "day": "2026-12-01", "last_day": "2026-12-01"}

    page = said(browser, browser.post("/staff/absences", away).location)

    assert "1 session has nobody to lead it." in page
    assert "J. Okafor is not free then. Name somebody, or take another way." in page


def test_what_goes_over_to_video_without_a_link_is_pointed_out(program: Program, browser: Visitor):
    offering = a_stored_offering(program)
    adjust_availability.open_sessions(now=NOW)
    typed = {"modality": "telehealth", "component": "group", "weekdays": ["0"], "every": "1", "begins": "18:00"}

    answer = browser.post(f"/staff/offerings/{offering.id}", typed | {"minutes": "180", "seats": "12"})

    assert "by video have no link." in said(browser, answer.location)


def test_booked_sessions_that_nobody_would_lead_are_pointed_out(program: Program, browser: Visitor, ana: Patient):
    leads = a_stored_clinician(program)
    inside = a_stored_session(program, day=1, clinician_id=leads)
    a_stored_session(program, day=2, clinician_id=leads)
    book_session.book(ana.id, inside.id, now=NOW)

    away = {"clinician": str(leads), "stand_in": "", "day": str(MONDAY), "last_day": "2026-12-04"}
    page = said(browser, browser.post("/staff/absences", away).location)

    assert "3 sessions have nobody to lead them. 2 seats there are booked." in page


@pytest.mark.parametrize(("last_day", "more"), [("", "Tuesday"), ("2026-12-07", "Monday")])
def test_ways_beside_a_series_that_ends_are_called_what_they_are(
    program: Program, browser: Visitor, ana: Patient, last_day: str, more: str
):
    leads = a_stored_clinician(program, "A. Rivera")
    a_stored_clinician(program, "J. Okafor")
    offering = a_stored_offering(program, clinician_id=leads, weekdays=frozenset({2}))
    adjust_availability.open_sessions(now=NOW)
    with reading():
        later = [sessions.in_week(program, MONDAY + timedelta(weeks=number))[-1] for number in (0, 2)]
    for session in later:
        book_session.book(ana.id, session.id, now=NOW)

    page = said(browser, browser.post(f"/staff/offerings/{offering.id}/end", {"last_day": last_day}).location)

    ways = re.findall(r'<button class="change[^>]*><b>(.*?)<svg', page)
    assert ways == ["J. Okafor leads it", "Move to 7 to 10 pm", f"Offer {more}, 6 to 9 pm first, every week"]


def test_a_leader_whom_nobody_knew_and_sessions_without_a_link_are_pointed_out(program: Program, browser: Visitor):
    a_stored_clinician(program, "Dana Whitlock")
    weekly = {"component": "group", "modality": "telehealth", "weekdays": ["0"], "every": "1", "begins": "18:00"}
    sitting = weekly | {"minutes": "180", "seats": "8"}

    new = said(browser, browser.post("/staff/offerings/new", sitting | {"clinician": "Dana Witlock"}).location)
    known = sitting | {"clinician": "dana whitlock", "link": "https://video.example/1"}
    plain = said(browser, browser.post("/staff/offerings/new", known).location)

    assert "Dana Witlock: new among those who lead sessions. Is Dana Whitlock meant?" in new
    assert "sessions by video have no link." in new
    assert "<b>Dana Whitlock</b>8 seats" in plain
    assert "new among those" not in plain
    assert "no link" not in plain


def test_a_change_that_leaves_a_session_thin_says_so(program: Program, browser: Visitor, ana: Patient):
    other = a_stored_session(program, day=1)
    a_stored_offering(program, least=2, begins=time(9))
    adjust_availability.open_sessions(now=NOW)
    with reading():
        thin = next(one for one in sessions.in_week(program, MONDAY) if one.least)
    ben = a_stored_patient(program, given_name="Ben", plan={"day_most": 180})
    for patient, session in ((ana, thin), (ben, thin), (ben, other)):
        book_session.book(patient.id, session.id, now=NOW)
    fields = {"day": str(MONDAY + timedelta(days=1)), "begins": "19:00", "place": ""}

    page = said(browser, browser.post(f"/staff/sessions/{thin.id}/time", fields).location)

    assert "1 session becomes thin" in page
    assert "1 booked, asks for 2" in page
    assert "becomes thin" not in said(browser, cancelling(browser, other))


def test_with_many_people_other_ways_are_looked_for_when_asked(
    program: Program, browser: Visitor, session: Session, ana: Patient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("iopsched.usecases.availability.suggest_ways.MOST_PEOPLE", 0)
    a_stored_clinician(program, "J. Okafor")
    path = cancelling(browser, session)

    at_once, asked = said(browser, path), said(browser, f"{path}?ways=yes")

    assert "J. Okafor stands in" not in at_once
    assert f'href="{path}?people=200&amp;ways=yes">Look for other ways' in at_once
    assert "J. Okafor stands in" in asked
    assert "Look for other ways" not in asked


def test_for_whom_a_seat_is_kept_in_what_goes_is_said(program: Program, browser: Visitor, session: Session):
    eve = a_stored_patient(program, given_name="Eve")
    hold_plan.hold(eve.id, [session.id], now=NOW)

    page = said(browser, cancelling(browser, session))

    assert f"{eve.short_name} is kept a seat in it." in page


def test_what_becomes_of_places_in_line_is_said_before_it_is_done_and_before_it_is_taken_back(
    program: Program, browser: Visitor
):
    full = a_stored_session(program, seats=1)
    gil, ben = a_stored_patient(program), a_stored_patient(program)
    book_session.book(gil.id, full.id, now=NOW)
    wait_for_seat.wait(ben.id, full.id, now=NOW)
    sent = browser.post(f"/staff/sessions/{full.id}/cancellation")

    there = said(browser, sent.location)
    applied(browser, sent)
    back = said(browser, browser.post(f"{sent.location}/undo").location)

    assert "1 person waits for what is cancelled." in there
    assert "Taken back within 15 minutes, they have their places in line again." in there
    assert "1 person is in line for it again." in back
