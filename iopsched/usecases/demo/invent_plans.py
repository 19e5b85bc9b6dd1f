"""Treatment plans that do not exist, for the demo: what each of its programs would ask, week after week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Component, LevelOfCare, Modality

Course = tuple[tuple[int, TreatmentPlan], ...]
"""Steps that follow each other: for how many weeks, and what they ask."""
NO_DAY = date(2000, 1, 1)


def plans(program: str, first_day: date, until: date, random: Random) -> Iterator[TreatmentPlan]:
    """One course of the program from its first day on, without a gap; aftercare fills what is left up to ``until``."""
    course = random.choice(COURSES[program])
    for weeks, asked in course:
        last_day = first_day + timedelta(weeks=weeks, days=-1)
        yield replace(asked, first_day=first_day, last_day=last_day)
        first_day = last_day + timedelta(days=1)
    if first_day <= until:
        yield replace(AFTERCARE, first_day=first_day, last_day=until)


def _asking(least: float, most: float, level: LevelOfCare = LevelOfCare.IOP, **hours: float) -> TreatmentPlan:
    """Hours a week at least and at most; then hours of each component by name, of a day, and days."""
    limits: dict[str, Any] = {name: int(hours.pop(name)) for name in ("days_least", "days_most") if name in hours}
    limits |= {name: round(hours.pop(name) * 60) for name in ("day_least", "day_most") if name in hours}
    return TreatmentPlan(
        id=0,
        patient_id=0,
        first_day=NO_DAY,
        last_day=NO_DAY,
        level_of_care=level,
        week_least=round(least * 60),
        week_most=round(most * 60),
        components={Component(name): round(number * 60) for name, number in hours.items()},
        **limits,
    )


NINE = _asking(9, 12, group=5, skills=2, individual=1, family=1, day_most=4, days_least=3, days_most=5)
TEN = _asking(10, 13, group=6, skills=2, individual=1, family=1, day_most=5, days_least=3, days_most=5)
TWELVE = _asking(12, 15, group=8, skills=2, individual=1, family=1, day_most=5, days_least=4, days_most=6)
REMOTE = replace(NINE, modalities=frozenset({Modality.TELEHEALTH}))
SIX = _asking(6, 9, LevelOfCare.STEP_DOWN, group=3, skills=2, day_most=4)
AFTERCARE = _asking(1, 6, LevelOfCare.AFTERCARE)
YOUTH = _asking(6, 12, group=3, skills=2, family=1, day_most=4, days_least=2, days_most=4)
YOUTH_MORE = _asking(9, 15, group=6, skills=2, family=1, day_most=4, days_least=3, days_most=5)
WHOLE_DAYS = _asking(
    20, 30, LevelOfCare.PHP, group=12, skills=4, individual=0.5, day_least=4, day_most=8, days_least=3, days_most=5
)
MORNINGS = _asking(9, 15, group=6, skills=2, day_most=5, days_least=3)
MESA_NINE = _asking(9, 13, group=6, skills=2, individual=1, day_most=5, days_least=3)
MESA_TWELVE = _asking(12, 16, group=9, skills=2, individual=1, day_most=5, days_least=4)
FOUR_TIMES = _asking(14, 17.5, group=14, day_most=4, days_least=4)
THREE_TIMES = _asking(10.5, 14, group=10.5, day_most=4, days_least=3)
TWICE = _asking(7, 10.5, LevelOfCare.STEP_DOWN, group=7, day_most=4)
TRACK = _asking(9, 12, group=7.5, individual=1, day_most=4, days_least=3)

COURSES: Mapping[str, tuple[Course, ...]] = MappingProxyType(
    {
        "riverside": (
            ((8, NINE), (4, SIX)),
            ((8, NINE), (4, SIX)),
            ((8, TEN), (4, SIX)),
            ((4, TWELVE), (4, NINE), (4, SIX)),
            ((8, REMOTE), (4, SIX)),
        ),
        "harbor": (((10, YOUTH),), ((4, YOUTH_MORE), (6, YOUTH))),
        "hilltop": (((3, WHOLE_DAYS), (6, MORNINGS)), ((6, WHOLE_DAYS), (6, MORNINGS))),
        "mesa": (((8, MESA_NINE),), ((4, MESA_TWELVE), (4, MESA_NINE))),
        "lakeside": (((4, FOUR_TIMES), (3, THREE_TIMES), (3, TWICE)), ((6, THREE_TIMES), (3, TWICE))),
        "brookside": (((8, TRACK),),),
    }
)
"""Tapers among them: each step asks for less than the one before."""
