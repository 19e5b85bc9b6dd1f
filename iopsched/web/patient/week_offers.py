"""What could be added to a week, put in order: by day what fits, then what does not and why, then what has begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from iopsched.domain.refusal import Refusal, Why, is_only_full
from iopsched.domain.session import Session
from iopsched.domain.waiting import Waiting, Wanted
from iopsched.usecases.weeks.view_week import Candidate, WeekView


@dataclass(frozen=True, slots=True)
class Offer:
    """One session, or several of one offering on one day that differ in nothing but their time.

    ``instead_of`` is the booked session that could be exchanged for it, ``waiting`` what the patient waits for that it
    would be.
    """

    sessions: tuple[Session, ...]
    refusals: tuple[Refusal, ...] = ()
    instead_of: Session | None = None
    waiting: Waiting | None = None

    @property
    def first(self) -> Session:
        return self.sessions[0]

    @property
    def last(self) -> Session:
        return self.sessions[-1]

    def kind_in(self, monday: date) -> Wanted:
        """What to wait for, in the week that begins on that day, where any of the sessions will do."""
        first = self.first
        days = frozenset({first.day.weekday()})
        return Wanted(monday=monday, component=first.component, modality=first.modality, weekdays=days)

    @property
    def may_wait(self) -> bool:
        """Whether the patient could wait for it, and does not yet."""
        return is_only_full(self.refusals) and self.waiting is None


@dataclass(frozen=True, slots=True)
class Offers:
    """Every session that is shown stands in exactly one of the three."""

    fitting: tuple[tuple[date, tuple[Offer, ...]], ...]
    refused: tuple[Offer, ...]
    begun: tuple[Offer, ...]

    @property
    def days(self) -> frozenset[date]:
        """Days on which something fits."""
        return frozenset(day for day, _ in self.fitting)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Sessions that fit, that do not, and that have begun."""
        return _count(offer for _, offers in self.fitting for offer in offers), _count(self.refused), _count(self.begun)


def offers_of(view: WeekView, candidates: Iterable[Candidate]) -> Offers:
    """These candidates of the week, in order of time, sorted into those that fit and those that do not."""
    shown = tuple(candidates)
    fitting = groupby((one for one in shown if one.fits), lambda one: one.session.day)
    return Offers(
        fitting=tuple((day, _side_by_side(view, of_day)) for day, of_day in fitting),
        refused=_side_by_side(view, (one for one in shown if not one.fits and not _has_begun(one))),
        begun=_side_by_side(view, (one for one in shown if _has_begun(one))),
    )


def _has_begun(candidate: Candidate) -> bool:
    return any(refusal.why is Why.STARTED for refusal in candidate.refusals)


def _side_by_side(view: WeekView, candidates: Iterable[Candidate]) -> tuple[Offer, ...]:
    """Slots of a clinician's hours stand in one offer where the same is in their way; the rest stand alone."""
    alike: dict[object, list[Candidate]] = {}
    for one in candidates:
        where = (one.session.offering_id or -one.session.id, one.session.day, one.session.modality)
        alike.setdefault((*where, one.refusals, one.instead_of, _waiting(view, one)), []).append(one)
    return tuple(
        Offer(tuple(one.session for one in each), each[0].refusals, each[0].instead_of, _waiting(view, each[0]))
        for each in alike.values()
    )


def _waiting(view: WeekView, candidate: Candidate) -> Waiting | None:
    return view.waiting_for(candidate.session) if candidate.refusals else None


def _count(offers: Iterable[Offer]) -> int:
    return sum(len(offer.sessions) for offer in offers)
