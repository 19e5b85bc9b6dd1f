"""A call to make: news that no message has brought or will bring, each seat once, as it stands now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.allowance import DAY, WEEK
from iopsched.domain.booking import Booking
from iopsched.domain.heard import Aspect, Heard, as_heard, known
from iopsched.domain.message import AGAIN, NO_CONSENT, Kind, Message, State
from iopsched.domain.patient import Patient


@dataclass(frozen=True, slots=True)
class News:
    """One thing to say. ``message`` is the latest of it, ``kind`` what has come of all that was not heard.

    Of a seat also its ``booking``, when it began as far as they know, and what of it is otherwise than they know.
    """

    message: Message
    kind: Kind
    booking: Booking | None = None
    was: datetime | None = None
    differs: frozenset[Aspect] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, with all the news of theirs, the most urgent first."""

    patient: Patient
    news: tuple[News, ...]


def matter(message: Message) -> tuple[int, str]:
    """What several messages are about together: whose seat, or else what is told once more until it arrives."""
    return message.patient_id, message.about.get("booking_id") or message.key.partition(AGAIN)[0]


def unheard(messages: Iterable[Message], *, is_reached: bool) -> tuple[Message, ...]:
    """Of one matter, those since the last that was heard, is on its way or was called about; the oldest first."""
    missed: list[Message] = []
    for message in sorted(messages, key=lambda message: message.id, reverse=True):
        if not message.is_called and _is_missed(message, is_reached=is_reached):
            missed.insert(0, message)
        elif message.is_called or message.state is not State.WITHDRAWN:
            break
    return tuple(missed)


def news_of(missed: tuple[Message, ...], booking: Booking | None, stood_in: Collection[int]) -> News | None:
    """What there is to say of what was not heard; None where nothing is otherwise than they know."""
    first, latest = missed[0], missed[-1]
    if booking is None:
        return News(latest, latest.kind)
    if booking.is_active == (latest.kind is Kind.CANCELLED):
        return None
    if first.kind is Kind.BOOKED:
        return News(latest, Kind.BOOKED, booking) if booking.is_active else None
    heard = known(first.about, booking)
    if not booking.is_active:
        return News(latest, Kind.CANCELLED, booking, heard.starts)
    differs = heard.differs(Heard.of(as_heard(booking, stood_in)))
    return News(latest, Kind.MOVED, booking, heard.starts, differs) if differs else None


def _is_missed(message: Message, *, is_reached: bool) -> bool:
    """Whether it has failed, comes too late or is over the caps, or has nobody whom it reaches."""
    if message.state in {State.SENT, State.WITHDRAWN}:
        return message.failure in {DAY, WEEK, NO_CONSENT}
    is_lost = message.state in {State.FAILED, State.MISSED}
    return is_lost or message.comes_too_late or not is_reached
