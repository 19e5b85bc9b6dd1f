"""Attempts and their receipts, of many messages at once: PostgreSQL takes all of them in one statement.

On a file there is no way to and fro that it would save, and each is written by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Executable, bindparam, func, or_, update

from iopsched.domain.channel import Letter
from iopsched.domain.message import Message, State
from iopsched.store.db import dialect, run
from iopsched.store.outbox import CLAIMED
from iopsched.store.tables import MessageRow

_OUTBOX: Any = MessageRow.__table__
_IS_CLAIMED = or_(*(_OUTBOX.c.state == state for state in CLAIMED))
_MARKED = ("id", "channel", "sent_to", "body_hash", "lease_until")
_TAKEN = ("id", "claims", "provider_id")

Given = dict[str, ColumnElement[Any]]


def _one() -> Given:
    """The values of one message."""
    return {column.name: bindparam(f"of_{column.name}", type_=column.type) for column in _OUTBOX.c}


def _many(names: Sequence[str]) -> Given:
    """The values of many, each an array."""
    arrays = [bindparam(f"of_{name}", type_=ARRAY(_OUTBOX.c[name].type)) for name in names]
    rows = func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    return {name: rows.c[name] for name in names}


def _mark(given: Given) -> Executable:
    said = {name: given[name] for name in _MARKED if name != "id"}
    fresh = {"state": State.UNCLEAR.value, "failure": "", "attempts": _OUTBOX.c.attempts + 1}
    return update(_OUTBOX).where(_OUTBOX.c.id == given["id"]).values(attempted_at=bindparam("now"), **fresh, **said)


def _take(given: Given) -> Executable:
    ours = (_OUTBOX.c.id == given["id"], _OUTBOX.c.claims == given["claims"], _IS_CLAIMED)
    fresh = {"state": State.SENT.value, "failure": "", "sent_at": bindparam("now")}
    return update(_OUTBOX).where(*ours).values(provider_id=given["provider_id"], **fresh)


_MARK = {"postgresql": _mark(_many(_MARKED)), "sqlite": _mark(_one())}
_TAKE = {"postgresql": _take(_many(_TAKEN)), "sqlite": _take(_one())}


def mark(attempts: Sequence[tuple[Message, Letter, str, datetime]], *, now: datetime) -> None:
    """Providers are about to be called: from here on, nobody can tell whether they have a text but by a receipt.

    Of each held message its letter, the hash of its words, and until when nobody else touches it.
    """
    rows = [(m.id, letter.channel.value, letter.to, hashed, until) for m, letter, hashed, until in attempts]
    _run(_MARK, _MARKED, rows, now)


def take(taken: Sequence[tuple[Message, str]], *, now: datetime) -> None:
    """The provider has these, each under that id; unless somebody else has claimed the message meanwhile."""
    _run(_TAKE, _TAKEN, [(message.id, message.claims, name) for message, name in taken], now)


def _run(statements: dict[str, Executable], names: Sequence[str], rows: Sequence[Sequence[Any]], now: datetime) -> None:
    if not rows:
        return
    keys = [f"of_{name}" for name in names]
    if dialect() == "postgresql":
        run(statements["postgresql"], dict(zip(keys, map(list, zip(*rows, strict=True)), strict=True)) | {"now": now})
    else:
        run(statements["sqlite"], [dict(zip(keys, row, strict=True)) | {"now": now} for row in rows])
