"""A patient exchanges one seat for another in one step: the old one is theirs until the new one is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.booking import Booking, CancelledBy, refusals
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.store import bookings, requests
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session, cancel_booking, offer_seats
from iopsched.usecases.seats.book_session import Party, as_it_is, bring_together


def swap(patient_id: int, old_id: int, new_id: int, *, now: datetime, key: str = "") -> Week:
    """Give up the old seat for the new one, and return the week around the new one.

    Raises Refused with every reason why the new one cannot be had, or because the old one has begun; then nothing is
    changed. Raises NotFound where the patient never had the old one. A form that was carried out before (by its
    ``key``) changes nothing more.
    """
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return as_it_is(patient_id, [new_id])
        party = bring_together(patient_id, {old_id, new_id}, now=now)
        trade = trade_of(party, old_id, new_id, now)
        if trade.reasons:
            raise Refused(*trade.reasons)
        exchange(trade, CancelledBy.PATIENT, actor=f"patient:{patient_id}", now=now)
        offer_seats.offer_free(party.program, [old_id], now=now)
        return party.only(new_id).week_of(party.only(new_id).sessions[0])


@dataclass(frozen=True, slots=True)
class Trade:
    """One seat for another, as it stands under the lock. ``reasons`` is all that the rule has against the new one."""

    party: Party
    old: Booking
    new: Session
    reasons: tuple[Refusal, ...]


def trade_of(party: Party, old_id: int, new_id: int, now: datetime) -> Trade:
    """Ask the rule of the week without the old seat. Raises NotFound where the patient never had that."""
    old = bookings.find(party.patient.id, old_id)
    if old is None or old_id == new_id:
        raise NotFound("booking")
    (new,) = party.only(new_id).sessions
    return Trade(party, old, new, tuple(refusals(party.week_of(new).without(old_id), new, now)))


def exchange(trade: Trade, by: CancelledBy, *, actor: str, now: datetime, is_noted: bool = False) -> Booking:
    """Give up the old seat, if it is still theirs, and take the new one. Raises Refused once the old one has begun.

    ``is_noted``: the caller writes the audit entry.
    """
    party = trade.party
    if trade.old.is_active:
        cancel_booking.require_ahead(trade.old, now)
        cancel_booking.give_up(party, trade.old, by, actor=actor, now=now, is_noted=is_noted)
    (booked,) = book_session.take_seats(party.only(trade.new.id), actor=actor, now=now, is_noted=is_noted)
    return booked
