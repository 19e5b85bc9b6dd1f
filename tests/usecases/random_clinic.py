"""A random clinic: offerings and who leads them, a room, a season, a closed day, an absence, patients with lives."""

from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import update

from iopsched.domain.absence import Absence
from iopsched.domain.errors import IopschedError
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality
from iopsched.store import absences, offerings, people, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import MessageRow
from iopsched.usecases.availability import adjust_availability, keep_absences
from iopsched.usecases.seats import book_session, hold_plan, wait_for_seat
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_season,
    a_stored_staff,
)

DAYS = st.integers(0, 13).map(lambda number: MONDAY + timedelta(days=number))
HOURS = st.sampled_from([time(9), time(10), time(12), time(17), time(18)])
PLANS = st.fixed_dictionaries(
    {
        "week_least": st.sampled_from([60, 180, 360]),
        "day_most": st.sampled_from([180, 600]),
        "components": st.sampled_from([{}, {Component.GROUP: 120}]),
        "last_day": st.sampled_from([MONDAY + timedelta(days=9), MONDAY + timedelta(weeks=8)]),
        "modalities": st.sampled_from([frozenset(Modality), frozenset({Modality.IN_PERSON})]),
    }
)
WEEKLY: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=2),
    begins=HOURS,
    minutes=st.sampled_from([180, 180, 120]),
    counted_minutes=st.just(120),
    modality=st.sampled_from(Modality),
    seats=st.integers(1, 3),
)
SPAN = NOW, NOW + timedelta(days=60)
LAST = MONDAY + timedelta(days=13)
ROOM = "Room 2"


class Clinic:
    """Two weeks of it. Each offering has a clinician of its own, the first the room; one clinician leads nothing.

    Perhaps one more person has no seat: one is kept for them, or they wait for one.
    """

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.program: Program = a_stored_program(weeks_ahead=3)
        self.staff: Staff = a_stored_staff(self.program)
        self.season: Season = a_stored_season(self.program)
        self.room_id = a_stored_room(self.program, ROOM, seats=data.draw(st.integers(1, 3)))
        drawn = data.draw(st.lists(WEEKLY, min_size=1, max_size=3))
        self.clinicians = [a_stored_clinician(self.program, f"Clinician {number}") for number in range(len(drawn) + 1)]
        self.offerings = [self._offering(number, facts) for number, facts in enumerate(drawn)]
        self._absent_and_closed()
        adjust_availability.open_sessions(now=NOW)
        self.patients = [self._patient(plan) for plan in data.draw(st.lists(PLANS, min_size=1, max_size=3))]
        for patient in self.patients:
            for session in self.sessions():
                if data.draw(st.booleans()):
                    self._book(patient, session)
        is_hoped: bool = data.draw(st.booleans())
        if is_hoped and (there := self.sessions()):
            self._hope(self._patient(data.draw(PLANS)), data.draw(st.sampled_from(there)))

    def _offering(self, number: int, facts: dict[str, Any]) -> Offering:
        season = self.data.draw(st.sampled_from([None, None, self.season]))
        return a_stored_offering(
            self.program,
            first_day=MONDAY,
            last_day=LAST,
            season=season,
            pauses=season is not None and self.data.draw(st.booleans()),
            clinician_id=self.clinicians[number],
            place=ROOM if number == 0 else "",
            **facts,
        )

    def _absent_and_closed(self) -> None:
        self.absence = self.an_absence() if self.data.draw(st.booleans()) else None
        self.closure = Closure(self.data.draw(DAYS)) if self.data.draw(st.booleans()) else None
        with transaction():
            if self.absence:
                absences.add(self.program.id, self.absence)
            if self.closure:
                offerings.close(self.program.id, self.closure)

    def _patient(self, plan: dict[str, Any]) -> Patient:
        patient = a_stored_patient(self.program, plan=plan, accepts_texts=self.data.draw(st.booleans()))
        if self.data.draw(st.booleans()):
            with transaction():
                people.add_commitment(patient.id, a_commitment(weekday=self.data.draw(st.integers(0, 6))))
        return patient

    def _book(self, patient: Patient, session: Session) -> None:
        with suppress(IopschedError):
            book_session.book(patient.id, session.id, now=NOW)

    def _hope(self, patient: Patient, session: Session) -> None:
        with suppress(IopschedError):
            if session.is_full:
                wait_for_seat.wait(patient.id, session.id, now=NOW)
            else:
                hold_plan.hold(patient.id, [session.id], now=NOW)

    def did(self, act: Callable[..., Any]) -> None:
        """Staff did it before, and everybody has heard of it."""
        act(now=NOW)
        theirs = MessageRow.program_id == self.program.id, MessageRow.kind != Kind.REMINDER
        with transaction():
            db.session.execute(update(MessageRow).where(*theirs).values(state=State.SENT))

    def an_offering(self) -> Offering:
        one: Offering = self.data.draw(st.sampled_from(self.offerings))
        return one

    def last_part_of(self, offering: Offering) -> int:
        with reading():
            return max(one.id for one in offerings.in_program(self.program.id) if one.root == offering.root)

    def an_absence(self) -> Absence:
        """Of whoever has the room."""
        day, stand_in = self.data.draw(DAYS), self.data.draw(st.sampled_from([None, *self.clinicians[1:]]))
        whose = self.clinicians[0]
        return Absence(0, whose, day, day + timedelta(days=self.data.draw(st.integers(1, 9))), stand_in_id=stand_in)

    def absence_id(self) -> int:
        """Of one that there is."""
        if self.absence is None:
            self.absence = self.an_absence()
            self.did(partial(keep_absences.add, self.staff, self.absence))
        with reading():
            return absences.in_program(self.program.id)[0].id

    def sessions(self) -> list[Session]:
        with reading():
            return [one for one in sessions.between(self.program.id, *SPAN) if not one.is_cancelled]
