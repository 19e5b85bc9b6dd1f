"""Somebody is away: the stand-in leads, who is booked hears that something changed, and the rest is listed."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.channel import Letter
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import messages, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability, change_session, keep_absences, keep_offerings
from iopsched.usecases.messages.compose_text import compose
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_staff,
)

FRIDAY = MONDAY + timedelta(days=4)
WEEK = timedelta(weeks=1)


@pytest.fixture
def rivera(program: Program) -> int:
    return a_stored_clinician(program, "A. Rivera")


@pytest.fixture
def diaz(program: Program) -> int:
    return a_stored_clinician(program, "N. Diaz")


@pytest.fixture
def group(program: Program, rivera: int) -> Offering:
    offering = a_stored_offering(program, clinician_id=rivera)
    adjust_availability.open_sessions(now=NOW)
    return offering


def monday(program: Program, week: int = 0) -> Session:
    with reading():
        return sessions.in_week(program, MONDAY + week * WEEK)[0]


def news(patient: Patient) -> list[Message]:
    """What waits to be told of changes."""
    with reading():
        waits = [one for one in messages.of_patient(patient.id) if one.state is State.DUE]
    return [one for one in waits if one.kind is not Kind.REMINDER]


def go_out(patient: Patient) -> None:
    """As if all had gone out."""
    with transaction():
        messages.withdraw_all(patient.id)


def test_a_stand_in_leads_and_who_is_booked_hears_without_a_name(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int
):
    book_session.book(ana.id, monday(program).id, now=NOW)

    effect = keep_absences.add(staff, Absence(0, rivera, MONDAY, stand_in_id=diaz), now=NOW)

    assert (effect.altered, effect.kept, effect.ended, effect.told) == (1, 0, 0, 1)
    assert (monday(program).clinician_id, monday(program, 1).clinician_id) == (diaz, rivera)
    (message,) = news(ana)
    with transaction():
        text = compose(message, now=NOW, secret="test")
    assert isinstance(text, Letter)
    assert "your time on" in text.body
    assert "Diaz" not in text.body
    assert keep_absences.view(staff, now=NOW).unled == ()


def test_what_ended_as_it_was_before_the_text_was_out_is_told_to_nobody(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int
):
    book_session.book(ana.id, monday(program).id, now=NOW)
    away = Absence(1, rivera, MONDAY)

    keep_absences.add(staff, away, now=NOW)
    keep_absences.change(staff, replace(away, stand_in_id=diaz), now=NOW)
    told = len(news(ana))
    keep_absences.remove(staff, away.id, now=NOW)

    assert (told, monday(program).clinician_id, news(ana)) == (1, rivera, [])


@pytest.mark.parametrize("still_away", [True, False])
def test_who_has_heard_of_a_stand_in_hears_once_that_there_is_none(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int, still_away: bool
):
    book_session.book(ana.id, monday(program).id, now=NOW)
    away = Absence(1, rivera, MONDAY, stand_in_id=diaz)
    keep_absences.add(staff, away, now=NOW)
    go_out(ana)

    if still_away:
        keep_absences.change(staff, replace(away, stand_in_id=None), now=NOW)
    effect = keep_absences.remove(staff, away.id, now=NOW)

    assert [message.kind for message in news(ana)] == [Kind.MOVED]
    assert effect.told == (0 if still_away else 1)
    go_out(ana)
    keep_absences.add(staff, replace(away, stand_in_id=None), now=NOW)
    assert news(ana) == []


def test_a_new_leader_for_good_is_told_to_nobody(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int
):
    book_session.book(ana.id, monday(program).id, now=NOW)

    keep_offerings.change(staff, replace(group, clinician_id=diaz), now=NOW)
    keep_offerings.change(staff, replace(group, clinician_id=rivera), since=MONDAY, now=NOW)

    assert (monday(program).clinician_id, news(ana)) == (rivera, [])


def test_whom_no_text_reaches_is_to_be_called(program: Program, staff: Staff, group: Offering, rivera: int, diaz: int):
    silent = a_stored_patient(program, phone="")
    book_session.book(silent.id, monday(program).id, now=NOW)

    assert keep_absences.add(staff, Absence(0, rivera, MONDAY, stand_in_id=diaz), now=NOW).to_call == 1


def test_what_nobody_leads_is_listed_with_who_is_free(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int
):
    busy = a_stored_clinician(program, "B. Stone")
    a_stored_offering(program, begins=time(20), clinician_id=busy)
    adjust_availability.open_sessions(now=NOW)
    book_session.book(ana.id, monday(program).id, now=NOW)

    effect = keep_absences.add(staff, Absence(0, rivera, MONDAY), now=NOW)

    (unled,) = keep_absences.view(staff, now=NOW).unled
    assert (unled.session.id, unled.free) == (monday(program).id, (diaz,))
    assert (effect.told, news(ana)) == (0, [])


def test_somebody_is_named_for_one_session_and_the_list_is_empty(
    program: Program, staff: Staff, ana: Patient, group: Offering, rivera: int, diaz: int
):
    book_session.book(ana.id, monday(program).id, now=NOW)
    keep_absences.add(staff, Absence(0, rivera, MONDAY), now=NOW)

    effect = change_session.change_leader(staff, monday(program).id, diaz, now=NOW)

    assert (effect.told, monday(program).clinician_id) == (1, diaz)
    assert keep_absences.view(staff, now=NOW).unled == ()


@pytest.mark.parametrize("who", ["away", "busy", "a stranger"])
def test_who_is_not_free_leads_nothing(
    program: Program, staff: Staff, group: Offering, rivera: int, diaz: int, who: str
):
    a_stored_offering(program, begins=time(20), clinician_id=diaz)
    adjust_availability.open_sessions(now=NOW)
    keep_absences.add(staff, Absence(0, rivera, MONDAY), now=NOW)
    chosen = {"away": rivera, "busy": diaz, "a stranger": a_stored_clinician(a_stored_program(name="Hillside"))}

    with pytest.raises(Invalid) as refused:
        change_session.change_leader(staff, monday(program).id, chosen[who], now=NOW)

    assert list(refused.value.problems) == ["clinician"]


def test_back_after_all_they_lead_as_before(program: Program, staff: Staff, group: Offering, rivera: int, diaz: int):
    keep_absences.add(staff, Absence(0, rivera, MONDAY, MONDAY + WEEK, stand_in_id=diaz), now=NOW)
    (absence,) = keep_absences.view(staff, now=NOW).ahead

    keep_absences.remove(staff, absence.id, now=NOW)

    assert [monday(program, week).clinician_id for week in (0, 1)] == [rivera, rivera]
    with pytest.raises(NotFound):
        keep_absences.remove(staff, absence.id, now=NOW)


def test_what_is_over_is_not_shown(program: Program, staff: Staff, rivera: int):
    keep_absences.add(staff, Absence(0, rivera, MONDAY), now=NOW)

    assert keep_absences.view(staff, now=NOW + 2 * WEEK).ahead == ()


def test_another_programs_absence_is_not_there(program: Program, staff: Staff, rivera: int):
    keep_absences.add(staff, Absence(0, rivera, MONDAY), now=NOW)
    (absence,) = keep_absences.view(staff, now=NOW).ahead

    with pytest.raises(NotFound):
        keep_absences.remove(a_stored_staff(a_stored_program(name="Hillside")), absence.id, now=NOW)


def test_what_is_wrong_is_said_by_field(program: Program, staff: Staff, rivera: int):
    yesterday = NOW.date() - timedelta(days=1)
    wrong = [
        Absence(0, 0, MONDAY),
        Absence(0, rivera, MONDAY, stand_in_id=rivera),
        Absence(0, rivera, yesterday),
        Absence(0, rivera, MONDAY, MONDAY - WEEK),
    ]

    for absence, field in zip(wrong, ("clinician", "stand_in", "day", "last_day"), strict=True):
        with pytest.raises(Invalid) as refused:
            keep_absences.add(staff, absence, now=NOW)
        assert list(refused.value.problems) == [field]


def test_nobody_is_away_twice_at_once(program: Program, staff: Staff, rivera: int, diaz: int):
    keep_absences.add(staff, Absence(0, rivera, MONDAY, FRIDAY), now=NOW)

    with pytest.raises(Invalid) as refused:
        keep_absences.add(staff, Absence(0, rivera, FRIDAY, begins=time(12)), now=NOW)

    said = "A. Rivera is away already from Mon, Nov 30, 2026 to Fri, Dec 4, 2026. Change that absence instead."
    assert refused.value.problems == {"day": said}
    keep_absences.add(staff, Absence(0, diaz, FRIDAY), now=NOW)
    keep_absences.add(staff, Absence(0, rivera, FRIDAY + timedelta(days=1)), now=NOW)


def test_an_absence_may_begin_later_within_its_own_days(program: Program, staff: Staff, rivera: int):
    keep_absences.add(staff, Absence(0, rivera, MONDAY, FRIDAY), now=NOW)
    (known,) = keep_absences.view(staff, now=NOW).ahead

    keep_absences.change(staff, replace(known, day=FRIDAY), now=NOW)

    assert keep_absences.view(staff, now=NOW).ahead == (replace(known, day=FRIDAY),)


def test_a_clinician_decides_on_no_absence(program: Program, rivera: int):
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for act in (
        lambda: keep_absences.view(clinician, now=NOW),
        lambda: keep_absences.add(clinician, Absence(0, rivera, MONDAY), now=NOW),
        lambda: keep_absences.remove(clinician, 1, now=NOW),
        lambda: change_session.change_leader(clinician, 1, rivera, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
