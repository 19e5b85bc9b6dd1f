"""How many statements something takes: hot paths have a fixed number, whatever the number of sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from psycopg import Connection
from sqlalchemy import event

from iopsched.store.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile, without the beginning and ending of transactions."""
    seen: list[str] = []

    def see(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    def straight(connection: Connection[Any], statement: str, *rest: Any, **more: Any) -> Any:
        seen.append(statement)
        return execute(connection, statement, *rest, **more)

    execute = Connection.execute
    event.listen(db.engine, "before_cursor_execute", see)
    try:
        with patch.object(Connection, "execute", straight):
            yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", see)
