"""Digests, weeks that fall short and plans that end are told once each, to whom it concerns, as it is by then."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask

from iopsched.domain.channel import Letter
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.store import messages, programs, treatments
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import tell_weeks
from iopsched.usecases.messages.compose_text import Not, compose
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY, a_plan, at
from tests.conftest import an_app, disconnect
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_session

SATURDAY, WEDNESDAY = at(-2, 11), at(2, 11)
SOON = timedelta(days=7)


def log(patient: Patient, kind: Kind) -> list[Message]:
    with reading():
        return [message for message in messages.of_patient(patient.id) if message.kind is kind]


def said(message: Message, now: datetime) -> Letter | Not:
    with transaction():
        return compose(message, now=now, secret="")


def words(message: Message, now: datetime) -> str:
    text = said(message, now)
    assert isinstance(text, Letter)
    return text.body


def evenings(program: Program, *days: int) -> list[Session]:
    return [a_stored_session(program, day) for day in days]


def booked(patient: Patient, *taken: Session) -> None:
    for session in taken:
        book_session.book(patient.id, session.id, now=at(-3, 9))


def test_a_digest_says_how_the_next_week_stands(program: Program, ana: Patient):
    booked(ana, *evenings(program, 0, 2))

    assert tell_weeks.tell(now=SATURDAY) == 1

    (digest,) = log(ana, Kind.DIGEST)
    assert words(digest, SATURDAY) == "Riverside: your week of Nov 30: 6 of 9 h. Open your week to add times."


def test_it_is_rendered_as_the_week_is_when_it_goes_out(program: Program, ana: Patient):
    tell_weeks.tell(now=SATURDAY)
    booked(ana, *evenings(program, 0, 2, 4))

    (digest,) = log(ana, Kind.DIGEST)
    assert words(digest, SATURDAY) == "Riverside: your week of Nov 30 is full: 9 of 9 h."


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=5), timedelta(hours=23)])
def test_however_often_a_worker_ticks_a_week_is_told_once(program: Program, ana: Patient, later: timedelta):
    tell_weeks.tell(now=SATURDAY)

    assert tell_weeks.tell(now=SATURDAY + later) == 0
    assert len(log(ana, Kind.DIGEST)) == 1


def test_one_that_was_withdrawn_is_not_written_again(program: Program, ana: Patient):
    tell_weeks.tell(now=SATURDAY)
    with transaction():
        messages.withdraw_all(ana.id)

    tell_weeks.tell(now=SATURDAY)

    assert [message.state for message in log(ana, Kind.DIGEST)] == [State.WITHDRAWN]


def test_nobody_without_consent_a_number_or_a_plan_is_written_to(program: Program):
    silent = a_stored_patient(program, accepts_texts=False)
    without = a_stored_patient(program, phone="")
    over = a_stored_patient(program, plan={"last_day": MONDAY - timedelta(days=1)})

    tell_weeks.tell(now=SATURDAY)

    assert [log(patient, Kind.DIGEST) for patient in (silent, without, over)] == [[], [], []]


def test_a_week_that_is_short_in_the_middle_of_it_is_told_while_it_has_room(program: Program, ana: Patient):
    monday, *_ = evenings(program, 0, 3, 4)
    booked(ana, monday)

    tell_weeks.tell(now=WEDNESDAY)

    (shortfall,) = log(ana, Kind.SHORTFALL)
    expected = "Riverside: your week is at 3 of 9 h. There is still room in it. Open your week to add times."
    assert words(shortfall, WEDNESDAY) == expected
    assert shortfall.due_at == WEDNESDAY


def test_a_full_week_and_one_to_which_nothing_can_be_added_get_no_such_text(program: Program, ana: Patient):
    shut_out = a_stored_patient(program, plan={"modalities": frozenset({Modality.TELEHEALTH})})
    booked(ana, *evenings(program, 0, 3, 4))

    tell_weeks.tell(now=WEDNESDAY)

    assert log(ana, Kind.SHORTFALL) == log(shut_out, Kind.SHORTFALL) == []


def test_a_week_that_cannot_be_whole_is_told_as_long_as_something_can_be_added(program: Program):
    ben = a_stored_patient(program, plan={"week_least": 900})
    evenings(program, 3)

    tell_weeks.tell(now=WEDNESDAY)

    assert len(log(ben, Kind.SHORTFALL)) == 1


@pytest.mark.parametrize("is_offered", [True, False])
def test_what_is_free_and_is_not_what_lacks_is_no_room(program: Program, is_offered: bool):
    ben = a_stored_patient(program, plan={"week_least": 180, "components": {Component.INDIVIDUAL: 60}})
    monday, *_ = evenings(program, 0, 4)
    booked(ben, monday)
    if is_offered:
        a_stored_session(program, 5, hours=1, component=Component.INDIVIDUAL)

    tell_weeks.tell(now=WEDNESDAY)

    told = "Riverside: your week has its hours, and something is still to go. There is room for it. "
    found = [words(each, WEDNESDAY) for each in log(ben, Kind.SHORTFALL)]
    assert found == [f"{told}Open your week to add times."] * is_offered


def test_who_is_not_short_any_more_when_it_goes_out_gets_none(program: Program, ana: Patient):
    thursday, friday, saturday = evenings(program, 3, 4, 5)
    tell_weeks.tell(now=WEDNESDAY)
    (shortfall,) = log(ana, Kind.SHORTFALL)

    for session in (thursday, friday, saturday):
        book_session.book(ana.id, session.id, now=WEDNESDAY)

    assert said(shortfall, WEDNESDAY) == Not(State.WITHDRAWN, "no longer so")
    cancel_booking.cancel(ana.id, friday.id, now=WEDNESDAY)
    assert isinstance(said(shortfall, WEDNESDAY), Letter)


def test_a_plan_that_ends_is_told_in_good_time(program: Program):
    last = MONDAY + SOON
    ana = a_stored_patient(program, plan={"last_day": last})

    assert tell_weeks.tell(now=at(-1, 15)) == 0
    assert tell_weeks.tell(now=at(0, 15)) == 1

    (ending,) = log(ana, Kind.PLAN_ENDS)
    assert (ending.due_at, ending.useless_at) == (at(0, 15), at(8, 0))
    expected = "Riverside: your plan with us goes until Mon Dec 7. Questions? Please ask us."
    assert words(ending, at(0, 15)) == expected
    assert tell_weeks.tell(now=at(1, 15)) == 0


def test_a_plan_that_another_follows_by_then_is_not_told(program: Program):
    last = MONDAY + SOON
    ana = a_stored_patient(program, plan={"last_day": last})
    tell_weeks.tell(now=at(0, 15))
    (ending,) = log(ana, Kind.PLAN_ENDS)

    with transaction():
        treatments.add(a_plan(patient_id=ana.id, first_day=last + timedelta(days=1)))

    assert said(ending, at(0, 15)) == Not(State.WITHDRAWN, "no longer so")


def test_workers_that_tick_at_once_write_each_once(database_url: str, program: Program):
    patients = [a_stored_patient(program) for _ in range(5)]
    apps, start = [an_app(database_url) for _ in range(3)], threading.Barrier(3)

    def tick(app: Flask) -> int:
        with app.app_context():
            start.wait()
            written = tell_weeks.tell(now=SATURDAY)
            disconnect(app)
            return written

    with ThreadPoolExecutor(len(apps)) as threads:
        written = [*threads.map(tick, apps)]

    assert sum(written) == len(patients)
    assert [len(log(patient, Kind.DIGEST)) for patient in patients] == [1] * len(patients)


@pytest.mark.parametrize("kind", [Kind.DIGEST, Kind.SHORTFALL, Kind.PLAN_ENDS])
def test_what_a_program_does_not_tell_is_not_written_and_not_sent(program: Program, kind: Kind):
    evenings(program, 3, 4, 5)
    ana = a_stored_patient(program, plan={"last_day": MONDAY + SOON})
    moment = SATURDAY if kind is Kind.DIGEST else WEDNESDAY
    tell_weeks.tell(now=moment)
    with transaction():
        programs.change(program.id, silenced={kind})
    ben = a_stored_patient(program, plan={"last_day": MONDAY + SOON})

    tell_weeks.tell(now=moment)

    (waiting,) = log(ana, kind)
    assert said(waiting, moment) == Not(State.WITHDRAWN, "switched off")
    assert log(ben, kind) == []


@pytest.mark.parametrize(("moment", "most"), [(SATURDAY, 12), (WEDNESDAY, 16), (at(0, 11), 6)])
def test_it_takes_the_same_number_of_queries_for_many_as_for_few(program: Program, moment: datetime, most: int):
    a_stored_patient(program, plan={"last_day": (moment + SOON).date()})
    evenings(program, 3, 4, 5, 10, 11, 12)
    few = asked(moment)
    for _ in range(7):
        a_stored_patient(program, plan={"last_day": (moment + 2 * SOON).date()})

    many = asked(moment + SOON)

    assert few == many <= most


def asked(now: datetime) -> int:
    with statements() as seen:
        tell_weeks.tell(now=now)
    return len(seen)
