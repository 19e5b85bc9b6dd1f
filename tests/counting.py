"""How many statements something takes: hot paths have a fixed number, whatever the number of sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from iopsched.store.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database meanwhile, without the beginning and ending of transactions."""
    seen: list[str] = []

    def see(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", see)
