"""A cursor of psycopg that describes its columns only to whoever looks at them.

psycopg makes an object for each column of each answer. SQLAlchemy asks whether there are any, and knows the columns of
a statement that it has sent before: a third of the time that it takes to send one went into what nobody looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import psycopg


class Cursor(psycopg.Cursor[Any]):
    """For ``psycopg.connect(cursor_factory=...)``."""

    @property
    def description(self) -> Any:
        """A list of columns, made when it is looked into; None where the statement gave no rows."""
        answer = self.pgresult
        return Columns(self._describe) if answer and answer.nfields else super().description

    def _describe(self) -> list[psycopg.Column]:
        return super().description or []


class Columns(Sequence[psycopg.Column]):
    """The columns of an answer."""

    def __init__(self, describe: Callable[[], list[psycopg.Column]]) -> None:
        self._describe = describe

    def __getitem__(self, index: Any) -> Any:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> list[psycopg.Column]:
        return self._describe()
