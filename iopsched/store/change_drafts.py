"""Drafts of changes, kept while staff look at them, and for a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, delete, insert, or_, select, update
from sqlalchemy.orm import aliased

from iopsched.domain.change_draft import KEPT, UNDO, ChangeDraft, Typed, Wanted
from iopsched.domain.errors import NotFound
from iopsched.domain.intent import as_kept, from_kept
from iopsched.store.db import db
from iopsched.store.tables import ChangeDraftRow

PLAIN = ("program_id", "staff_id", "made_at", "fingerprint", "applied_at", "came_from", "undoes")


def add(draft: ChangeDraft) -> int:
    """Keep it; its ``id`` is not looked at."""
    facts = {name: getattr(draft, name) for name in PLAIN} | {"seen": dict(draft.seen)}
    facts["typed"] = {"path": draft.typed.path, "fields": draft.typed.fields}
    row = insert(ChangeDraftRow).values(**facts, **_said(draft.wanted)).returning(ChangeDraftRow.id)
    return db.session.execute(row).scalar_one()


def get(program_id: int, draft_id: int) -> ChangeDraft:
    """Raises NotFound unless it is this program's."""
    mine = (ChangeDraftRow.id == draft_id, ChangeDraftRow.program_id == program_id)
    row = db.session.execute(select(ChangeDraftRow.__table__).where(*mine)).first()
    if row is None:
        raise NotFound("change draft")
    return _one(row)


def waiting(program_id: int, staff_id: int, since: datetime, limit: int) -> tuple[ChangeDraft, ...]:
    """Those made since that were not applied: this person's own first, the latest first of these and of the others'."""
    query = _made(program_id, since).where(ChangeDraftRow.applied_at.is_(None))
    own_first = case((ChangeDraftRow.staff_id == staff_id, 0), else_=1)
    rows = db.session.execute(query.order_by(own_first, ChangeDraftRow.id.desc()).limit(limit))
    return tuple(map(_one, rows))


def applied(program_id: int, since: datetime, limit: int) -> tuple[ChangeDraft, ...]:
    """Those that were applied after that and not taken back, the latest first."""
    undo = aliased(ChangeDraftRow)
    taken_back = select(undo.id).where(undo.undoes == ChangeDraftRow.id, undo.applied_at.is_not(None))
    query = _made(program_id, since - KEPT).where(ChangeDraftRow.applied_at > since, ~taken_back.exists())
    rows = db.session.execute(query.order_by(ChangeDraftRow.applied_at.desc(), ChangeDraftRow.id.desc()).limit(limit))
    return tuple(map(_one, rows))


def closing(program_id: int, now: datetime) -> frozenset[int]:
    """Ids of sessions that were cancelled by what can be taken back yet, or is about to be: the reverse is drafted."""
    undo = aliased(ChangeDraftRow)
    its = select(undo.id).where(undo.undoes == ChangeDraftRow.id)
    drafted, done = (its.where(undo.applied_at.is_(None)), its.where(undo.applied_at.is_not(None)))
    lately = or_(ChangeDraftRow.applied_at > now - UNDO, drafted.exists())
    query = select(ChangeDraftRow.seen).where(
        ChangeDraftRow.program_id == program_id, ChangeDraftRow.applied_at.is_not(None), lately, ~done.exists()
    )
    rows = db.session.scalars(query.where(ChangeDraftRow.reverse.is_not(None)))
    return frozenset(session_id for seen in rows for session_id in seen.get("closed", ()))


def some(program_id: int, draft_ids: Iterable[int]) -> dict[int, ChangeDraft]:
    """Those of them that are still kept, by id."""
    query = select(ChangeDraftRow.__table__).where(ChangeDraftRow.program_id == program_id)
    rows = db.session.execute(query.where(ChangeDraftRow.id.in_(sorted(draft_ids))))
    return {row.id: _one(row) for row in rows}


def drop(draft_ids: Iterable[int]) -> frozenset[int]:
    """Throw away those that wait; which did. What came from them as another way has no way back to them then."""
    gone = delete(ChangeDraftRow).where(ChangeDraftRow.id.in_(sorted(draft_ids)), ChangeDraftRow.applied_at.is_(None))
    ids = frozenset(db.session.scalars(gone.returning(ChangeDraftRow.id)))
    db.session.execute(update(ChangeDraftRow).where(ChangeDraftRow.came_from.in_(ids)).values(came_from=None))
    return ids


def seen(draft_id: int, facts: Mapping[str, Any], fingerprint: str) -> None:
    """What it would do, as it was last shown."""
    known = update(ChangeDraftRow).where(ChangeDraftRow.id == draft_id)
    db.session.execute(known.values(seen=dict(facts), fingerprint=fingerprint))


def claim(draft_id: int, staff_id: int, now: datetime) -> bool:
    """Mark it as applied by that person within the transaction that does so; False where it does not wait any more."""
    waiting = update(ChangeDraftRow).where(ChangeDraftRow.id == draft_id, ChangeDraftRow.applied_at.is_(None))
    done = waiting.values(applied_at=now, staff_id=staff_id).returning(ChangeDraftRow.id)
    return db.session.execute(done).first() is not None


def reversed_by(draft_id: int, reverse: Wanted | None) -> None:
    """What takes it back."""
    known = update(ChangeDraftRow).where(ChangeDraftRow.id == draft_id)
    db.session.execute(known.values(reverse=_said(reverse) if reverse else None))


def forget(before: datetime) -> None:
    """Those that were made before."""
    db.session.execute(delete(ChangeDraftRow).where(ChangeDraftRow.made_at < before))


def _made(program_id: int, since: datetime) -> Select[Any]:
    return select(ChangeDraftRow.__table__).where(
        ChangeDraftRow.program_id == program_id, ChangeDraftRow.made_at > since
    )


def _one(row: Row[Any]) -> ChangeDraft:
    return ChangeDraft(
        id=row.id,
        wanted=_wanted(dict(row._mapping)),
        seen=row.seen,
        typed=Typed(row.typed["path"], tuple((name, said) for name, said in row.typed["fields"])),
        reverse=_wanted(row.reverse) if row.reverse else None,
        **{name: getattr(row, name) for name in PLAIN},
    )


def _said(wanted: Wanted) -> dict[str, Any]:
    kind, facts = as_kept(wanted.intent)
    return {"kind": kind, "facts": facts, "seats_back": [*wanted.seats_back]}


def _wanted(said: Mapping[str, Any]) -> Wanted:
    return Wanted(from_kept(said["kind"], said["facts"]), tuple(said["seats_back"]))
