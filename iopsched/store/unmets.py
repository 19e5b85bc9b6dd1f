"""Wishes that were not met: counts, without anybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.unmet import Reason, Unmet, Wish
from iopsched.domain.words import Component, Modality, Part
from iopsched.store.db import db, dialect
from iopsched.store.tables import UnmetWishRow
from iopsched.store.tables.unmet import ANY_DAY

KIND = (
    UnmetWishRow.reason,
    UnmetWishRow.component,
    UnmetWishRow.modality,
    UnmetWishRow.part,
    UnmetWishRow.weekday,
)
KEY = ["program_id", "monday", "reason", "component", "modality", "part", "weekday"]


def count(program_id: int, kinds: Iterable[Unmet]) -> None:
    """Each once more: one statement."""
    rows = sorted((_row(program_id, kind) for kind in kinds), key=lambda row: [str(row[name]) for name in KEY])
    if not rows:
        return
    insert = (postgresql.insert if dialect() == "postgresql" else sqlite.insert)(UnmetWishRow)
    again = {"times": UnmetWishRow.times + 1}
    db.session.execute(insert.values(rows).on_conflict_do_update(index_elements=KEY, set_=again))


def between(program_id: int, first: date, last: date) -> tuple[Wish, ...]:
    """Of the weeks that begin from ``first`` to ``last``, the most frequent first; ``monday`` is ``first`` for all."""
    span = (UnmetWishRow.program_id == program_id, UnmetWishRow.monday.between(first, last))
    times = func.sum(UnmetWishRow.times).label("times")
    query = select(*KIND, times).where(*span).group_by(*KIND).order_by(times.desc(), *KIND)
    return tuple(Wish(_unmet(row, first), int(row.times)) for row in db.session.execute(query))


def _row(program_id: int, kind: Unmet) -> dict[str, Any]:
    words = {name: getattr(kind, name) or "" for name in ("component", "modality", "part")}
    weekday = ANY_DAY if kind.weekday is None else kind.weekday
    common = {"program_id": program_id, "monday": kind.monday, "reason": kind.reason.value}
    return common | {name: str(word) for name, word in words.items()} | {"weekday": weekday, "times": 1}


def _unmet(row: Any, monday: date) -> Unmet:
    return Unmet(
        monday=monday,
        reason=Reason(row.reason),
        component=Component(row.component) if row.component else None,
        modality=Modality(row.modality) if row.modality else None,
        part=Part(row.part) if row.part else None,
        weekday=None if row.weekday == ANY_DAY else row.weekday,
    )
