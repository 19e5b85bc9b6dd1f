"""A change of what a week counts, where nothing moves: all inside are in the preview, and hear what they notice."""

from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain.intent import offered
from iopsched.domain.message import Kind
from iopsched.domain.news import Word
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, draft_change
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_patient, a_stored_session
from tests.usecases.test_change_session import told
from tests.usecases.test_draft_change import applied, drafted

HERS = {"week_least": 180, "days_least": 1, "components": {Component.GROUP: 180}, "track": "Men"}


@pytest.fixture
def group(program: Program) -> Offering:
    offering = a_stored_offering(program, first_day=MONDAY, last_day=MONDAY)
    adjust_availability.open_sessions(now=NOW)
    return offering


@pytest.fixture
def inside(program: Program, group: Offering) -> Patient:
    patient = a_stored_patient(program, plan=HERS)
    with reading():
        (session,) = sessions.between(program.id, *program.week_bounds(MONDAY))
    book_session.book(patient.id, session.id, now=NOW)
    a_stored_session(program, day=2)
    return patient


@pytest.mark.parametrize(
    ("facts", "hours", "lacks"),
    [({"counted_minutes": 60}, (180, 60), 120), ({"component": Component.SKILLS}, (180, 180), 180)],
)
def test_who_is_inside_falls_short_in_the_preview_and_hears(
    staff: Staff, group: Offering, inside: Patient, facts: dict[str, Any], hours: tuple[int, int], lacks: int
):
    preview = drafted(staff, offered.ChangeOffering(replace(group, **facts)))

    (one,) = preview.change.short
    assert (one.patient.id, one.before.minutes, one.after.minutes) == (inside.id, *hours)
    assert (one.after.to_go, one.word, len(one.mendings)) == (lacks, Word.MESSAGE, 1)
    assert applied(staff, preview) == Effect(altered=1, told=1)
    assert told(inside) == [Kind.MOVED]


def test_what_is_taken_back_before_they_heard_is_told_to_nobody(staff: Staff, group: Offering, inside: Patient):
    preview = drafted(staff, offered.ChangeOffering(replace(group, counted_minutes=60)))
    applied(staff, preview)

    back = draft_change.view(staff, draft_change.undo(staff, preview.draft.id, now=NOW), now=NOW)

    assert [(one.before.minutes, one.after.minutes, one.word) for one in back.change.touched] == [
        (60, 180, Word.UNHEARD)
    ]
    assert applied(staff, back) == Effect(altered=1, unheard=1)
    assert told(inside) == []


def test_a_track_that_is_not_theirs_is_shown_as_beyond_their_plan_and_is_no_news(
    staff: Staff, group: Offering, inside: Patient
):
    preview = drafted(staff, offered.ChangeOffering(replace(group, track="Women")))

    (one,) = preview.change.beyond
    assert [refusal.why for refusal in one.whys[one.altered[0][0].id]] == [Why.TRACK]
    assert (one.falls_short, one.word) == (False, Word.NONE)
    assert applied(staff, preview) == Effect(altered=1, silent=1)
    assert told(inside) == []
