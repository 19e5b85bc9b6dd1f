"""The log of messages: whose, what about, in which state; whom to call; never the words."""

import re
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.channel import Channel
from iopsched.domain.intent import single
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways.sender import Outcome
from iopsched.store import carriers
from iopsched.store.carriers import Listing
from iopsched.store.db import transaction
from iopsched.usecases.availability import alter_session, change_session
from iopsched.usecases.messages import send_messages
from iopsched.usecases.seats import book_session, cancel_booking
from tests.carrier import Carrier, answers
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    a_stored_text,
)
from tests.trail import told


def said(browser: Visitor, path: str = "/staff/messages") -> str:
    return " ".join(browser.get(path).text.split())


def test_the_log_says_who_what_and_in_which_state(program: Program, staff: Staff, browser: Visitor):
    session = a_stored_session(program)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=NOW)

    page = said(browser)

    assert "Ana R." in page
    assert "A seat was lost" in page
    assert "Waits" in page
    assert "today, 12:00 pm" in page
    assert "is off" not in page


def test_one_state_alone_can_be_shown(program: Program, browser: Visitor, clock: StandingClock):
    tomorrow = a_stored_session(program, day=-6)
    ana = a_stored_patient(program)
    book_session.book(ana.id, tomorrow.id, now=NOW)
    cancel_booking.cancel(ana.id, tomorrow.id, now=NOW)

    assert "Reminder" in said(browser, "/staff/messages?state=withdrawn")
    assert "No messages." in said(browser, "/staff/messages?state=sent")
    assert "Reminder" in said(browser, "/staff/messages?state=nonsense")


def test_who_no_text_reaches_is_to_be_called(program: Program, staff: Staff, browser: Visitor):
    session = a_stored_session(program)
    silent = a_stored_patient(program, given_name="Lena", accepts_texts=False)
    book_session.book(silent.id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=NOW)

    page = said(browser)

    assert "Please call" in page
    assert f'href="tel:{silent.phone}"' in page
    assert "A seat was lost: Mon, Nov 30, 6 pm, group. Matters until Monday, November 30, 6:00 pm." in page
    assert f'href="/staff/people/{silent.id}/sessions/2026-11-30"' in page
    (path,) = re.findall(r'action="(/staff/calls/\d+/call)"', page)
    after = said(browser, browser.post(path).location)
    assert "Please call" not in after
    assert "Told on the phone." in after


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"clinician_id": 1}, "Mon, Nov 30, 6 pm, group: led by A. Rivera."),
        ({"minutes": 120, "counted_minutes": 120}, "Mon, Nov 30, 6 pm, group: ends at 8 pm; now group, counts as 2 h."),
        ({"place": "Room 9"}, "Mon, Nov 30, 6 pm, group: now in person, Room 9."),
    ],
)
def test_who_calls_reads_what_has_changed(
    program: Program, staff: Staff, browser: Visitor, facts: dict[str, Any], words: str
):
    a_stored_clinician(program)
    session = a_stored_session(program)
    book_session.book(a_stored_patient(program, phone="").id, session.id, now=NOW)
    as_it_is = single.AlterSession(session.id, session.modality, session.clock_minutes, session.counted_minutes)

    alter_session.alter(staff, replace(as_it_is, **facts), now=NOW)
    send_messages.send_due(Carrier(), now=NOW, secret="test")

    page = said(browser)
    assert words in page
    assert "Seat by hand" not in page


def test_who_calls_reads_from_when_to_when_it_moved(program: Program, staff: Staff, browser: Visitor):
    session = a_stored_session(program)
    book_session.book(a_stored_patient(program, accepts_texts=False).id, session.id, now=NOW)

    change_session.move(staff, session.id, session.day + timedelta(days=1), time(9), now=NOW)
    send_messages.send_due(Carrier(), now=NOW, secret="test")

    assert "Moved: Mon, Nov 30, 6 pm is now Tue, Dec 1, 9 am, group." in said(browser)


def test_another_programs_messages_are_not_there(staff: Staff, browser: Visitor):
    hillside = a_stored_program(name="Hillside")
    session = a_stored_session(hillside, day=-6)
    book_session.book(a_stored_patient(hillside, given_name="Zoe").id, session.id, now=NOW)

    assert "Zoe" not in said(browser)
    assert "No messages." in said(browser)


def test_messages_are_not_for_clinicians(app: Flask, program: Program):
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN))

    assert clinician.get("/staff/messages").status_code == 403


def test_a_patient_finds_no_messages(app: Flask, program: Program):
    assert visiting_patient(app, a_stored_patient(program)).get("/staff/messages").status_code == 404


def test_what_no_rule_understood_is_read_and_then_kept_no_longer(program: Program, browser: Visitor):
    ana = a_stored_patient(program)
    text = a_stored_text(ana, "May I bring <my> dog?")

    board, page = said(browser, "/staff/board"), said(browser)
    answer = browser.post(f"/staff/messages/texts/{text.id}/reading")
    after = said(browser, answer.location)

    assert "A text waits for somebody to read it." in board
    assert "May I bring &lt;my&gt; dog?" in page
    assert answer.status_code == 303
    assert "dog" not in after
    assert [action for _, action in told(ana)] == ["looked", "text read"]
    assert "waits for somebody to read" not in said(browser, "/staff/board")


def test_two_may_deal_with_the_same_text(program: Program, browser: Visitor):
    ana = a_stored_patient(program)
    text = a_stored_text(ana)

    answers = [browser.post(f"/staff/messages/texts/{text.id}/reading").status_code for _ in range(2)]

    assert answers == [303, 303]
    assert [action for _, action in told(ana)] == ["text read"]


def test_a_clinician_hears_of_no_texts(app: Flask, program: Program):
    a_stored_text(a_stored_patient(program))
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN))

    assert "waits for somebody to read" not in said(clinician, "/staff/board")


def a_failure(program: Program, code: str, outcome: Outcome = Outcome.REFUSED) -> Carrier:
    """What the carrier answered to a change of a session that Ana had."""
    session = a_stored_session(program)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    change_session.cancel(a_stored_staff(program), session.id, now=NOW)
    carrier = Carrier()
    carrier.plan(answers(outcome, code))
    send_messages.send_due(carrier, now=NOW, secret="test")
    return carrier


def test_the_log_says_why_and_a_message_can_be_sent_again(program: Program, browser: Visitor, clock: StandingClock):
    carrier = a_failure(program, "30007")
    page = said(browser)
    (path,) = re.findall(r'action="(/staff/messages/\d+/again)"', page)

    answer = browser.post(path)
    after = said(browser, answer.location)

    assert "The carrier blocked it." in page
    assert "Please call" in page
    assert "It goes out again." in after
    assert "Told again." in after
    assert "Please call" not in after
    send_messages.send_due(carrier, now=clock.now, secret="test")
    assert len(carrier.texts) == 1
    assert "Nothing was sent." in said(browser, browser.post(path).location)


def test_a_code_that_nobody_has_words_for_is_shown_as_it_is(program: Program, browser: Visitor):
    a_failure(program, "12345")

    assert "The provider says 12345." in said(browser)


def test_an_account_that_is_refused_is_on_the_board_and_says_what_to_do(
    app: Flask, program: Program, browser: Visitor, clock: StandingClock
):
    carrier = a_failure(program, "30034", Outcome.MISCONFIGURED)
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN))

    for page in (said(browser), said(browser, "/staff/board")):
        assert "No text goes out." in page
        assert "Register the number with the carriers" in page
    assert "No text goes out." not in said(clinician, "/staff/board")
    assert app.test_client().get("/readyz").text == "ready\nstopped: sms 30034\n"

    send_messages.send_due(carrier, now=clock.advance(minutes=5), secret="test")
    assert "No text goes out." not in said(browser)
    assert app.test_client().get("/readyz").text == "ready\n"


def test_deliveries_that_fall_are_on_the_board(program: Program, browser: Visitor):
    for _ in range(8):
        a_failure(program, "30007")

    assert "8 of 8 messages of the last hour did not arrive." in said(browser, "/staff/board")
    assert "Look at the reasons in the log below." in said(browser)


def test_what_only_one_side_knows_is_on_the_board(app: Flask, browser: Visitor):
    with transaction():
        carriers.begin_listing(Channel.SMS, before=NOW, now=NOW, until=NOW)
        carriers.end_listing(Channel.SMS, Listing(NOW, strangers=2, unlisted=1))

    page = said(browser, "/staff/board")

    assert "The provider sent 2 texts in our name that we know nothing of." in page
    assert "The provider does not know of one text that we took for sent." in page
