"""What if a drafted timetable were real: who could not reach their hours, and what would complete most of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.intent import Intent, away, frame, offered, single
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.room import Cap, Room
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Role
from iopsched.usecases.availability import adjust_availability, draft_change, keep_absences, view_gaps
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, an_offering
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_season,
    a_stored_session,
    a_stored_staff,
)
from tests.usecases.test_draft_change import THREE_HOURS, everything


def test_without_a_draft_everybody_can(program: Program, staff: Staff):
    a_stored_session(program, seats=2)
    for _ in range(2):
        a_stored_patient(program, plan=THREE_HOURS)

    (gaps,) = view_gaps.view(staff, MONDAY, [], now=NOW).weeks

    assert (gaps.planned, gaps.short, gaps.additions) == (2, (), ())


def test_with_two_drafts_together_nobody_can_and_one_session_more_completes_all(program: Program, staff: Staff):
    group = a_stored_offering(program, seats=3)
    adjust_availability.open_sessions(now=NOW)
    other = a_stored_session(program, day=2, seats=3)
    three = [a_stored_patient(program, plan=THREE_HOURS) for _ in range(3)]
    book_session.book(three[0].id, other.id, now=NOW)
    drafts = [
        draft_change.draft(staff, offered.CloseDay(Closure(MONDAY)), now=NOW),
        draft_change.draft(staff, single.CancelSession(other.id), now=NOW),
    ]
    before = everything()

    all_of_them = view_gaps.view(staff, MONDAY, drafts, now=NOW)
    (one,), (both,) = view_gaps.view(staff, MONDAY, drafts[:1], now=NOW).weeks, all_of_them.weeks

    assert everything() == before
    assert (one.planned, one.short) == (3, ())
    assert {patient.id for patient, to_go in both.short if to_go == 180} == {each.id for each in three}
    assert (both.completed, [extra.session.offering_id for extra in both.additions]) == (3, [group.id])
    assert {each.draft.id for each in all_of_them.drafts.waiting} == set(drafts)
    assert {extra.session.day for extra in both.additions}.isdisjoint({MONDAY})


def test_a_session_that_moves_into_the_week_counts_there(program: Program, staff: Staff):
    tuesday = MONDAY + timedelta(days=1)
    group = a_stored_offering(program, weekdays=frozenset({5}), first_day=MONDAY - timedelta(days=2), last_day=tuesday)
    adjust_availability.open_sessions(now=NOW)
    a_stored_patient(program, plan=THREE_HOURS)
    draft_id = draft_change.draft(staff, offered.ChangeOffering(replace(group, weekdays=frozenset({1}))), now=NOW)

    as_it_is, drafted = (view_gaps.view(staff, MONDAY, some, now=NOW).weeks[0] for some in ([], [draft_id]))

    assert (len(as_it_is.short), len(drafted.short)) == (1, 0)


def test_gaps_are_for_schedulers_and_their_own_drafts(program: Program, staff: Staff):
    session = a_stored_session(program)
    draft_id = draft_change.draft(staff, single.CancelSession(session.id), now=NOW)

    with pytest.raises(Forbidden):
        view_gaps.view(a_stored_staff(program, Role.CLINICIAN), MONDAY, [], now=NOW)
    with pytest.raises(NotFound):
        view_gaps.view(a_stored_staff(a_stored_program()), MONDAY, [draft_id], now=NOW)


def test_weeks_that_follow_each_other_are_looked_at_one_by_one(program: Program, staff: Staff):
    a_stored_session(program, seats=1)
    a_stored_patient(program, plan=THREE_HOURS)

    gaps = view_gaps.view(staff, MONDAY, [], number=3, now=NOW)

    assert [week.monday for week in gaps.weeks] == [MONDAY + timedelta(weeks=number) for number in range(3)]
    assert [len(week.short) for week in gaps.weeks] == [0, 1, 1]
    assert len(view_gaps.view(staff, MONDAY, [], number=99, now=NOW).weeks) == 4


def test_what_is_added_has_somebody_free_to_lead_it_and_a_room(program: Program, staff: Staff):
    rivera, okafor = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    a_stored_room(program, "Room 2", 6)
    session = a_stored_session(program, seats=1, place="Room 2", clinician_id=rivera)
    book_session.book(a_stored_patient(program, plan=THREE_HOURS).id, session.id, now=NOW)
    a_stored_patient(program, plan=THREE_HOURS)

    (nowhere,) = view_gaps.view(staff, MONDAY, [], now=NOW).weeks
    a_stored_room(program, "Room 3", 6)
    (week,) = view_gaps.view(staff, MONDAY, [], now=NOW).weeks

    assert nowhere.additions == ()
    (extra,) = week.additions
    assert (extra.session.starts, extra.session.place, extra.session.clinician) == (
        session.starts,
        "Room 3",
        "J. Okafor",
    )
    keep_absences.add(staff, Absence(0, okafor, MONDAY), now=NOW)
    assert view_gaps.view(staff, MONDAY, [], now=NOW).weeks[0].additions == ()


@dataclass(frozen=True)
class Full:
    """A. Rivera leads the one session in Room 2, which is full; J. Okafor is free, and so is Room 3."""

    session: Session
    okafor: int
    other_room: int


@pytest.fixture
def full(program: Program) -> Full:
    rivera, okafor = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
    a_stored_room(program, "Room 2", 6)
    other_room = a_stored_room(program, "Room 3", 6)
    session = a_stored_session(program, seats=1, place="Room 2", clinician_id=rivera)
    book_session.book(a_stored_patient(program, plan=THREE_HOURS).id, session.id, now=NOW)
    a_stored_patient(program, plan=THREE_HOURS)
    return Full(session, okafor, other_room)


def workshop() -> Offering:
    """In Room 3 at the hour of the session that is full; none of its minutes count."""
    return an_offering(id=0, first_day=MONDAY, last_day=MONDAY, place="Room 3", counted_minutes=0)


DRAFTS: dict[str, tuple[Callable[[Full], Intent], list[tuple[str, str]]]] = {
    "nothing of the kind": (
        lambda full: offered.CloseDay(Closure(MONDAY + timedelta(days=3))),
        [("Room 3", "J. Okafor")],
    ),
    "absent": (lambda full: away.AddAbsence(Absence(0, full.okafor, MONDAY)), []),
    "room gone": (lambda full: frame.RemoveRoom(full.other_room, "Room 3"), []),
    "room elsewhere": (lambda full: frame.PutRoom(Room(full.other_room, "Room 3", "North", 6)), []),
    "room filled": (lambda full: offered.AddOffering(workshop()), []),
    "handed over": (lambda full: single.HandOver(full.session.id, full.okafor), [("Room 3", "A. Rivera")]),
}


@pytest.mark.parametrize("kind", DRAFTS)
def test_what_is_added_has_a_leader_and_a_room_of_the_drafted_timetable(full: Full, staff: Staff, kind: str):
    intent, wanted = DRAFTS[kind]
    draft_id = draft_change.draft(staff, intent(full), now=NOW)

    (week,) = view_gaps.view(staff, MONDAY, [draft_id], now=NOW).weeks

    assert [(extra.session.place, extra.session.clinician) for extra in week.additions] == wanted


def test_what_is_added_has_no_more_seats_than_a_drafted_limit_and_no_offering_that_pauses(
    program: Program, staff: Staff
):
    group = a_stored_offering(program, begins=time(9), seats=4, weekdays=frozenset({6}))
    adjust_availability.open_sessions(now=NOW)
    winter = a_stored_season(program)
    for _ in range(6):
        a_stored_patient(program, plan=THREE_HOURS)
    drafts = [
        draft_change.draft(staff, frame.SetCaps((Cap(Component.GROUP, 1),)), now=NOW),
        draft_change.draft(staff, offered.ChangeOffering(replace(group, season=winter, pauses=True)), now=NOW),
    ]

    as_it_is, capped, paused = (
        view_gaps.view(staff, MONDAY, some, now=NOW).weeks[0] for some in ([], drafts[:1], drafts[1:])
    )

    assert [extra.completes for extra in as_it_is.additions] == [2]
    assert [(extra.session.seats, extra.completes) for extra in capped.additions] == [(1, 1)] * 3
    assert (len(paused.short), paused.additions) == (6, ())
