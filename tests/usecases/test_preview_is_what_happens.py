"""What the preview says is what applying it does: random programs, every kind of change, both kinds of database."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from iopsched.domain.errors import Invalid
from iopsched.domain.intent import KINDS
from iopsched.usecases.availability import draft_change
from iopsched.usecases.availability.draft_change import Preview
from tests.conftest import NOW
from tests.usecases.preview_court import expected_news, is_as_previewed, with_leader, with_name
from tests.usecases.preview_wanted import is_as_wanted
from tests.usecases.random_clinic import Clinic
from tests.usecases.random_several import MAKERS
from tests.usecases.random_state import Glimpse, glimpse

EXAMPLES = int(os.environ.get("PREVIEW_EXAMPLES", "3"))
"""Of each kind, on each database."""
SPLIT_AGAIN = {"put series back"}
"""What begins a new part, with sessions of its own where weekdays of two parts meet in one week."""


def applied(clinic: Clinic, draft_id: int) -> tuple[Preview, Glimpse]:
    """Once it came to what its preview said, with what is there then."""
    preview, before = draft_change.view(clinic.staff, draft_id, now=NOW), glimpse(clinic)
    effect = draft_change.apply(clinic.staff, draft_id, preview.draft.fingerprint, now=NOW)
    after = glimpse(clinic)
    is_as_previewed(preview, effect, before, after)
    return preview, after


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=EXAMPLES,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_the_preview_says_is_what_apply_does_and_undo_takes_it_back(data: st.DataObject, kind: str):
    """Of each kind that there is: one that cannot be drawn, or never be carried out, fails."""
    clinic = Clinic(data)
    try:
        intent = MAKERS[kind](clinic)
        draft_id = draft_change.draft(clinic.staff, intent, now=NOW)
    except Invalid:
        reject()
    before = glimpse(clinic)

    preview, after = applied(clinic, draft_id)

    assert isinstance(intent, KINDS[kind])
    assert after.news - before.news == expected_news(preview.change)
    is_as_wanted(clinic, intent, after)

    undo, back = applied(clinic, draft_change.undo(clinic.staff, draft_id, now=NOW))
    facts = with_leader if kind in SPLIT_AGAIN else with_name
    assert sorted(map(facts, back.sessions)) == sorted(map(facts, before.sessions))
    assert back.seats == before.seats or kind in SPLIT_AGAIN
    assert back.frame.nameless == before.frame.nameless
    assert {whose for whose, *_ in back.news - before.news} <= {
        one.patient.id for one in undo.change.touched if one.altered
    }
