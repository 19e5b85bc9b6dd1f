"""A patient's week and what is offered in it as plain values, put into words once, for those who check the planner.

Nothing is worked out here: every number stands in the week, its plans and its sessions. Instants are minutes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Part

MINUTE = timedelta(minutes=1)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sitting:
    """``day`` counts from the first of the week, ``weekday`` from Monday; ``begun`` and ``over`` are wall minutes."""

    id: int
    day: int
    weekday: int
    dawn: int
    starts: int
    ends: int
    begun: int
    over: int
    is_over_on_its_day: bool
    minutes: int
    kind: str
    modality: str
    site: str
    track: str
    has_seat: bool
    is_cancelled: bool
    offering: int | None
    clinician: int | None


@dataclass(frozen=True)
class Held:
    """A seat: of a session that was marked, ``brings`` is what was attended."""

    sitting: Sitting
    brings: int


@dataclass(frozen=True)
class Asked:
    """One plan. ``first`` and ``last`` count from the first day of the week and may lie far outside."""

    first: int
    last: int
    week_least: int
    week_most: int
    day_least: int
    day_most: int
    days_least: int
    days_most: int
    kinds: Mapping[str, int]
    modalities: tuple[str, ...]
    track: str


@dataclass(frozen=True)
class Wish:
    """Hours in wall minutes; None and empty for no wish. ``is_rather``: other parts and modalities will do as well."""

    parts: tuple[str, ...]
    modality: str | None
    days_off: tuple[int, ...]
    earliest: int | None
    latest: int | None
    days_most: int | None
    is_rather: bool


@dataclass(frozen=True)
class Facts:
    """``first_weekday`` is that of the first day of the week; ``evening`` the wall minute at which it begins.

    ``usual`` are offerings, and ``clinicians`` who led them, that the patient knows from the week before; ``order`` is
    that of the program's preferences, the weightiest first.
    """

    first_weekday: int
    evening: int
    may_mix_tracks: bool
    tracks_by_plan: bool
    home: int
    sites: int
    now: int
    held: tuple[Held, ...]
    plans: tuple[Asked, ...]
    busy: tuple[tuple[int, int], ...]
    wish: Wish
    usual: tuple[int, ...]
    clinicians: tuple[int, ...]
    order: tuple[str, ...]


def sittings_of(week: Week, sessions: Iterable[Session]) -> list[Sitting]:
    return [sitting_of(week, session) for session in sessions]


def facts_of(
    week: Week, wishes: Wishes, now: datetime, usual: Iterable[int] = (), clinicians: Iterable[int] = ()
) -> Facts:
    """The week as it stands, before anything is planned."""
    return Facts(
        first_weekday=week.monday.weekday(),
        evening=_wall(week.program.evening_from),
        may_mix_tracks=week.program.may_mix_tracks,
        tracks_by_plan=week.program.tracks_by_plan,
        home=week.travel.home,
        sites=week.travel.sites,
        now=_minute(now),
        held=tuple(
            Held(
                sitting_of(week, each.session),
                each.session.counted_minutes if each.attendance is None else each.attended_minutes,
            )
            for each in week.bookings
        ),
        plans=tuple(_asked(week.monday, plan) for plan in week.plans),
        busy=tuple((_minute(begins), _minute(ends)) for begins, ends in week.busy),
        wish=_wish(wishes),
        usual=tuple(usual),
        clinicians=tuple(clinicians),
        order=tuple(one.value for one in week.program.preferences),
    )


def sitting_of(week: Week, session: Session) -> Sitting:
    starts, ends = session.starts.astimezone(week.program.zone), session.ends.astimezone(week.program.zone)
    dawn = datetime(session.day.year, session.day.month, session.day.day, tzinfo=week.program.zone)
    return Sitting(
        id=session.id,
        day=(session.day - week.monday).days,
        weekday=session.day.weekday(),
        dawn=_minute(dawn),
        starts=_minute(session.starts),
        ends=_minute(session.ends),
        begun=_wall(starts),
        over=_wall(ends),
        is_over_on_its_day=ends.date() == starts.date(),
        minutes=session.counted_minutes,
        kind=session.component.value,
        modality=session.modality.value,
        site=session.site,
        track=session.track,
        has_seat=session.seats > session.taken + session.held,
        is_cancelled=session.is_cancelled,
        offering=session.offering_id,
        clinician=session.clinician_id,
    )


def _asked(monday: date, plan: TreatmentPlan) -> Asked:
    return Asked(
        first=(plan.first_day - monday).days,
        last=(plan.last_day - monday).days,
        week_least=plan.week_least,
        week_most=plan.week_most,
        day_least=plan.day_least,
        day_most=plan.day_most,
        days_least=plan.days_least,
        days_most=plan.days_most,
        kinds={kind.value: minutes for kind, minutes in plan.components.items()},
        modalities=tuple(sorted(plan.modalities)),
        track=plan.track,
    )


def _wish(wishes: Wishes) -> Wish:
    return Wish(
        parts=tuple(part.value for part in Part if part in wishes.parts),
        modality=wishes.modality.value if wishes.modality else None,
        days_off=tuple(sorted(wishes.days_off)),
        earliest=None if wishes.earliest is None else _wall(wishes.earliest),
        latest=None if wishes.latest is None else _wall(wishes.latest),
        days_most=wishes.days_most,
        is_rather=wishes.is_rather,
    )


def _minute(moment: datetime) -> int:
    return (moment.astimezone(UTC) - EPOCH) // MINUTE


def _wall(moment: datetime | time) -> int:
    return moment.hour * 60 + moment.minute
