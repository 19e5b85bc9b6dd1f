"""What the database says of one session after a race, counted in ways that do not know of each other."""

from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from iopsched.domain.session import Session
from iopsched.store.db import db, reading
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


def ledger(session: Session) -> Ledger:
    with reading():
        return Ledger(*(_one(query, session.id) for query in (SEATS, ACTIVE, NOTED, REMINDED, HELD)))


def deadlocks() -> int:
    """How many there have been in this database of PostgreSQL, once everybody else has left it."""
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
        _wait_until_alone(watching)
        found: int = watching.execute(text(DEADLOCKS)).scalar_one()
    return found


def _wait_until_alone(watching: Connection) -> None:
    """A server process tells what it counted when it ends."""
    until = monotonic() + LONG
    while watching.execute(text(OTHERS)).scalar_one():
        assert monotonic() < until
        sleep(0.01)


def _one(query: str, session_id: int) -> Any:
    return db.session.execute(text(query), {"id": session_id}).scalar_one()
