"""A second opinion on what a program tells of weeks by itself: when, to whom, and whether it is still so."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.machine import line, rule
from tests.machine.tables import Row, Tables, each

KINDS = {"digest", "shortfall", "plan_ends"}
ONE_DAY = timedelta(days=1)


def is_so(tables: Tables, text: Row, now: datetime) -> bool:
    """A week that asks something; one that falls short; a plan that ends then, with none after it."""
    patient_id, about = text["patient_id"], text["about"]
    if text["kind"] == "plan_ends":
        day, plan = date.fromisoformat(about["day"]), tables["treatment_plan"].get(int(about["plan_id"]))
        plans = each(tables["treatment_plan"], patient_id=patient_id)
        follows = any(other["first_day"] <= day + ONE_DAY <= other["last_day"] for other in plans)
        return plan is not None and plan["last_day"] == day and not follows
    monday = date.fromisoformat(about["monday"])
    if not line.asked(tables, patient_id, monday):
        return False
    return text["kind"] == "digest" or line.falls_short(tables, patient_id, monday)


def is_reached(patient: Row) -> bool:
    """By text: nobody here has another way."""
    return bool(patient["accepts_texts"] and patient["phone"] and not patient["phone_is_bad"])


def round_days(kind: str, program: Row, now: datetime) -> Iterator[date]:
    """Days of that weekday from whose hour on it is less than a day."""
    zone = ZoneInfo(program["timezone"])
    today = now.astimezone(zone).date()
    for day in (today, today - ONE_DAY):
        begins = datetime.combine(day, program["weekly_at"], zone).astimezone(UTC)
        if day.weekday() == program[f"{kind}_weekday"] and begins <= now < begins + ONE_DAY:
            yield day


def next_round(kind: str, program: Row, now: datetime) -> datetime:
    """When the next one begins."""
    zone = ZoneInfo(program["timezone"])
    days = (now.astimezone(zone).date() + timedelta(days=number) for number in range(8))
    begins = (
        datetime.combine(day, program["weekly_at"], zone) for day in days if day.weekday() == program[f"{kind}_weekday"]
    )
    return next(moment.astimezone(UTC) for moment in begins if moment > now)


def told(tables: Tables, kind: str, patient_id: int, monday: date) -> Iterator[Row]:
    """What was ever written to them of a week."""
    about = {"monday": monday.isoformat()}
    return each(tables["message"], kind=kind, patient_id=patient_id, about=about)


def matter(text: Row) -> tuple[Any, ...]:
    return text["kind"], text["patient_id"], *sorted(text["about"].items())


def week_of(tables: Tables, text: Row, day: date) -> date:
    """The one that a round of that day is about."""
    ahead = timedelta(days=3 if text["kind"] == "digest" else 0)
    return rule.week_of(tables, text["program_id"], day + ahead)
