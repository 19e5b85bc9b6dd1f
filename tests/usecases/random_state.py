"""What there is in a random clinic, to be compared before and after a change: sessions, weeks, seats, texts, frame."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from iopsched.domain.absence import Absence
from iopsched.domain.hold import Purpose
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component
from iopsched.store import absences, bookings, holds, messages, offerings, people, rooms, seasons, waitings, weeks
from iopsched.store.db import reading
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.usecases.random_clinic import SPAN, Clinic

News = tuple[int, Kind, int]
"""Who is to hear of what, and of which booking."""
NOT_OF_A_SEAT = {Kind.REMINDER, Kind.OFFERED, Kind.LET_GO}
MONDAYS = tuple(MONDAY + timedelta(weeks=number) for number in range(-1, 9))


@dataclass(frozen=True)
class Frame:
    """All that staff have said, but for ids of what can be removed and brought back; offerings that are not over."""

    rooms: dict[str, int]
    caps: dict[Component, int]
    seasons: list[Season]
    absences: list[Absence]
    closures: tuple[Closure, ...]
    offerings: dict[int, Offering]
    changes: list[Change]

    @property
    def nameless(self) -> tuple[object, ...]:
        """Whichever part of a series says it."""
        parts = sorted((replace(one, id=one.root, key="", series_id=None) for one in self.offerings.values()), key=repr)
        roots = {one.id: one.root for one in self.offerings.values()}
        dates = sorted((replace(one, offering_id=roots.get(one.offering_id, 0)) for one in self.changes), key=repr)
        return self.rooms, self.caps, self.seasons, self.absences, self.closures, parts, dates


@dataclass(frozen=True)
class Glimpse:
    """``seats`` are who sits where, ``kept`` who has a seat kept in which session, ``waits`` who waits for which."""

    sessions: tuple[Session, ...]
    weeks: dict[tuple[int, Any], Week]
    seats: frozenset[tuple[int, int]]
    kept: frozenset[tuple[int, int]]
    waits: frozenset[tuple[int, int | None]]
    news: Counter[News]
    frame: Frame


def glimpse(clinic: Clinic) -> Glimpse:
    there, program = clinic.sessions(), clinic.program
    with reading():
        named = people.in_program(program.id)
        held, waiting = bookings.in_program(program.id, *SPAN), waitings.in_program(program.id)
        return Glimpse(
            sessions=tuple(there),
            weeks=_weeks(clinic, named),
            seats=frozenset((one.patient_id, one.session.id) for one in held),
            kept=frozenset(_kept(there)),
            waits=frozenset((one.patient_id, one.wanted.session_id) for one in waiting),
            news=Counter(_news(one) for one in messages.of_program(program.id, since=NOW) if _is_news(one)),
            frame=_frame(clinic),
        )


def _weeks(clinic: Clinic, named: tuple[Patient, ...]) -> dict[tuple[int, Any], Week]:
    found = weeks.across(named, clinic.program, MONDAYS)
    return {(whose, monday): week for monday, of in found.items() for whose, week in of.items()}


def _kept(there: list[Session]) -> list[tuple[int, int]]:
    """For somebody's own plan; what is offered to whoever waits comes and goes by itself."""
    lasting = (hold for hold in holds.in_sessions(there) if hold.lasts(NOW))
    return [(hold.patient_id, hold.session_id) for hold in lasting if hold.purpose is Purpose.PLAN]


def _is_news(message: Message) -> bool:
    return message.state is State.DUE and message.kind not in NOT_OF_A_SEAT


def _news(message: Message) -> News:
    return message.patient_id, message.kind, int(message.about["booking_id"])


def _frame(clinic: Clinic) -> Frame:
    its, today = clinic.program.id, clinic.program.day_of(NOW)
    limits = rooms.limits(its)
    said = (one for one in offerings.changes(its) if one != Change(one.offering_id, one.day, one.slot))
    return Frame(
        {room.name: room.seats for room in limits.rooms},
        dict(limits.caps),
        sorted((replace(one, id=0) for one in seasons.in_program(its)), key=repr),
        sorted((replace(one, id=0) for one in absences.in_program(its)), key=repr),
        tuple(offerings.closures(its)),
        {one.id: nameless(one) for one in offerings.in_program(its) if one.next_date(today)},
        sorted(said, key=repr),
    )


def nameless(offering: Offering) -> Offering:
    """Without the ids that another of the same name would not have."""
    return replace(offering, season=offering.season and replace(offering.season, id=0))
