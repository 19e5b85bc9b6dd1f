"""Staff apply what they saw while somebody else applies or books: it is done as seen, once, or not at all."""

from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.intent import single
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import draft_change
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.races.act import IN
from tests.races.conftest import Race
from tests.races.ledger import left_behind
from tests.races.ways import AGAIN, OTHERWISE, apply, book, leave
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

GONE = "notfound"
OFF, SEEN = (IN, Why.CANCELLED), (OTHERWISE, IN)
"""Applied, and then there is nothing left to book; or booked, and then it is not what was seen."""


class Evening(NamedTuple):
    """Ana has a seat; Ben has none. Two members of staff have each drafted to cancel it."""

    ana: Patient
    ben: Patient
    staff: Staff
    session: Session
    drafts: tuple[int, int]


@pytest.fixture
def evening(app: Flask) -> Evening:
    program = a_stored_program()
    session, staff = a_stored_session(program), a_stored_staff(program)
    ana, ben = (a_stored_patient(program) for _ in range(2))
    book_session.book(ana.id, session.id, now=NOW)
    first, second = (draft_change.draft(staff, single.CancelSession(session.id), now=NOW) for _ in range(2))
    return Evening(ana, ben, staff, session, (first, second))


def is_off(session: Session) -> bool:
    with reading():
        return sessions.get(session.id).is_cancelled


def test_one_draft_is_applied_once(evening: Evening, race: Race):
    outcome = race([apply(evening.staff, evening.drafts[0]) for _ in range(2)])

    assert sorted(outcome) == sorted([IN, AGAIN])
    assert is_off(evening.session)


@pytest.mark.parametrize("first", [0, 1, None])
def test_a_draft_is_applied_or_left_and_the_other_hears_so(evening: Evening, race: Race, first: int | None):
    applied, left = race(
        [apply(evening.staff, evening.drafts[0]), leave(evening.staff, evening.drafts[0])], first=first
    )

    assert (applied, left) in [(IN, AGAIN), (GONE, IN)]
    assert is_off(evening.session) == (applied == IN)


def test_of_two_drafts_of_the_same_one_is_applied_and_the_other_sees_what_changed(evening: Evening, race: Race):
    outcome = race([apply(evening.staff, draft_id) for draft_id in evening.drafts])

    assert sorted(outcome) == sorted([IN, OTHERWISE])
    assert (is_off(evening.session), left_behind()) == (True, 0)


@pytest.mark.parametrize(("first", "possible"), [(0, [OFF]), (1, [SEEN]), (None, [OFF, SEEN])])
def test_who_books_meanwhile_is_seen_or_comes_too_late(
    evening: Evening, race: Race, first: int | None, possible: list[tuple[str, str]]
):
    applied, booked = race([apply(evening.staff, evening.drafts[0]), book(evening.ben, evening.session)], first=first)

    assert (applied, booked) in possible
    assert (is_off(evening.session), left_behind()) == (applied == IN, 0)
