"""Random programs: many patients with lives of their own, and one week of sessions with too few seats; by seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from benchmarks._weeks import MONDAY, RIVERSIDE
from iopsched.domain.commitment import Commitment, busy_spans
from iopsched.domain.session import Session
from iopsched.domain.treatment import EVERY_MODALITY, TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality

SHARES = {Component.GROUP: 80, Component.SKILLS: 35, Component.INDIVIDUAL: 30, Component.FAMILY: 5}
"""Of 150 sessions."""
HOURS = {
    Component.GROUP: (2, 3, 3, 3.5),
    Component.SKILLS: (1, 1.5),
    Component.INDIVIDUAL: (1,),
    Component.FAMILY: (1, 1.5),
}
SEATS = {
    Component.GROUP: (10, 12, 14, 16),
    Component.SKILLS: (16, 20, 24),
    Component.INDIVIDUAL: (1,),
    Component.FAMILY: (4, 6),
}
MORNINGS, EVENINGS = (8.5, 9, 10, 12.5, 13, 14.5), (17, 17.5, 18, 18, 18.5)
WORK, CARE = (time(8), time(16, 30)), (time(16), time(23))
LIVES = ("works", "cares", "studies", "weekends", "free")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody's empty week, and what is offered in it."""

    weeks: tuple[Week, ...]
    sessions: tuple[Session, ...]


def crowd(random: Random, patients: int, sessions: int) -> Crowd:
    """Seats for about nine tenths of the hours that all plans ask for together."""
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    offered = [_session(random, number + 1, kinds[number * len(kinds) // sessions]) for number in range(sessions)]
    return Crowd(tuple(_week(random, number + 1) for number in range(patients)), tuple(offered))


def _session(random: Random, number: int, component: Component) -> Session:
    hours = random.choice(HOURS[component])
    day = MONDAY + timedelta(days=random.choices(range(7), [4, 4, 4, 4, 3, 3, 1])[0])
    hour = random.choice(MORNINGS if day.weekday() > 4 or random.random() < 0.45 else EVENINGS)
    wall = time(int(hour), round(hour % 1 * 60))
    starts = datetime.combine(day, wall, RIVERSIDE.zone).astimezone(UTC)
    return Session(
        id=number,
        program_id=1,
        starts=starts,
        ends=starts + timedelta(hours=hours),
        day=day,
        component=component,
        modality=random.choices([*Modality], [3, 2])[0],
        counted_minutes=round(hours * 60),
        seats=random.choice(SEATS[component]),
        offering_id=number,
    )


def _week(random: Random, number: int) -> Week:
    busy = busy_spans(tuple(_life(random)), MONDAY, RIVERSIDE.zone)
    return Week(RIVERSIDE, patient_id=number, monday=MONDAY, plans=(_plan(random, number),), busy=busy)


def _life(random: Random) -> list[Commitment]:
    """What keeps them busy, and one more evening or morning of their own."""
    spans = {
        "works": [(day, *WORK) for day in range(5)],
        "cares": [(day, *CARE) for day in random.sample(range(5), 3)],
        "studies": [(day, time(9), time(13)) for day in range(5)],
        "weekends": [(5, time(7), time(20)), (6, time(7), time(20))],
        "free": [],
    }[random.choices(LIVES, [35, 20, 15, 15, 15])[0]]
    own = (random.randrange(7), *random.choice((WORK, CARE)))
    return [Commitment(0, begins, ends, weekday=day) for day, begins, ends in (*spans, own)]


def _plan(random: Random, number: int) -> TreatmentPlan:
    least = random.choices((540, 600, 360, 720), [70, 10, 15, 5])[0]
    chances = {
        Component.INDIVIDUAL: (0.07, (60,)),
        Component.GROUP: (0.7, (240, 300, 360)),
        Component.SKILLS: (0.35, (60, 90, 120)),
        Component.FAMILY: (0.03, (60,)),
    }
    needs = {kind: random.choice(most) for kind, (chance, most) in chances.items() if random.random() < chance}
    return TreatmentPlan(
        id=number,
        patient_id=number,
        first_day=MONDAY,
        last_day=date(2026, 12, 31),
        week_least=least,
        week_most=max(19 * 60, least + 240),
        day_least=random.choice((0, 0, 120, 180)),
        day_most=random.choice((180, 240, 300)),
        days_least=random.choice((0, 0, 3)),
        days_most=random.choice((4, 5, 5)),
        components={kind: min(minutes, least) for kind, minutes in needs.items()},
        modalities=frozenset({Modality.IN_PERSON}) if random.random() < 0.1 else EVERY_MODALITY,
    )
