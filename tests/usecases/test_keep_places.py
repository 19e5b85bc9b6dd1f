"""Who waits for what staff cancel keeps the place in line as long as that can be taken back."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from iopsched.domain.change_draft import UNDO
from iopsched.domain.intent import Intent, offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import change_drafts
from iopsched.store.db import transaction
from iopsched.usecases.availability import draft_change, view_drafts
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.seats import book_session, tend_seats, view_waitlist, wait_for_seat
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_session
from tests.trail import trail

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A group of one seat, which Gil has, and two who wait for it: Ana, then Ben."""

    staff: Staff
    group: Session
    ana: Patient

    def preview(self, draft_id: int, after: timedelta) -> Preview:
        return draft_change.view(self.staff, draft_id, now=NOW + after)

    def apply(self, draft_id: int, after: timedelta = timedelta()) -> None:
        seen = self.preview(draft_id, after).draft.fingerprint
        assert draft_change.apply(self.staff, draft_id, seen, now=NOW + after)

    def cancelled(self, intent: Intent | None = None) -> int:
        draft_id = draft_change.draft(self.staff, intent or single.CancelSession(self.group.id), now=NOW)
        self.apply(draft_id)
        return draft_id

    def line(self, after: timedelta) -> list[str]:
        line = view_waitlist.of_session(self.staff, self.group.id, now=NOW + after)
        return [each.patient.given_name for each in line.places]

    @property
    def has_left(self) -> bool:
        return "stopped waiting" in {entry.action for entry in trail(self.ana)}


@pytest.fixture
def place(program: Program, staff: Staff) -> Place:
    group = a_stored_session(program, seats=1)
    gil, ana, ben = (a_stored_patient(program, given_name=name) for name in ("Gil", "Ana", "Ben"))
    book_session.book(gil.id, group.id, now=NOW)
    for minutes, patient in enumerate((ana, ben), -2):
        wait_for_seat.wait(patient.id, group.id, now=NOW + minutes * MINUTE)
    return Place(staff, group, ana)


def sweep(after: timedelta) -> None:
    tend_seats.look_around(now=NOW + after)


@pytest.mark.parametrize("is_day", [False, True])
def test_taken_back_everybody_is_in_line_again_though_the_worker_came_by(place: Place, is_day: bool):
    draft_id = place.cancelled(offered.CloseDay(Closure(place.group.day)) if is_day else None)
    sweep(MINUTE)
    assert place.line(MINUTE) == []

    back = draft_change.undo(place.staff, draft_id, now=NOW + 14 * MINUTE)
    sweep(UNDO + MINUTE)
    hopes = place.preview(back, UNDO + MINUTE).hopes
    place.apply(back, UNDO + MINUTE)
    sweep(2 * UNDO)

    assert (hopes.waits, hopes.again) == (0, 2)
    assert place.line(2 * UNDO) == ["Ana", "Ben"]
    assert not place.has_left


def test_what_is_not_taken_back_in_time_ends_the_wait(place: Place):
    place.cancelled()

    sweep(14 * MINUTE)
    assert not place.has_left
    sweep(UNDO)

    assert place.has_left


def test_the_way_back_is_over_once_its_draft_is_left(place: Place):
    back = draft_change.undo(place.staff, place.cancelled(), now=NOW + MINUTE)
    sweep(UNDO)
    assert not place.has_left

    view_drafts.leave(place.staff, back)
    sweep(UNDO)

    assert place.has_left


def test_what_was_applied_counts_and_not_what_somebody_else_saw_meanwhile(place: Place):
    draft_id = draft_change.draft(place.staff, single.CancelSession(place.group.id), now=NOW)
    seen = place.preview(draft_id, timedelta()).draft.fingerprint
    with transaction():
        change_drafts.seen(draft_id, {"closed": []}, "another")

    draft_change.apply(place.staff, draft_id, seen, now=NOW)
    sweep(MINUTE)

    assert not place.has_left
