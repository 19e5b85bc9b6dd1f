"""Staff have a message told once more: while it is of use, once, and not what a patient asks for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.message import CALLED, Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways.sender import Outcome
from iopsched.store import bookings, messages, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import resend_message, send_messages
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import at
from tests.carrier import Carrier, answers
from tests.conftest import NOW
from tests.stored import a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told

EVE = at(0, 18)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def failed(program: Program, ana: Patient) -> Message:
    """A reminder that the carrier blocked."""
    book_session.book(ana.id, a_stored_session(program, day=1).id, now=NOW)
    carrier = Carrier()
    carrier.plan(answers(Outcome.REFUSED, "30007"))
    send_messages.send_due(carrier, now=EVE, secret="test")
    return log(ana)[0]


def log(patient: Patient) -> list[Message]:
    with reading():
        return sorted(messages.of_patient(patient.id), key=lambda message: message.id)


def send(carrier: Carrier) -> Summary:
    return send_messages.send_due(carrier, now=EVE + 2 * MINUTE, secret="test")


def test_it_goes_out_once_more_and_the_log_keeps_both(failed: Message, ana: Patient, staff: Staff):
    assert resend_message.resend(staff, failed.id, now=EVE + MINUTE)

    assert send(Carrier()) == Summary(sent=1)
    assert [message.state for message in log(ana)] == [State.FAILED, State.SENT]
    assert told(ana)[-1] == (f"staff:{staff.id}", "message resent")


def test_what_was_told_on_the_phone_is_not_told_again(failed: Message, ana: Patient):
    on_the_phone = replace(failed, about={**failed.about, CALLED: NOW.isoformat()})

    assert resend_message.may_resend(failed, ana, EVE)
    assert not resend_message.may_resend(on_the_phone, ana, EVE)


def test_asked_twice_it_is_told_once(failed: Message, ana: Patient, staff: Staff):
    asked = [resend_message.resend(staff, failed.id, now=EVE + MINUTE) for _ in range(2)]
    send(Carrier())

    assert asked == [True, False]
    assert not resend_message.resend(staff, failed.id, now=EVE + 3 * MINUTE)
    assert len(log(ana)) == 2


def test_what_fails_again_can_be_sent_a_third_time(failed: Message, ana: Patient, staff: Staff):
    carrier = Carrier()
    carrier.plan(answers(Outcome.REFUSED, "30007"))
    resend_message.resend(staff, failed.id, now=EVE + MINUTE)
    send(carrier)

    assert resend_message.resend(staff, log(ana)[1].id, now=EVE + 3 * MINUTE)


def test_what_no_longer_holds_is_not_sent(failed: Message, ana: Patient, staff: Staff):
    resend_message.resend(staff, failed.id, now=EVE + MINUTE)
    with reading():
        (booking,) = bookings.of_patient(ana.id, since=NOW)
    cancel_booking.cancel(ana.id, booking.session.id, now=EVE + MINUTE)

    assert send(Carrier()) == Summary(withdrawn=1)


def test_what_is_of_no_use_any_more_cannot_be(failed: Message, staff: Staff):
    assert not resend_message.resend(staff, failed.id, now=at(1, 18))


def test_nor_what_could_not_arrive(failed: Message, ana: Patient, staff: Staff):
    with transaction():
        people.change(ana.id, phone_is_bad=True)

    assert not resend_message.resend(staff, failed.id, now=EVE + MINUTE)


def test_nor_a_code(program: Program, ana: Patient, staff: Staff):
    with transaction():
        whose = program.id, ana.id, Kind.SIGN_IN_CODE
        messages.put(*whose, "code:1", NOW, NOW + MINUTE, {"nonce": "n"})
    send_messages.send_due(Carrier(), now=NOW + MINUTE, secret="test")

    assert not resend_message.resend(staff, log(ana)[0].id, now=NOW + MINUTE)


def test_it_is_for_those_who_schedule_and_of_their_program(failed: Message, program: Program):
    with pytest.raises(Forbidden):
        resend_message.resend(a_stored_staff(program, Role.CLINICIAN), failed.id, now=EVE)
    with pytest.raises(NotFound):
        resend_message.resend(a_stored_staff(a_stored_program()), failed.id, now=EVE)
