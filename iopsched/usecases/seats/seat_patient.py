"""Staff book, move and cancel for one patient, by the rule of every booking, which they may overrule with a reason.

One act is one entry of the log: "booked for", "moved for" or "cancelled for"; one that puts more in than there are
seats is "overbooked", or such an entry more where somebody is moved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iopsched.domain import reason as reasons_given
from iopsched.domain.booking import CancelledBy, refusals
from iopsched.domain.errors import Invalid, Refused
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import OVERRULABLE, Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import audit, requests, sessions
from iopsched.store.db import transaction
from iopsched.usecases.messages import tell_patient
from iopsched.usecases.people import find_patient
from iopsched.usecases.seats import book_session, cancel_booking, offer_seats, swap_booking
from iopsched.usecases.seats.book_session import Party, as_it_is, bring_together

GONE = "This seat was given up meanwhile. Look at the week as it is now."


@dataclass(frozen=True, slots=True)
class Seating:
    """Whom it was about, and the week as it is now. ``is_news``: they are to hear; ``is_told``: and will, in time.

    ``overruled`` is what the rule had against it. ``disappointed``: a seat was held for them, and now there is none.
    """

    patient: Patient
    week: Week
    is_news: bool = False
    overruled: frozenset[Why] = frozenset()
    disappointed: tuple[Patient, ...] = ()
    is_told: bool = False

    @property
    def is_overbooked(self) -> bool:
        return Why.FULL in self.overruled


def book(
    staff: Staff,
    patient_id: int,
    session_id: int,
    *,
    over: Collection[Why] = (),
    reason: str = "",
    now: datetime,
    key: str = "",
) -> Seating:
    """Give the patient a seat; they are told by text.

    ``over`` is what staff have seen to be in the way and overrule. Raises Refused with every reason where there is
    anything else, Invalid naming ``reason`` where there is none or too much of it, Forbidden for a clinician, NotFound
    for another program's. A form that was carried out before (by its ``key``) changes nothing more.
    """
    why = reasons_given.given(reason)
    with transaction():
        patient = find_patient.find_present(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return Seating(patient, as_it_is(patient_id, [session_id]))
        party = bring_together(patient_id, [session_id], now=now)
        (session,) = party.sessions
        week = party.week_of(session)
        overruled = _overrule(refusals(week, session, now), over, why)
        _make_room(session, overruled)
        (booked,) = book_session.take_seats(party, actor=_actor(staff), now=now, week=week, is_noted=True)
        is_news = tell_patient.booked(party.patient, party.program, booked, now=now)
        _note(staff, party, "overbooked" if Why.FULL in overruled else "booked for", session, why, overruled, now)
        disappointed = _take_back(party, session, overruled, now)
        heard = _hears(party, session.starts, now)
        return Seating(party.patient, week.adding(booked), is_news, overruled, disappointed, heard)


def move(
    staff: Staff,
    patient_id: int,
    old_id: int,
    new_id: int,
    *,
    over: Collection[Why] = (),
    reason: str = "",
    now: datetime,
    key: str = "",
) -> Seating:
    """Exchange one seat of the patient for another in one step; they are told once, and the old one is offered.

    Raises as ``book`` does; Invalid where the old seat was given up meanwhile.
    """
    why = reasons_given.given(reason)
    with transaction():
        patient = find_patient.find(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return Seating(patient, as_it_is(patient_id, [new_id]))
        party = bring_together(patient_id, {old_id, new_id}, now=now)
        trade = swap_booking.trade_of(party, old_id, new_id, now)
        _require_active(trade.old.is_active)
        overruled = _overrule(trade.reasons, over, why)
        _make_room(trade.new, overruled)
        booked = swap_booking.exchange(trade, CancelledBy.STAFF, actor=_actor(staff), now=now, is_noted=True)
        is_news = tell_patient.exchanged(party.patient, party.program, trade.old, booked, now=now)
        if Why.FULL in overruled:
            _note(staff, party, "overbooked", trade.new, why, overruled, now)
        _note(staff, party, "moved for", trade.new, why, overruled, now, from_session=old_id)
        disappointed = _take_back(party, trade.new, overruled, now)
        offer_seats.offer_free(party.program, [old_id], now=now)
        heard = _hears(party, min(trade.old.session.starts, trade.new.starts), now)
        return Seating(party.patient, party.week_of(trade.new), is_news, overruled, disappointed, heard)


def cancel(
    staff: Staff, patient_id: int, session_id: int, *, reason: str = "", now: datetime, key: str = ""
) -> Seating:
    """Take the patient out of the session; they are told, and the seat is offered to whoever waits.

    Raises Refused once it has begun, Invalid where the seat was given up meanwhile; else as ``book`` does.
    """
    why = reasons_given.given(reason)
    with transaction():
        patient = find_patient.find(staff, patient_id)
        if not requests.is_new(patient_id, key, now=now):
            return Seating(patient, as_it_is(patient_id, [session_id]))
        party, booking = cancel_booking.theirs(patient_id, session_id, now)
        _require_active(booking.is_active)
        cancel_booking.require_ahead(booking, now)
        cancel_booking.give_up(party, booking, CancelledBy.STAFF, actor=_actor(staff), now=now, is_noted=True)
        is_news = tell_patient.cancelled(party.patient, party.program, booking, now=now)
        _note(staff, party, "cancelled for", booking.session, why, frozenset(), now)
        offer_seats.offer_free(party.program, [session_id], now=now)
        heard = _hears(party, booking.session.starts, now)
        return Seating(party.patient, party.week_of(booking.session), is_news, is_told=heard)


def _hears(party: Party, by: datetime, now: datetime) -> bool:
    return party.patient.hears_before(by, party.program, now)


def _overrule(against: Iterable[Refusal], over: Collection[Why], why: str) -> frozenset[Why]:
    """What of the rule is overruled: only what staff have seen, so that nobody is let in by accident."""
    reasons = tuple(against)
    if any(reason.why not in OVERRULABLE & {*over} for reason in reasons):
        raise Refused(*reasons)
    if reasons:
        reasons_given.needed(why)
    return frozenset(reason.why for reason in reasons)


def _make_room(session: Session, overruled: frozenset[Why]) -> None:
    if Why.FULL in overruled:
        sessions.make_room(session.id)


def _take_back(party: Party, session: Session, overruled: frozenset[Why], now: datetime) -> tuple[Patient, ...]:
    if Why.FULL not in overruled or session.held_until is None:
        return ()
    return offer_seats.take_back(party.program, session.id, now=now)


def _require_active(is_active: bool) -> None:
    if not is_active:
        raise Invalid(seat=GONE)


def _actor(staff: Staff) -> str:
    return f"staff:{staff.id}"


def _note(
    staff: Staff,
    party: Party,
    action: str,
    session: Session,
    why: str,
    overruled: frozenset[Why],
    now: datetime,
    **detail: Any,
) -> None:
    """That the session was full is said by the action; what else was overruled, by the detail."""
    if why:
        detail["reason"] = why
    if Why.COMMITTED in overruled:
        detail["overruled"] = Why.COMMITTED.value
    whom = {"patient_id": party.patient.id, "session_id": session.id}
    audit.note(party.program.id, _actor(staff), action, now=now, **whom, **detail)
