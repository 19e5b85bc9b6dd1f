"""What staff want goes into JSON and comes out as it was."""

import json
from datetime import time, timedelta

import pytest

from iopsched.domain.absence import Absence
from iopsched.domain.intent import KINDS, Intent, Several, as_kept, away, frame, from_kept, offered, session_of, single
from iopsched.domain.offering import Change, Closure
from iopsched.domain.room import Cap, Room
from iopsched.domain.season import Season
from iopsched.domain.series import Reach
from iopsched.domain.span import Span
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, an_offering

INTENTS: list[Intent] = [
    offered.AddOffering(an_offering(weekdays=frozenset({0, 3}), clinician_id=7), "N. Diaz"),
    offered.ChangeOffering(an_offering(slot_minutes=60)),
    offered.EndOffering(3),
    offered.EndOffering(3, MONDAY, "group"),
    offered.CloseDay(Closure(MONDAY, "Snow")),
    offered.ReopenDay(MONDAY),
    single.MoveSession(5, MONDAY, time(18, 30), "Room 2"),
    single.MoveSession(5, MONDAY, time(18, 30)),
    single.SetSeats(5, 9),
    single.HandOver(5, 2),
    single.AlterSession(5, Modality.TELEHEALTH, 90, 75, 2, "Room 2", "https://video.example/1"),
    single.CancelSession(5, Reach.FOLLOWING),
    offered.PutSeriesBack(an_offering(), 7, Change(1, MONDAY, begins=time(9))),
    away.AddAbsence(Absence(0, 2, MONDAY, begins=time(9), ends=time(12), stand_in_id=3)),
    away.ChangeAbsence(Absence(4, 2, MONDAY)),
    away.RemoveAbsence(4),
    away.RemoveAbsence(4, "A. Rivera", Span(MONDAY, MONDAY + timedelta(days=2), time(9))),
    frame.PutRoom(Room(2, "Room 2", "North", 9)),
    frame.PutRoom(Room(2, "Room 2", "North", 9), (4, 5)),
    frame.RemoveRoom(2, "Room 2"),
    frame.SetCaps((Cap(Component.GROUP, 12),)),
    frame.PutSeason(Season(3, "Summer", MONDAY, MONDAY + timedelta(weeks=9), yearly=True)),
    frame.RemoveSeason(3, "Summer"),
    frame.BringSeasonBack(Season(0, "Summer", MONDAY, MONDAY), only=(5, 6), pausing=(7,)),
    single.CancelSession(5),
    Several((offered.AddOffering(an_offering()), single.CancelSession(5, Reach.FOLLOWING))),
    single.ReopenSession(5),
    single.PutBack(
        5, Change(1, MONDAY, 2, to_day=MONDAY + timedelta(days=1), begins=time(9), modality=Modality.TELEHEALTH)
    ),
]


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: type(intent).__name__)
def test_it_comes_back_as_it_was(intent: Intent):
    kind, facts = as_kept(intent)

    assert from_kept(kind, json.loads(json.dumps(facts))) == intent


def test_every_kind_is_tried():
    assert {type(intent) for intent in INTENTS} == {*KINDS.values()}


def test_what_an_older_release_did_not_know_has_its_default():
    kind, facts = as_kept(offered.AddOffering(an_offering(), "N. Diaz"))
    del facts["offering"]["track"], facts["clinician"]

    assert from_kept(kind, facts) == offered.AddOffering(an_offering())


def test_only_what_is_about_one_session_names_one():
    assert {session_of(intent) for intent in INTENTS} == {None, 5}
