"""Staff hold one session otherwise than its offering says; who is inside follows where the plan allows it."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.intent import single
from iopsched.domain.message import Kind
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import offerings
from iopsched.store.db import reading
from iopsched.usecases.availability import alter_session, change_session, draft_change, keep_absences, keep_closures
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
    the_booking,
    the_session,
)
from tests.usecases.test_change_session import told

LINK = "https://video.example.org/snow"


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program, place="Room 2", clinician_id=a_stored_clinician(program))


def as_it_is(session: Session, **given: Any) -> single.AlterSession:
    plain = single.AlterSession(session.id, session.modality, session.clock_minutes, session.counted_minutes)
    return replace(plain, **({"place": session.place} | given))


def alter(staff: Staff, session: Session, **given: Any) -> Effect:
    return alter_session.alter(staff, as_it_is(session, **given), now=NOW)


def test_a_snow_day_is_held_by_video_and_who_may_attend_so_keeps_the_seat(
    program: Program, staff: Staff, session: Session, ana: Patient
):
    only_here = a_stored_patient(program, plan={"modalities": frozenset({Modality.IN_PERSON})})
    for patient in (ana, only_here):
        book_session.book(patient.id, session.id, now=NOW)

    effect = alter(staff, session, modality=Modality.TELEHEALTH, link=LINK)

    then = the_session(session)
    assert (then.modality, then.where, then.taken) == (Modality.TELEHEALTH, "", 1)
    assert (effect.altered, effect.kept, effect.ended, effect.told) == (1, 1, 1, 2)
    assert (told(ana), told(only_here)) == ([Kind.MOVED], [Kind.CANCELLED])
    with reading():
        assert offerings.link_of(session.id)[0] == LINK


def test_it_is_as_long_as_wanted_and_the_week_counts_that(staff: Staff, session: Session, ana: Patient):
    book_session.book(ana.id, session.id, now=NOW)

    alter(staff, session, minutes=120, counted_minutes=105)

    its = the_booking(ana, session).session
    assert (its.starts, its.ends, its.counted_minutes) == (at(0, 18), at(0, 20), 105)


@pytest.mark.parametrize("minutes", [120, 240])
def test_who_has_a_seat_hears_that_it_ends_at_another_time(staff: Staff, session: Session, ana: Patient, minutes: int):
    book_session.book(ana.id, session.id, now=NOW)

    effect = alter(staff, session, minutes=minutes, counted_minutes=120)

    assert (effect.told, told(ana)) == (1, [Kind.MOVED])


def test_somebody_else_leads_it_and_all_is_as_offered_again(program: Program, staff: Staff, session: Session):
    diaz = a_stored_clinician(program, "N. Diaz")
    alter(staff, session, clinician_id=diaz, minutes=120, counted_minutes=120)
    assert the_session(session).clinician == "N. Diaz"

    alter(staff, session)

    then = the_session(session)
    assert (then.clinician, then.ends, then.place) == ("A. Rivera", session.ends, "Room 2")


def test_a_move_and_its_seats_stay_as_they_were_changed(staff: Staff, session: Session):
    change_session.move(staff, session.id, MONDAY + timedelta(days=1), time(9), place="Room 7", now=NOW)
    change_session.change_seats(staff, session.id, 5, now=NOW)

    alter(staff, session, place="Room 7", minutes=60, counted_minutes=60)

    then = the_session(session)
    assert (then.starts, then.ends, then.place, then.seats) == (at(1, 9), at(1, 10), "Room 7", 5)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"minutes": 0, "counted_minutes": 0}, "minutes"),
        ({"minutes": 721}, "minutes"),
        ({"counted_minutes": 181}, "counted_minutes"),
        ({"link": "here"}, "link"),
        ({"clinician_id": 999}, "clinician"),
        ({"minutes": 240}, "day"),
    ],
)
def test_what_will_not_do_is_named_by_its_field(staff: Staff, session: Session, facts: dict[str, Any], field: str):
    late = Closure(MONDAY, begins=time(21, 30), ends=time(23))
    keep_closures.close(staff, late, now=NOW)

    with pytest.raises(Invalid) as invalid:
        alter(staff, session, **facts)

    assert [*invalid.value.problems] == [field]
    assert the_session(session) == session


def test_nobody_leads_what_they_are_not_free_for(program: Program, staff: Staff, session: Session):
    busy, away = a_stored_clinician(program, "N. Diaz"), a_stored_clinician(program, "J. Okafor")
    a_stored_session(program, hour=21, clinician_id=busy)
    keep_absences.add(staff, Absence(0, away, MONDAY), now=NOW)

    for who, minutes in ((busy, 181), (away, 180)):
        with pytest.raises(Invalid) as invalid:
            alter(staff, session, clinician_id=who, minutes=minutes, counted_minutes=180)
        assert "not free" not in invalid.value.problems["clinician"]
    alter(staff, session, clinician_id=busy)

    assert the_session(session).clinician == "N. Diaz"
    assert alter_session.look(staff, session.id).free == {busy, session.clinician_id}


def test_a_look_first_and_taken_back_it_is_as_before(staff: Staff, session: Session, ana: Patient):
    book_session.book(ana.id, session.id, now=NOW)
    wanted = as_it_is(session, modality=Modality.TELEHEALTH, minutes=90, counted_minutes=90)
    draft_id = draft_change.draft(staff, wanted, now=NOW)
    seen = draft_change.view(staff, draft_id, now=NOW)

    draft_change.apply(staff, draft_id, seen.draft.fingerprint, now=NOW)
    back = draft_change.view(staff, draft_change.undo(staff, draft_id, now=NOW), now=NOW)
    draft_change.apply(staff, back.draft.id, back.draft.fingerprint, now=NOW)

    assert (len(seen.change.moved), seen.change.counts) == (1, (1, 0, 0))
    assert replace(the_session(session), revision=0) == replace(session, revision=0, taken=1)
    assert (seats_taken(session), told(ana)) == (1, [])


def test_it_is_for_schedulers_of_its_program(program: Program, session: Session):
    clinician = a_stored_staff(program, Role.CLINICIAN)
    stranger = a_stored_staff(a_stored_program(name="Hillside"))

    for who, refused in ((clinician, Forbidden), (stranger, NotFound)):
        with pytest.raises(refused):
            alter(who, session, minutes=60, counted_minutes=60)
        with pytest.raises(refused):
            alter_session.look(who, session.id)
