"""Whether this installation can serve: the database answers, and every migration has been made."""

from __future__ import annotations

from iopsched.store import readiness
from iopsched.store.db import reading


def is_ready() -> bool:
    """True when the tables are those this code knows. Raises what the database raises when it does not answer."""
    with reading():
        return readiness.is_current()
