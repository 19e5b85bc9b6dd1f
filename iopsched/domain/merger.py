"""Two records of one person become one: what of them contradicts each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from iopsched.domain.authorisation import Authorisation
from iopsched.domain.booking import Booking
from iopsched.domain.treatment import TreatmentPlan


@dataclass(frozen=True, slots=True)
class Chart:
    """What one record holds that another could contradict. ``bookings`` are the active ones, of whatever time."""

    bookings: tuple[Booking, ...] = ()
    plans: tuple[TreatmentPlan, ...] = ()
    authorisations: tuple[Authorisation, ...] = ()

    def after(self, decision: Decision) -> Chart:
        """What is left of it."""
        seats, plans = ({each.id for each in some} for some in (decision.bookings, decision.plans))
        return replace(
            self,
            bookings=tuple(booking for booking in self.bookings if booking.id not in seats),
            plans=tuple(plan for plan in self.plans if plan.id not in plans),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """Which seats of the past and which plans go, each once, where both records cannot be right."""

    bookings: tuple[Booking, ...] = ()
    plans: tuple[TreatmentPlan, ...] = ()


Seats = tuple[Booking, Booking]
Plans = tuple[TreatmentPlan, TreatmentPlan]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Pairs that cannot both be one person's: the one of the record that stays, then the other's.

    ``past`` are seats in sessions that have begun, which nobody can give up any more.
    """

    bookings: tuple[Seats, ...]
    plans: tuple[Plans, ...]
    authorisations: tuple[tuple[Authorisation, Authorisation], ...]
    past: tuple[Seats, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bookings or self.plans or self.authorisations or self.past)

    @property
    def is_to_be_put_right(self) -> bool:
        """Whether something is in the way that no choice in the merger helps."""
        return bool(self.bookings or self.authorisations)

    def deciding(self, kept: Collection[int], plans_of: int | None) -> Decision:
        """What goes, where the seats ``kept`` by id stay and, of plans on one day, those of that patient; what is not
        said of a pair is not decided.
        """
        seats = {seat.id: seat for pair in self.past if (seat := _other_of(pair, kept))}
        chosen = [pair for pair in self.plans if plans_of in {plan.patient_id for plan in pair}]
        others = (plan for pair in chosen for plan in pair if plan.patient_id != plans_of)
        return Decision(tuple(seats.values()), tuple({plan.id: plan for plan in others}.values()))


def _other_of(pair: Seats, kept: Collection[int]) -> Booking | None:
    """The one that goes, where exactly one is kept."""
    mine, other = pair
    if (mine.id in kept) == (other.id in kept):
        return None
    return other if mine.id in kept else mine


def better(mine: Booking, other: Booking) -> Booking:
    """Of two seats at one time the one that says more: marked, then with more minutes attended; else the first."""
    return max(mine, other, key=lambda seat: (seat.attendance is not None, seat.attended_minutes))


def conflicts(stays: Chart, goes: Chart, now: datetime) -> Conflicts:
    """Two seats at one time, two plans on one day, two authorisations of one unit on one day."""
    meeting = tuple(_meeting(stays.bookings, goes.bookings))
    past = tuple(pair for pair in meeting if all(seat.session.starts <= now for seat in pair))
    return Conflicts(
        bookings=tuple(pair for pair in meeting if pair not in past),
        plans=tuple((one, other) for one in stays.plans for other in goes.plans if one.overlaps(other)),
        authorisations=tuple(
            (one, other) for one in stays.authorisations for other in goes.authorisations if one.overlaps(other)
        ),
        past=past,
    )


def _meeting(stays: Iterable[Booking], goes: Iterable[Booking]) -> Iterator[tuple[Booking, Booking]]:
    others = sorted(goes, key=lambda booking: booking.starts)
    for mine in stays:
        yield from ((mine, other) for other in others if mine.starts < other.ends and other.starts < mine.ends)
