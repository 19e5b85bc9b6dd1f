"""What is in the database, read straight from its tables: the service's own floors are not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import MetaData, Select, select

from iopsched.store.db import db

Row = dict[str, Any]
Rows = dict[Any, Row]
"""Primary key to row; every instant is in UTC."""
APART = ("alembic_version", "rate_limit", "sign_in_code")


@dataclass(frozen=True, slots=True)
class Tables:
    """All of them at one instant, by name."""

    rows: dict[str, Rows]

    def __getitem__(self, name: str) -> Rows:
        return self.rows[name]

    def changed_from(self, before: "Tables", name: str) -> list[Row]:
        """What is in a table now, and was not or was otherwise."""
        return [row for key, row in self[name].items() if before[name].get(key) != row]

    def lost_from(self, before: "Tables", name: str) -> list[Row]:
        """What was in a table and is no longer."""
        return [row for key, row in before[name].items() if key not in self[name]]

    def news(self, before: "Tables") -> dict[str, list[Row]]:
        """By table, all that is not as it was."""
        both = {name: [*self.changed_from(before, name), *self.lost_from(before, name)] for name in self.rows}
        return {name: rows for name, rows in both.items() if rows}


def read() -> Tables:
    """One consistent look."""
    with db.engine.connect().execution_options(iopsched_writing=False) as connection:
        found = {}
        for name, (keys, query) in _queries(db.engine.dialect.name).items():
            rows = map(_in_utc, connection.execute(query).mappings())
            found[name] = {_key(row, keys): row for row in rows}
        return Tables(found)


@lru_cache
def _queries(kind: str) -> dict[str, tuple[tuple[str, ...], Select[Any]]]:
    """For each kind of database, which has other types: what its tables are, as it says itself."""
    known = MetaData()
    known.reflect(db.engine)
    return {
        table.name: (tuple(column.name for column in table.primary_key), select(table))
        for table in known.sorted_tables
        if table.name not in APART
    }


def _in_utc(row: Any) -> Row:
    return {name: _utc(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _key(row: Row, keys: tuple[str, ...]) -> Any:
    return row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)


def each(rows: Rows, **wanted: Any) -> Iterator[Row]:
    """The rows of which each named column holds just that."""
    return (row for row in rows.values() if all(row[name] == value for name, value in wanted.items()))
