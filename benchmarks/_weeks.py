"""Random weeks as a program could publish them, for the planner's benchmarks; the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from iopsched.domain.plan.case import Case
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
RIVERSIDE = Program(id=1, name="Riverside", timezone="America/New_York")
HOURS = {
    Component.GROUP: (1.5, 2, 3),
    Component.SKILLS: (1, 1.5),
    Component.INDIVIDUAL: (0.5, 1),
    Component.FAMILY: (1, 1.5),
}
OFFERINGS, CLINICIANS = range(1, 40), 9


@dataclass(frozen=True, slots=True)
class Task:
    """An empty week, what is offered in it, and the offerings and clinicians that the patient knows."""

    week: Week
    offered: tuple[Session, ...]
    usual: frozenset[int]
    clinicians: frozenset[int]

    @property
    def case(self) -> Case:
        """Every refusal asked."""
        return Case.of(self.week, self.offered, self.usual, NOW, self.clinicians)


def tasks(random: Random, number: int, candidates: int) -> list[Task]:
    """About one in seven cannot be filled: too few hours fit into its days, or a kind of session is short."""
    return [_task(random, candidates) for _ in range(number)]


def _task(random: Random, candidates: int) -> Task:
    offered = tuple(_session(random, number) for number in range(1, candidates + 1))
    week = Week(RIVERSIDE, patient_id=1, monday=MONDAY, plans=(_plan(random),))
    usual = frozenset(random.sample(OFFERINGS, 8))
    return Task(week, offered, usual, frozenset(offering % CLINICIANS for offering in sorted(usual)[:3]))


def _session(random: Random, number: int) -> Session:
    component = random.choices([*HOURS], [5, 3, 3, 1])[0]
    hours = random.choice(HOURS[component])
    day = MONDAY + timedelta(days=random.choices(range(7), [3, 3, 3, 3, 3, 2, 1])[0])
    half_hours = random.randrange(16, int(43 - 2 * hours) + 1)
    wall = time(half_hours // 2, half_hours % 2 * 30)
    starts = datetime.combine(day, wall, RIVERSIDE.zone).astimezone(UTC)
    return Session(
        id=number,
        program_id=1,
        starts=starts,
        ends=starts + timedelta(hours=hours),
        day=day,
        component=component,
        modality=random.choice([*Modality]),
        counted_minutes=round(hours * 60),
        seats=8,
        offering_id=(offering := random.choice(OFFERINGS)),
        clinician_id=offering % CLINICIANS,
    )


def _plan(random: Random) -> TreatmentPlan:
    least = random.choice((540, 600, 540, 720, 1200))
    chances = {
        Component.INDIVIDUAL: (0.8, (60, 90, 120)),
        Component.GROUP: (0.6, (180, 270, 360)),
        Component.SKILLS: (0.5, (60, 120)),
        Component.FAMILY: (0.3, (60,)),
    }
    return TreatmentPlan(
        id=1,
        patient_id=1,
        first_day=MONDAY,
        last_day=MONDAY + timedelta(days=6),
        week_least=least,
        week_most=max(19 * 60, least + 240),
        day_least=random.choice((0, 0, 120, 180)),
        day_most=random.choice((180, 240, 240, 300)),
        days_least=random.choice((0, 3, 3)),
        days_most=random.choice((3, 4, 5)),
        components={kind: random.choice(most) for kind, (chance, most) in chances.items() if random.random() < chance},
    )
