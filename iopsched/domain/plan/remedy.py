"""A remedy: the one thing besides the wishes that would make a week complete which cannot be filled as it is.

Each is tried by the same exact search as any week, on the week as it would be then. What cannot help is left out before
it is tried, and only that: one session more brings no week nearer to its plan than by its own minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.treatment import EVERY_MODALITY
from iopsched.domain.week import Span, Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component

MOST = 4


class Lifted(StrEnum):
    """What would have to give way: each has one sentence on the screen."""

    SEAT = "seat"
    BUSY = "busy"
    MODALITY = "modality"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Remedy:
    """``proposal`` is the complete week then; ``sessions`` those of it that could not be had as things are.

    Of BUSY, ``span`` is the busy time that has to give way. Of MORE, ``minutes`` of ``component`` are to be added to
    what is offered, and ``proposal`` is the week that lacks nothing else.
    """

    what: Lifted
    proposal: Proposal
    sessions: tuple[Session, ...] = ()
    span: Span | None = None
    component: Component | None = None
    minutes: int = 0


def remedies(case: Case, offered: tuple[Session, ...], wishes: Wishes, closest: Proposal) -> tuple[Remedy, ...]:
    """What one step away completes the week: of each kind the best, then others; four at most."""
    if case.week.plan is None:
        return ()
    found = [*_seats(case, offered, wishes, closest), *_busy(case, offered, wishes), *_modality(case, offered, wishes)]
    ordered = sorted(found, key=lambda one: (len(one.sessions), one.proposal.rank))
    first_of_each = [
        next(one for one in ordered if one.what is what) for what in dict.fromkeys(o.what for o in ordered)
    ]
    rest = [one for one in ordered if one not in first_of_each]
    return (*first_of_each, *rest)[:MOST] or tuple(_more(closest))


def _seats(case: Case, offered: Iterable[Session], wishes: Wishes, closest: Proposal) -> Iterator[Remedy]:
    """Full sessions that nothing else refuses, each as if it had a seat."""
    for session in offered:
        if session.counted_minutes >= closest.rank.to_go and _is_refused_for(case.week, session, case, {Why.FULL}):
            free = replace(session, taken=0, held=0)
            yield from _tried(Lifted.SEAT, replace(case, fitting=_with(case, free)), case, wishes)


def _busy(case: Case, offered: tuple[Session, ...], wishes: Wishes) -> Iterator[Remedy]:
    """Each busy time of the week, as if it were free with all that lies within: a calendar may say it once more."""
    for span in _alone_in_the_way(case, offered):
        week = replace(case.week, busy=tuple(other for other in case.week.busy if not _is_within(other, span)))
        then = Case.of(week, offered, case.usual, case.now, case.clinicians)
        if len(then.fitting) > len(case.fitting):
            yield from (replace(one, span=span) for one in _tried(Lifted.BUSY, then, case, wishes))


def _modality(case: Case, offered: tuple[Session, ...], wishes: Wishes) -> Iterator[Remedy]:
    """In person and by video alike, whatever the plan says; what is wished for stays so."""
    plans = tuple(replace(plan, modalities=EVERY_MODALITY) for plan in case.week.plans)
    then = Case.of(replace(case.week, plans=plans), offered, case.usual, case.now, case.clinicians)
    if len(then.fitting) > len(case.fitting):
        yield from _tried(Lifted.MODALITY, then, case, wishes)


def _more(closest: Proposal) -> Iterator[Remedy]:
    """Minutes of one component, where the closest week lacks nothing else."""
    week, missing = closest.week, closest.week.missing_components
    if len(missing) == 1 and not week.missing_days and not week.short_days:
        ((component, minutes),) = missing.items()
        if minutes == week.to_go:
            yield Remedy(Lifted.MORE, closest, component=component, minutes=minutes)


def _tried(what: Lifted, then: Case, case: Case, wishes: Wishes) -> Iterator[Remedy]:
    """The best week then, if it is complete; which of its sessions it takes."""
    best = then.best(wishes)
    if best.is_complete:
        had = {session.id for session in case.fitting}
        yield Remedy(what, best, tuple(session for session in best.sessions if session.id not in had))


def _is_refused_for(week: Week, session: Session, case: Case, reasons: set[Why]) -> bool:
    return {refusal.why for refusal in refusals(week, session, case.now)} == reasons


def _alone_in_the_way(case: Case, offered: Iterable[Session]) -> tuple[Span, ...]:
    """The busy times, in their order, that with all that lies within are the one thing against some session."""
    found: set[Span] = set()
    for session in offered:
        if _is_refused_for(case.week, session, case, {Why.COMMITTED}):
            met = {span for span in case.week.busy if session.meets(*span)}
            found |= {span for span in met if all(_is_within(other, span) for other in met)}
    return tuple(span for span in dict.fromkeys(case.week.busy) if span in found)


def _is_within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _with(case: Case, session: Session) -> tuple[Session, ...]:
    return tuple(sorted((*case.fitting, session), key=lambda one: one.id))
