"""Messages that many people get at once, in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select

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
    found = {row.id: matter for matter, row in _waiting(patient_ids, matters)}
    if not found:
        return {}
    return {found[row.id]: row.about for row in reversed(take_off(MessageRow.id.in_(sorted(found))))}


def waiting(patient_ids: Iterable[int], matters: Collection[str]) -> dict[str, Mapping[str, str]]:
    """The same by a look alone: what ``supersede`` would give. One statement."""
    return {matter: row.about for matter, row in reversed([*_waiting(patient_ids, matters)])}


def _waiting(patient_ids: Iterable[int], matters: Collection[str]) -> Iterator[tuple[str, Row[Any]]]:
    """With its matter each message that is not yet handed over, the oldest first."""
    columns = MessageRow.id, MessageRow.key, MessageRow.about
    theirs = select(*columns).where(MessageRow.patient_id.in_(sorted(set(patient_ids))), UNTOUCHED)
    for row in db.session.execute(theirs.order_by(MessageRow.id)):
        if (matter := row.key.rpartition(":")[0]) in matters:
            yield matter, row
