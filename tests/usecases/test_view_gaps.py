"""What if a drafted timetable were real: who could not reach their hours, and what would complete most of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.intent import offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases import adjust_availability, book_session, draft_change, keep_absences, view_gaps
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
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
    assert {draft.id for draft in all_of_them.drafts} == set(drafts)
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
