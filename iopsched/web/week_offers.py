"""What could be added to a week, put in order: by day what fits, then what does not and why, then what has begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.usecases.view_week import Candidate


@dataclass(frozen=True, slots=True)
class Offer:
    """One session, or several of one offering on one day that differ in nothing but their time."""

    sessions: tuple[Session, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def first(self) -> Session:
        return self.sessions[0]

    @property
    def last(self) -> Session:
        return self.sessions[-1]


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


def offers_of(candidates: Iterable[Candidate]) -> Offers:
    """Candidates in order of time, sorted into those that fit and those that do not."""
    shown = tuple(candidates)
    fitting = groupby((one for one in shown if one.fits), lambda one: one.session.day)
    return Offers(
        fitting=tuple((day, _side_by_side(of_day)) for day, of_day in fitting),
        refused=_side_by_side(one for one in shown if not one.fits and not _has_begun(one)),
        begun=_side_by_side(one for one in shown if _has_begun(one)),
    )


def _has_begun(candidate: Candidate) -> bool:
    return any(refusal.why is Why.STARTED for refusal in candidate.refusals)


def _side_by_side(candidates: Iterable[Candidate]) -> tuple[Offer, ...]:
    """Slots of a clinician's hours stand in one offer where the same is in their way; the rest stand alone."""
    alike: dict[object, list[Candidate]] = {}
    for one in candidates:
        key = (one.session.offering_id or -one.session.id, one.session.day, one.session.modality, one.refusals)
        alike.setdefault(key, []).append(one)
    return tuple(Offer(tuple(one.session for one in each), each[0].refusals) for each in alike.values())


def _count(offers: Iterable[Offer]) -> int:
    return sum(len(offer.sessions) for offer in offers)
