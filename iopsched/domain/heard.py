"""What a patient has heard of a seat, and what of a change is news to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from iopsched.domain.booking import Booking
from iopsched.domain.message import Kind

Unheard = Mapping[str, Mapping[str, str]]
"""What a text was about that waited and goes no more, by its matter."""


class Aspect(StrEnum):
    """What of a seat can be otherwise than its patient knows."""

    PLACE = "place"
    LENGTH = "length"
    LEADER = "leader"
    COUNT = "count"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Heard:
    """Of which seat the patient knows, and when, where, how long and with whom it is as far as they know."""

    booking_id: int
    starts: datetime
    where: str

    @classmethod
    def of(cls, booking: Booking) -> Heard:
        """That the booking is as it stands; of each aspect but the time a number that tells it apart is kept."""
        session = booking.session
        place, length = f"{session.modality} {session.where}", f"{session.clock_minutes}"
        each = place, length, f"{session.clinician_id or ''}", f"{session.component} {session.counted_minutes}"
        return cls(booking.id, session.starts, ".".join(f"{crc32(aspect.encode()):08x}" for aspect in each))

    def differs(self, other: Heard) -> frozenset[Aspect]:
        """In what two of one seat do."""
        pairs = zip(Aspect, self.where.split("."), other.where.split("."), strict=False)
        time = {Aspect.TIME} if self.starts != other.starts else set()
        return frozenset(time | {aspect for aspect, mine, theirs in pairs if mine != theirs})


def as_heard(booking: Booking, stood_in: Collection[int]) -> Booking:
    """The booking with who leads its session only where somebody stands in: neither who leads as a rule is news, nor
    that for a while nobody does.
    """
    if booking.session.id in stood_in:
        return booking
    return replace(booking, session=replace(booking.session, clinician_id=None))


def matters(booking: Booking) -> tuple[str, str, str]:
    """What may wait to be told of a seat: that it moved, was taken, was given."""
    return f"moved:{booking.id}", f"cancelled:{booking.id}", f"booked:{booking.id}"


def move(unheard: Unheard, booking: Booking, was: Booking) -> tuple[Kind, Heard] | None:
    """The session stood as in ``was``: of what kind that news is, and what the patient knows of it. Both ``as_heard``.

    Moved again before the first text is out, they hear once, from what they know; moved back, nothing. Of a seat of
    which they have not heard yet they hear as it is now.
    """
    moved, _, given = matters(was)
    is_as_now = Heard.of(booking)
    if given in unheard:
        return Kind.BOOKED, is_as_now
    heard = known(unheard[moved], was) if moved in unheard else Heard.of(was)
    return (Kind.MOVED, heard) if heard != is_as_now else None


def loss(unheard: Unheard, booking: Booking) -> Heard | None:
    """The seat is lost: what the patient knows of it, the time above all.

    Of a seat of which they have not heard yet they hear nothing; taken, had again and taken before the first text is
    out, they hear once.
    """
    moved, _, given = matters(booking)
    heard = known(unheard[moved], booking) if moved in unheard else Heard.of(booking)
    return None if given in unheard else heard


def gain(unheard: Unheard, booking: Booking) -> tuple[Kind, Heard] | None:
    """The seat is theirs, perhaps again: of what kind that news is, and what they know of it.

    If they have not heard of its loss, they hear nothing, or of a move where they know another time.
    """
    _, lost, _ = matters(booking)
    is_as_now = Heard.of(booking)
    if lost not in unheard:
        return Kind.BOOKED, is_as_now
    heard = known(unheard[lost], booking)
    return (Kind.MOVED, heard) if heard != is_as_now else None


def known(about: Mapping[str, str], booking: Booking) -> Heard:
    """What the patient knew when a text was put that has not gone out; by default the booking that it is about."""
    where = about.get("where") or Heard.of(booking).where
    return Heard(int(about.get("known_id", booking.id)), datetime.fromisoformat(about["was"]), where)


def lasts_otherwise(about: Mapping[str, str], booking: Booking) -> bool:
    """Whether the seat is longer or shorter than its patient knew when a text was put."""
    return Aspect.LENGTH in known(about, booking).differs(Heard.of(booking))
