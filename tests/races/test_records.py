"""Plans that two change at once, and records that are archived or merged while somebody books."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.plan_change import Draft
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, people, treatments
from iopsched.store.db import reading
from iopsched.usecases.people import archive_patient, change_plans, merge_patients
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.races.act import IN, Act
from tests.races.conftest import Race
from tests.races.ways import book, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

INVALID = "invalid"
BOOKS_FIRST, STAFF_FIRST = 0, 1
LATER = {"first_day": MONDAY + timedelta(weeks=20), "last_day": MONDAY + timedelta(weeks=30)}


class Desk(NamedTuple):
    """Ana, whose record is dealt with, the same Ana again with a later plan, and a session."""

    staff: Staff
    ana: Patient
    again: Patient
    session: Session

    def changes(self) -> list[Act]:
        """To six hours, and to twelve; both as they were previewed."""
        with reading():
            (plan,) = treatments.of_patient(self.ana.id)
        drafts = [Draft((replace(plan, week_least=minutes),), instead_of=plan.id) for minutes in (360, 720)]
        seen = [change_plans.preview(self.staff, self.ana.id, draft, now=NOW).seen for draft in drafts]
        acts = (
            partial(change_plans.apply, self.staff, self.ana.id, *both, now=NOW)
            for both in zip(drafts, seen, strict=True)
        )
        return [Act(act, "iopsched.store.treatments.change") for act in acts]

    def archive(self) -> Act:
        act = partial(archive_patient.archive, self.staff, self.ana.id, (), now=NOW)
        return Act(act, "iopsched.store.people.sign_out_everywhere")

    def merge(self) -> Act:
        act = partial(merge_patients.merge, self.staff, self.again.id, self.ana.id, now=NOW)
        return Act(act, "iopsched.store.mergers.move")

    def seats(self) -> tuple[int, int]:
        """Of both records."""
        with reading():
            return len(bookings.every(self.ana.id)), len(bookings.every(self.again.id))


@pytest.fixture
def desk(app: Flask) -> Desk:
    program = a_stored_program()
    return Desk(
        a_stored_staff(program),
        a_stored_patient(program),
        a_stored_patient(program, plan=LATER),
        a_stored_session(program),
    )


def test_the_control_without_locks_the_second_undoes_what_the_first_did(desk: Desk, race: Race):
    assert race(unguarded(desk.changes())) == [IN, IN]


def test_of_two_changes_of_a_plan_one_is_made_and_the_other_looked_at_again(desk: Desk, race: Race):
    assert sorted(race(desk.changes())) == [IN, INVALID]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_control_without_locks_who_is_archived_has_a_seat(desk: Desk, race: Race):
    assert race(unguarded([book(desk.ana, desk.session), desk.archive()])) == [IN, IN]
    assert desk.seats() == (1, 0)


@pytest.mark.parametrize(
    ("first", "words", "seats"),
    [(BOOKS_FIRST, [IN, INVALID], (1, 0)), (STAFF_FIRST, [Why.NO_PLAN, IN], (0, 0))],
)
def test_nobody_is_archived_with_a_seat(desk: Desk, race: Race, first: int, words: list[str], seats: tuple[int, int]):
    assert race([book(desk.ana, desk.session), desk.archive()], first=first) == words
    assert desk.seats() == seats


@pytest.mark.parametrize(
    ("first", "words", "seats"),
    [(BOOKS_FIRST, [IN, IN], (0, 1)), (STAFF_FIRST, [Why.NO_PLAN, IN], (0, 0))],
)
def test_no_seat_stays_behind_in_a_record_that_was_merged(
    desk: Desk, race: Race, first: int, words: list[str], seats: tuple[int, int]
):
    assert race([book(desk.ana, desk.session), desk.merge()], first=first) == words
    assert desk.seats() == seats
    with reading():
        assert people.patient(desk.ana.id).merged_into == desk.again.id
