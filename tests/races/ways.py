"""What people do in a race, each with the function before which it has asked everything and written nothing."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from iopsched.domain.patient import Patient
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.usecases.availability import change_session, draft_change, view_drafts
from iopsched.usecases.hours import arrive, mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, swap_booking, wait_for_seat
from iopsched.usecases.weeks import plan_week
from tests.conftest import NOW
from tests.races.act import IN, Act
from tests.races.guards import no_locks

AGAIN, OTHERWISE = "again", "otherwise"


def book(patient: Patient, session: Session, *, key: str = "") -> Act:
    return Act(partial(book_session.book, patient.id, session.id, now=NOW, key=key), "iopsched.store.bookings.add_all")


def accept(patient: Patient, *wanted: Session) -> Act:
    return Act(partial(plan_week.accept, patient.id, _ids(wanted), now=NOW), "iopsched.store.bookings.add_all")


def hold(patient: Patient, *wanted: Session) -> Act:
    return Act(partial(hold_plan.hold, patient.id, _ids(wanted), now=NOW), "iopsched.store.holds.put")


def wait(patient: Patient, session: Session) -> Act:
    return Act(partial(wait_for_seat.wait, patient.id, session.id, now=NOW), "iopsched.store.holds.put")


def swap(patient: Patient, old: Session, new: Session) -> Act:
    return Act(partial(swap_booking.swap, patient.id, old.id, new.id, now=NOW), "iopsched.store.bookings.cancel")


def give_up(patient: Patient, session: Session) -> Act:
    """It stops between giving up and offering the seat to those who wait."""
    freed = "iopsched.usecases.seats.offer_seats.offer_free"
    return Act(partial(cancel_booking.cancel, patient.id, session.id, now=NOW), freed)


def call_off(staff: Staff, session: Session) -> Act:
    return Act(partial(change_session.cancel, staff, session.id, now=NOW), "iopsched.store.bookings.lift")


def apply(staff: Staff, draft_id: int) -> Act:
    """A draft that was seen as it is kept; it stops once it is sure that nothing has changed since."""
    return Act(partial(_applied, staff, draft_id), "iopsched.store.bookings.lift")


def _applied(staff: Staff, draft_id: int) -> str:
    seen = draft_change.find(staff, draft_id).fingerprint
    try:
        return IN if draft_change.apply(staff, draft_id, seen, now=NOW) else AGAIN
    except draft_change.Otherwise:
        return OTHERWISE


def leave(staff: Staff, draft_id: int) -> Act:
    """It stops before it throws the draft away."""
    return Act(partial(_left, staff, draft_id), "iopsched.store.change_drafts.drop")


def _left(staff: Staff, draft_id: int) -> str:
    return IN if view_drafts.leave(staff, draft_id) else AGAIN


def mark(staff: Staff, session: Session, marks: Mapping[int, Mark]) -> Act:
    """It stops once it has looked at what stands, and writes what was ticked."""
    at = session.starts + timedelta(hours=1)
    return Act(partial(mark_attendance.mark, staff, session.id, marks, now=at), "iopsched.store.bookings.mark")


def join(patient: Patient, session: Session, *, minutes: int) -> Act:
    """By video, so late that it has begun."""
    at = session.starts + timedelta(minutes=minutes)
    return Act(partial(arrive.join, patient.id, session.id, now=at), "iopsched.store.bookings.mark")


def unguarded(acts: Iterable[Act], off: Callable[[], AbstractContextManager[None]] = no_locks) -> list[Act]:
    """The same with a guard switched off."""
    return [replace(act, within=off) for act in acts]


def _ids(wanted: Iterable[Session]) -> list[int]:
    return [session.id for session in wanted]
