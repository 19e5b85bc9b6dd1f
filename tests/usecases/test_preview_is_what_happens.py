"""What the preview says is what applying does: random programs, random changes, both kinds of database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopsched.domain.errors import Invalid, IopschedError
from iopsched.domain.foreseen import Foreseen, Touched
from iopsched.domain.intent import Intent, offered, single
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.domain.words import Modality
from iopsched.store import bookings, messages, people, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases import adjust_availability, book_session, draft_change
from iopsched.usecases.reconcile_sessions import Effect
from tests.builders import MONDAY, a_commitment, an_offering
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program, a_stored_staff

DAYS = st.integers(0, 13)
HOURS = st.sampled_from([time(9), time(10), time(12), time(17), time(18)])
PLANS = st.fixed_dictionaries(
    {
        "week_least": st.sampled_from([60, 180, 360]),
        "last_day": st.sampled_from([MONDAY + timedelta(days=9), MONDAY + timedelta(weeks=8)]),
        "modalities": st.sampled_from([frozenset(Modality), frozenset({Modality.IN_PERSON})]),
    }
)
WEEKLY: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=2),
    begins=HOURS,
    modality=st.sampled_from(Modality),
    seats=st.integers(1, 3),
)
SPAN = NOW, NOW + timedelta(days=60)


class Clinic:
    """A few offerings of two weeks, a few patients with plans and busy times, and seats booked as far as they go."""

    def __init__(self, data: st.DataObject) -> None:
        self.program: Program = a_stored_program(weeks_ahead=2)
        self.staff: Staff = a_stored_staff(self.program)
        last = MONDAY + timedelta(days=13)
        drawn = data.draw(st.lists(WEEKLY, min_size=1, max_size=3))
        self.offerings = [a_stored_offering(self.program, first_day=MONDAY, last_day=last, **facts) for facts in drawn]
        adjust_availability.open_sessions(now=NOW)
        plans = data.draw(st.lists(PLANS, min_size=1, max_size=3))
        phones = data.draw(st.lists(st.booleans(), min_size=len(plans), max_size=len(plans)))
        self.patients = [
            a_stored_patient(self.program, plan=plan, accepts_texts=has)
            for plan, has in zip(plans, phones, strict=True)
        ]
        if data.draw(st.booleans()):
            with transaction():
                people.add_commitment(self.patients[0].id, a_commitment(weekday=data.draw(st.integers(0, 6))))
        for patient in self.patients:
            for session in self.sessions():
                if data.draw(st.booleans()):
                    self.book(patient, session)

    def book(self, patient: Patient, session: Session) -> None:
        try:
            book_session.book(patient.id, session.id, now=NOW)
        except IopschedError:
            return

    def sessions(self) -> list[Session]:
        with reading():
            return [one for one in sessions.between(self.program.id, *SPAN) if not one.is_cancelled]

    def weeks(self) -> dict[tuple[int, Any], Week]:
        with reading():
            named = people.in_program(self.program.id)
            mondays = [MONDAY + timedelta(weeks=number) for number in range(-1, 9)]
            found = weeks.across(named, self.program, mondays)
        return {(whose, monday): week for monday, of in found.items() for whose, week in of.items()}

    def texts(self) -> set[tuple[int, Kind]]:
        """Who is to hear of what, but for reminders; whom no text reaches is not sent one in the end."""
        with reading():
            known = [message for patient in self.patients for message in messages.of_patient(patient.id)]
        return {(m.patient_id, m.kind) for m in known if m.state is State.DUE and m.kind is not Kind.REMINDER}

    def intent(self, data: st.DataObject) -> Intent:
        day, hour = MONDAY + timedelta(days=data.draw(DAYS)), data.draw(HOURS)
        known: list[Any] = [offered.CloseDay(Closure(day)), self.one_more(day, hour)]
        offering: Offering = data.draw(st.sampled_from(self.offerings))
        known.append(offered.ChangeOffering(replace(offering, **data.draw(WEEKLY))))
        if there := self.sessions():
            session_id = data.draw(st.sampled_from(there)).id
            seats = data.draw(st.integers(1, 3))
            known += [
                single.CancelSession(session_id),
                single.MoveSession(session_id, day, hour),
                single.SetSeats(session_id, seats),
            ]
        chosen: Intent = data.draw(st.sampled_from(known))
        return chosen

    def one_more(self, day: Any, hour: time) -> Intent:
        return offered.AddOffering(
            an_offering(first_day=day, last_day=day, weekdays=frozenset({day.weekday()}), begins=hour)
        )


def facts_of(session: Session) -> tuple[Any, ...]:
    return session.starts, session.ends, session.component, session.modality, session.seats, session.place


def expected_weeks(before: dict[Any, Week], change: Foreseen) -> Iterator[tuple[Any, Any]]:
    """Each week as the preview says it will be: what it holds, in order of time."""
    touched: dict[Any, Touched] = {(one.patient.id, one.after.monday): one for one in change.touched}
    then = {session.id: session for _, session in change.altered}
    for key, week in before.items():
        after = touched[key].after if key in touched else week
        yield key, [(b.id, facts_of(then.get(b.session.id, b.session))) for b in after.bookings]


def expected_sessions(before: list[Session], change: Foreseen) -> list[tuple[Any, ...]]:
    then = {session.id: session for _, session in (*change.moved, *change.altered)}
    off = {session.id for session in change.closed}
    stay = [then.get(session.id, session) for session in before if session.id not in off]
    return sorted(map(facts_of, [*stay, *change.opened, *change.reopened]))


def expected_effect(change: Foreseen) -> Effect:
    kept, ended, back = change.counts
    to_call = len(change.to_call)
    altered = len(change.moved) + len(change.altered) + len(change.reopened)
    told = len(change.people) - to_call
    return Effect(len(change.opened), altered, len(change.closed), kept, ended, told, to_call, back)


@pytest.mark.usefixtures("app")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_preview_says_is_what_apply_does_and_undo_takes_it_back(data: st.DataObject):
    clinic = Clinic(data)
    try:
        draft_id = draft_change.draft(clinic.staff, clinic.intent(data), now=NOW)
    except Invalid:
        return
    preview = draft_change.view(clinic.staff, draft_id, now=NOW)
    before, known, held = clinic.weeks(), clinic.sessions(), all_seats(clinic)

    effect = draft_change.apply(clinic.staff, draft_id, preview.draft.fingerprint, now=NOW)

    change = preview.change
    assert effect == expected_effect(change)
    assert sorted(map(facts_of, clinic.sessions())) == expected_sessions(known, change)
    after = {key: [(b.id, facts_of(b.session)) for b in week.bookings] for key, week in clinic.weeks().items()}
    assert after == dict(expected_weeks(before, change))
    assert {whose for whose, _ in clinic.texts()} == {one.patient.id for one in change.touched}
    assert all(mending.week.is_met for one in change.touched for mending in one.mendings)

    undo_id = draft_change.undo(clinic.staff, draft_id, now=NOW)
    undo = draft_change.view(clinic.staff, undo_id, now=NOW)
    assert draft_change.apply(clinic.staff, undo_id, undo.draft.fingerprint, now=NOW) == expected_effect(undo.change)
    assert sorted(map(facts_of, clinic.sessions())) == sorted(map(facts_of, known))
    assert all_seats(clinic) == held
    assert clinic.texts() == set()


def all_seats(clinic: Clinic) -> list[tuple[int, int]]:
    """Who sits where."""
    with reading():
        held = bookings.in_program(clinic.program.id, *SPAN)
    return sorted((booking.patient_id, booking.session.id) for booking in held)
