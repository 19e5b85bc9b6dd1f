"""Two records of one person become one: what of them contradicts each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iopsched.domain.authorisation import Authorisation
from iopsched.domain.booking import Booking
from iopsched.domain.treatment import TreatmentPlan


@dataclass(frozen=True, slots=True)
class Chart:
    """What one record holds that another could contradict. ``bookings`` are the active ones, of whatever time."""

    bookings: tuple[Booking, ...] = ()
    plans: tuple[TreatmentPlan, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Pairs that cannot both be one person's: the one of the record that stays, then the other's."""

    bookings: tuple[tuple[Booking, Booking], ...]
    plans: tuple[tuple[TreatmentPlan, TreatmentPlan], ...]
    authorisations: tuple[tuple[Authorisation, Authorisation], ...]

    def __bool__(self) -> bool:
        return bool(self.bookings or self.plans or self.authorisations)


def conflicts(stays: Chart, goes: Chart) -> Conflicts:
    """Two seats at one time, two plans on one day, two authorisations of one unit on one day."""
    return Conflicts(
        bookings=tuple(_meeting(stays.bookings, goes.bookings)),
        plans=tuple((one, other) for one in stays.plans for other in goes.plans if one.overlaps(other)),
        authorisations=tuple(
            (one, other) for one in stays.authorisations for other in goes.authorisations if one.overlaps(other)
        ),
    )


def _meeting(stays: Iterable[Booking], goes: Iterable[Booking]) -> Iterator[tuple[Booking, Booking]]:
    others = sorted(goes, key=lambda booking: booking.starts)
    for mine in stays:
        yield from ((mine, other) for other in others if mine.starts < other.ends and other.starts < mine.ends)
