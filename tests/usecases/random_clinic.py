"""A random clinic: offerings and who leads them, a room, a season, a closed day, an absence, patients with lives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from iopsched.domain.absence import Absence
from iopsched.domain.errors import IopschedError
from iopsched.domain.intent import Intent, away, frame, offered, single
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.room import Cap, Room
from iopsched.domain.season import Season
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from iopsched.store import absences, bookings, messages, offerings, people, rooms, seasons, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases import adjust_availability, book_session
from tests.builders import MONDAY, a_commitment, an_offering
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
LAST = MONDAY + timedelta(days=13)
ROOM = "Room 2"


class Clinic:
    """Two weeks of it. Each offering has a clinician of its own, the first the room; one clinician leads nothing."""

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
        self.absence = self._an_absence() if self.data.draw(st.booleans()) else None
        self.closure = Closure(self.data.draw(DAYS)) if self.data.draw(st.booleans()) else None
        with transaction():
            if self.absence:
                self.absence = replace(self.absence, id=absences.add(self.program.id, self.absence))
            if self.closure:
                offerings.close(self.program.id, self.closure)

    def _patient(self, plan: dict[str, Any]) -> Patient:
        patient = a_stored_patient(self.program, plan=plan, accepts_texts=self.data.draw(st.booleans()))
        if self.data.draw(st.booleans()):
            with transaction():
                people.add_commitment(patient.id, a_commitment(weekday=self.data.draw(st.integers(0, 6))))
        return patient

    def _book(self, patient: Patient, session: Session) -> None:
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

    def all_seats(self) -> list[tuple[int, int]]:
        """Who sits where."""
        with reading():
            held = bookings.in_program(self.program.id, *SPAN)
        return sorted((booking.patient_id, booking.session.id) for booking in held)

    def frame(self) -> tuple[Any, ...]:
        """Rooms, seats of a kind, seasons and what holds in them, absences and closures, but for their ids."""
        with reading():
            limits = rooms.limits(self.program.id)
            known = sorted((one.name, one.first_day, one.last_day) for one in seasons.in_program(self.program.id))
            missing = [replace(one, id=0) for one in absences.in_program(self.program.id)]
            closed = offerings.closures(self.program.id)
        return [(room.name, room.seats) for room in limits.rooms], limits.caps, known, missing, closed

    def intent(self, about: str) -> Intent:
        of: dict[str, Callable[[], list[Intent]]] = {
            "patterns": self._of_patterns,
            "sessions": self._of_sessions,
            "absences": self._of_absences,
            "frame": self._of_frame,
        }
        chosen: Intent = self.data.draw(st.sampled_from(of[about]()))
        return chosen

    def _of_patterns(self) -> list[Intent]:
        day: date = self.data.draw(DAYS)
        offering: Offering = self.data.draw(st.sampled_from(self.offerings))
        changed = replace(offering, **self.data.draw(WEEKLY))
        until, begins, ends = day + timedelta(days=2), self.data.draw(HOURS), self.data.draw(HOURS)
        extra = an_offering(first_day=day, last_day=day, weekdays=frozenset({day.weekday()}), begins=begins)
        known: list[Intent] = [
            offered.AddOffering(extra, self.data.draw(st.sampled_from(["", "Clinician 0", "Somebody new"]))),
            offered.ChangeOffering(changed),
            offered.ChangeOffering(changed, since=day),
            offered.EndOffering(offering.id),
            offered.CloseDay(Closure(day)),
            offered.CloseDay(Closure(day, "", until, begins, ends)),
        ]
        return [*known, offered.ReopenDay(self.closure.day)] if self.closure else known

    def _of_sessions(self) -> list[Intent]:
        there = self.sessions()
        if not there:
            return self._of_patterns()
        session: Session = self.data.draw(st.sampled_from(there))
        day, hour, reach = self.data.draw(DAYS), self.data.draw(HOURS), self.data.draw(st.sampled_from(Reach))
        same_week = session.day + timedelta(days=(day - session.day).days % 7 - session.day.weekday())
        return [
            single.CancelSession(session.id, reach),
            single.MoveSession(session.id, day, hour),
            single.MoveSession(session.id, same_week, hour, reach=reach),
            single.SetSeats(session.id, self.data.draw(st.integers(1, 3)), reach),
            single.HandOver(session.id, self.clinicians[-1]),
        ]

    def _an_absence(self) -> Absence:
        day, stand_in = self.data.draw(DAYS), self.data.draw(st.sampled_from([None, *self.clinicians[1:]]))
        whose = self.clinicians[0]
        return Absence(0, whose, day, day + timedelta(days=self.data.draw(st.integers(1, 9))), stand_in_id=stand_in)

    def _of_absences(self) -> list[Intent]:
        known: list[Intent] = [away.AddAbsence(self._an_absence())]
        if self.absence is None:
            return known
        return [
            *known,
            away.ChangeAbsence(replace(self._an_absence(), id=self.absence.id)),
            away.RemoveAbsence(self.absence.id),
        ]

    def _of_frame(self) -> list[Intent]:
        first, seats = self.data.draw(DAYS), self.data.draw(st.integers(1, 3))
        last = first + timedelta(days=self.data.draw(st.integers(0, 9)))
        return [
            frame.PutRoom(Room(self.room_id, ROOM, "", seats)),
            frame.RemoveRoom(self.room_id, ROOM),
            frame.SetCaps((Cap(Component.GROUP, seats),)),
            frame.PutSeason(replace(self.season, first_day=first, last_day=last)),
            frame.RemoveSeason(self.season.id, self.season.name),
        ]
