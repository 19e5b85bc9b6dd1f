"""The outlook: what a patient's week could be, given what suits; or, where it cannot be filled, how near it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.plan.case import Case
from iopsched.domain.plan.change import Change, changes
from iopsched.domain.plan.choice import Known
from iopsched.domain.plan.hurdle import Hurdle, full_ones, hurdles
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.plan.remark import with_remarks
from iopsched.domain.plan.remedy import Remedy, remedies
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component


@dataclass(frozen=True, slots=True)
class Missing:
    """What the closest week lacks (minutes, whole days, minutes on days that are too short), and what is in the way.

    ``full`` are sessions that would help, had they a seat.
    """

    minutes: int
    components: Mapping[Component, int]
    days: int
    short_days: Mapping[date, int]
    hurdles: tuple[Hurdle, ...]
    full: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """``proposals`` are complete, best first, and nothing else is there with them; both are empty for a week that is
    met already. Where none is complete: the ``closest`` week, what is ``missing``, one-wish ``changes`` that help, and
    ``remedies`` that would complete it.
    """

    week: Week
    wishes: Wishes
    proposals: tuple[Proposal, ...] = ()
    closest: Proposal | None = None
    missing: Missing | None = None
    changes: tuple[Change, ...] = ()
    remedies: tuple[Remedy, ...] = ()


def look(
    week: Week,
    offered: tuple[Session, ...],
    wishes: Wishes,
    *,
    usual: frozenset[int] = frozenset(),
    clinicians: frozenset[int] = frozenset(),
    now: datetime,
) -> Outlook:
    """Search the sessions offered in the week, exactly. What is booked stays; whatever is proposed can be booked.

    ``usual`` are the offerings that the patient went to the week before, and ``clinicians`` who led them: those are
    preferred, where the program's order of preference has them.
    """
    if week.is_met:
        return Outlook(week, wishes)
    case, known = Case.of(week, offered, usual, now, clinicians), Known(wishes, usual, clinicians)
    if proposals := case.proposals(wishes):
        return Outlook(week, wishes, with_remarks(proposals, known))
    (closest,) = with_remarks([case.closest(wishes)], known)
    left = closest.week
    missing = Missing(
        minutes=left.to_go,
        components=left.missing_components,
        days=left.missing_days,
        short_days=left.short_days,
        hurdles=hurdles(case, offered, wishes, closest),
        full=full_ones(case, offered, wishes, closest),
    )
    others = remedies(case, offered, wishes, closest)
    return Outlook(week, wishes, (), closest, missing, changes(case, wishes, closest), others)
