"""Whatever the use cases note has words and a topic; what they note of it is said, and nothing breaks a page."""

from typing import Any

import pytest

from iopsched.domain.entry import TOPICS, Entry, Topic
from iopsched.domain.words import Role
from iopsched.usecases.people.view_log import Line
from iopsched.web.staff import log_actions, log_words
from iopsched.web.staff.log_actions import ACTIONS
from tests.builders import a_patient, a_program, a_session
from tests.conftest import NOW
from tests.noting import read, written

pytestmark = pytest.mark.usefixtures("context")

COMING = {
    *("held", "released", "waits", "stopped waiting", "offered", "declined", "lapsed", "swapped", "booked for"),
    *("moved for", "cancelled for", "overbooked", "placed"),
}
"""Of rooms that are being built."""


def an_entry(action: str = "booked", origin: str = "", **detail: Any) -> Entry:
    return Entry(1, NOW, "system", action, detail=detail, origin=origin)


def a_line(entry: Entry, **given: Any) -> Line:
    return Line(**{"entry": entry, "by": None, "patient": None, "account": None, "session": None} | given)


def test_whatever_the_use_cases_note_has_words():
    silent = {action: sorted(rooms) for action, rooms in written().items() if action not in ACTIONS}

    assert silent == {}


def test_whatever_has_words_is_found_under_one_topic():
    assert set(ACTIONS) == {action for topic in Topic for action in TOPICS[topic]}
    assert set(log_actions.TOPICS) == {*Topic}
    assert set(ACTIONS) >= COMING


def test_each_action_has_words_of_its_own():
    said = [log_words.action_said(an_entry(action)) for action in ACTIONS]

    assert len(set(said)) == len(said)
    assert all(words[0].isupper() and words[-1].isalpha() for words in said)


def test_actions_are_read_from_the_source_wherever_they_are_said():
    known = written()

    assert known["feed made"] == {"keep_links"}
    assert known["session moved"] == {"change_session"}
    assert {"signed_in", "sign_in_failed", "texts on", "texts off", "looked", "marked"} <= known.keys()
    assert len(known) >= 30


@pytest.mark.parametrize(
    "source",
    [
        "def act(words):\n    audit.note(1, 'system', words, now=now)",
        "def act():\n    audit.note(1, 'system', f'{what} added', now=now)",
        "def act():\n    audit.note(1, 'system', now=now)",
        "def _note(action):\n    audit.note(1, 'system', action, now=now)\ndef act():\n    _note(WORDS[0])",
    ],
)
def test_an_action_that_cannot_be_read_is_named(source: str):
    with pytest.raises(ValueError, match="write the action out"):
        read(source)


def test_an_action_is_read_through_branches_names_and_calls():
    source = """
def _note(who, action):
    audit.note(1, who, action, now=now)

def act(is_in):
    done = "came" if is_in else "went"
    _note("system", done)
    audit.note_sessions(1, "system", "sat", [1], now=now, patient_id=1)
    _note("system", action="rose")
"""
    assert read(source) == {"came", "went", "sat", "rose"}


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({}, ""),
        ({"late": True}, "after the notice"),
        ({"opened": 0, "ended": 1, "kept": 2}, "1 seat lost; 2 seats moved along"),
        ({"opened": 3}, "3 sessions opened"),
        ({"attendance": "late", "minutes": 90}, "late; 1 hour 30 minutes"),
        ({"attendance": "away", "minutes": 0}, "not here"),
        ({"attendance": None, "minutes": 0}, "no mark"),
        ({"day": "2026-12-25", "ended": 3}, "Friday, December 25, 2026; 3 seats lost"),
        ({"staff_id": 2, "role": Role.ADMIN.value}, "Admin"),
        ({"named": True, "numbered": True}, "the name; the number"),
        ({"people": 0}, "0 people"),
        ({"plan_id": 4}, "plan 4"),
        ({"reason": "Room 2 has nine chairs"}, "Room 2 has nine chairs"),
        ({"reason": "She asked", "waiting": 5, "first": True}, "She asked; waiting 5; to the front"),
        ({"first": False}, "back in turn"),
        ({"from_session": 12, "overruled": "committed"}, "instead of session 12; though busy then"),
        ({"overruled": "weather"}, "weather"),
        ({"from_id": 4}, "from id 4"),
    ],
)
def test_what_more_is_known_is_said_and_of_none_nothing(detail: dict[str, Any], said: str):
    assert log_words.details_said(a_line(an_entry(**detail))) == said


def test_a_clinician_is_named_where_the_program_knows_them():
    noted = an_entry("absence added", absence_id=3, clinician_id=2)

    assert log_words.details_said(a_line(noted, clinician="A. Rivera")) == "absence 3; A. Rivera"
    assert log_words.details_said(a_line(noted)) == "absence 3; clinician 2"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("web 203.0.113.7", "Web, 203.0.113.7"),
        ("web", "Web"),
        ("worker", "Worker"),
        ("command", "Command"),
        ("", ""),
    ],
)
def test_where_it_came_from_is_said(origin: str, said: str):
    assert log_words.origin_said(origin) == said


def test_a_look_says_at_what():
    of_person, of_roster = Entry(1, NOW, "staff:2", "looked", patient_id=7), Entry(1, NOW, "staff:2", "looked")

    assert log_words.action_said(of_person) == "Looked at a person"
    assert log_words.action_said(of_roster) == "Looked at who is in a session"


def test_an_action_of_another_release_stands_as_it_was_written():
    assert log_words.action_said(an_entry("teleported")) == "teleported"


def test_who_did_it_is_named_as_staff_name_people():
    ana, session = a_patient(), a_session()
    line, nobody = a_line(an_entry(), by=ana, patient=ana, session=session), a_line(an_entry())
    gone = a_line(Entry(1, NOW, "staff:9", "booked"))

    assert (log_words.by_said(line), log_words.whom_said(line)) == ("Ana R.", "Ana R.")
    assert (log_words.by_said(nobody), log_words.whom_said(nobody)) == ("The program itself", "")
    assert log_words.by_said(gone) == ""
    assert log_words.sitting_said(line).startswith("Group, Mon, Nov 30, 2026, ")
    assert log_words.sitting_said(nobody) == ""
    assert a_program().name not in log_words.by_said(line)
