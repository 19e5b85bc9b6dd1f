"""A patient who is nobody, with a week to show texts by: one that is half booked, one that is full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Language, Modality

SEATS = 8
EVENINGS = ((1, Component.GROUP, Modality.IN_PERSON), (3, Component.SKILLS, Modality.TELEHEALTH))
FRIDAY = (4, Component.FAMILY, Modality.IN_PERSON)
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """``sessions`` are two evenings of the week that begins on ``monday``, ``other`` the third one that fills it."""

    program: Program
    patient: Patient
    monday: date
    sessions: tuple[Session, Session]
    other: Session

    @property
    def eve(self) -> datetime:
        """The evening before the first session."""
        return self.sessions[0].starts - timedelta(days=1)

    @property
    def week(self) -> Week:
        """Six of nine hours."""
        asked = {Component.GROUP: 180, Component.FAMILY: 180}
        span = (self.monday - timedelta(weeks=4), self.monday + timedelta(weeks=4))
        plan = TreatmentPlan(NOBODY, NOBODY, *span, week_least=540, week_most=1140, components=asked)
        held = tuple(Booking(each.id, NOBODY, each, self.eve) for each in self.sessions)
        return Week(self.program, NOBODY, self.monday, held, (plan,))

    @property
    def full_week(self) -> Week:
        return self.week.adding(Booking(self.other.id, NOBODY, self.other, self.eve))


def sample(program: Program, language: Language, now: datetime) -> Sample:
    """In the week after the one of ``now``."""
    monday = program.week_of(now) + timedelta(weeks=1)
    nobody = Patient(NOBODY, program.id, "Ana", "R", language=language.value)
    first, second, other = (
        _evening(program, monday, number, *each) for number, each in enumerate((*EVENINGS, FRIDAY), 1)
    )
    return Sample(program, nobody, monday, (first, second), other)


def _evening(
    program: Program, monday: date, number: int, offset: int, component: Component, modality: Modality
) -> Session:
    """Six to nine."""
    day = monday + timedelta(days=offset)
    starts = zone.instant(day, time(18), program.zone)
    ends = starts + timedelta(hours=3)
    return Session(number, program.id, starts, ends, day, component, modality, 180, SEATS)
