"""What staff want goes into JSON and comes out as it was."""

import json
from datetime import time, timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.intent import (
    KINDS,
    AddAbsence,
    AddOffering,
    CancelSession,
    ChangeOffering,
    CloseDay,
    EndOffering,
    HandOver,
    Intent,
    MoveSession,
    PutBack,
    PutSeriesBack,
    RemoveAbsence,
    ReopenDay,
    ReopenSession,
    SetSeats,
    as_kept,
    from_kept,
    session_of,
)
from iopsched.domain.offering import Change, Closure
from iopsched.domain.series import Reach
from iopsched.domain.words import Modality
from tests.builders import MONDAY, an_offering

INTENTS: list[Intent] = [
    AddOffering(an_offering(weekdays=frozenset({0, 3}), clinician_id=7), "N. Diaz"),
    ChangeOffering(an_offering(slot_minutes=60)),
    EndOffering(3),
    CloseDay(Closure(MONDAY, "Snow")),
    ReopenDay(MONDAY),
    MoveSession(5, MONDAY, time(18, 30), "Room 2"),
    MoveSession(5, MONDAY, time(18, 30)),
    SetSeats(5, 9),
    HandOver(5, 2),
    CancelSession(5, Reach.FOLLOWING),
    PutSeriesBack(an_offering(), 7, Change(1, MONDAY, begins=time(9))),
    AddAbsence(Absence(0, 2, MONDAY, begins=time(9), ends=time(12), stand_in_id=3)),
    RemoveAbsence(4),
    CancelSession(5),
    ReopenSession(5),
    PutBack(5, Change(1, MONDAY, 2, to_day=MONDAY + timedelta(days=1), begins=time(9), modality=Modality.TELEHEALTH)),
]


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: type(intent).__name__)
def test_it_comes_back_as_it_was(intent: Intent):
    kind, facts = as_kept(intent)

    assert from_kept(kind, json.loads(json.dumps(facts))) == intent


def test_every_kind_is_tried():
    assert {type(intent) for intent in INTENTS} == {*KINDS.values()}


def test_what_an_older_release_did_not_know_has_its_default():
    kind, facts = as_kept(AddOffering(an_offering(), "N. Diaz"))
    del facts["offering"]["track"], facts["clinician"]

    assert from_kept(kind, facts) == AddOffering(an_offering())


def test_only_what_is_about_one_session_names_one():
    assert {session_of(intent) for intent in INTENTS} == {None, 5}
