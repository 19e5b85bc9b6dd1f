"""People who do not exist, for the demo: names, phones that nobody has, hours at work and at school, and habits."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from importlib.resources import files
from itertools import count, islice
from random import Random

from iopsched.domain.commitment import Commitment
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Language, Modality, Part
from iopsched.usecases.demo.invent_plans import plans
from iopsched.usecases.people.admit_patient import Admission

TURNS = (
    *("riverside", "harbor", "riverside", "mesa", "riverside", "hilltop", "riverside", "lakeside", "riverside"),
    *("brookside", "riverside", "harbor", "riverside", "mesa", "riverside", "lakeside", "riverside", "brookside"),
    *("hilltop", "harbor"),
)
"""Whose turn it is to get the next patient."""
WORK, SCHOOL = (time(9), time(17)), (time(8), time(13, 45))
WORKING = {"riverside": 0.5, "lakeside": 0.5, "brookside": 0.5}
"""How many of a program's patients work by day."""


class Fill(StrEnum):
    """How much of a week is booked."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


class Special(StrEnum):
    """What there is to see at somebody."""

    SPANISH = "spanish"
    MAILED = "mailed"
    NOTIFIED = "notified"
    PAID = "paid"


SPECIAL = {2: Special.NOTIFIED, 6: Special.MAILED, 8: Special.PAID, 12: Special.SPANISH}
"""Of Riverside, by the order in which they are invented: a device, no phone but an address, an authorisation."""


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody to admit, with plans in order of time, busy hours, likes, and how last week, this and next look."""

    program: str
    admission: Admission
    plans: tuple[TreatmentPlan, ...]
    commitments: tuple[Commitment, ...]
    likes: frozenset[str]
    fills: tuple[Fill, Fill, Fill]
    special: Special | None = None

    @property
    def email(self) -> str:
        return f"{self.admission.given_name}@example.org".lower()


def invent(number_of: int, *, mondays: Mapping[str, date], until: date, seed: int) -> Iterator[Invented]:
    """So many people, the same for the same seed, with plans without a gap up to ``until``.

    ``mondays`` holds the first day of each program's week that is now. The first of all has a phone, agrees to texts,
    came two weeks ago and has part of this week booked: a newcomer signs in as this one.
    """
    random = Random(seed)  # noqa: S311 # nothing here is a secret
    for number, (given, family) in enumerate(islice(_names(), number_of)):
        program = TURNS[number % len(TURNS)]
        weeks_ago = random.choice([0, 1, 1, 2, 2, 3, 3]) if number else 2
        first_day = mondays[program] - timedelta(weeks=weeks_ago)
        yield Invented(
            program=program,
            admission=_admission(given, family, number, random),
            plans=tuple(plans(program, first_day, until, random)),
            commitments=tuple(_commitments(program, random)),
            likes=frozenset(random.sample([*Part, *Modality], 2))
            if number
            else frozenset({Part.EVENING, Part.WEEKEND}),
            fills=_fills(random) if number else (Fill.WHOLE, Fill.PART, Fill.NONE),
            special=SPECIAL.get(number),
        )


def _names() -> Iterator[tuple[str, str]]:
    """First and last names without end; once around, the last names move on by one."""
    text = (files("iopsched") / "data" / "demo_people.csv").read_text(encoding="utf-8")
    given, family = zip(*csv.reader(text.splitlines()[1:]), strict=True)
    for around in count():
        yield from zip(given, family[around % len(family) :] + family[: around % len(family)], strict=True)


def _admission(given: str, family: str, number: int, random: Random) -> Admission:
    """Some have no phone, some agree to no texts, some live in another zone than their program."""
    has_phone = number % 13 != 6
    agrees = random.random() < 0.85 or not number
    lives_west = TURNS[number % len(TURNS)] == "riverside" and number % 12 == 10
    return Admission(
        given_name=given,
        family_name=family,
        phone=f"+1415555{100 + number:04}" if has_phone else "",
        timezone="America/Chicago" if lives_west else "",
        accepts_texts=has_phone and agrees,
        language=Language.SPANISH if SPECIAL.get(number) is Special.SPANISH else Language.ENGLISH,
    )


def _commitments(program: str, random: Random) -> Iterator[Commitment]:
    """Work or school from Monday to Friday; or, for some, a child to fetch on one afternoon."""
    works, fetches = random.random() < WORKING.get(program, 0), random.random() < 0.2
    if works or program == "harbor":
        begins, ends = SCHOOL if program == "harbor" else WORK
        yield from (Commitment(0, begins, ends, weekday=weekday) for weekday in range(5))
    elif fetches:
        yield Commitment(0, time(16), time(17, 30), weekday=random.randrange(5))


def _fills(random: Random) -> tuple[Fill, Fill, Fill]:
    return (
        random.choices([*Fill], [70, 25, 5])[0],
        random.choices([*Fill], [55, 35, 10])[0],
        random.choices([*Fill], [30, 25, 45])[0],
    )
