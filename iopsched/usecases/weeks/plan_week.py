"""A patient plans a week: says what suits, looks at whole weeks, and accepts one or none of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from iopsched.domain import plan, zone
from iopsched.domain.booking import refusals
from iopsched.domain.errors import Invalid, Taken
from iopsched.domain.hold import Purpose
from iopsched.domain.patient import Patient
from iopsched.domain.plan import Outlook
from iopsched.domain.plan.choice import known_from
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes, as_said, from_said
from iopsched.store import bookings, holds, locks, offerings, people, requests, sessions, visitors, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.seats import book_session
from iopsched.usecases.seats.book_session import Party


def last_wishes(patient_id: int) -> Wishes:
    """What this patient wished for last; nothing at first."""
    with reading():
        return from_said(people.wishes_said(patient_id))


def keep_wishes(patient_id: int, wishes: Wishes) -> None:
    """Remember them, so that nobody says them twice. Raises NotFound."""
    with transaction():
        locks.patient(patient_id)
        people.keep_wishes(patient_id, as_said(wishes))


def propose(patient_id: int, day: date | None, wishes: Wishes, *, now: datetime) -> Outlook:
    """What the program's week that holds ``day`` (or now) could be. Six queries, one more while seats
    are held for anybody; changes nothing. Raises NotFound.
    """
    with reading():
        patient, program = visitors.known_patient(patient_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        week = weeks.load(patient, program, monday)
        offered = holds.seen(patient_id, sessions.in_week(program, monday), now)
        usual, clinicians = _known(patient, program, monday)
    return plan.look(week, offered, wishes, usual=usual, clinicians=clinicians, now=now)


def accept(patient_id: int, session_ids: Iterable[int], *, now: datetime, key: str = "") -> Week:
    """Book all of these sessions of one week, or none; what is booked already is no obstacle. The week with them.

    A form that was carried out before (by its ``key``) changes nothing more. Raises Taken, which names each session
    that cannot be had any more and why; Invalid for none or for two weeks; NotFound for a session that is not theirs.
    """
    wanted = frozenset(session_ids)
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return book_session.as_it_is(patient_id, wanted)
        party = book_session.bring_together(patient_id, wanted, now=now)
        week = party.week_of(one_week(party))
        new = tuple(session for session in party.sessions if not week.holds(session))
        if reasons := reasons_against(week, new, now):
            raise Taken(reasons)
        if not new:
            return week
        party = replace(party, sessions=new)
        booked = book_session.take_seats(party, actor=f"patient:{patient_id}", now=now, week=week)
        for purpose in (Purpose.PLAN, Purpose.PLANNED):
            holds.let_go(patient_id, purpose, now)
        return week.adding(*booked)


def one_week(party: Party) -> Session:
    """A session of the one week that all of the party are in."""
    if len({zone.week_of(session.day, party.program.first_weekday) for session in party.sessions}) != 1:
        raise Invalid(sessions="Choose the sessions of one week.")
    return party.sessions[0]


def reasons_against(week: Week, new: Iterable[Session], now: datetime) -> dict[int, tuple[Refusal, ...]]:
    """Ask of each what every booking asks, on the week as it grows by those before it."""
    refused: dict[int, tuple[Refusal, ...]] = {}
    for session in new:
        if reasons := tuple(refusals(week, session, now)):
            refused[session.id] = reasons
        else:
            week = week.seated(session, now=now)
    return refused


def _known(patient: Patient, program: Program, monday: date) -> tuple[frozenset[int], frozenset[int]]:
    """The offerings that the patient was booked in the week before, and the clinicians who led them."""
    first, last = program.week_bounds(monday - timedelta(weeks=1))
    before = bookings.of_patient(patient.id, first, last)
    roots = offerings.roots(program.id) if before else {}
    return known_from((booking.session for booking in before if booking.is_active), roots)
