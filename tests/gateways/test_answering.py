"""Replies are one message each, say nothing of what for, and show every number that can be chosen."""

import re
from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain.conversation import LAST, MOST
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from iopsched.domain.words import Language
from iopsched.gateways import gsm7
from iopsched.gateways.answering import STRANGER, AnsweringVoice
from tests.builders import a_patient, a_program, a_session, at
from tests.gateways.test_wording import LONG_NAME, ORDERS, REVEALING

SESSIONS = {each.id: each for each in (a_session(day % 7, 9.5 + day / 2, 1.5) for day in range(10))}
IDS = tuple(SESSIONS)
LISTS = (Say.WHICH, Say.INSTEAD, Say.OPEN, Say.FULL, Say.KEPT, Say.WAITING, Say.LOST)
HAS_MORE = (Say.WHICH, Say.WAITING)
NUMBERS = {Say.PROPOSED: 3, Say.INSTEAD: LAST, Say.LOST: LAST}
MUST_SAY = {Say.HELP: {"STOP"}, Say.STOPPED: {"START"}, Say.STARTED: {"STOP"}}
"""Carriers ask that a person is told how to leave and how to come back."""


def voice(name: str = "Riverside", zone: str = "", **program: Any) -> AnsweringVoice:
    speaking = replace(a_program(name=name), **{"answers_texts": True} | program)
    return AnsweringVoice(speaking, a_patient(timezone=zone), SESSIONS, at(0, 8))


def a_reply(say: Say) -> Reply:
    """With as much in it as there can be."""
    many = IDS[:MOST] if say in LISTS else IDS[: 10 if say in {Say.WEEK, Say.PROPOSED} else 1]
    old_id = IDS[9] if say in {Say.INSTEAD, Say.LOST, Say.BOOKED, Say.GIVEN_UP} else None
    number, more = NUMBERS.get(say, 0), say in HAS_MORE
    return Reply(say, many, old_id, (Why.MODALITY,), minutes=450, required=570, number=number, more=more)


@pytest.mark.parametrize("say", [*Say])
@pytest.mark.parametrize("name", ["Riverside", LONG_NAME])
@pytest.mark.parametrize("zone", ["", "America/Phoenix"])
def test_every_reply_is_one_discreet_message(say: Say, name: str, zone: str):
    said = voice(name, zone).answer(a_reply(say))

    assert gsm7.septets(said) <= gsm7.SEGMENT
    assert [word for word in REVEALING if word in said.lower()] == []
    assert set(re.findall(r"\w+", said.upper())) & ORDERS == MUST_SAY.get(say, set())
    assert said.startswith(f"{name[:32]}: ")
    assert not re.search(r"http|www", said)


@pytest.mark.parametrize("say", LISTS)
@pytest.mark.parametrize("name", ["Riverside", LONG_NAME])
def test_a_list_shows_all_of_its_numbers(say: Say, name: str):
    said = voice(name).answer(a_reply(say))

    shown = [int(number) for number in re.findall(r"(?:: |; |\? )(\d) ", said)]
    last = [MOST + 1] if say in HAS_MORE else [LAST] * (say in {Say.INSTEAD, Say.LOST})
    assert shown == [*range(1, MOST + 1), *last]


@pytest.mark.parametrize("say", [Say.HELP, Say.UNSURE])
@pytest.mark.parametrize("phone", ["", "+12125550100"])
def test_where_texts_are_not_answered_no_letters_are_taught(say: Say, phone: str):
    said = voice(LONG_NAME, answers_texts=False, phone=phone).answer(Reply(say))

    assert not re.search(r"\b(C|R|PLAN|WEEK|WAIT|TAKE)\b", said)
    assert re.search(r"\b(C|R|PLAN|WEEK|WAIT|TAKE)\b", voice().answer(Reply(say)))


@pytest.mark.parametrize(
    ("still", "named"),
    [
        ({}, ()),
        ({"email": "ana@example.org", "accepts_email": True}, ("E-mail",)),
        ({"devices": 1, "accepts_push": True}, ("Notifications",)),
        ({"email": "ana@example.org", "accepts_email": True, "devices": 1, "accepts_push": True}, ("E-mail", "notifi")),
    ],
)
@pytest.mark.parametrize("language", [*Language])
def test_who_stops_texts_is_told_what_still_comes_and_how_it_ends(
    still: dict[str, Any], named: tuple[str, ...], language: Language
):
    patient = a_patient(language=language.value, **still)

    said = AnsweringVoice(a_program(name=LONG_NAME), patient, {}, at(0, 8)).answer(Reply(Say.STOPPED))

    assert gsm7.septets(said) <= gsm7.SEGMENT
    assert ("STOP ALL" in said) == bool(named)
    assert language is not Language.ENGLISH or all(each in said for each in named)


@pytest.mark.parametrize("why", [*Why])
def test_every_refusal_has_words(why: Why):
    said = voice().answer(Reply(Say.REFUSED, IDS[:1], whys=(why,)))

    assert "Nothing was changed." in said
    assert [word for word in REVEALING if word in said.lower()] == []


def test_a_week_too_long_for_one_message_is_never_shown_in_part():
    said = voice(LONG_NAME).answer(a_reply(Say.PROPOSED))

    assert "10 times on " in said or said.count(" am") + said.count(" pm") >= len(IDS)
    assert said.endswith("Reply 3 to take it.")


def test_a_stranger_is_told_nothing():
    assert gsm7.plain(STRANGER) == STRANGER
    assert gsm7.septets(STRANGER) <= gsm7.SEGMENT
    assert "Riverside" not in STRANGER
    assert [word for word in REVEALING if word in STRANGER.lower()] == []
