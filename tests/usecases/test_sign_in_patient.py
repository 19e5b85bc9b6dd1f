"""Six digits: ten minutes, once, five tries, and the same for strangers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.channel import Channel
from iopsched.domain.errors import Invalid
from iopsched.domain.message import CODE_LIFE
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.sign_in import code_of
from iopsched.gateways.sender import Outcome
from iopsched.store import people, programs
from iopsched.store.db import db, reading
from iopsched.store.tables import MessageRow, SignInCodeRow
from iopsched.usecases import clear_leftovers
from iopsched.usecases.messages import hear_receipt, send_messages
from iopsched.usecases.people import sign_in_patient
from tests.carrier import Carrier, answers
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program
from tests.trail import told

SECRET = "test"
NOBODYS = "+14155559999"


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program(), accepts_texts=False)


def test_the_right_digits_let_the_patient_in_once(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)

    assert tried(ana.phone, code, clock) == ana
    with pytest.raises(Invalid):
        tried(ana.phone, code, clock)


def test_spaces_within_the_digits_do_not_matter(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)

    assert tried(ana.phone, f" {code[:3]} {code[3:]}", clock) == ana


def test_a_code_works_for_ten_minutes(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)
    clock.now += CODE_LIFE

    with pytest.raises(Invalid):
        tried(ana.phone, code, clock)
    assert sign_in_patient.code_for_demo(ana.phone, secret=SECRET, now=clock.now) is None


def test_the_sixth_try_is_one_too_many(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)
    for _ in range(5):
        with pytest.raises(Invalid):
            tried(ana.phone, wrong(code), clock)

    with pytest.raises(Invalid):
        tried(ana.phone, code, clock)


def test_the_code_before_the_last_still_works(ana: Patient, clock: StandingClock):
    first = asked(ana.phone, clock)
    second = asked(ana.phone, clock)

    assert first != second
    assert tried(ana.phone, first, clock) == ana
    with pytest.raises(Invalid):
        tried(ana.phone, second, clock)


def test_a_code_of_another_number_lets_nobody_in(ana: Patient, clock: StandingClock):
    bea = a_stored_patient(a_stored_program(), given_name="Bea")
    code = asked(ana.phone, clock)
    asked(bea.phone, clock)

    with pytest.raises(Invalid):
        tried(bea.phone, code, clock)


def test_a_number_that_nobody_has_costs_the_same_and_lets_nobody_in(ana: Patient, clock: StandingClock):
    with statements() as for_ana:
        asked(ana.phone, clock)
    with statements() as for_nobody:
        code = asked(NOBODYS, clock)

    assert len(for_ana) - len(for_nobody) == 1
    with pytest.raises(Invalid):
        tried(NOBODYS, code, clock)


def test_a_wrong_code_is_noted_of_whose_number_it_is(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)
    asked(NOBODYS, clock)
    for phone in (ana.phone, NOBODYS):
        with pytest.raises(Invalid):
            tried(phone, wrong(code), clock)

    tried(ana.phone, code, clock)

    with reading():
        program = programs.get(ana.program_id)
    actor = f"patient:{ana.id}"
    assert told(ana) == told(program) == [(actor, "sign_in_failed"), (actor, "signed_in")]


def test_a_wrong_code_costs_a_stranger_the_same(ana: Patient, clock: StandingClock):
    asked(ana.phone, clock)
    asked(NOBODYS, clock)

    costs = []
    for phone in (ana.phone, NOBODYS):
        with statements() as seen, pytest.raises(Invalid):
            tried(phone, "nonsense", clock)
        costs.append(seen)

    assert costs[0] == costs[1] != []


def test_the_code_goes_out_as_a_text_that_is_of_no_use_after_ten_minutes(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)
    asked(NOBODYS, clock)

    with reading():
        (message,) = db.session.scalars(select(MessageRow))
        assert (message.kind, message.patient_id, message.state) == ("sign_in_code", ana.id, "due")
        assert (message.due_at, message.useless_at) == (NOW, NOW + CODE_LIFE)
        assert code_of(SECRET, message.about["nonce"]) == code


def test_neither_digits_nor_number_are_kept(ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)

    with reading():
        (row,) = db.session.scalars(select(SignInCodeRow))
        kept = " ".join(str(value) for value in (row.phone_hash, row.nonce, row.tries))
    assert code not in kept
    assert ana.phone[2:] not in kept


def test_codes_of_yesterday_are_forgotten(ana: Patient, clock: StandingClock):
    asked(ana.phone, clock)
    clear_leftovers.clear(now=clock.advance(days=2))

    with reading():
        assert db.session.scalars(select(SignInCodeRow)).all() == []


def test_ten_at_once_with_the_same_digits_are_one(app: Flask, ana: Patient, clock: StandingClock):
    code = asked(ana.phone, clock)

    with ThreadPoolExecutor(10) as pool:
        entered = list(pool.map(lambda _: enters(app, ana.phone, code, clock), range(10)))

    assert entered.count(True) == 1


def test_signing_out_everywhere_outdates_every_cookie(ana: Patient):
    before = sign_in_patient.load(ana.id, ana.sign_in_version)

    sign_in_patient.sign_out_everywhere(ana.id, now=NOW)

    assert before is not None
    assert before[0] == ana
    assert sign_in_patient.load(ana.id, ana.sign_in_version) is None
    assert sign_in_patient.load(ana.id, ana.sign_in_version + 1) is not None


def test_who_is_there_takes_one_statement(ana: Patient):
    with statements() as seen:
        sign_in_patient.load(ana.id, 0)

    assert len(seen) == 1


def test_nobody_is_not_there(app: Flask):
    assert sign_in_patient.load(7, 0) is None


def asked(phone: str, clock: StandingClock) -> str:
    """Ask for a code, and give its digits."""
    sign_in_patient.ask_for_code(phone, secret=SECRET, now=clock.now)
    code = sign_in_patient.code_for_demo(phone, secret=SECRET, now=clock.now)
    assert code is not None
    return code


def tried(phone: str, code: str, clock: StandingClock) -> Patient:
    return sign_in_patient.check_code(phone, code, secret=SECRET, now=clock.now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def enters(app: Flask, phone: str, code: str, clock: StandingClock) -> bool:
    with app.app_context():
        try:
            tried(phone, code, clock)
        except Invalid:
            return False
        finally:
            db.session.remove()
    return True


def test_who_has_no_phone_signs_in_by_the_address_that_they_confirmed(program: Program, clock: StandingClock):
    address = "ben@example.org"
    ben = a_stored_patient(program, phone="", email=address, accepts_texts=False)
    code = asked(address, clock)
    carrier = Carrier()
    send_messages.send_due(carrier, now=clock.now, secret=SECRET)

    assert [(letter.channel, letter.to, letter.way_out) for letter in carrier.tried] == [(Channel.EMAIL, address, "")]
    assert code in carrier.bodies()[0]
    assert tried(" ben@Example.ORG", code, clock) == ben


def test_an_address_lets_nobody_in_who_has_a_phone_or_shares_it(program: Program, clock: StandingClock):
    a_stored_patient(program, email="ana@example.org")
    for _ in range(2):
        a_stored_patient(program, phone="", email="home@example.org")

    for address in ("ana@example.org", "home@example.org", "nobody@example.org"):
        sign_in_patient.ask_for_code(address, secret=SECRET, now=clock.now)
    with reading():
        assert db.session.query(MessageRow).count() == 0
        assert db.session.query(SignInCodeRow).filter(SignInCodeRow.patient_id.is_(None)).count() == 3


def test_a_number_that_was_called_bad_is_tried_and_then_the_address(program: Program, clock: StandingClock):
    ben = a_stored_patient(program, phone_is_bad=True, email="ben@example.org")
    code = asked(ben.phone, clock)
    carrier = Carrier([answers(Outcome.BAD_NUMBER, "30005")])
    for _ in range(2):
        send_messages.send_due(carrier, now=clock.now, secret=SECRET)

    assert [letter.channel for letter in carrier.tried] == [Channel.SMS, Channel.EMAIL]
    assert carrier.texts[0][0] == ben.email
    assert tried(ben.phone, code, clock) == ben


def test_whose_number_was_called_bad_gets_a_code_there_and_is_trusted_once_it_arrives(
    program: Program, clock: StandingClock
):
    ben = a_stored_patient(program, phone_is_bad=True)
    asked(ben.phone, clock)
    send_messages.send_due(Carrier(), now=clock.now, secret=SECRET)
    hear_receipt.hear("SM0", "delivered", "", now=clock.now)

    with reading():
        assert not people.patient(ben.id).phone_is_bad
    assert told(ben)[-1] == ("system", "number trusted")


def test_whose_number_no_text_reaches_signs_in_by_the_address(program: Program, clock: StandingClock):
    ben = a_stored_patient(program, phone_is_bad=True, email="ben@example.org")
    code = asked(ben.email, clock)
    carrier = Carrier()
    send_messages.send_due(carrier, now=clock.now, secret=SECRET)

    assert [letter.to for letter in carrier.tried] == [ben.email]
    assert tried(ben.email, code, clock) == ben
