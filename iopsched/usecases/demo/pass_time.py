"""Let time pass in a demo: texts go out on their evening, to nobody, and attendance is marked after each session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random

from iopsched.domain.booking import Attendance
from iopsched.domain.channel import Channel, Letter
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.store import bookings, sessions
from iopsched.store.db import reading
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.messages import tell_weeks
from iopsched.usecases.messages.send_messages import send_due

HOUR = timedelta(hours=1)
UNMARKED = 2 * HOUR
"""Sessions that ended less than that ago wait for their marks."""
CAME = {Attendance.HERE: 86, Attendance.LATE: 7, Attendance.AWAY: 7}
"""How many of a hundred."""


class Nobody:
    """Takes every text and delivers none."""

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        return Receipt(Outcome.TAKEN)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        return None


def send_texts(since: datetime, until: datetime) -> None:
    """What is due from one instant to another, hour by hour, to nobody."""
    for hours in range((until - since) // HOUR + 1):
        moment = since + hours * HOUR
        tell_weeks.tell(now=moment)
        send_due(Nobody(), now=moment, secret="")


def mark_sessions(staff: Staff, since: datetime, until: datetime, random: Random) -> None:
    """Attendance in every session of the program that began after ``since`` and had time to be marked by ``until``."""
    with reading():
        begun = sessions.between(staff.program_id, since, until)
        over = [session for session in begun if session.ends <= until - UNMARKED and session.taken]
        inside = {session.id: [booking.id for booking in bookings.in_sessions([session.id])] for session in over}
    for session in over:
        marks = {booking_id: _mark(session, random) for booking_id in inside[session.id]}
        mark_attendance.mark(staff, session.id, marks, now=session.ends + UNMARKED)


def _mark(session: Session, random: Random) -> Mark:
    came = random.choices([*CAME], [*CAME.values()])[0]
    missed = random.choice([15, 30]) if came is Attendance.LATE else 0
    return Mark(came, session.counted_minutes - missed)
