"""What the database says of one session after a race, counted in ways that do not know of each other."""

from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from sqlalchemy import text

from iopsched.domain.session import Session
from iopsched.store.db import db, reading
from tests.races.guards import is_postgresql
from tests.races.meeting import LONG

SEATS = "SELECT taken FROM session WHERE id = :id"
ACTIVE = "SELECT count(*) FROM booking WHERE session_id = :id AND cancelled_at IS NULL"
NOTED = (
    "SELECT coalesce(sum(CASE action WHEN 'booked' THEN 1 WHEN 'gave up' THEN -1 WHEN 'booking ended' THEN -1 END), 0)"
    " FROM audit WHERE session_id = :id"
)
REMINDED = (
    "SELECT count(*) FROM message WHERE state = 'due' AND kind = 'reminder'"
    " AND key LIKE '%:' || (SELECT day FROM session WHERE id = :id)"
)
LEFT_BEHIND = (
    "SELECT count(*) FROM booking JOIN session ON session.id = session_id"
    " WHERE is_cancelled AND booking.cancelled_at IS NULL"
)
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
HELD = "SELECT count(*) FROM hold WHERE session_id = :id"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Seats that the session counts, active bookings, bookings by the log, reminders of its day, and seats kept."""

    seats: int
    active: int
    noted: int
    reminded: int
    held: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nothing is half-written, where nobody has two sessions on that day."""
        return self.seats == self.active == self.noted == self.reminded


def ledger(session: Session | int) -> Ledger:
    session_id = session if isinstance(session, int) else session.id
    with reading():
        return Ledger(*(_one(query, session_id) for query in (SEATS, ACTIVE, NOTED, REMINDED, HELD)))


def left_behind() -> int:
    """Active bookings in sessions that are cancelled."""
    with reading():
        found: int = db.session.execute(text(LEFT_BEHIND)).scalar_one()
    return found


def deadlocks() -> int:
    """How many there have been in this database of PostgreSQL; a server process tells what it counted when it ends."""
    wait_until_alone()
    with reading():
        found: int = db.session.execute(text(DEADLOCKS)).scalar_one()
    return found


def wait_until_alone() -> None:
    """Until the server has noticed that everybody else is gone; a file needs no notice."""
    until = monotonic() + LONG
    while is_postgresql() and _others():
        assert monotonic() < until
        sleep(0.01)


def _others() -> int:
    db.session.remove()
    db.engine.dispose()
    with reading():
        found: int = db.session.execute(text(OTHERS)).scalar_one()
    return found


def _one(query: str, session_id: int) -> Any:
    return db.session.execute(text(query), {"id": session_id}).scalar_one()
