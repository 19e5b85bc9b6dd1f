"""What staff did to the bookings of many people at once, told as to each of them.

Called inside the transaction that causes it; opens none itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from iopsched.domain.news import Turn, Word
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import many_messages
from iopsched.usecases.messages.tell_patient import row


def tell(named: Mapping[int, Patient], program: Program, turn: Turn, *, now: datetime) -> dict[int, Word]:
    """What became of seats; how each hears of it who is to, by patient id. Three statements, however many they are."""
    unheard = many_messages.supersede(named, turn.matters) if turn.matters else {}
    rows = [
        row(named[news.booking.patient_id], program, news.booking, news.kind, news.heard, now)
        for news in turn.news(unheard, program)
    ]
    many_messages.put_all(rows)
    return turn.words(unheard, named, program, now)
