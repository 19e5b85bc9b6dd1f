"""Ways instead of a day, or a part of one, without any session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iopsched.domain import extra_date
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Several, offered, single
from iopsched.domain.session import Session
from iopsched.domain.way.idea import Group, Idea, by_takers
from iopsched.domain.way.of_date import more
from iopsched.domain.words import Modality

MOST_ALTERED = 40


def groups(intent: offered.CloseDay, change: Foreseen, ground: Ground) -> Iterator[Group]:
    """All of it by video; the session with most people on another day; one session more."""
    if not change.closed:
        return
    fullest = max(change.closed, key=lambda session: (session.taken, -session.id))
    yield Group(_by_video(change.closed, ground), tried=1)
    yield Group(_moved(fullest, intent, change, ground), tried=2)
    if change.stuck:
        yield Group(more(fullest, intent, change, ground), tried=2)


def _by_video(closed: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    """Each that people would have come to, by time, so that a way is the same each time that it is looked for; what is
    by video anyway stays.
    """
    ones = [one for one in sorted(closed, key=lambda one: one.by_time) if one.modality is Modality.IN_PERSON]
    if 0 < len(ones) <= MOST_ALTERED:
        yield Idea(Several(tuple(_as_video(one, ground) for one in ones)))


def _as_video(one: Session, ground: Ground) -> single.AlterSession:
    usual = ground.offerings.get(one.offering_id or 0)
    is_usual = usual is not None and usual.clinician_id == one.clinician_id
    who = None if is_usual else one.clinician_id
    return single.AlterSession(one.id, Modality.TELEHEALTH, one.clock_minutes, one.counted_minutes, who)


def _moved(was: Session, intent: offered.CloseDay, change: Foreseen, ground: Ground) -> Iterator[Idea]:
    for one in by_takers(ground.elsewhere(was), change.touched, ground.now):
        move = single.MoveSession(was.id, one.day, extra_date.wall_of(one, ground.program))
        yield Idea(Several((move, intent)), one)
