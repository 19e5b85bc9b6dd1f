"""A patient has the seats of a whole week kept while making up their mind: for some minutes, and longer if asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.errors import Invalid, Taken
from iopsched.domain.hold import WARNING, Hold, Purpose, kept_until
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.store import audit, holds, requests, sessions, visitors, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.seats import book_session, offer_seats
from iopsched.usecases.seats.book_session import Party
from iopsched.usecases.weeks.plan_week import one_week, reasons_against

MOST = 30
"""Seats that can be kept at once: more than any week has."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The seats that are kept for a patient until ``until``, and the week as it would be with them."""

    sessions: tuple[Session, ...]
    week: Week
    until: datetime
    may_be_longer: bool

    @property
    def warns_at(self) -> datetime:
        """When to say that the time is nearly over."""
        return self.until - WARNING


def hold(patient_id: int, session_ids: Iterable[int], *, now: datetime, key: str = "") -> None:
    """Keep a seat in each of these sessions of one week, or in none. What was kept for another plan is let go.

    Said again of the same seats while they are kept, it is for longer, up to ``MOST_EXTENSIONS`` times. A form that was
    carried out before (by its ``key``) changes nothing more. Raises Taken, which names each session that cannot be had
    and why; Invalid for none, for two weeks or for too often.
    """
    wanted = frozenset(session_ids)
    if len(wanted) > MOST:
        raise Invalid(sessions=f"Choose at most {MOST} sessions.")
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        party = book_session.bring_together(patient_id, wanted, now=now)
        week = party.week_of(one_week(party))
        new = tuple(session for session in party.sessions if not week.holds(session))
        if reasons := reasons_against(week, new, now):
            raise Taken(reasons)
        extensions = _extended(holds.of_patient(patient_id, now), {session.id for session in new})
        holds.let_go(patient_id, Purpose.PLAN, now)
        until = now + timedelta(minutes=party.program.hold_minutes)
        holds.put(Hold(s.id, patient_id, min(until, s.starts), Purpose.PLAN, extensions) for s in new)
        _note(party, new, "held", now)


def let_go(patient_id: int, *, now: datetime, key: str = "") -> None:
    """Keep none of them any longer: they go to whoever waits, or are free."""
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return
        mine = [kept.session_id for kept in _for_plan(holds.of_patient(patient_id, now))]
        if not mine:
            return
        party = book_session.bring_together(patient_id, mine, now=now)
        holds.drop(patient_id, mine, Purpose.PLAN)
        _note(party, party.sessions, "released", now)
        offer_seats.offer_free(party.program, mine, now=now)


def view(patient_id: int, *, now: datetime) -> Kept | None:
    """What is kept for the patient now; None for nothing. Seven queries at most."""
    with reading():
        mine = _for_plan(holds.of_patient(patient_id, now))
        if not mine:
            return None
        patient, program = visitors.known_patient(patient_id)
        found = holds.seen(patient_id, sessions.some(kept.session_id for kept in mine), now)
        week = weeks.load(patient, program, zone.week_of(found[0].day, program.first_weekday))
    longer = all(kept.may_be_longer for kept in mine)
    return Kept(found, week.seated(*found, now=now), min(kept.until for kept in mine), longer)


def lasts_until(patient_id: int, *, now: datetime) -> datetime | None:
    """Until when seats are kept for the patient; None for none. One query."""
    with reading():
        return kept_until(holds.of_patient(patient_id, now))


def _for_plan(mine: Iterable[Hold]) -> list[Hold]:
    return [kept for kept in mine if kept.purpose is Purpose.PLAN]


def _extended(mine: Iterable[Hold], wanted: set[int]) -> int:
    """How often the seats have been kept for longer by now. Raises Invalid for once too often."""
    same = [kept for kept in _for_plan(mine) if kept.session_id in wanted]
    if not same or {kept.session_id for kept in same} != wanted:
        return 0
    if not all(kept.may_be_longer for kept in same):
        raise Invalid(sessions="We cannot keep these seats any longer. Book them now, or let them go.")
    return 1 + max(kept.extensions for kept in same)


def _note(party: Party, kept: Iterable[Session], action: str, now: datetime) -> None:
    patient_id, ids = party.patient.id, [session.id for session in kept]
    if ids:
        actor = f"patient:{patient_id}"
        audit.note_sessions(party.program.id, actor, action, ids, now=now, patient_id=patient_id)
