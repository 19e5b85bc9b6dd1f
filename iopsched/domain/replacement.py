"""A replacement: what one booked session could be exchanged for, and what becomes of the week then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.booking import refusals
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.domain.week import Week


@dataclass(frozen=True, slots=True)
class Replacement:
    """A session that nothing refuses once the old seat is given up; ``week`` is the patient's week with it instead.

    ``keeps``: the week falls no shorter by the exchange than it stands now.
    """

    session: Session
    week: Week
    keeps: bool


def replacements(week: Week, old: Session, offered: Iterable[Session], now: datetime) -> tuple[Replacement, ...]:
    """Every session of the week that ``old`` could be exchanged for, the nearest to it first.

    First those by which the week falls no shorter (minutes to go, days, short days); then the same component, the same
    modality, the nearest length, the nearest time, and the id.
    """
    without = week.without(old.id)
    found = (
        _with(week, without, session, now)
        for session in offered
        if session.id != old.id and session.counted_minutes and not any(refusals(without, session, now))
    )
    return tuple(sorted(found, key=lambda one: _distance(one, old)))


def in_the_way(week: Week, session: Session, reasons: Iterable[Refusal], now: datetime) -> Session | None:
    """The one booked session, still ahead, that could be exchanged for this one, which is refused for these reasons."""
    others = {reason.other.id: reason.other for reason in reasons if reason.other}
    if len(others) != 1:
        return None
    (old,) = others.values()
    may_go = old.starts > now and week.holds(old)
    return old if may_go and not any(refusals(week.without(old.id), session, now)) else None


def _with(week: Week, without: Week, session: Session, now: datetime) -> Replacement:
    then = without.seated(session, now=now)
    return Replacement(session, then, not then.lacks_more_than(week))


def _distance(one: Replacement, old: Session) -> tuple[object, ...]:
    session = one.session
    return (
        not one.keeps,
        session.component is not old.component,
        session.modality is not old.modality,
        abs(session.counted_minutes - old.counted_minutes),
        abs(session.starts - old.starts),
        session.id,
    )
