"""What is otherwise of a session is said in words, and nothing of what stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from iopsched.domain.words import Component, Modality
from iopsched.web.staff.availability.difference_words import before_and_then, difference_said
from tests.builders import MONDAY, a_session, at

pytestmark = pytest.mark.usefixtures("context")

UTC = ZoneInfo("UTC")
"""Nobody is signed in here, so no program says which wall it is."""


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"revision": 4, "taken": 3}, ""),
        (
            {"starts": at(1, 9, zone=UTC), "ends": at(1, 12, zone=UTC), "day": MONDAY + timedelta(days=1)},
            "Tue, Dec 1, 9 am to 12 pm",
        ),
        ({"ends": at(0, 20, zone=UTC), "counted_minutes": 105}, "6 to 8 pm; counts as 1 h 45"),
        ({"modality": Modality.TELEHEALTH, "place": ""}, "telehealth"),
        ({"place": "Room 5", "site": "North"}, "Room 5, North"),
        ({"clinician_id": 2, "clinician": "J. Okafor"}, "J. Okafor leads it"),
        ({"clinician_id": None, "clinician": ""}, "nobody will lead it"),
        ({"component": Component.SKILLS, "seats": 1}, "now skills; 1 seat"),
        ({"track": "Morning", "least": 4}, "only for the track Morning; asks for 4 people"),
    ],
)
def test_what_differs_is_said(facts: dict[str, Any], words: str):
    was = a_session(zone=UTC, place="Room 2", clinician_id=1, clinician="A. Rivera")

    assert difference_said(was, replace(was, **facts)) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"counted_minutes": 90}, ("counts as 3 h", "counts as 1 h 30")),
        ({"component": Component.SKILLS, "seats": 12}, ("group; 8 seats", "skills; 12 seats")),
        ({"clinician_id": None, "clinician": ""}, ("A. Rivera", "nobody leads it")),
    ],
)
def test_a_series_that_changes_alike_is_said_once_before_and_then(facts: dict[str, Any], words: tuple[str, str]):
    series = [a_session(day, zone=UTC, clinician_id=1, clinician="A. Rivera") for day in (0, 2)]

    assert before_and_then([(was, replace(was, **facts)) for was in series]) == words


def test_what_does_not_change_alike_is_not_said_in_one_sentence():
    one, other = a_session(zone=UTC), a_session(day=2, zone=UTC)

    assert before_and_then([(one, replace(one, seats=4)), (other, replace(other, seats=5))]) is None
    assert before_and_then([(one, replace(one, revision=9))]) is None
    assert before_and_then([]) is None
