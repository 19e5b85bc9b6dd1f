"""Somebody has called: the news is off the list, goes out no more, and the log says so."""

from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.intent import single
from iopsched.domain.message import Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import messages
from iopsched.store.db import reading
from iopsched.usecases.availability import alter_session, change_session
from iopsched.usecases.messages import note_call, send_messages, view_messages
from iopsched.usecases.seats import book_session
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program)


@pytest.fixture
def lena(program: Program, session: Session) -> Patient:
    """In the session, and reached by no message."""
    patient = a_stored_patient(program, given_name="Lena", accepts_texts=False)
    book_session.book(patient.id, session.id, now=NOW)
    return patient


def to_say(staff: Staff) -> list[tuple[Kind, int]]:
    return [(news.kind, news.message.id) for call in view_messages.calls(staff, now=NOW) for news in call.news]


def test_it_is_off_the_list_and_in_the_log_and_no_message_brings_it(
    program: Program, staff: Staff, session: Session, lena: Patient
):
    change_session.cancel(staff, session.id, now=NOW)
    ((kind, message_id),) = to_say(staff)
    desk = a_stored_staff(program, Role.FRONT_DESK)

    is_noted = [note_call.note(desk, message_id, now=NOW) for _ in range(2)]
    carrier = Carrier()
    send_messages.send_due(carrier, now=NOW, secret="test")

    assert (kind, is_noted) == (Kind.CANCELLED, [True, False])
    assert (to_say(staff), carrier.texts) == ([], [])
    assert told(lena).count((f"staff:{desk.id}", "called")) == 1
    with reading():
        assert messages.find(program.id, message_id).state is State.WITHDRAWN


def test_a_seat_is_said_once_as_it_is_now_and_not_at_all_once_it_is_as_it_was(
    staff: Staff, session: Session, lena: Patient
):
    """Though each text was withdrawn meanwhile, as nobody agreed to it."""
    as_it_is = single.AlterSession(session.id, session.modality, session.clock_minutes, session.counted_minutes)
    turns: list[dict[str, Any]] = [{"place": "Room 3"}, {"modality": Modality.TELEHEALTH}, {"place": "Room 9"}, {}]
    said = []
    for facts in turns:
        alter_session.alter(staff, replace(as_it_is, **facts), now=NOW)
        send_messages.send_due(Carrier(), now=NOW, secret="test")
        said.append([kind for kind, _ in to_say(staff)])

    assert said == [[Kind.MOVED], [Kind.MOVED], [Kind.MOVED], []]


def test_what_is_taken_back_after_the_call_is_news_again(staff: Staff, session: Session, lena: Patient):
    change_session.cancel(staff, session.id, now=NOW)
    note_call.note(staff, to_say(staff)[0][1], now=NOW)

    change_session.reopen(staff, session.id, now=NOW)
    book_session.book(lena.id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=NOW)

    assert [kind for kind, _ in to_say(staff)] == [Kind.CANCELLED]


def test_only_who_may_reach_people_of_that_program_says_so(
    program: Program, staff: Staff, session: Session, lena: Patient
):
    change_session.cancel(staff, session.id, now=NOW)
    ((_, message_id),) = to_say(staff)

    for role in (Role.CLINICIAN, Role.BILLING):
        with pytest.raises(Forbidden):
            note_call.note(a_stored_staff(program, role), message_id, now=NOW)
    with pytest.raises(NotFound):
        note_call.note(a_stored_staff(a_stored_program(name="Elsewhere")), message_id, now=NOW)
    assert len(to_say(staff)) == 1
