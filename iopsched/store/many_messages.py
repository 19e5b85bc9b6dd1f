"""Messages that many people get at once, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from iopsched.domain.message import State
from iopsched.store.db import db, dialect, run
from iopsched.store.messages import PUT, UNTOUCHED
from iopsched.store.tables import MessageRow


def put_all(rows: Sequence[Mapping[str, Any]]) -> None:
    """``messages.put`` for many at once; each names its arguments."""
    fresh = {"state": State.DUE.value, "failure": ""}
    said = [{**row, **fresh, "kind": row["kind"].value, "about": dict(row["about"])} for row in rows]
    if said:
        run(PUT[dialect()], said)


def waiting(patient_ids: Iterable[int]) -> frozenset[str]:
    """The matters (keys up to their last colon) of what waits for any of these patients."""
    theirs = select(MessageRow.key).where(MessageRow.patient_id.in_(sorted(set(patient_ids))), UNTOUCHED)
    return frozenset(key.rpartition(":")[0] for key in db.session.scalars(theirs))
