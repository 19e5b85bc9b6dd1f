"""News: what of a change each patient is to hear, given what they know of their seats, and how they hear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from iopsched.domain.booking import Booking
from iopsched.domain.following import Following, as_had
from iopsched.domain.heard import Heard, Unheard, as_heard, gain, loss, matters, move
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program


class Word(StrEnum):
    """How a patient hears of a change: in no way, in none as it takes back what they have not heard of yet, by a
    message in time, or by a call.
    """

    NONE = "none"
    UNHEARD = "unheard"
    MESSAGE = "message"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class News:
    """What one patient is to hear of one seat, and what they know of it."""

    booking: Booking
    kind: Kind
    heard: Heard

    @property
    def by(self) -> datetime:
        """Before the first time that they know, or have now: what is off is of no use to hear of once that has come."""
        starts = self.heard.starts
        return starts if self.kind is Kind.CANCELLED else min(starts, self.booking.session.starts)


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of many seats, ``as_heard``: ``kept`` as they were and as they are, ``ended``, and ``given``."""

    kept: Sequence[tuple[Booking, Booking]] = ()
    ended: Sequence[Booking] = ()
    given: Sequence[Booking] = ()

    @classmethod
    def of(cls, following: Following, stood_in: frozenset[int]) -> Turn:
        """``stood_in``: the sessions that somebody led for once before, by id."""
        stay = [(was, replace(was, session=session, span=None)) for was, session in following.kept]
        stay += [(was, replace(was, session=session)) for was, session in following.altered]
        return cls(
            [(as_heard(was, stood_in), as_heard(then, following.stood_in)) for was, then in stay],
            [as_heard(booking, stood_in) for booking in (*following.ended, *following.lost)],
            [as_heard(as_had(*seat), following.stood_in) for seat in following.back],
        )

    @property
    def matters(self) -> dict[str, int]:
        """Of each seat what of it need not be told any more, and whose it is."""
        moved = {matter: was.patient_id for was, _ in self.kept for matter in matters(was)[::2]}
        lost = {matter: booking.patient_id for booking in self.ended for matter in matters(booking)}
        return moved | lost | {matter: booking.patient_id for booking in self.given for matter in matters(booking)[:2]}

    def news(self, unheard: Unheard, program: Program) -> Iterator[News]:
        """Of each seat, unless the program does not tell that kind."""
        return (each for each in self._news(unheard) if manner_of(program, each.kind).is_on)

    def _news(self, unheard: Unheard) -> Iterator[News]:
        for was, booking in self.kept:
            if news := move(unheard, booking, was):
                yield News(booking, *news)
        for booking in self.ended:
            if heard := loss(unheard, booking):
                yield News(booking, Kind.CANCELLED, heard)
        for booking in self.given:
            if news := gain(unheard, booking):
                yield News(booking, *news)

    def words(self, unheard: Unheard, named: Mapping[int, Patient], program: Program, now: datetime) -> dict[int, Word]:
        """How each hears who is to hear of it, or waited to hear of what it takes back, by patient id."""
        waited = {whose: Word.UNHEARD for matter, whose in self.matters.items() if matter in unheard}
        return waited | said(self.news(unheard, program), named, program, now)


def said(told: Iterable[News], named: Mapping[int, Patient], program: Program, now: datetime) -> dict[int, Word]:
    """Whom a message reaches before they have to know, and whom somebody has to call."""
    by: dict[int, datetime] = {}
    for news in told:
        whose = news.booking.patient_id
        by[whose] = min(news.by, by.get(whose, news.by))
    return {
        whose: Word.MESSAGE if named[whose].hears_before(moment, program, now) else Word.CALL
        for whose, moment in by.items()
    }
