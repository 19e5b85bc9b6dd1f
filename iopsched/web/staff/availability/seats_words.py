"""What becomes of each seat of one person with a change: it follows, ends, is had again, or is altered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.booking import Booking
from iopsched.domain.foreseen import Touched
from iopsched.domain.session import Session
from iopsched.web.staff.availability.difference_words import difference_said
from iopsched.web.staff.availability.draft_words import dated
from iopsched.web.staff.staff_reasons import why_not_theirs


@dataclass(frozen=True, slots=True)
class SeatSaid:
    """One seat: an icon, and a sentence."""

    icon: str
    text: str


def seats_touched(one: Touched) -> list[SeatSaid]:
    """'Ends: Mon, Nov 30, 6 pm, group. They are busy then, as they told us.'"""
    return [*_lost(one), *_kept(one), *_back(one), *_altered(one)]


def _lost(one: Touched) -> Iterator[SeatSaid]:
    for booking in one.lost:
        yield SeatSaid(
            "x", _with_whys(_("Ends: %(seat)s.", seat=dated(booking.session)), one, booking, booking.session)
        )


def _kept(one: Touched) -> Iterator[SeatSaid]:
    for booking, session in (*one.kept, *one.gone):
        seat, then = dated(booking.session), difference_said(booking.session, session)
        said = _("Moves along: %(seat)s to %(then)s.", seat=seat, then=then or dated(session))
        yield SeatSaid("go", _with_whys(said, one, booking, session))


def _back(one: Touched) -> Iterator[SeatSaid]:
    for _booking, session in one.back:
        yield SeatSaid("check", _("Had again: %(seat)s.", seat=dated(session)))


def _altered(one: Touched) -> Iterator[SeatSaid]:
    for booking, session in one.altered:
        seat, then = dated(booking.session), difference_said(booking.session, session)
        said = _("Stays: %(seat)s: %(then)s.", seat=seat, then=then)
        yield SeatSaid("clock", _with_whys(said, one, booking, session))


def _with_whys(said: str, one: Touched, booking: Booking, session: Session) -> str:
    return " ".join((said, *(why_not_theirs(why, session) for why in one.whys.get(booking.id, ()))))


FILTERS: dict[str, Callable[..., Any]] = {"seats_touched": seats_touched}
