"""Reports over whole weeks: how seats were used, who came, and what each plan asked and got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain.booking import Attendance, Booking, CancelledBy
from iopsched.domain.program import Program
from iopsched.domain.requirement import requirement
from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan, covering
from iopsched.domain.words import Modality, Part

Group = Part | Modality | None
"""Part of the week, or how it is held; None is all. A telehealth evening is in two of them."""
GROUPS: tuple[Group, ...] = (*Part, *Modality, None)


@dataclass(frozen=True, slots=True)
class SeatUse:
    """Sessions that were held, their seats, how many were booked, and in how many somebody sat."""

    group: Group
    sessions: int
    seats: int
    booked: int
    came: int

    @property
    def percent(self) -> int | None:
        """Booked of the seats; None where there were none. Overbooked is above 100."""
        return round(100 * self.booked / self.seats) if self.seats else None


@dataclass(frozen=True, slots=True)
class Turnout:
    """What became of a week's seats: those that were kept to the end, and those given up or taken away before.

    ``unmarked`` have begun and nobody has said who came; ``ahead`` are still to come.
    """

    monday: date
    came: int
    missed: int
    excused: int
    unmarked: int
    ahead: int
    given_up: int
    late: int
    by_us: int

    @property
    def begun(self) -> int:
        return self.came + self.missed + self.excused + self.unmarked

    @property
    def booked(self) -> int:
        return self.begun + self.ahead


@dataclass(frozen=True, slots=True)
class PlanUse:
    """One plan of one patient within the weeks of a report; without a plan, what was booked outside of all.

    Lengths are minutes; missed and excused count sessions.
    """

    patient_id: int
    plan: TreatmentPlan | None
    required: int
    booked: int
    attended: int
    billable_days: int
    missed: int
    excused: int


def mondays(first: date, last: date) -> tuple[date, ...]:
    """The first days of the weeks from one to another."""
    return tuple(first + timedelta(weeks=weeks) for weeks in range((last - first).days // 7 + 1))


def seat_use(sessions: Iterable[Session], bookings: Iterable[Booking], program: Program) -> tuple[SeatUse, ...]:
    """One row for each group. What was cancelled is left out, and so is what was given up."""
    held = [session for session in sessions if not session.is_cancelled]
    kept = [booking for booking in bookings if booking.is_active]
    return tuple(_use(group, held, kept, program) for group in GROUPS)


def turnouts(
    bookings: Iterable[Booking], program: Program, weeks: Iterable[date], now: datetime
) -> tuple[Turnout, ...]:
    """One row for each week, in order of time, by when the session is."""
    inside: dict[date, list[Booking]] = defaultdict(list)
    for booking in bookings:
        inside[program.week_of(booking.starts)].append(booking)
    return tuple(_turnout(monday, inside[monday], now) for monday in weeks)


def plan_use(
    plans: Mapping[int, tuple[TreatmentPlan, ...]], bookings: Iterable[Booking], program: Program, weeks: Iterable[date]
) -> tuple[PlanUse, ...]:
    """Each plan that is in force in any of the weeks, by patient and in order of time."""
    asked = tuple(weeks)
    theirs = {patient_id: (*held, None) for patient_id, held in plans.items()}
    seats: dict[tuple[int, int | None], list[Booking]] = defaultdict(list)
    for booking in bookings:
        if booking.is_active:
            plan = covering(plans.get(booking.patient_id, ()), booking.session.day)
            theirs.setdefault(booking.patient_id, (None,))
            seats[booking.patient_id, plan.id if plan else None].append(booking)
    rows = (
        _of_plan(patient_id, plan, seats[patient_id, plan.id if plan else None], program, asked)
        for patient_id, held in theirs.items()
        for plan in held
    )
    return tuple(row for row in rows if row.required or row.booked)


def _use(group: Group, sessions: list[Session], bookings: list[Booking], program: Program) -> SeatUse:
    is_in = _is_in(group, program)
    held, kept = [one for one in sessions if is_in(one)], [one for one in bookings if is_in(one.session)]
    return SeatUse(group, len(held), sum(session.seats for session in held), len(kept), sum(map(_came, kept)))


def _is_in(group: Group, program: Program) -> Callable[[Session], bool]:
    def is_in(session: Session) -> bool:
        return group in {None, session.modality, program.part_of(session.starts)}

    return is_in


def _came(booking: Booking) -> bool:
    return booking.attendance is not None and not booking.is_missed


def _turnout(monday: date, bookings: list[Booking], now: datetime) -> Turnout:
    kept = [booking for booking in bookings if booking.is_active]
    lost = [booking for booking in bookings if not booking.is_active]
    own = [booking for booking in lost if booking.cancelled_by is CancelledBy.PATIENT]
    late = sum(booking.is_late for booking in own)
    ahead = sum(booking.attendance is None and booking.session.starts > now for booking in kept)
    return Turnout(
        monday=monday,
        came=sum(map(_came, kept)),
        missed=_marked(kept, Attendance.AWAY),
        excused=_marked(kept, Attendance.EXCUSED),
        unmarked=_marked(kept, None) - ahead,
        ahead=ahead,
        given_up=len(own) - late,
        late=late,
        by_us=len(lost) - len(own),
    )


def _of_plan(
    patient_id: int, plan: TreatmentPlan | None, bookings: list[Booking], program: Program, weeks: tuple[date, ...]
) -> PlanUse:
    per_day: dict[date, int] = defaultdict(int)
    for booking in filter(_came, bookings):
        per_day[booking.session.day] += booking.attended_minutes
    return PlanUse(
        patient_id=patient_id,
        plan=plan,
        required=_asks(plan, weeks) if plan else 0,
        booked=sum(booking.session.counted_minutes for booking in bookings),
        attended=sum(per_day.values()),
        billable_days=sum(minutes >= program.billable_day_minutes for minutes in per_day.values()),
        missed=_marked(bookings, Attendance.AWAY),
        excused=_marked(bookings, Attendance.EXCUSED),
    )


def _asks(plan: TreatmentPlan, weeks: tuple[date, ...]) -> int:
    """Minutes that the plan asks of these weeks: the share of each that it is in force in."""
    return sum(asked.least for monday in weeks if (asked := requirement((plan,), monday)))


def _marked(bookings: Iterable[Booking], attendance: Attendance | None) -> int:
    return sum(booking.attendance is attendance for booking in bookings)
