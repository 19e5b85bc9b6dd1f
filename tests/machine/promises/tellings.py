"""Tellings: news of weeks come once, in their round, to whom they may; and no text says what the weeks are for."""

import re
from collections import Counter

from tests.gateways.test_wording import REVEALING
from tests.machine import bulletin
from tests.machine.step import Step
from tests.machine.tables import Row


def news_of_a_week_is_written_and_sent_once(step: Step) -> None:
    """Two records of one person may have heard each, before they were one."""
    merged = {row["merged_into"] for row in step.after["patient"].values()}
    texts = [text for text in step.after["message"].values() if text["kind"] in bulletin.KINDS]
    often = Counter(bulletin.matter(text) for text in texts if text["patient_id"] not in merged)
    assert all(number == 1 for number in often.values()), often


def only_who_agreed_and_is_here_is_told_of_weeks(step: Step) -> None:
    for text in _new(step):
        patient = step.patient(text)
        assert bulletin.is_reached(patient), (text, patient)
        assert patient["archived_at"] is None, (text, patient)


def a_round_comes_on_its_day_and_is_about_its_week(step: Step) -> None:
    for text in _new(step):
        if text["kind"] != "plan_ends":
            days = bulletin.round_days(text["kind"], step.program(text), step.now)
            mondays = [bulletin.week_of(step.after, text, day).isoformat() for day in days]
            assert text["about"]["monday"] in mondays, (text, step.now)


def what_is_written_of_weeks_is_so(step: Step) -> None:
    for text in _new(step):
        assert bulletin.is_so(step.after, text, step.now), text


def no_text_says_what_the_weeks_are_for(step: Step) -> None:
    """Nor who leads them."""
    leaders = [row["name"].lower() for row in step.after["clinician"].values()]
    for _, body in step.texts[step.told :]:
        words = {*re.findall(r"[a-z]+", body.lower())}
        assert words.isdisjoint(REVEALING), body
        assert not any(leader in body.lower() for leader in leaders), body


def _new(step: Step) -> list[Row]:
    return [text for text in step.new("message") if text["kind"] in bulletin.KINDS]
