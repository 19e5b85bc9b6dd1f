"""Values with defaults, so that a test spells out only what matters to it.

Times are wall times of Riverside, in New York; ``day`` counts from MONDAY, the week after NOW, so all of it is ahead.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from iopsched.domain.authorisation import Authorisation, Unit
from iopsched.domain.booking import Booking
from iopsched.domain.commitment import Commitment
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from tests.conftest import NOW

MONDAY = date(2026, 11, 30)
NEW_YORK = ZoneInfo("America/New_York")
_ids = count(1)


def a_program(**given: Any) -> Program:
    return Program(**_with(given, id=1, name="Riverside", timezone="America/New_York"))


def a_patient(**given: Any) -> Patient:
    who = _with(given, given_name="Ana", family_name="Ruiz", phone="+14155550101")
    return Patient(**_with(who, id=1, program_id=1))


def a_plan(**given: Any) -> TreatmentPlan:
    """Nine hours a week, from four weeks before MONDAY to eight weeks after."""
    return TreatmentPlan(**_with(_season(given), id=1, patient_id=1))


def an_authorisation(**given: Any) -> Authorisation:
    """Twelve billable days, from four weeks before MONDAY to eight weeks after."""
    what = {"unit": Unit.DAYS, "amount": 12, "payer": "Acme Health", "reference": "A-1"}
    return Authorisation(**_with(_season(what | given), id=1, patient_id=1))


def an_offering(**given: Any) -> Offering:
    """Monday evening group, 18:00 to 21:00."""
    when = _with(_season(given), weekdays=frozenset({0}), begins=time(18), minutes=180, counted_minutes=180)
    return Offering(**_with(when, id=1, program_id=1, component=Component.GROUP, modality=Modality.IN_PERSON, seats=8))


def at(day: int, hour: float, *, monday: date = MONDAY, zone: ZoneInfo = NEW_YORK) -> datetime:
    """The UTC instant of a wall time; 17.5 is half past five."""
    wall = time(int(hour), round(hour % 1 * 60))
    return datetime.combine(monday + timedelta(days=day), wall, zone).astimezone(UTC)


def a_session(
    day: int = 0, hour: float = 18, hours: float = 3, *, monday: date = MONDAY, zone: ZoneInfo = NEW_YORK, **given: Any
) -> Session:
    """An in-person group with eight seats, all of whose minutes count; with an id of its own."""
    starts = at(day, hour, monday=monday, zone=zone)
    when = {"starts": starts, "ends": starts + timedelta(hours=hours), "day": monday + timedelta(days=day)}
    what = {"component": Component.GROUP, "modality": Modality.IN_PERSON, "counted_minutes": round(hours * 60)}
    return Session(**_with(when | what | given, id=next(_ids), program_id=1, seats=8))


def a_booking(session: Session | None = None, **given: Any) -> Booking:
    seat = session or a_session()
    return Booking(**_with(given, id=seat.id, patient_id=1, session=seat, booked_at=NOW - timedelta(days=3)))


def a_week(*held: Session | Booking, **given: Any) -> Week:
    """Ana's week that begins on MONDAY, with these sessions booked, under ``a_plan()``."""
    bookings = [one if isinstance(one, Booking) else a_booking(one) for one in held]
    return Week(**_with(given, program=a_program(), patient_id=1, monday=MONDAY, plans=(a_plan(),))).adding(*bookings)


def a_commitment(**given: Any) -> Commitment:
    """Mondays from 17:00 to 19:00, unless a weekday or a date is given."""
    when = given if "day" in given else _with(given, weekday=0)
    return Commitment(**_with(when, id=1, begins=time(17), ends=time(19)))


def _with(given: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    return defaults | given


def _season(given: dict[str, Any]) -> dict[str, Any]:
    return _with(given, first_day=MONDAY - timedelta(weeks=4), last_day=MONDAY + timedelta(weeks=8))
