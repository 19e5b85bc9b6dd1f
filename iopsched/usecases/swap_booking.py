"""A patient exchanges one seat for another in one step: the old one is theirs until the new one is."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.booking import CancelledBy, refusals
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.week import Week
from iopsched.store import bookings, requests
from iopsched.store.db import transaction
from iopsched.usecases import book_session, cancel_booking, offer_seats
from iopsched.usecases.book_session import Party, as_it_is, bring_together


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
        exchange(party, old_id, new_id, CancelledBy.PATIENT, actor=f"patient:{patient_id}", now=now)
        offer_seats.offer_free(party.program, [old_id], now=now)
        return party.only(new_id).week_of(party.only(new_id).sessions[0])


def exchange(party: Party, old_id: int, new_id: int, by: CancelledBy, *, actor: str, now: datetime) -> None:
    """Ask the rule of the week without the old seat, then give that up and take the new one."""
    old = bookings.find(party.patient.id, old_id)
    if old is None or old_id == new_id:
        raise NotFound("booking")
    there = party.only(new_id)
    (new,) = there.sessions
    if reasons := tuple(refusals(there.week_of(new).without(old_id), new, now)):
        raise Refused(*reasons)
    if old.is_active:
        cancel_booking.require_ahead(old, now)
        cancel_booking.give_up(party, old, by, actor=actor, now=now)
    book_session.take_seats(there, actor=actor, now=now)
