"""Staff find again what was drafted, and what was applied a moment ago, by whomever of their program."""

from datetime import timedelta

import pytest

from iopsched.domain.change_draft import UNDO
from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.intent import offered, single
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import draft_change, view_drafts
from iopsched.usecases.availability.view_drafts import Drafts
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_clinician, a_stored_program, a_stored_session, a_stored_staff

MINUTE = timedelta(minutes=1)


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program, clinician_id=a_stored_clinician(program))


@pytest.fixture
def other(program: Program) -> Staff:
    return a_stored_staff(program, name="Olga Ruiz")


def cancelling(staff: Staff, session: Session) -> int:
    return draft_change.draft(staff, single.CancelSession(session.id), now=NOW)


def apply(staff: Staff, draft_id: int) -> None:
    seen = draft_change.view(staff, draft_id, now=NOW).draft.fingerprint
    assert draft_change.apply(staff, draft_id, seen, now=NOW)


def drafts(staff: Staff, after: timedelta = MINUTE) -> Drafts:
    return view_drafts.view(staff, now=NOW + after)


def waiting(staff: Staff) -> list[int]:
    return [each.draft.id for each in drafts(staff).waiting]


def applied(staff: Staff, after: timedelta = MINUTE) -> list[tuple[int, str]]:
    return [(each.draft.id, each.by) for each in drafts(staff, after).applied]


def test_what_waits_is_found_own_first_and_what_says_the_same_once(staff: Staff, other: Staff, session: Session):
    mine = [cancelling(staff, session), draft_change.draft(staff, offered.CloseDay(Closure(MONDAY)), now=NOW)]
    theirs, again = cancelling(other, session), cancelling(staff, session)

    assert waiting(staff) == [again, mine[1], theirs]
    assert waiting(other) == [theirs, again, mine[1]]
    assert [one.id for one in drafts(staff).sessions] == [session.id]
    assert drafts(staff, timedelta(days=1)).waiting == ()


def test_what_was_applied_is_found_by_everybody_until_it_is_too_late_to_take_it_back(
    staff: Staff, other: Staff, session: Session
):
    draft_id = cancelling(staff, session)
    apply(other, draft_id)

    assert applied(staff) == applied(other) == [(draft_id, "Olga Ruiz")]
    assert waiting(staff) == []
    assert applied(staff, UNDO) == []


def test_what_was_taken_back_gives_way_to_what_took_it_back(staff: Staff, session: Session):
    draft_id = cancelling(staff, session)
    apply(staff, draft_id)
    undo = draft_change.undo(staff, draft_id, now=NOW)
    assert [each for each, _ in applied(staff)] == [draft_id]
    (drafted,) = drafts(staff).waiting
    assert drafted.undoes is not None
    assert drafted.undoes.wanted.intent == single.CancelSession(session.id)

    apply(staff, undo)

    assert [each for each, _ in applied(staff)] == [undo]


def test_what_is_left_is_gone_with_all_that_says_the_same(staff: Staff, other: Staff, session: Session):
    first, theirs, again = cancelling(staff, session), cancelling(other, session), cancelling(staff, session)

    assert view_drafts.leave(other, again)

    assert waiting(staff) == [theirs]
    with pytest.raises(NotFound):
        draft_change.apply(staff, first, "", now=NOW)
    with pytest.raises(NotFound):
        view_drafts.leave(staff, again)


def test_another_way_outlives_what_it_came_from(program: Program, staff: Staff, session: Session):
    first = cancelling(staff, session)
    second = draft_change.draft(staff, single.SetSeats(session.id, 4), came_from=first, now=NOW)

    view_drafts.leave(staff, first)

    assert draft_change.find(staff, second).came_from is None


def test_what_was_applied_meanwhile_is_not_left(staff: Staff, session: Session):
    draft_id = cancelling(staff, session)
    apply(staff, draft_id)

    assert not view_drafts.leave(staff, draft_id)

    assert [each for each, _ in applied(staff)] == [draft_id]
    with reading():
        assert sessions.get(session.id).is_cancelled


def test_drafts_are_found_and_left_by_schedulers_of_the_program(program: Program, staff: Staff, session: Session):
    draft_id = cancelling(staff, session)
    clinician, stranger = a_stored_staff(program, Role.CLINICIAN), a_stored_staff(a_stored_program())

    assert drafts(stranger) == Drafts((), (), ())
    with pytest.raises(NotFound):
        view_drafts.leave(stranger, draft_id)
    with pytest.raises(Forbidden):
        drafts(clinician)
    with pytest.raises(Forbidden):
        view_drafts.leave(clinician, draft_id)


def test_drafts_take_as_many_queries_for_many_as_for_one(program: Program, staff: Staff, session: Session):
    counts = []
    for number in range(3):
        cancelling(staff, a_stored_session(program, day=1, hour=9 + number, hours=1))
        apply(staff, cancelling(staff, a_stored_session(program, day=2, hour=9 + number, hours=1)))
        with statements() as seen:
            found = drafts(staff)
        counts.append((len(found.waiting), len(found.applied), len(seen)))

    assert counts == [(1, 1, counts[0][2]), (2, 2, counts[0][2]), (3, 3, counts[0][2])]
    assert counts[0][2] <= 5
