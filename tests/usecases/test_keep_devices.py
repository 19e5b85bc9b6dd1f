"""Phones that show notifications: kept sealed, told at once, and forgotten when their push service says so."""

import pytest

from iopsched.domain.channel import Channel
from iopsched.domain.device import MOST, Subscription
from iopsched.domain.errors import Invalid
from iopsched.domain.message import Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.store import bookings, devices, messages, people
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import DeviceRow
from iopsched.usecases.messages import keep_devices, send_messages, tell_patient
from iopsched.usecases.seats import book_session
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_session
from tests.trail import told

SECRET = "test"
KEY, AUTH = "B" + "A" * 86, "A" * 22


def add(ana: Patient, name: str = "iPhone", path: str = "ana", secret: str = SECRET) -> None:
    subscription = Subscription(f"https://push.example/{path}", KEY, AUTH)
    keep_devices.add(ana.id, name, subscription, secret=secret, now=NOW)


def reread(ana: Patient) -> Patient:
    with reading():
        return people.patient(ana.id)


def names(ana: Patient) -> list[str]:
    with reading():
        return [device.name for device in devices.of_patient(ana.id)]


def test_a_phone_is_kept_sealed_and_is_a_yes(ana: Patient):
    add(ana)

    assert (reread(ana).devices, reread(ana).accepts_push) == (1, True)
    with reading():
        row = db.session.query(DeviceRow).one()
        assert "push.example" not in row.subscription + row.mark
        (device,) = keep_devices.opened(ana.id, secret=SECRET)
    assert device.subscription == Subscription("https://push.example/ana", KEY, AUTH)
    assert [action for _, action in told(ana)] == ["device added", "notifications on"]


def test_the_same_phone_is_one_and_a_ninth_takes_the_place_of_the_first(ana: Patient):
    add(ana)
    add(ana, "Ana’s phone")
    assert names(ana) == ["Ana’s phone"]

    for number in range(MOST):
        add(ana, f"phone {number}", f"other-{number}")
    assert names(ana) == [f"phone {number}" for number in range(MOST)]


def test_a_device_is_taken_away_and_never_anothers(program: Program, ana: Patient):
    ben = a_stored_patient(program)
    add(ana)
    with reading():
        (device,) = devices.of_patient(ana.id)

    keep_devices.remove(ben.id, device.id, now=NOW)
    assert reread(ana).devices == 1
    keep_devices.remove(ana.id, device.id, now=NOW)
    assert (reread(ana).devices, reread(ana).channels) == (0, (Channel.SMS,))


def test_what_is_no_subscription_is_refused(ana: Patient):
    with pytest.raises(Invalid):
        keep_devices.add(ana.id, "", Subscription("https://10.0.0.7:22/", KEY, AUTH), secret=SECRET, now=NOW)


def test_a_phone_that_is_gone_is_forgotten_and_the_message_goes_another_way(program: Program, ana: Patient):
    with transaction():
        people.change(ana.id, accepts_texts=False, email="ana@example.org", accepts_email=True)
    add(ana)
    put(program, ana)
    with reading():
        (device,) = devices.of_patient(ana.id)
    carrier = Carrier([lambda *_: Receipt(Outcome.BAD_NUMBER, code="no device", gone=(device.id,))])

    send_messages.send_due(carrier, now=NOW, secret=SECRET)

    pushed, mailed = carrier.tried
    assert (pushed.channel, pushed.devices[0].id) == (Channel.PUSH, device.id)
    assert mailed.channel is Channel.EMAIL
    assert reread(ana).devices == 0
    with reading():
        assert {message.kind: message.state for message in messages.of_patient(ana.id)}[Kind.BOOKED] is State.SENT


def put(program: Program, ana: Patient) -> None:
    """Somebody booked for Ana, who is to hear of it now."""
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    with transaction():
        booking = bookings.find(ana.id, session.id)
        assert booking
        tell_patient.booked(ana, program, booking, now=NOW)
