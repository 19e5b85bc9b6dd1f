"""The town: a program whose seats are a little scarce, and its patients, in several zones."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality, Role
from iopsched.usecases.availability import adjust_availability
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program, a_stored_staff

START = datetime(2026, 10, 15, 11, 0, tzinfo=UTC)
"""A Thursday, seven in the morning in New York; on 2026-11-01 its clocks are set back."""
ZONES = ("", "", "", "America/Chicago", "America/Phoenix", "America/Los_Angeles")
SEATS = 6
HOURS = (time(9), time(10, 30), time(13), time(17), time(18), time(18, 30))


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody, by id."""

    program: Program
    staff: Staff
    patients: tuple[int, ...]


def found(patients: int, random: Random) -> Town:
    """Write it all down, as it is at START."""
    program = a_stored_program(answers_texts=True, weeks_ahead=2, offer_minutes=120, notice_hours=24)
    season = {"first_day": START.date() - timedelta(weeks=2), "last_day": START.date() + timedelta(weeks=12)}
    for number in range(max(6, patients // 4)):
        minutes = random.choice([60, 120, 180])
        what = {"component": tuple(Component)[number % 2 * 3], "modality": tuple(Modality)[number % 2]}
        when = {"weekdays": frozenset({number % 7}), "begins": random.choice(HOURS)}
        how_long = {"minutes": minutes, "counted_minutes": minutes, "seats": SEATS}
        a_stored_offering(program, **what, **when, **how_long, **season)
    adjust_availability.open_sessions(now=START)
    admitted = tuple(
        a_stored_patient(
            program,
            plan=season,
            phone=f"+1415{number:07}" if random.random() < 0.97 else "",
            timezone=random.choice(ZONES),
            accepts_texts=random.random() < 0.9,
        ).id
        for number in range(1, patients + 1)
    )
    return Town(program, a_stored_staff(program, Role.ADMIN), admitted)
