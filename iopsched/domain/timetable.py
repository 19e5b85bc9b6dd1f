"""Which sessions should exist, and how that differs from those that do: desired state and difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from iopsched.domain import zone
from iopsched.domain.absence import Absence, Diary
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.room import NO_LIMITS, SeatLimits
from iopsched.domain.words import Component, Modality

Key = tuple[int, date, int]
BACK = timedelta(days=60)
"""How far back an original date may lie whose session was moved to a day still ahead."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a session should be. ``key`` = offering, original date, slot: it outlives every move."""

    key: Key
    starts: datetime
    ends: datetime
    day: date
    component: Component
    modality: Modality
    counted_minutes: int
    seats: int
    clinician_id: int | None = None
    place: str = ""
    site: str = ""
    track: str = ""
    least: int = 0


@dataclass(frozen=True, slots=True)
class Existing:
    """A session that does exist, as the difference needs it."""

    session_id: int
    sitting: Sitting
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What to do, so that what exists becomes what should: open these, alter these (by session id), cancel these.

    ``stood_in`` are sessions that somebody else leads for once, by id, as it was before anything was written.
    """

    opened: tuple[Sitting, ...] = ()
    altered: tuple[tuple[int, Sitting], ...] = ()
    cancelled: tuple[int, ...] = ()
    stood_in: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.altered or self.cancelled)

    @property
    def touched(self) -> tuple[int, ...]:
        """Sessions that exist and are altered or cancelled, by id."""
        return (*(session_id for session_id, _ in self.altered), *self.cancelled)


@dataclass(frozen=True, slots=True)
class Desired:
    """The sittings that should exist, beside the sessions that do."""

    sittings: tuple[Sitting, ...]
    existing: tuple[Existing, ...]

    def difference(self, now: datetime) -> Difference:
        """What should be otherwise than it is.

        What has begun stays, and so does what by the new facts would have begun already: its day is under way.
        """
        settled = {row.sitting.key for row in self.existing if row.sitting.starts <= now}
        settled |= {sitting.key for sitting in self.sittings if sitting.starts <= now}
        return difference(
            (sitting for sitting in self.sittings if sitting.key not in settled),
            (row for row in self.existing if row.sitting.key not in settled),
        )


def sittings(
    program: Program,
    offerings: Iterable[Offering],
    closures: Iterable[Closure],
    changes: Iterable[Change],
    first: date,
    last: date,
    absences: Iterable[Absence] = (),
    limits: SeatLimits = NO_LIMITS,
) -> Iterator[Sitting]:
    """Every sitting that should exist with an original date from ``first`` to ``last``, both included.

    A weekly series keeps its wall time; a wall time that a spring night skips begins an hour later. What an absent
    clinician would lead is led by their stand-in, where free, and else by nobody.
    There are no more seats than ``limits`` allow.
    """
    planned = (_limited(one, limits) for one in _planned(program, offerings, closures, changes, first, last))
    away = tuple(absences)
    return _covered([*planned], away, program) if away else planned


def _planned(
    program: Program,
    offerings: Iterable[Offering],
    closures: Iterable[Closure],
    changes: Iterable[Change],
    first: date,
    last: date,
) -> Iterator[Sitting]:
    closed = [closure.span.bounds(program.zone) for closure in closures]
    by_key = {(change.offering_id, change.day, change.slot): change for change in changes}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    for offering in offerings:
        for day in filter(offering.falls_on, days):
            for slot in range(offering.slots):
                change = by_key.get((offering.id, day, slot))
                sitting = _sitting(program, offering, day, slot, change)
                if not (change and change.is_cancelled) and not _is_within(sitting, closed):
                    yield sitting


def difference(desired: Iterable[Sitting], existing: Iterable[Existing]) -> Difference:
    """What turns ``existing`` into ``desired``. A cancelled session whose sitting is desired again is re-opened."""
    wanted: Mapping[Key, Sitting] = {sitting.key: sitting for sitting in desired}
    known = {row.sitting.key: row for row in existing}
    return Difference(
        opened=tuple(sitting for key, sitting in wanted.items() if key not in known),
        altered=tuple(
            (row.session_id, wanted[key])
            for key, row in known.items()
            if key in wanted and (row.is_cancelled or row.sitting != wanted[key])
        ),
        cancelled=tuple(row.session_id for key, row in known.items() if key not in wanted and not row.is_cancelled),
    )


def _covered(planned: list[Sitting], absences: tuple[Absence, ...], program: Program) -> Iterator[Sitting]:
    """In order of time, so that whoever stands in twice at once leads the first."""
    plain = Diary((), absences, program.zone)
    missing = {sitting.key: away for sitting in planned if (away := plain.away(sitting.clinician_id, sitting))}
    led = [sitting for sitting in planned if sitting.key not in missing]
    yield from led
    for sitting in sorted((one for one in planned if one.key in missing), key=lambda one: (one.starts, one.key)):
        diary = Diary(tuple(led), absences, program.zone)
        named = (absence.stand_in_id for absence in missing[sitting.key] if absence.stand_in_id is not None)
        led.append(replace(sitting, clinician_id=next(iter(diary.free(named, sitting)), None)))
        yield led[-1]


def _is_within(sitting: Sitting, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    """Whether any of it lies in one of the half-open spans."""
    return any(sitting.starts < ends and starts < sitting.ends for starts, ends in spans)


def _limited(sitting: Sitting, limits: SeatLimits) -> Sitting:
    seats = limits.least(sitting.seats, sitting.component, sitting.place, sitting.site)
    return sitting if seats == sitting.seats else replace(sitting, seats=seats)


def _sitting(program: Program, offering: Offering, day: date, slot: int, change: Change | None) -> Sitting:
    at = change or Change(offering.id, day, slot)
    on, modality = at.to_day or day, at.modality or offering.modality
    place, site = _where(offering, at, modality)
    begins = _begin(program, on, at.begins or offering.begins)
    if at.begins is None:
        begins += offering.shift(slot)
    return Sitting(
        key=(offering.id, day, slot),
        starts=begins,
        ends=begins + timedelta(minutes=at.minutes or offering.session_minutes),
        day=zone.local_day(begins, program.zone),
        component=offering.component,
        modality=modality,
        counted_minutes=offering.counted_minutes if at.counted_minutes is None else at.counted_minutes,
        seats=at.seats if at.seats is not None else offering.seats,
        clinician_id=at.clinician_id or offering.clinician_id,
        place=place,
        site=site,
        track=offering.track,
        least=offering.least,
    )


def _where(offering: Offering, at: Change, modality: Modality) -> tuple[str, str]:
    """Room and site; what is by video for once needs neither."""
    if modality is Modality.TELEHEALTH and offering.modality is Modality.IN_PERSON:
        return "", ""
    return offering.place if at.place is None else at.place, offering.site


def _begin(program: Program, day: date, wall: time) -> datetime:
    """The UTC instant; Python maps a skipped wall time by the old offset, which is an hour later on the wall."""
    return datetime.combine(day, wall, program.zone).astimezone(UTC)
