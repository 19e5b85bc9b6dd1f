"""Whether this installation can serve: the database answers, every migration has been made; and what stands still."""

from __future__ import annotations

from iopsched.store import readiness
from iopsched.store.db import reading
from iopsched.usecases.messages import watch_deliveries


def is_ready() -> bool:
    """True when the tables are those this code knows. Raises what the database raises when it does not answer."""
    with reading():
        return readiness.is_current()


def standstills() -> tuple[str, ...]:
    """'sms 20003': channels by which nothing goes out, each with its provider's code. Pages are served all the same."""
    return tuple(f"{gate.channel} {gate.failure}" for gate in watch_deliveries.shut())
