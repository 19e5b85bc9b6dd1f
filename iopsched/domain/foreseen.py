"""What is foreseen of a change: the sessions that open, move and close, and each patient's week before and after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from iopsched.domain.booking import Booking
from iopsched.domain.mending import Mending
from iopsched.domain.news import Word
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.domain.week import Week

Pair = tuple[Session, Session]
"""A session as it is and as it will be."""


@dataclass(frozen=True)
class Touched:
    """One patient's week. ``kept`` seats follow, ``lost`` end, ``back`` are had again, ``altered`` stay where they are
    and count otherwise or have another leader; ``mendings`` make it whole. ``gone`` follow into another week, in which
    they are kept.

    ``is_sought``: whether what would make it whole was looked for. ``word``: how the patient hears of it.
    ``whys``, by booking: why a seat is lost, or what the plan would refuse of one that follows or is altered.
    """

    patient: Patient
    before: Week
    after: Week
    kept: tuple[tuple[Booking, Session], ...] = ()
    lost: tuple[Booking, ...] = ()
    back: tuple[tuple[Booking, Session], ...] = ()
    altered: tuple[tuple[Booking, Session], ...] = ()
    mendings: tuple[Mending, ...] = ()
    is_sought: bool = False
    whys: Mapping[int, tuple[Refusal, ...]] = field(default_factory=dict)
    word: Word = Word.MESSAGE
    gone: tuple[tuple[Booking, Session], ...] = ()

    @cached_property
    def falls_short(self) -> bool:
        """Whether the week does not meet the plan afterwards, and lacks more than before or has fewer of its hours."""
        is_short = self.after.plan is not None and not self.after.is_met
        return is_short and (self.after.lacks_more_than(self.before) or self._loses_hours)

    @property
    def _loses_hours(self) -> bool:
        """Whether fewer of the hours that it asks for are there, whatever their kind."""
        return self.before.short_by < self.after.short_by

    @property
    def goes_beyond(self) -> bool:
        """Whether a seat follows or is altered that the plan would refuse to a new booking."""
        return any(self.whys.get(booking.id) for booking, _ in (*self.kept, *self.altered))

    @property
    def is_stuck(self) -> bool:
        """Whether it falls short and nothing that is offered makes it whole again."""
        return self.falls_short and self.is_sought and not self.mendings


@dataclass(frozen=True)
class Foreseen:
    """``moved`` are elsewhere then, ``altered`` only otherwise; ``touched`` with who falls shortest first.

    Sessions that open have ids below 0.
    """

    opened: tuple[Session, ...] = ()
    moved: tuple[Pair, ...] = ()
    altered: tuple[Pair, ...] = ()
    closed: tuple[Session, ...] = ()
    reopened: tuple[Session, ...] = ()
    touched: tuple[Touched, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.opened or self.moved or self.altered or self.closed or self.reopened)

    @cached_property
    def short(self) -> tuple[Touched, ...]:
        return tuple(one for one in self.touched if one.falls_short)

    @property
    def overfull(self) -> tuple[Session, ...]:
        """Sessions that have fewer seats than people then; nobody is turned out, and nobody else can book."""
        return tuple(then for was, then in (*self.moved, *self.altered) if then.seats < min(was.taken, was.seats))

    @property
    def beyond(self) -> tuple[Touched, ...]:
        """Those who keep a seat that their plan would refuse."""
        return tuple(one for one in self.touched if one.goes_beyond)

    @property
    def stuck(self) -> tuple[Touched, ...]:
        return tuple(one for one in self.touched if one.is_stuck)

    @property
    def unsought(self) -> int:
        """How many fall short for whom nothing was looked for yet."""
        return sum(not one.is_sought for one in self.short)

    @property
    def people(self) -> tuple[Patient, ...]:
        """Everybody touched, once, by name."""
        return tuple(sorted({one.patient for one in self.touched}, key=lambda patient: patient.by_name))

    @property
    def weeks(self) -> tuple[date, ...]:
        """First days of the weeks in which anybody is touched."""
        return tuple(sorted({one.after.monday for one in self.touched}))

    def weeks_of(self, monday: date) -> dict[int, Week]:
        """Patient id to the week that begins on ``monday``, afterwards, of those who are touched."""
        return {one.patient.id: one.after for one in self.touched if one.after.monday == monday}

    @property
    def to_call(self) -> tuple[Patient, ...]:
        """Those who are to hear of it and whom no text reaches in time."""
        return self.hearing(Word.CALL)

    def hearing(self, word: Word) -> tuple[Patient, ...]:
        """Those who hear of it in this way, by name."""
        whose = {one.patient.id for one in self.touched if one.word is word}
        return tuple(patient for patient in self.people if patient.id in whose)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Seats that follow, that end, and that are had again."""
        return (
            sum(len(one.kept) for one in self.touched),
            sum(len(one.lost) for one in self.touched),
            sum(len(one.back) for one in self.touched),
        )

    @property
    def facts(self) -> dict[str, Any]:
        """All that applying it will do, as JSON can hold it; replacements are advice and no part of that."""
        return {
            "opened": sorted(_facts(session) for session in self.opened),
            "altered": {str(then.id): _facts(then) for _, then in (*self.moved, *self.altered)},
            "reopened": {str(session.id): _facts(session) for session in self.reopened},
            "closed": sorted(session.id for session in self.closed),
            "people": {f"{one.patient.id} {one.after.monday}": _of_person(one) for one in self.touched},
        }


def fingerprint(facts: Mapping[str, Any]) -> str:
    """The same for what does the same."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What is otherwise than when it was last looked at: sessions or not, and whose weeks, by patient id."""

    sessions: bool
    patient_ids: frozenset[int]


def meanwhile(seen: Mapping[str, Any], facts: Mapping[str, Any]) -> Meanwhile:
    """How two looks at one change differ."""
    then, now = seen["people"], facts["people"]
    differing = {key for key in {*then, *now} if then.get(key) != now.get(key)}
    of_sessions = any(seen[name] != facts[name] for name in ("opened", "altered", "reopened", "closed"))
    return Meanwhile(of_sessions, frozenset(int(key.split()[0]) for key in differing))


def in_order(touched: Iterable[Touched]) -> tuple[Touched, ...]:
    """Who falls shortest first, then by name and week."""
    return tuple(
        sorted(
            touched,
            key=lambda one: (not one.falls_short, -one.after.to_go, *one.patient.by_name, one.after.monday),
        )
    )


def _facts(session: Session) -> list[Any]:
    what = (session.component.value, session.modality.value, session.counted_minutes, session.seats)
    where = (session.place, session.site, session.track, session.clinician)
    return [session.starts.isoformat(), session.ends.isoformat(), *what, *where]


def _of_person(one: Touched) -> list[Any]:
    several = (one.kept, one.back, one.altered)
    kept, back, altered = (sorted([booking.id, session.id] for booking, session in pairs) for pairs in several)
    hours = [one.before.minutes, one.after.minutes, one.after.required, *one.after.lack, one.falls_short]
    return [*hours, kept, sorted(booking.id for booking in one.lost), back, altered, one.patient.is_reached]
