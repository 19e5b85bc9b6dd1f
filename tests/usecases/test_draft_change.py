"""Staff draft a change: what they see is what is done, or they see again; and it can be taken back."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from iopsched.domain.booking import CancelledBy
from iopsched.domain.change_draft import Wanted
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.foreseen import Meanwhile
from iopsched.domain.intent import Intent, offered, single
from iopsched.domain.message import Kind
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import offerings, sessions
from iopsched.store.db import db, reading
from iopsched.store.tables import Base
from iopsched.usecases import clear_leftovers
from iopsched.usecases.availability import adjust_availability, draft_change, keep_closures
from iopsched.usecases.availability.draft_change import Otherwise, Preview
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.seats import book_session, hold_plan, wait_for_seat
from tests.builders import MONDAY, an_offering
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    the_booking,
    the_session,
)
from tests.usecases.test_change_session import told

WEDNESDAY = MONDAY + timedelta(days=2)
THREE_HOURS = {"week_least": 180, "days_least": 1}


def everything() -> dict[str, Any]:
    """All rows of all tables but those of the drafts."""
    with reading():
        return {
            table.name: sorted(map(repr, db.session.execute(table.select())))
            for table in Base.metadata.sorted_tables
            if table.name != "change_draft"
        }


def drafted(staff: Staff, intent: Intent) -> Preview:
    return draft_change.view(staff, draft_change.draft(staff, intent, now=NOW), now=NOW)


def applied(staff: Staff, preview: Preview) -> Effect | None:
    return draft_change.apply(staff, preview.draft.id, preview.draft.fingerprint, now=NOW)


@pytest.fixture
def session(program: Program, ana: Patient) -> Session:
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    return session


def test_a_look_says_who_falls_short_and_what_makes_the_week_whole(program: Program, staff: Staff):
    gone, other = a_stored_session(program), a_stored_session(program, day=2)
    ben = a_stored_patient(program, plan=THREE_HOURS, phone="")
    book_session.book(ben.id, gone.id, now=NOW)

    change = drafted(staff, single.CancelSession(gone.id)).change

    (one,) = change.touched
    assert [session.id for session in change.closed] == [gone.id]
    assert (one.patient.id, one.before.minutes, one.after.minutes, one.falls_short) == (ben.id, 180, 0, True)
    assert [[session.id for session in mending.sessions] for mending in one.mendings] == [[other.id]]
    assert change.counts == (0, 1, 0)
    assert change.to_call == (one.patient,)


def test_one_seat_mends_one_week_only(program: Program, staff: Staff):
    gone, _ = a_stored_session(program), a_stored_session(program, day=2, seats=1)
    for _ in range(2):
        book_session.book(a_stored_patient(program, plan=THREE_HOURS).id, gone.id, now=NOW)

    change = drafted(staff, single.CancelSession(gone.id)).change

    assert (len(change.short), len(change.stuck)) == (2, 1)


def test_for_whom_nothing_was_looked_for_is_not_called_stuck(program: Program, staff: Staff):
    gone = a_stored_session(program)
    for _ in range(3):
        book_session.book(a_stored_patient(program, plan=THREE_HOURS).id, gone.id, now=NOW)
    draft_id = draft_change.draft(staff, single.CancelSession(gone.id), now=NOW)

    change = draft_change.view(staff, draft_id, most=2, now=NOW).change

    assert (len(change.short), len(change.stuck), change.unsought) == (3, 2, 1)


@pytest.mark.parametrize("kind", ["cancel", "move", "seats", "close", "add", "change"])
def test_a_look_leaves_nothing_behind(program: Program, staff: Staff, session: Session, kind: str):
    group = a_stored_offering(program, begins=time(9))
    adjust_availability.open_sessions(now=NOW)
    intents: dict[str, Intent] = {
        "cancel": single.CancelSession(session.id),
        "move": single.MoveSession(session.id, WEDNESDAY, time(9)),
        "seats": single.SetSeats(session.id, 1),
        "close": offered.CloseDay(Closure(MONDAY)),
        "add": offered.AddOffering(
            an_offering(first_day=WEDNESDAY, last_day=WEDNESDAY, weekdays=frozenset({2})), "N. Diaz"
        ),
        "change": offered.ChangeOffering(replace(group, begins=time(10))),
    }
    before = everything()

    assert not drafted(staff, intents[kind]).change.is_empty

    assert everything() == before


def test_what_was_seen_is_done_and_once(program: Program, staff: Staff, session: Session, ana: Patient):
    preview = drafted(staff, single.MoveSession(session.id, WEDNESDAY, time(9)))

    effect, again = applied(staff, preview), applied(staff, preview)

    assert effect == Effect(altered=1, kept=1, told=1)
    assert again is None
    assert the_booking(ana, session).session.day == WEDNESDAY


def test_who_books_meanwhile_is_seen_before_it_is_done(program: Program, staff: Staff, session: Session):
    preview = drafted(staff, single.CancelSession(session.id))
    ben = a_stored_patient(program)
    book_session.book(ben.id, session.id, now=NOW)

    with pytest.raises(Otherwise) as otherwise:
        applied(staff, preview)

    assert otherwise.value.meanwhile == Meanwhile(sessions=False, patient_ids=frozenset({ben.id}))
    assert not the_session(session).is_cancelled
    again = draft_change.view(staff, preview.draft.id, now=NOW)
    assert applied(staff, again) == Effect(cancelled=1, ended=2, told=2)


def test_a_cancelled_session_is_had_again_with_everybody_in_it(
    program: Program, staff: Staff, session: Session, ana: Patient
):
    preview = drafted(staff, single.CancelSession(session.id))
    applied(staff, preview)
    assert the_booking(ana, session).cancelled_by is CancelledBy.STAFF

    undo = draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW)
    assert undo.change.counts == (0, 0, 1)
    effect = applied(staff, undo)

    assert effect == Effect(altered=1, back=1, unheard=1)
    assert (the_booking(ana, session).is_active, the_session(session).taken) == (True, 1)
    assert told(ana) == []


def test_a_seat_that_cannot_be_had_again_is_not(program: Program, staff: Staff, session: Session, ana: Patient):
    preview = drafted(staff, single.CancelSession(session.id))
    applied(staff, preview)
    book_session.book(ana.id, a_stored_session(program, hour=19).id, now=NOW)

    undo = draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW)
    applied(staff, undo)

    assert undo.change.counts == (0, 0, 0)
    assert not the_booking(ana, session).is_active
    assert told(ana) == [Kind.CANCELLED]


@pytest.mark.parametrize("kind", ["move", "seats", "hand over", "close", "reopen", "add", "change"])
def test_every_change_is_taken_back(program: Program, staff: Staff, session: Session, ana: Patient, kind: str):
    group = a_stored_offering(program, begins=time(9), weekdays=frozenset({3}), last_day=MONDAY + timedelta(days=6))
    keep_closures.close(staff, Closure(MONDAY + timedelta(days=4), "Snow"), now=NOW)
    intents: dict[str, Intent] = {
        "move": single.MoveSession(session.id, WEDNESDAY, time(9), "Room 9"),
        "seats": single.SetSeats(session.id, 1),
        "hand over": single.HandOver(session.id, a_stored_clinician(program)),
        "close": offered.CloseDay(Closure(MONDAY)),
        "reopen": offered.ReopenDay(MONDAY + timedelta(days=4)),
        "add": offered.AddOffering(an_offering(first_day=WEDNESDAY, last_day=WEDNESDAY, weekdays=frozenset({2}))),
        "change": offered.ChangeOffering(replace(group, seats=3)),
    }
    before = timetable(program)

    preview = drafted(staff, intents[kind])
    applied(staff, preview)
    assert timetable(program) != before
    applied(staff, draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW))

    assert timetable(program) == before
    assert the_booking(ana, session).is_active
    assert told(ana) == []


def timetable(program: Program) -> tuple[Any, ...]:
    """What is offered ahead, and the days that are closed."""
    with reading():
        ahead = sessions.between(program.id, NOW, NOW + timedelta(days=60))
        closed = offerings.closures(program.id)
    held = [replace(session, revision=0, held_until=None) for session in ahead if not session.is_cancelled]
    return held, closed


def test_after_a_quarter_of_an_hour_it_is_too_late_to_undo(staff: Staff, session: Session):
    preview = drafted(staff, single.CancelSession(session.id))
    with pytest.raises(Invalid):
        draft_change.undo(staff, preview.draft.id, now=NOW)
    applied(staff, preview)

    with pytest.raises(Invalid):
        draft_change.undo(staff, preview.draft.id, now=NOW + timedelta(minutes=15))


def test_an_applied_draft_is_looked_at_no_more(staff: Staff, session: Session):
    preview = drafted(staff, single.CancelSession(session.id))
    applied(staff, preview)

    with pytest.raises(Invalid):
        draft_change.view(staff, preview.draft.id, now=NOW)


def test_what_will_not_do_is_no_draft(staff: Staff, session: Session):
    with pytest.raises(Invalid) as invalid:
        draft_change.draft(staff, single.SetSeats(session.id, 0), now=NOW)

    assert set(invalid.value.problems) == {"seats"}


def test_drafts_are_for_schedulers_of_the_program(program: Program, staff: Staff, session: Session):
    draft_id = draft_change.draft(staff, single.CancelSession(session.id), now=NOW)
    clinician, stranger = a_stored_staff(program, Role.CLINICIAN), a_stored_staff(a_stored_program())

    for who, error in ((clinician, Forbidden), (stranger, NotFound)):
        with pytest.raises(error):
            draft_change.draft(who, single.CancelSession(session.id), now=NOW)
        with pytest.raises(error):
            draft_change.view(who, draft_id, now=NOW)
        with pytest.raises(error):
            draft_change.apply(who, draft_id, "", now=NOW)
        with pytest.raises(error):
            draft_change.undo(who, draft_id, now=NOW)


def test_a_look_names_for_whom_a_seat_is_kept_in_what_goes_and_counts_who_waits_for_it(program: Program, staff: Staff):
    gone, other = a_stored_session(program, seats=1), a_stored_session(program, day=2)
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    hold_plan.hold(ana.id, [gone.id, other.id], now=NOW)
    wait_for_seat.wait(ben.id, gone.id, now=NOW)

    hopes = drafted(staff, single.CancelSession(gone.id)).hopes
    elsewhere = drafted(staff, single.SetSeats(gone.id, 2)).hopes

    assert ([patient.id for patient in hopes.whom], hopes.waits) == ([ana.id], 1)
    assert (elsewhere.whom, elsewhere.waits) == ((), 0)


def test_a_look_takes_as_many_queries_for_many_as_for_one(program: Program, staff: Staff):
    one, many = a_stored_session(program), a_stored_session(program, day=2, seats=20)
    for number in range(12):
        patient = a_stored_patient(program)
        book_session.book(patient.id, many.id, now=NOW)
        if not number:
            book_session.book(patient.id, one.id, now=NOW)

    counts = []
    for session in (one, many):
        with statements() as seen:
            sight = draft_change.rehearse(staff, Wanted(single.CancelSession(session.id)), now=NOW)
        counts.append((len(sight.change.touched), len(seen)))

    assert [touched for touched, _ in counts] == [1, 12]
    assert len({number for _, number in counts}) == 1


def test_drafts_are_kept_for_a_day(staff: Staff, session: Session):
    draft_id = draft_change.draft(staff, single.CancelSession(session.id), now=NOW)

    clear_leftovers.clear(now=NOW + timedelta(hours=23))
    assert draft_change.find(staff, draft_id).wanted == Wanted(single.CancelSession(session.id))
    clear_leftovers.clear(now=NOW + timedelta(hours=25))

    with pytest.raises(NotFound):
        draft_change.find(staff, draft_id)
