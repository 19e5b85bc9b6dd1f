"""A way: something else that staff could do than what they have in mind, with what it would come to.

What could be done is found here, by who and which room is free; whether it is better is seen by rehearsing it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Intent, as_kept, away, offered, reach_of, single
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.way import of_absence, of_date, of_day, of_series
from iopsched.domain.way.idea import Group, unled

__all__ = ["Group", "Way", "groups", "unled"]


@dataclass(frozen=True, slots=True)
class Way:
    """``session`` and ``is_led`` as of the idea; the counts are those of a preview.

    ``lost`` seats would end, ``unled`` sessions have nobody to lead them any more; for ``unsought`` people nothing was
    looked for.
    """

    intent: Intent
    short: int
    stuck: int
    lost: int = 0
    unled: int = 0
    unsought: int = 0
    session: Session | None = None
    is_led: bool = False

    @property
    def key(self) -> str:
        """What tells it from the others beside the same draft."""
        said = json.dumps(as_kept(self.intent), sort_keys=True)
        return f"{type(self.intent).__name__}.{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Lower is better: whom nothing mends counts first."""
        return self.stuck, self.short, self.unled, self.lost


def groups(intent: Intent, change: Foreseen, ground: Ground) -> Iterator[Group]:
    """What else could be done, each group of one sort. Nothing for what touches no session that there is."""
    is_series = reach_of(intent) is not Reach.THIS
    match intent:
        case single.CancelSession() | single.MoveSession() if not is_series:
            yield from of_date.groups(intent, change, ground)
        case single.CancelSession() | single.MoveSession() | offered.EndOffering() | offered.ChangeOffering():
            yield from of_series.groups(intent, change, ground)
        case offered.CloseDay():
            yield from of_day.groups(intent, change, ground)
        case away.AddAbsence() | away.ChangeAbsence():
            yield from of_absence.groups(intent, change, ground)
