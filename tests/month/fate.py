"""Fate: at any statement, commit or call, whoever is running may be killed or lose the connection to the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection

from iopsched.store import db as handle
from iopsched.store.db import db
from tests.carrier import Killed
from tests.month.turns import Turns

INSIDE, OUTSIDE = 0.05, 0.4
"""How often a turn ends within a transaction, and outside of one."""
END = text("SELECT pg_terminate_backend(:pid, 5000)")


@dataclass
class Fate:
    """``deaths`` and ``losses`` are chances at each point; both are kept, with their instants."""

    turns: Turns
    random: Random
    clock: Callable[[], datetime]
    deaths: float
    losses: float
    died: list[datetime] = field(default_factory=list)
    lost: list[datetime] = field(default_factory=list)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Within the app's context: from now on it strikes."""
        engine, commit = db.engine, db.session.commit
        self._is_file = engine.dialect.name == "sqlite"
        self._killer = create_engine(engine.url, isolation_level="AUTOCOMMIT")
        hooks = {"before_cursor_execute": self._at_statement, "after_cursor_execute": self._at_statement}

        def commit_or_not() -> None:
            doing = self.turns.mine
            self.strike(db.session.connection() if doing else None)
            commit()
            if doing:
                doing.committed = (self.turns.steps, self.clock())
                self.strike(is_writing=True)

        for name, hook in hooks.items():
            event.listen(engine, name, hook)
        try:
            with patch.object(db.session, "commit", commit_or_not):
                yield
        finally:
            for name, hook in hooks.items():
                event.remove(engine, name, hook)
            self._killer.dispose()

    def strike(self, connection: Connection | None = None, *, is_writing: bool = False) -> None:
        """Somebody else's turn, a death, a lost connection, or nothing. Who writes to a file is alone until the end."""
        if (doing := self.turns.mine) is None:
            return
        if doing.is_dying:
            raise Killed
        is_writing = is_writing or bool(connection and connection.get_execution_options().get(handle.WRITING))
        if not (is_writing and self._is_file):
            self.turns.hand_over(INSIDE if is_writing else OUTSIDE)
        chance = self.random.random()
        if chance < self.deaths:
            doing.is_dying = True
            self.died.append(self.clock())
            self._cut(connection)
            raise Killed
        if connection and chance < self.deaths + self.losses and not self._is_file:
            self.lost.append(self.clock())
            self._cut(connection)

    def _at_statement(self, connection: Connection, *_: Any) -> None:
        self.strike(connection)

    def _cut(self, connection: Connection | None) -> None:
        """And wait until the server has rolled back, as nobody could say when that would be."""
        if connection is not None and not self._is_file:
            pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
            with self._killer.connect() as other:
                other.execute(END, {"pid": pid})
