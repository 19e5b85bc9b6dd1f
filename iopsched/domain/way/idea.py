"""An idea: what could be done instead, before anybody has seen what it would come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.booking import refusals
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.intent import Intent
from iopsched.domain.session import Session


@dataclass(frozen=True, slots=True)
class Idea:
    """``session`` is what would be there instead, or as well, where it is about one; ``is_led``: by somebody else."""

    intent: Intent
    session: Session | None = None
    is_led: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Ideas of one sort, the likeliest first: ``tried`` of them are rehearsed, the best ``shown``."""

    ideas: Iterable[Idea]
    tried: int
    shown: int = 1


def by_takers(sessions: Iterable[Session], whose: Collection[Touched], now: datetime) -> list[Session]:
    """Those that any of these people could book once the change is made; what most of them could comes first."""
    counted = [(sum(not any(refusals(each.after, one, now)) for each in whose), one) for one in sessions]
    return [one for takers, one in sorted(counted, key=lambda each: -each[0]) if takers]


def unled(change: Foreseen) -> tuple[Session, ...]:
    """Sessions that somebody leads now and nobody would."""
    pairs = (*change.moved, *change.altered)
    return tuple(then for was, then in pairs if was.clinician_id is not None and then.clinician_id is None)
