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
class Cluster:
    """Seats of both records that meet each other, directly or through one between them, each side by time: all of one
    side stay, or all of the other.
    """

    stays: tuple[Booking, ...]
    goes: tuple[Booking, ...]

    @property
    def likelier(self) -> tuple[Booking, ...]:
        """The side that says more: marked, then with more minutes attended; else that of the record that stays."""
        return max(self.stays, self.goes, key=_says)

    def given_up(self, kept: Collection[int]) -> tuple[Booking, ...]:
        """What goes where just one side is wholly ``kept``, and nothing of the other; else nothing is decided."""
        for side, other in ((self.stays, self.goes), (self.goes, self.stays)):
            if all(seat.id in kept for seat in side) and not any(seat.id in kept for seat in other):
                return other
        return ()


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Pairs that cannot both be one person's: the one of the record that stays, then the other's.

    ``past`` are seats in sessions that have begun, which nobody can give up any more; by time.
    """

    bookings: tuple[Seats, ...]
    plans: tuple[Plans, ...]
    authorisations: tuple[tuple[Authorisation, Authorisation], ...]
    past: tuple[Cluster, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bookings or self.plans or self.authorisations or self.past)

    @property
    def is_to_be_put_right(self) -> bool:
        """Whether something is in the way that no choice in the merger helps."""
        return bool(self.bookings or self.authorisations)

    def deciding(self, kept: Collection[int], plans_of: int | None) -> Decision:
        """What goes, where the seats ``kept`` by id stay and, of plans on one day, those of that patient; what is not
        said of a cluster or a pair is not decided.
        """
        seats = tuple(seat for cluster in self.past for seat in cluster.given_up(kept))
        chosen = [pair for pair in self.plans if plans_of in {plan.patient_id for plan in pair}]
        others = (plan for pair in chosen for plan in pair if plan.patient_id != plans_of)
        return Decision(seats, tuple({plan.id: plan for plan in others}.values()))


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
        past=tuple(_clusters(past)),
    )


def _meeting(stays: Iterable[Booking], goes: Iterable[Booking]) -> Iterator[tuple[Booking, Booking]]:
    others = sorted(goes, key=lambda booking: booking.starts)
    for mine in stays:
        yield from ((mine, other) for other in others if mine.starts < other.ends and other.starts < mine.ends)


def _clusters(pairs: Iterable[Seats]) -> Iterator[Cluster]:
    """Seats that meet, together: who sat from 7 to 9 meets both who sat until 8 and who sat from 8 on."""
    pairs = tuple(pairs)
    mine = {pair[0].id for pair in pairs}
    seats = sorted({seat.id: seat for pair in pairs for seat in pair}.values(), key=lambda seat: (seat.starts, seat.id))
    while seats:
        together = [seats.pop(0)]
        while seats and seats[0].starts < max(seat.ends for seat in together):
            together.append(seats.pop(0))
        yield Cluster(
            tuple(seat for seat in together if seat.id in mine),
            tuple(seat for seat in together if seat.id not in mine),
        )


def _says(side: tuple[Booking, ...]) -> tuple[bool, int]:
    return any(seat.attendance is not None for seat in side), sum(seat.attended_minutes for seat in side)
