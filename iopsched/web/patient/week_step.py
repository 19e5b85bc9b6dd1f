"""The one best next step: what a single tap can book so that the week is full, or that planning is the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask_babel import gettext as _

from iopsched.domain.mending import Mending
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.usecases.weeks.view_week import WeekView
from iopsched.web import amounts, names, wall


@dataclass(frozen=True, slots=True)
class Step:
    """``best`` is the best that the week can become; ``sessions`` what one tap books, empty where it takes a plan."""

    best: Proposal
    sessions: tuple[Session, ...]

    @property
    def most(self) -> int:
        """Minutes of what the plan asks for that the best week meets: too much of one kind makes up for no other."""
        return self.best.week.required - self.best.week.to_go

    @property
    def title(self) -> str:
        """'Book Saturday, 10 am to 1 pm'."""
        return _("Book %(day)s, %(times)s", day=wall.weekday(self.sessions[0].day), times=_times(self.sessions))

    @property
    def gain(self) -> str:
        """'Group 2 h, family 1 h: a full week'."""
        said = [f"{names.name(one.component)} {amounts.hours(one.counted_minutes)}" for one in self.sessions]
        return _("%(sessions)s: a full week", sessions=", ".join([said[0], *map(_within, said[1:])]))


def step_of(view: WeekView, wishes: Wishes, sets: Sequence[Mending], *, now: datetime) -> Step | None:
    """None for a week that is met, over or without a plan, and where nothing that is offered helps.

    Where ``sets`` are offered that mend the week, the best of them is the step.
    """
    if view.week.is_met or view.week.plan is None:
        return None
    fitting = tuple(candidate.session for candidate in view.candidates if candidate.fits)
    best = Case.of(view.week, fitting, frozenset(), now).best(wishes)
    if not best.sessions:
        return None
    sessions = sets[0].sessions if sets else best.sessions
    one_day = len({session.day for session in sessions}) == 1
    return Step(best, sessions if best.is_complete and one_day else ())


def _times(sessions: Sequence[Session]) -> str:
    """'10 am to 1 pm' where they follow each other, else '10 am and 3 pm'."""
    if all(after.starts == before.ends for before, after in pairwise(sessions)):
        return wall.time_range(sessions[0].starts, sessions[-1].ends)
    return amounts.listed(wall.clock_short(session.starts) for session in sessions)


def _within(label: str) -> str:
    return label[:1].lower() + label[1:]
