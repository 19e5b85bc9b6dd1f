"""A step: what was, who did something, and what is; every promise looks at one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.machine.tables import Row, Tables, each
from tests.machine.world import World

PATIENT, STAFF, WORKER = "patient", "staff", "worker"


@dataclass(frozen=True, slots=True)
class Step:
    """``texts`` are all that the carrier ever took; those from ``told`` on it took in this step."""

    world: World
    beginning: Tables
    before: Tables
    after: Tables
    now: datetime
    by: str
    texts: tuple[tuple[str, str], ...]
    told: int

    def new(self, name: str) -> list[Row]:
        """Rows of a table that were not there before."""
        return [row for key, row in self.after[name].items() if key not in self.before[name]]

    def bookings(self, **wanted: Any) -> Iterator[Row]:
        """Active ones."""
        return each(self.after["booking"], cancelled_at=None, **wanted)

    def newly_booked(self) -> list[Row]:
        """Active ones that were not before."""
        before = self.before["booking"]
        return [row for row in self.bookings() if row["id"] not in before or before[row["id"]]["cancelled_at"]]

    def live_holds(self, **wanted: Any) -> list[Row]:
        return [hold for hold in each(self.after["hold"], **wanted) if hold["until"] > self.now]

    def open_offers(self, **wanted: Any) -> list[Row]:
        return [offer for offer in each(self.after["offer"], answer=None, **wanted) if offer["until"] > self.now]

    def session(self, row: Row) -> Row:
        """That of whatever names one."""
        return self.after["session"][row["session_id"]]

    def patient(self, row: Row) -> Row:
        return self.after["patient"][row["patient_id"]]

    def program(self, row: Row) -> Row:
        return self.after["program"][row["program_id"]]
