"""An e-mail address counts once whoever reads mail there has said so, and nothing else goes there before."""

from datetime import timedelta
from typing import NamedTuple

import pytest

from iopsched.domain.address import CLAIM_LIFE, stopping_mark
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.words import Role
from iopsched.store import messages, people
from iopsched.store.db import reading
from iopsched.usecases.messages import confirm_address, send_messages, stop_messages
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff
from tests.trail import told

SECRET, ADDRESS = "test", "ana@example.org"
LATER = NOW + timedelta(hours=1)


class Asked(NamedTuple):
    """Whom the link that came by e-mail is about, and what it ends in."""

    patient_id: int
    mark: str


def asked(ana: Patient, address: str = ADDRESS) -> Asked:
    confirm_address.ask(ana.id, address, now=NOW)
    carrier = Carrier()
    send_messages.send_due(carrier, now=NOW, secret=SECRET)
    (letter,) = carrier.tried
    assert (letter.channel, letter.to) == (Channel.EMAIL, address)
    *_, patient_id, mark = letter.path.split("/")
    return Asked(int(patient_id), mark)


def reread(ana: Patient) -> Patient:
    with reading():
        return people.patient(ana.id)


def test_an_address_counts_once_it_is_confirmed(ana: Patient):
    link = asked(ana)
    assert (reread(ana).email, reread(ana).accepts_email) == ("", False)

    confirm_address.confirm(*link, secret=SECRET, now=LATER)

    assert (reread(ana).email, reread(ana).accepts_email) == (ADDRESS, True)
    with reading():
        (yes, *_) = people.consents(ana.id)
    assert (yes.channel, yes.is_given, yes.source, yes.at) == (Channel.EMAIL, True, Source.LINK, LATER)
    assert [action for _, action in told(ana)] == ["address given", "address confirmed", "e-mail on"]


def test_a_link_works_once_for_a_day_and_for_the_last_address(ana: Patient):
    first, last = asked(ana), asked(ana, "ana@home.example")

    for link, now in ((first, LATER), (last, NOW + CLAIM_LIFE), (Asked(ana.id, "made-up"), LATER)):
        with pytest.raises(NotFound):
            confirm_address.confirm(*link, secret=SECRET, now=now)
    confirm_address.confirm(*last, secret=SECRET, now=LATER)
    with pytest.raises(NotFound):
        confirm_address.see(*last, secret=SECRET, now=LATER)
    assert reread(ana).email == "ana@home.example"


def test_the_question_about_an_earlier_address_is_not_sent(ana: Patient):
    confirm_address.ask(ana.id, ADDRESS, now=NOW)
    confirm_address.ask(ana.id, "ana@home.example", now=NOW)
    carrier = Carrier()

    send_messages.send_due(carrier, now=NOW, secret=SECRET)

    assert [letter.to for letter in carrier.tried] == ["ana@home.example"]


def test_nobodys_mailbox_is_filled_by_us(ana: Patient):
    for _ in range(confirm_address.MOST_ASKED):
        confirm_address.ask(ana.id, ADDRESS, now=NOW)

    with pytest.raises(Invalid):
        confirm_address.ask(ana.id, ADDRESS, now=NOW)
    confirm_address.ask(ana.id, ADDRESS, now=NOW + timedelta(days=1))


def test_staff_give_an_address_and_the_patient_says_yes(program: Program, ana: Patient):
    coordinator, clinician = a_stored_staff(program), a_stored_staff(program, Role.CLINICIAN)

    confirm_address.ask_for(coordinator, ana.id, ADDRESS, now=NOW)

    assert reread(ana).email == ""
    with pytest.raises(Forbidden):
        confirm_address.ask_for(clinician, ana.id, ADDRESS, now=NOW)
    with pytest.raises(NotFound):
        confirm_address.ask_for(a_stored_staff(a_stored_program()), ana.id, ADDRESS, now=NOW)


def test_an_address_that_is_taken_away_takes_the_consent_along(ana: Patient):
    confirm_address.confirm(*asked(ana), secret=SECRET, now=LATER)

    confirm_address.remove(ana.id, now=LATER)

    assert (reread(ana).email, reread(ana).accepts_email) == ("", False)


def test_who_has_no_phone_is_told_by_e_mail(program: Program):
    ben = a_stored_patient(program, phone="", accepts_texts=False)

    confirm_address.confirm(*asked(ben), secret=SECRET, now=LATER)

    assert (reread(ben).is_reached, reread(ben).channels) == (True, (Channel.EMAIL,))


def test_e_mail_ends_by_its_own_link_and_texts_go_on(ana: Patient):
    confirm_address.confirm(*asked(ana), secret=SECRET, now=LATER)
    mark = link_out_of(reread(ana))

    for _ in range(2):
        stop_messages.stop_by_link(ana.id, mark, secret=SECRET, now=LATER)

    assert reread(ana).channels == (Channel.SMS,)
    assert [action for _, action in told(ana)].count("e-mail off") == 1
    with pytest.raises(NotFound):
        stop_messages.stop_by_link(ana.id, "made-up", secret=SECRET, now=LATER)


def test_a_link_out_of_another_address_is_none(ana: Patient):
    confirm_address.confirm(*asked(ana), secret=SECRET, now=LATER)
    mark = link_out_of(reread(ana))
    confirm_address.confirm(*asked(ana, "ana@home.example"), secret=SECRET, now=LATER)

    with pytest.raises(NotFound):
        stop_messages.see_link(ana.id, mark, secret=SECRET)


def link_out_of(patient: Patient) -> str:
    return stopping_mark(SECRET, patient.id, patient.email)


def test_everything_stops_at_once(program: Program, ana: Patient):
    confirm_address.confirm(*asked(ana), secret=SECRET, now=LATER)
    with reading():
        known = len(people.consents(ana.id))

    stop_messages.stop_all_for(a_stored_staff(program), ana.id, now=LATER)

    assert not reread(ana).agrees
    with reading():
        answers = people.consents(ana.id)
        assert State.DUE not in {message.state for message in messages.of_patient(ana.id)}
    assert {(answer.channel, answer.source) for answer in answers[: len(answers) - known]} == {
        (Channel.SMS, Source.STAFF),
        (Channel.EMAIL, Source.STAFF),
    }
