"""What a message says of a seat that is kept for somebody, as it is when it goes out; nothing where that is over.

Called inside a transaction; opens none itself.
"""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.message import Message
from iopsched.gateways.wording import Voice
from iopsched.store import bookings, holds, offers


def offered(message: Message, voice: Voice, *, now: datetime) -> str | None:
    """Only while the seat is held: once it was taken, declined or passed on there is nothing to say."""
    known = offers.of_patient(message.patient_id, now)
    offer = next((one for one in known if str(one.id) == message.about["offer_id"]), None)
    if offer is None or offer.session.is_cancelled:
        return None
    return voice.offered(offer.session, offer.until, now)


def let_go(message: Message, voice: Voice, *, now: datetime) -> str | None:
    """Unless it is kept for them again, or theirs by now."""
    session_id = int(message.about["session_id"])
    is_kept = any(hold.session_id == session_id for hold in holds.of_patient(message.patient_id, now))
    held = [booking for booking in bookings.of_patient(message.patient_id, since=now) if booking.is_active]
    has = any(booking.session.id == session_id and not booking.session.is_cancelled for booking in held)
    return None if is_kept or has else voice.let_go(datetime.fromisoformat(message.about["starts"]))
