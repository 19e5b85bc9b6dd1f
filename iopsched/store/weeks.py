"""A patient's week, put together in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.store import bookings, busy_times, treatments


def load(patient: Patient, program: Program, monday: date) -> Week:
    """The week that begins on ``monday`` with what is booked, the plans and the busy times: three queries."""
    return load_with_given_up(patient, program, monday)[0]


def load_with_given_up(patient: Patient, program: Program, monday: date) -> tuple[Week, tuple[Booking, ...]]:
    """The same, and the seats of that week that were given up: no query more."""
    return _week(patient, program, monday, bookings.of_patient(patient.id, *program.week_bounds(monday)))


def load_around(patient: Patient, program: Program, session: Session) -> tuple[Week, dict[int, Booking]]:
    """The week that the session is in, and what ``bookings.latest`` says of the session: no query more."""
    monday = zone.week_of(session.day, program.first_weekday)
    known = bookings.around(patient.id, session.id, *program.week_bounds(monday))
    of_session = [booking for booking in known if booking.session.id == session.id]
    latest = {session.id: max(of_session, key=lambda booking: (booking.is_active, booking.id))} if of_session else {}
    return _week(patient, program, monday, known)[0], latest


def _week(
    patient: Patient, program: Program, monday: date, known: Iterable[Booking]
) -> tuple[Week, tuple[Booking, ...]]:
    """Of the known bookings those of the week, and those of it that were given up."""
    first, last = program.week_bounds(monday)
    within = [b for b in known if first <= b.session.starts and first < b.ends and b.starts < last]
    week = Week(
        program=program,
        patient_id=patient.id,
        monday=monday,
        bookings=tuple(booking for booking in within if booking.is_active),
        plans=treatments.of_patient(patient.id),
        busy=busy_times.of_week(patient, program, monday),
        travel=patient.travel_in(program),
    )
    return week, tuple(booking for booking in within if not booking.is_active)


def before(week: Week) -> tuple[Week, tuple[Booking, ...]]:
    """The same patient's week before, busy times left out, and the seats of it that were given up: one query."""
    monday = week.monday - timedelta(weeks=1)
    around = bookings.of_patient(week.patient_id, *week.program.week_bounds(monday))
    known = [booking for booking in around if week.program.week_of(booking.session.starts) == monday]
    held = tuple(booking for booking in known if booking.is_active)
    lost = tuple(booking for booking in known if not booking.is_active)
    return replace(week, monday=monday, bookings=held, busy=()), lost


def others(week: Week, mondays: Iterable[date]) -> dict[date, Week]:
    """The same patient's weeks that begin on these days, busy times left out: one query, none where there are none."""
    wanted = sorted({*mondays} - {week.monday})
    if not wanted:
        return {}
    program = week.program
    span = program.week_bounds(wanted[0])[0], program.week_bounds(wanted[-1])[1]
    booked = [booking for booking in bookings.of_patient(week.patient_id, *span) if booking.is_active]
    return {
        monday: replace(
            week,
            monday=monday,
            bookings=tuple(one for one in booked if program.week_of(one.session.starts) == monday),
            busy=(),
        )
        for monday in wanted
    }


def of_several(patients: Iterable[Patient], program: Program, monday: date) -> dict[int, Week]:
    """Patient id to the week that begins on ``monday``, for each of these: three queries, however many they are."""
    return across(patients, program, [monday])[monday]


def across(patients: Iterable[Patient], program: Program, mondays: Iterable[date]) -> dict[date, dict[int, Week]]:
    """The same for several weeks, by their first day: three queries as well, however far they lie apart."""
    wanted, whose = sorted(set(mondays)), {patient.id: patient for patient in patients}
    if not wanted:
        return {}
    span = program.week_bounds(wanted[0])[0], program.week_bounds(wanted[-1])[1]
    booked: dict[tuple[date, int], list[Booking]] = defaultdict(list)
    for booking in bookings.of_patients(whose, *span):
        booked[program.week_of(booking.session.starts), booking.patient_id].append(booking)
    plans, busy = treatments.of_patients(whose), busy_times.of_weeks(whose.values(), program, wanted)
    return {
        monday: {
            patient.id: Week(
                program=program,
                patient_id=patient.id,
                monday=monday,
                bookings=tuple(booked[monday, patient.id]),
                plans=plans.get(patient.id, ()),
                busy=busy[monday][patient.id],
                travel=patient.travel_in(program),
            )
            for patient in whose.values()
        }
        for monday in wanted
    }


def of_everybody(named: Mapping[int, Patient], program: Program, monday: date) -> dict[int, Week]:
    """The same as ``of_program``, busy times and ways as well: one query more. ``named`` are all of the program."""
    of_all = of_program(program, monday)
    busy = busy_times.in_program([named[patient_id] for patient_id in of_all], program, monday)
    return {
        patient_id: replace(week, busy=busy[patient_id], travel=named[patient_id].travel_in(program))
        for patient_id, week in of_all.items()
    }


def of_program(program: Program, monday: date) -> dict[int, Week]:
    """Patient id to week, for everybody who has a plan or a booking in it: two queries.

    Plans are those of the week; busy times and ways are left out.
    """
    first, last = program.week_bounds(monday)
    booked: dict[int, list[Booking]] = defaultdict(list)
    for booking in bookings.in_program(program.id, first, last):
        booked[booking.patient_id].append(booking)
    plans = treatments.in_program(program.id, monday, monday + timedelta(days=6))
    weeks = {
        patient_id: Week(program, patient_id, monday, tuple(booked[patient_id]), plans.get(patient_id, ()))
        for patient_id in plans.keys() | booked.keys()
    }
    return {patient_id: week for patient_id, week in weeks.items() if week.plan or week.bookings}
