"""Replacements looked for step by step come to what one whole look does, and to no more work than is asked for."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.intent import single
from iopsched.domain.make_up import smallest
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.availability import draft_change, seek_replacements
from iopsched.usecases.availability.draft_change import Otherwise, Preview
from iopsched.usecases.availability.seek_replacements import Step
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_session, a_stored_staff
from tests.usecases.test_draft_change import THREE_HOURS, applied


@pytest.fixture(autouse=True)
def steps_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iopsched.usecases.availability.seek_replacements.STEP", 2)


@pytest.fixture
def preview(program: Program, staff: Staff) -> Preview:
    """Six fall short, four seats are left elsewhere, and something was looked for one of the six."""
    gone, _ = a_stored_session(program), a_stored_session(program, day=2, seats=4)
    for _ in range(6):
        book_session.book(a_stored_patient(program, plan=THREE_HOURS).id, gone.id, now=NOW)
    draft_id = draft_change.draft(staff, single.CancelSession(gone.id), now=NOW)
    return draft_change.view(staff, draft_id, most=1, now=NOW)


def steps(staff: Staff, preview: Preview) -> Iterator[Step]:
    return seek_replacements.seek(staff, preview.draft.id, preview.draft.fingerprint, after=1, now=NOW)


def test_the_last_step_is_what_one_whole_look_comes_to(staff: Staff, preview: Preview):
    found = [*steps(staff, preview)]

    whole = draft_change.view(staff, preview.draft.id, most=6, now=NOW).change
    assert found[-1].change == whole
    assert tuple(one for step in found for one in step.fresh) == whole.short[1:]
    assert [(step.change.unsought, len(step.change.stuck)) for step in found] == [(3, 0), (1, 1), (0, 2)]


def test_nothing_is_looked_for_that_nobody_asks_for(staff: Staff, preview: Preview):
    with patch("iopsched.domain.foresight.smallest", wraps=smallest) as look:
        found = steps(staff, preview)
        assert look.call_count == 0

        with statements() as asked:
            next(found)

    assert (look.call_count, asked) == (3, [])


def test_what_would_do_something_else_by_now_is_not_looked_into(program: Program, staff: Staff, preview: Preview):
    (gone,) = preview.change.closed
    book_session.book(a_stored_patient(program).id, gone.id, now=NOW)

    with pytest.raises(Otherwise):
        steps(staff, preview)


def test_nothing_is_looked_for_once_it_is_applied(staff: Staff, preview: Preview):
    applied(staff, preview)

    with pytest.raises(Invalid):
        steps(staff, preview)


def test_it_is_for_schedulers(program: Program, preview: Preview):
    with pytest.raises(Forbidden):
        steps(a_stored_staff(program, Role.CLINICIAN), preview)
