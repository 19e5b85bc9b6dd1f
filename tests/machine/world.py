"""A small clinic with too few seats for its patients, a night on which clocks change, and another clinic."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from iopsched.domain.commitment import Commitment
from iopsched.domain.kiosk import Kiosk
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality, Role
from iopsched.store import sessions, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.hours import keep_kiosks
from iopsched.usecases.seats import book_session, wait_for_seat
from iopsched.usecases.weeks import keep_commitments
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
)

SEASONS = {
    "autumn": datetime(2026, 10, 28, 16, 0, tzinfo=UTC),
    "spring": datetime(2027, 3, 10, 17, 0, tzinfo=UTC),
}
"""A Wednesday, noon in New York, of a week whose Sunday has 25 hours, or 23."""
FAR = 8
"""Weeks until the other clinic does anything: no example lives that long."""
TELEHEALTH, SKILLS = Modality.TELEHEALTH, Component.SKILLS


@dataclass(frozen=True, slots=True)
class World:
    """Everybody by id; whatever is ``foreign`` is of the other clinic."""

    start: datetime
    program: Program
    patients: tuple[int, ...]
    scheduler: Staff
    clinician: Staff
    kiosk: Kiosk
    foreign: Program
    foreign_scheduler: Staff
    foreign_patient: int
    foreign_sessions: tuple[int, ...]

    @property
    def monday(self) -> date:
        return self.program.week_of(self.start)


def found(start: datetime) -> World:
    """Write it all down, as it is on that day."""
    program = a_stored_program(
        weeks_ahead=2,
        notice_hours=24,
        hold_minutes=10,
        offer_minutes=120,
        travel_minutes=30,
        site_minutes=20,
        answers_texts=True,
        takes_codes=True,
        counts_joins=True,
    )
    foreign = a_stored_program(name="Hillside", timezone="America/Los_Angeles", first_weekday=6)
    clinician = a_stored_clinician(program)
    _offer(program, start, clinician)
    adjust_availability.open_sessions(now=start)
    patients = _admit(program, start)
    _seat(program, patients, start)
    stranger, sessions = _elsewhere(foreign, start)
    admin = a_stored_staff(program, Role.ADMIN)
    return World(
        start=start,
        program=program,
        patients=patients,
        scheduler=admin,
        clinician=a_stored_staff(program, Role.CLINICIAN, clinician_id=clinician),
        kiosk=keep_kiosks.make(admin, "Main door", now=start)[0],
        foreign=foreign,
        foreign_scheduler=a_stored_staff(foreign),
        foreign_patient=stranger,
        foreign_sessions=sessions,
    )


def _offer(program: Program, start: datetime, clinician: int) -> None:
    """Nine sittings a week, of which some overlap, and two tracks that may not be mixed."""
    always = _always(start)

    def offer(weekdays: set[int], hour: int, minutes: int, seats: int, **more: Any) -> None:
        counted = more.pop("counted_minutes", minutes)
        when = {"weekdays": frozenset(weekdays), "begins": time(hour), "minutes": minutes, "counted_minutes": counted}
        a_stored_offering(program, seats=seats, **when, **always, **more)

    offer({0, 2}, 18, 180, 2, counted_minutes=150, clinician_id=clinician)
    offer({1, 2}, 17, 120, 1, component=SKILLS, modality=TELEHEALTH)
    offer({3}, 10, 120, 1, component=Component.INDIVIDUAL, slot_minutes=60, counted_minutes=60, site="North")
    offer({5}, 10, 180, 1, track="days")
    offer({6}, 9, 120, 3, track="nights", clinician_id=a_stored_clinician(program, "B. Chen"))
    offer({4}, 17, 120, 2, modality=TELEHEALTH, track="nights")


def _admit(program: Program, start: datetime) -> tuple[int, ...]:
    """Ana may do much; Ben's plan tapers, far away; Cem has no phone and no way; Dee is busy and soon full.

    Benny is Ben, written down twice, with the plan that follows.
    """
    today = program.day_of(start)
    turn = today + timedelta(days=8)
    ana = a_stored_patient(program, plan=_always(start))
    taper = {"first_day": today - timedelta(days=28), "last_day": turn, "week_least": 360, "days_most": 2}
    ben = a_stored_patient(program, plan=taper, given_name="Ben", timezone="America/Phoenix")
    online = {"modalities": frozenset({TELEHEALTH}), "week_least": 120, **_always(start)}
    cem = a_stored_patient(program, plan=online, given_name="Cem", phone="", accepts_texts=False)
    short = {"week_least": 300, "week_most": 420, "day_most": 180, **_always(start)}
    dee = a_stored_patient(program, plan=short, given_name="Dee", travel_minutes=60)
    keep_commitments.add(dee.id, Commitment(0, time(16), time(18, 30), weekday=0), now=start)
    after = {"first_day": turn + timedelta(days=1), "last_day": turn + timedelta(weeks=8), "week_least": 180}
    benny = a_stored_patient(program, plan=after, given_name="Benny", phone="", accepts_texts=False)
    return ana.id, ben.id, cem.id, dee.id, benny.id


def _seat(program: Program, patients: tuple[int, ...], start: datetime) -> None:
    """The single seats of next week are taken, and some people wait."""
    ana, ben, cem, dee, _ = patients
    monday = program.week_of(start) + timedelta(weeks=1)
    with reading():
        single = [session for session in sessions.in_week(program, monday) if session.seats == 1]
    for patient, session in zip((cem, ana, dee, ben, ana), single, strict=True):
        book_session.book(patient, session.id, now=start)
    wait_for_seat.wait(ana, single[0].id, now=start)
    wait_for_seat.wait(dee, single[0].id, now=start)
    wait_for_seat.wait_for_any(cem, Wanted(monday=monday), now=start)


def _elsewhere(foreign: Program, start: datetime) -> tuple[int, tuple[int, ...]]:
    """Zoe has a seat, and waits for one that Yui has."""
    monday = foreign.day_of(start) + timedelta(weeks=FAR)
    plan = {"first_day": foreign.day_of(start), "last_day": monday + timedelta(weeks=2)}
    zoe, yui = (a_stored_patient(foreign, plan=plan, accepts_texts=False) for _ in range(2))
    mine, full = (a_stored_session(foreign, day, monday=monday, seats=seats) for day, seats in enumerate((2, 1)))
    book_session.book(zoe.id, mine.id, now=start)
    book_session.book(yui.id, full.id, now=start)
    with transaction():
        waitings.add(foreign.id, zoe.id, Wanted(session_id=full.id), now=start)
    return zoe.id, (mine.id, full.id)


def _always(start: datetime) -> dict[str, Any]:
    return {"first_day": start.date() - timedelta(weeks=4), "last_day": start.date() + timedelta(weeks=20)}
