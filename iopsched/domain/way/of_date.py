"""Ways instead of one session that goes or moves."""

from __future__ import annotations

from collections.abc import Iterator

from iopsched.domain import extra_date
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Part, Several, offered, single
from iopsched.domain.session import Session
from iopsched.domain.way.idea import Group, Idea, by_takers


def groups(intent: single.CancelSession | single.MoveSession, change: Foreseen, ground: Ground) -> Iterator[Group]:
    """A stand-in, another time that day, one session more on another day."""
    gone = [*change.closed, *(was for was, _ in change.moved)]
    if len(gone) != 1:
        return
    was, taken = gone[0], {then.starts for _, then in change.moved}
    yield Group(_stand_ins(was, ground), tried=2, shown=2)
    yield Group((idea for idea in _times(was, ground) if idea.session and idea.session.starts not in taken), tried=2)
    if change.stuck:
        yield Group(more(was, intent, change, ground), tried=2)


def more(was: Session, intent: Part, change: Foreseen, ground: Ground) -> Iterator[Idea]:
    """One session like it on another day of the week, and then what was meant."""
    for one in by_takers(ground.elsewhere(was), change.stuck, ground.now):
        yield Idea(Several((offered.AddOffering(ground.offering_of(one)), intent)), one)


def _stand_ins(was: Session, ground: Ground) -> Iterator[Idea]:
    for who in ground.free_for(was):
        yield Idea(single.HandOver(was.id, who), ground.named(was, who), is_led=True)


def _times(was: Session, ground: Ground) -> Iterator[Idea]:
    for _, one in ground.shifted(was):
        yield Idea(single.MoveSession(was.id, was.day, extra_date.wall_of(one, ground.program)), one)
