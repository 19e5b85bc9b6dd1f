"""A patient looks at what they wait for, and at the weeks in which they could wait for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain.offer import Offer
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.waiting import Waiting, Wanted, still
from iopsched.store import offers, sessions, treatments, visitors, waitings
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing waited for: its session, where it is one, and the seat that is held for the patient meanwhile."""

    waiting: Waiting
    session: Session | None = None
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """``mondays`` are the first days of the weeks, from this one on, that a plan of the patient covers. ``called_off``
    are sessions that were waited for until they were called off.
    """

    awaited: tuple[Awaited, ...]
    mondays: tuple[date, ...]
    this_monday: date
    called_off: tuple[Session, ...] = ()


def view(patient_id: int, *, now: datetime) -> WaitingView:
    """Six queries at most, however much the patient waits for."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        waiting = waitings.of_patient(patient_id) if patient.waits else ()
        named = {one.wanted.session_id for one in waiting if one.wanted.session_id is not None}
        known = {session.id: session for session in sessions.some(named)} if named else {}
        offered = {offer.waiting_id: offer for offer in offers.of_patient(patient_id, now)} if waiting else {}
        plans = treatments.of_patient(patient_id)
        called_off = waitings.called_off(patient_id, now)
    return WaitingView(
        awaited=tuple(
            Awaited(one, known.get(one.wanted.session_id or 0), offered.get(one.id))
            for one in still(waiting, known, program, now)
        ),
        mondays=_mondays(program, plans, now),
        this_monday=program.week_of(now),
        called_off=called_off,
    )


def wanted(patient_id: int) -> frozenset[Wanted]:
    """All that the patient waits for. One query."""
    with reading():
        return frozenset(one.wanted for one in waitings.of_patient(patient_id))


def _mondays(program: Program, plans: Iterable[TreatmentPlan], now: datetime) -> tuple[date, ...]:
    all_of_them = [program.week_of(now) + timedelta(weeks=weeks) for weeks in range(program.weeks_ahead + 1)]
    known = tuple(plans)
    return tuple(
        monday
        for monday in all_of_them
        if any(plan.first_day <= monday + timedelta(days=6) and monday <= plan.last_day for plan in known)
    )
