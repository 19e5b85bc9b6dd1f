"""Messages that many people get at once, in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from iopsched.domain.message import State
from iopsched.store.db import db, dialect, run
from iopsched.store.messages import PUT, UNTOUCHED, take_off
from iopsched.store.tables import MessageRow


def put_all(rows: Sequence[Mapping[str, Any]]) -> None:
    """``messages.put`` for many at once; each names its arguments."""
    fresh = {"state": State.DUE.value, "failure": ""}
    said = [{**row, **fresh, "kind": row["kind"].value, "about": dict(row["about"])} for row in rows]
    if said:
        run(PUT[dialect()], said)


def supersede(patient_ids: Iterable[int], matters: Collection[str]) -> dict[str, Mapping[str, str]]:
    """Withdraw what waits for any of these patients under any of the matters (keys up to their last colon); by matter,
    what the oldest was about. Two statements.
    """
    theirs = select(MessageRow.id, MessageRow.key).where(MessageRow.patient_id.in_(sorted(set(patient_ids))), UNTOUCHED)
    found = {row.id: row.key.rpartition(":")[0] for row in db.session.execute(theirs)}
    ids = sorted(number for number, matter in found.items() if matter in matters)
    if not ids:
        return {}
    return {found[row.id]: row.about for row in reversed(take_off(MessageRow.id.in_(ids)))}
