"""The proof is not vacuous: with one rule switched off on purpose, the rule book or the second opinion notices."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain import booking, week
from iopsched.domain.plan import case, question
from iopsched.domain.plan.choice import Choice
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.requirement import Requirement
from iopsched.domain.wishes import Wishes
from tests.domain.plan import rule_book, verdict
from tests.domain.plan.cp_sat import CpSat, cp_sat
from tests.domain.plan.facts import sittings_of
from tests.domain.plan.large_weeks import large_week
from tests.domain.plan.random_weeks import Scene
from tests.domain.plan.verdict import best_of, facts_in

Patch = pytest.MonkeyPatch
SEEDS, FEW = range(1, 501), 40
"""Weeks within which a broken rule is to be noticed; of these only the smaller ones, which are quick to prove."""


def without_refusal(why: Why) -> Callable[[Patch], None]:
    """The planner takes what is refused for this reason alone."""

    def refusals(*asked: Any) -> Iterator[Refusal]:
        return (refusal for refusal in booking.refusals(*asked) if refusal.why is not why)

    return lambda patch: patch.setattr(case, "refusals", refusals)


def with_days(**changed: Callable[[question.Day], Any]) -> Callable[[Patch], None]:
    """The search sees days that are not as they are."""

    def days(one: question.Question) -> question.Question:
        return replace(
            one, days=tuple(day._replace(**{name: to(day) for name, to in changed.items()}) for day in one.days)
        )

    return with_questions(days)


def with_question(**changed: Any) -> Callable[[Patch], None]:
    return with_questions(lambda one: replace(one, **changed))


def with_questions(change: Callable[[question.Question], question.Question]) -> Callable[[Patch], None]:
    """The search is asked another question."""

    def questions(*asked: Any) -> Iterator[question.Question]:
        return (change(one) for one in question.questions(*asked))

    return lambda patch: patch.setattr(case, "questions", questions)


def without_length(day: question.Day) -> tuple[Choice, ...]:
    """Sessions that are over as soon as they begin overlap with nothing."""
    return tuple(sorted((one._replace(ends=one.starts) for one in day.choices), key=lambda one: one.starts))


BROKEN = {
    "what is booked is booked again": (without_refusal(Why.BOOKED), rule_book.once),
    "cancelled": (without_refusal(Why.CANCELLED), rule_book.takes_place),
    "begun": (without_refusal(Why.STARTED), rule_book.is_ahead),
    "full": (without_refusal(Why.FULL), rule_book.has_seat),
    "in two places, one booked": (without_refusal(Why.OVERLAPS), rule_book.one_place),
    "in two places, both planned": (with_days(choices=without_length), rule_book.one_place),
    "busy": (without_refusal(Why.COMMITTED), rule_book.not_busy),
    "the way to what is booked": (without_refusal(Why.TRAVEL), rule_book.on_the_way),
    "the way between what is planned": (with_question(gaps=()), rule_book.on_the_way),
    "modality": (without_refusal(Why.MODALITY), rule_book.as_allowed),
    "minutes of a day": (with_days(room=lambda day: day.room + 600), rule_book.day_most),
    "minutes of a week": (with_questions(lambda one: replace(one, room=one.room + 600)), rule_book.week_most),
    "days of a week": (with_question(days_room=7), rule_book.days_most),
    "another track is booked": (without_refusal(Why.TRACK), rule_book.one_track),
    "a track of another plan": (without_refusal(Why.TRACK), rule_book.own_track),
    "two tracks are planned": (
        lambda patch: patch.setattr(question, "_tracks", lambda _: [None]),
        rule_book.one_track,
    ),
    "wishes": (lambda patch: patch.setattr(Wishes, "allow", lambda *_: True), rule_book.as_wished),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_rule_book_notices_what_is_not_kept(monkeypatch: Patch, name: str):
    switch_off, rule = BROKEN[name]

    switch_off(monkeypatch)

    assert any(rule.__doc__ in verdict.on(scene, best_of(scene).sessions).broken for scene in scenes())


def test_the_rule_book_notices_a_day_without_a_plan(monkeypatch: Patch):
    """The planner keeps to it twice: it asks what is refused, and gives such a day no minutes."""
    without_refusal(Why.NO_PLAN)(monkeypatch)
    monkeypatch.setattr(question, "_limits", lambda *_: (19 * 60, 7))
    with_days_of_a_plan = with_days(room=lambda day: day.room or 600)

    with_days_of_a_plan(monkeypatch)

    words = rule_book.under_a_plan.__doc__
    assert any(words in verdict.on(scene, best_of(scene).sessions).broken for scene in scenes())


def of_most_days(plans: Any, monday: Any) -> Requirement | None:
    """As it was before a week asked for a share of each plan."""
    whole = week.Week(program=None, patient_id=0, monday=monday, plans=plans).plan  # type: ignore[arg-type]
    if whole is None:
        return None
    return Requirement(whole.week_least, whole.week_most, whole.days_least, whole.days_most, whole.components, (whole,))


WORSE = {
    "the share of each plan": lambda patch: patch.setattr(week, "requirement", of_most_days),
    "kinds": with_question(needs=(), kinds=0),
    "minutes at least": with_questions(lambda one: replace(one, asked=one.asked - 60)),
    "minutes of a day at least": with_days(least=lambda _: 0),
    "days at least": with_question(days_asked=0),
    "what is offered": with_questions(lambda one: replace(one, days=one.days[1:])),
    "a shorter day": with_days(room=lambda day: day.room - 30),
    "a way that is too long": with_questions(lambda one: replace(one, gaps=tuple((240,) * len(g) for g in one.gaps))),
}


@pytest.fixture(scope="module")
def solver() -> Iterator[CpSat]:
    with cp_sat() as process:
        yield process


@pytest.mark.parametrize("name", WORSE)
def test_the_second_opinion_notices_a_week_that_is_not_the_best(monkeypatch: Patch, solver: CpSat, name: str):
    WORSE[name](monkeypatch)

    assert any(is_worse(solver, scene) for scene in scenes())


def is_worse(solver: CpSat, scene: Scene) -> bool:
    """Whether CP-SAT knows a better week."""
    known = solver.best(facts_in(scene), sittings_of(scene.week, scene.offered))
    return known.comes_to < verdict.on(scene, best_of(scene).sessions).comes_to


def scenes() -> Iterator[Scene]:
    return (scene for scene in map(large_week, SEEDS) if len(scene.offered) <= FEW)
