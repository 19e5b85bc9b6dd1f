"""An intent: one thing that staff want of the timetable, as a plain value that can be kept and carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from iopsched.domain.intent import away, frame, offered, single
from iopsched.domain.plain import plain, restored
from iopsched.domain.series import Reach

Part = offered.OfOffered | single.OfSingle | away.OfAway | frame.OfFrame


@dataclass(frozen=True, slots=True)
class Several:
    """Several things at once, in this order: all of them or none."""

    parts: tuple[Part, ...]


Intent = Part | Several
KINDS: dict[str, Any] = {
    "add offering": offered.AddOffering,
    "change offering": offered.ChangeOffering,
    "end offering": offered.EndOffering,
    "put series back": offered.PutSeriesBack,
    "close day": offered.CloseDay,
    "reopen day": offered.ReopenDay,
    "move session": single.MoveSession,
    "set seats": single.SetSeats,
    "alter session": single.AlterSession,
    "hand over": single.HandOver,
    "cancel session": single.CancelSession,
    "reopen session": single.ReopenSession,
    "put back": single.PutBack,
    "add absence": away.AddAbsence,
    "change absence": away.ChangeAbsence,
    "remove absence": away.RemoveAbsence,
    "put room": frame.PutRoom,
    "remove room": frame.RemoveRoom,
    "set caps": frame.SetCaps,
    "put season": frame.PutSeason,
    "remove season": frame.RemoveSeason,
    "bring season back": frame.BringSeasonBack,
    "several": Several,
}
"""Each kind, by the name under which a draft keeps it."""


def as_kept(intent: Intent) -> tuple[str, dict[str, Any]]:
    """What kind it is and its facts, as JSON can hold them."""
    kind = next(name for name, shape in KINDS.items() if isinstance(intent, shape))
    if isinstance(intent, Several):
        return kind, {"parts": [as_kept(part) for part in intent.parts]}
    facts: dict[str, Any] = plain(intent)
    return kind, facts


def from_kept(kind: str, facts: dict[str, Any]) -> Intent:
    """The intent that ``as_kept`` was given."""
    if KINDS[kind] is Several:
        return Several(tuple(_part_kept(*part) for part in facts["parts"]))
    return _part_kept(kind, facts)


def parts_of(intent: Intent) -> tuple[Part, ...]:
    """What it comes to, one after the other; itself where it is one thing."""
    return intent.parts if isinstance(intent, Several) else (intent,)


def session_of(intent: Intent) -> int | None:
    """The one session that it is about; None where it is about more."""
    return getattr(intent, "session_id", None)


def reach_of(intent: Intent) -> Reach:
    """Which dates of its series it is meant for."""
    return getattr(intent, "reach", Reach.THIS)


def _part_kept(kind: str, facts: dict[str, Any]) -> Part:
    part: Part = restored(KINDS[kind], facts)
    return part
