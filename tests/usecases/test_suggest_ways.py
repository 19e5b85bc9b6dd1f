"""Other ways beside a change are rehearsed: what is said of one is what its own preview says, and it does that."""

from datetime import time, timedelta
from typing import Any

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.intent import Intent, Several, away, offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.way import Way
from iopsched.domain.words import Modality
from iopsched.store import offerings, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, draft_change, suggest_ways
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_session,
    the_booking,
    the_session,
)
from tests.usecases.test_draft_change import THREE_HOURS, applied, drafted, everything

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def rivera(program: Program) -> int:
    return a_stored_clinician(program)


@pytest.fixture
def okafor(program: Program) -> int:
    return a_stored_clinician(program, "J. Okafor")


def somebody_in(program: Program, session: Session, **plan: Any) -> Patient:
    patient = a_stored_patient(program, plan=THREE_HOURS | plan)
    book_session.book(patient.id, session.id, now=NOW)
    return patient


def ways(staff: Staff, intent: Intent) -> tuple[Preview, tuple[Way, ...]]:
    preview = drafted(staff, intent)
    return preview, suggest_ways.ways(staff, preview, now=NOW)


def of(found: tuple[Way, ...], kind: type) -> list[Any]:
    return [way.intent for way in found if isinstance(way.intent, kind)]


def taken(staff: Staff, preview: Preview, way: Way) -> Preview:
    """Its own preview, which says the same of it."""
    draft_id = suggest_ways.take(staff, preview.draft.id, way.key, now=NOW)
    its = draft_change.view(staff, draft_id, now=NOW)
    assert (len(its.change.short), len(its.change.stuck)) == (way.short, way.stuck)
    assert its.draft.came_from == preview.draft.id
    return its


def test_ways_leave_nothing_behind_and_none_is_worse(program: Program, staff: Staff, rivera: int, okafor: int):
    session = a_stored_session(program, clinician_id=rivera)
    somebody_in(program, session)
    preview = drafted(staff, single.CancelSession(session.id))
    before = everything()

    found = suggest_ways.ways(staff, preview, now=NOW)

    assert everything() == before
    assert of(found, single.HandOver) == [single.HandOver(session.id, okafor)]
    assert of(found, single.MoveSession)
    assert all(way.rank < (1, 1, 0, 1) for way in found)
    assert len({way.key for way in found}) == len(found)


def test_a_session_that_moves_away_from_somebody_could_have_a_stand_in(
    program: Program, staff: Staff, rivera: int, okafor: int
):
    session = a_stored_session(program, clinician_id=rivera)
    busy = a_stored_session(program, day=1)
    ana = somebody_in(program, session, day_most=180)
    book_session.book(ana.id, busy.id, now=NOW)

    _, found = ways(staff, single.MoveSession(session.id, TUESDAY, time(18)))

    assert of(found, single.HandOver) == [single.HandOver(session.id, okafor)]


def test_a_change_that_takes_no_seat_has_no_other_way(program: Program, staff: Staff, okafor: int):
    session = a_stored_session(program)
    somebody_in(program, session)

    assert ways(staff, single.MoveSession(session.id, TUESDAY, time(18)))[1] == ()


def test_one_session_more_and_the_change_are_done_together_and_taken_back_together(program: Program, staff: Staff):
    session = a_stored_session(program)
    ana = somebody_in(program, session)
    preview, found = ways(staff, single.CancelSession(session.id))
    (way,) = [one for one in found if isinstance(one.intent, Several)]

    its = taken(staff, preview, way)
    applied(staff, its)
    with reading():
        extra = next(one for one in sessions.in_week(program, MONDAY) if one.id != session.id)
    assert (the_session(session).is_cancelled, extra.is_cancelled) == (True, False)
    assert isinstance(way.intent, Several)
    assert [type(part) for part in way.intent.parts] == [offered.AddOffering, single.CancelSession]

    back = draft_change.view(staff, draft_change.undo(staff, its.draft.id, now=NOW), now=NOW)
    applied(staff, back)

    assert (the_session(session).is_cancelled, the_session(extra).is_cancelled) == (False, True)
    assert the_booking(ana, session).is_active


def test_a_snow_day_could_be_held_by_video(program: Program, staff: Staff, rivera: int):
    evening, noon = (a_stored_session(program, hour=hour, clinician_id=rivera) for hour in (18, 12))
    somebody_in(program, evening)
    preview, found = ways(staff, offered.CloseDay(Closure(MONDAY)))

    (by_video,) = [one for one in found if one.session is None]
    applied(staff, taken(staff, preview, by_video))

    assert of((by_video,), Several)[0].parts[0] == single.AlterSession(noon.id, Modality.TELEHEALTH, 180, 180)
    for session in (evening, noon):
        assert (the_session(session).modality, the_session(session).is_cancelled) == (Modality.TELEHEALTH, False)


def test_who_is_away_is_covered_by_one_or_by_several(program: Program, staff: Staff, rivera: int, okafor: int):
    diaz = a_stored_clinician(program, "N. Diaz")
    first, second = a_stored_session(program, clinician_id=rivera), a_stored_session(program, 1, clinician_id=rivera)
    a_stored_session(program, clinician_id=okafor)
    a_stored_session(program, 1, clinician_id=diaz)

    preview, found = ways(staff, away.AddAbsence(Absence(0, rivera, MONDAY, TUESDAY)))

    assert {intent.absence.stand_in_id for intent in of(found, away.AddAbsence)} == {okafor, diaz}
    assert [way.unled for way in found] == [0, 1, 1]
    applied(staff, taken(staff, preview, found[0]))
    assert [the_session(one).clinician for one in (first, second)] == ["N. Diaz", "J. Okafor"]


def test_a_series_that_ends_could_go_on_with_somebody_else_or_at_another_hour(
    program: Program, staff: Staff, rivera: int, okafor: int
):
    offering = a_stored_offering(program, clinician_id=rivera)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (first,) = sessions.in_week(program, MONDAY)
        (second,) = sessions.in_week(program, MONDAY + timedelta(weeks=1))
    somebody_in(program, second)

    _, ending = ways(staff, offered.EndOffering(offering.id))
    preview, found = ways(staff, single.CancelSession(second.id, Reach.FOLLOWING))

    assert {intent.since for intent in of(ending, offered.ChangeOffering)} == {None}
    led, other = of(found, offered.ChangeOffering)
    assert (led.offering.clinician_id, led.since) == (okafor, second.day)
    assert (other.offering.begins, other.since) == (time(19), second.day)
    applied(staff, taken(staff, preview, next(way for way in found if way.intent == led)))
    assert (the_session(first).clinician, the_session(second).clinician) == ("A. Rivera", "J. Okafor")
    with reading():
        assert offerings.get(program.id, offering.id).last_day < second.day


def test_what_takes_something_back_has_no_other_way(program: Program, staff: Staff, okafor: int):
    session = a_stored_session(program)
    somebody_in(program, session)
    preview = drafted(staff, single.CancelSession(session.id))
    applied(staff, preview)

    back = draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW)

    assert suggest_ways.ways(staff, back, now=NOW) == ()
