"""Changes of a whole series, of spans and of absences that staff look at before they make them, and take back."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.intent import Intent, away, offered, single
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, messages, offerings, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability, change_session, draft_change, keep_absences
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_patient

SECOND = MONDAY + timedelta(weeks=1)


@pytest.fixture
def group(program: Program) -> Offering:
    """Mondays at 6 pm, led by somebody; those of some weeks are open."""
    last_day = MONDAY + timedelta(weeks=40)
    offering = a_stored_offering(program, last_day=last_day, clinician_id=a_stored_clinician(program))
    adjust_availability.open_sessions(now=NOW)
    return offering


@pytest.fixture
def ana(program: Program, group: Offering) -> Patient:
    """Booked in the first three Mondays."""
    ana = a_stored_patient(program)
    for number in range(3):
        book_session.book(ana.id, on(program, number).id, now=NOW)
    return ana


def on(program: Program, number: int) -> Session:
    with reading():
        return sessions.in_week(program, MONDAY + timedelta(weeks=number))[0]


def timetable(program: Program) -> list[tuple[object, ...]]:
    """Every session that is on, by the name of its series, and what is changed by hand."""
    with reading():
        found = sessions.between(program.id, NOW, NOW + timedelta(weeks=8))
        changed = [(change.day, change.begins) for change in offerings.changes(program.id)]
    there = [(one.id, one.offering_id, one.starts, one.seats, one.clinician) for one in found if not one.is_cancelled]
    return [*there, *sorted(changed)]


def seats(ana: Patient) -> list[tuple[int, datetime]]:
    with reading():
        held = [booking for booking in bookings.of_patient(ana.id, NOW) if booking.is_active]
        return sorted((booking.session.id, booking.session.starts) for booking in held)


def drafted(staff: Staff, intent: Intent) -> Preview:
    return draft_change.view(staff, draft_change.draft(staff, intent, now=NOW), now=NOW)


def applied(staff: Staff, preview: Preview) -> None:
    assert draft_change.apply(staff, preview.draft.id, preview.draft.fingerprint, now=NOW) is not None


def undone(staff: Staff, preview: Preview) -> None:
    applied(staff, draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW))


def series_intents(program: Program, group: Offering) -> dict[str, Intent]:
    second, tuesday = on(program, 1), SECOND + timedelta(days=1)
    return {
        "move following": single.MoveSession(second.id, tuesday, time(9), reach=Reach.FOLLOWING),
        "move all": single.MoveSession(second.id, tuesday, time(9), reach=Reach.ALL),
        "seats following": single.SetSeats(second.id, 3, Reach.FOLLOWING),
        "cancel following": single.CancelSession(second.id, Reach.FOLLOWING),
        "cancel all": single.CancelSession(second.id, Reach.ALL),
        "change since": offered.ChangeOffering(replace(group, begins=time(10)), since=SECOND),
        "close a span": offered.CloseDay(Closure(SECOND, "Snow", SECOND + timedelta(days=9), begins=time(12))),
    }


KINDS = [
    *("move following", "move all", "seats following", "cancel following", "cancel all"),
    *("change since", "close a span"),
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_meant_for_several_dates_is_taken_back(
    program: Program, staff: Staff, group: Offering, ana: Patient, kind: str
):
    change_session.move(staff, on(program, 1).id, SECOND, time(17), now=NOW)
    withdraw_texts(ana)
    before, held = timetable(program), seats(ana)

    preview = drafted(staff, series_intents(program, group)[kind])
    assert (timetable(program), seats(ana)) == (before, held)
    applied(staff, preview)
    assert timetable(program) != before
    undone(staff, preview)

    assert timetable(program) == before
    assert seats(ana) == held
    assert told(ana) == []


def test_this_and_following_moves_seats_along_under_new_names(
    program: Program, staff: Staff, group: Offering, ana: Patient
):
    before = seats(ana)

    preview = drafted(staff, series_intents(program, group)["move following"])
    applied(staff, preview)

    assert [len(one.kept) for one in preview.change.touched] == [1, 1]
    assert not preview.change.opened
    assert not preview.change.closed
    assert seats(ana) == [before[0], (before[1][0], at(8, 9)), (before[2][0], at(15, 9))]
    assert told(ana) == [Kind.MOVED, Kind.MOVED]
    assert on(program, 1).offering_id != group.id


def test_what_was_taken_back_can_be_made_again(program: Program, staff: Staff, group: Offering, ana: Patient):
    preview = drafted(staff, series_intents(program, group)["move following"])
    applied(staff, preview)
    moved = seats(ana)
    undo_id = draft_change.undo(staff, preview.draft.id, now=NOW)
    back = draft_change.view(staff, undo_id, now=NOW)
    applied(staff, back)

    undone(staff, back)

    assert seats(ana) == moved


def test_other_weekdays_from_the_middle_of_a_week_on_are_taken_back(program: Program, staff: Staff):
    evenings = a_stored_offering(program, weekdays=frozenset({1, 4}), last_day=MONDAY + timedelta(weeks=2))
    adjust_availability.open_sessions(now=NOW)
    before, friday = timetable(program), MONDAY + timedelta(days=4)
    preview = drafted(staff, offered.ChangeOffering(replace(evenings, weekdays=frozenset({4, 6})), since=friday))
    applied(staff, preview)

    undone(staff, preview)

    assert timetable(program) == before


def test_a_stand_in_is_foreseen_told_and_taken_back(program: Program, staff: Staff, group: Offering, ana: Patient):
    diaz = a_stored_clinician(program, name="N. Diaz")
    before = timetable(program)
    absence = Absence(0, group.clinician_id or 0, SECOND, SECOND + timedelta(days=3), stand_in_id=diaz)

    preview = drafted(staff, away.AddAbsence(absence))
    applied(staff, preview)

    assert [(len(one.altered), one.falls_short) for one in preview.change.touched] == [(1, False)]
    assert on(program, 1).clinician_id == diaz
    assert told(ana) == [Kind.MOVED]
    undone(staff, preview)
    assert (timetable(program), told(ana)) == (before, [])


def test_an_absence_that_ends_early_can_be_had_again(program: Program, staff: Staff, group: Offering):
    absence = Absence(0, group.clinician_id or 0, SECOND)
    keep_absences.add(staff, absence, now=NOW)
    (known,) = keep_absences.view(staff, now=NOW).ahead
    before = timetable(program)

    preview = drafted(staff, away.RemoveAbsence(known.id))
    applied(staff, preview)
    undone(staff, preview)

    (again,) = keep_absences.view(staff, now=NOW).ahead
    assert (replace(again, id=0), timetable(program)) == (absence, before)


def told(ana: Patient) -> list[Kind]:
    """What is about to be told of changes."""
    with reading():
        found = [one.kind for one in messages.of_patient(ana.id) if one.state is State.DUE]
    return [kind for kind in found if kind is not Kind.REMINDER]


def withdraw_texts(ana: Patient) -> None:
    """As if all had gone out."""
    with transaction():
        messages.withdraw_all(ana.id)
