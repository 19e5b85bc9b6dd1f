"""The builders' values, written to the test's database in a transaction of their own and read back."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from iopsched.domain import calendar_link, extra_date
from iopsched.domain.absence import Absence
from iopsched.domain.authorisation import Authorisation
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.conversation import Act, Step
from iopsched.domain.incoming import Handling, Incoming
from iopsched.domain.offering import Offering
from iopsched.domain.own_calendar import Trouble, Validators, whose_link
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.room import Room
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import Sitting
from iopsched.domain.words import Role
from iopsched.gateways.seal import sealed
from iopsched.store import (
    absences,
    authorisations,
    bookings,
    busy_times,
    inbox,
    offerings,
    own_calendars,
    people,
    programs,
    rooms,
    seasons,
    sessions,
    treatments,
)
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import StaffRow
from tests.bookshelf import SECRET
from tests.builders import MONDAY, a_plan, a_session, an_authorisation, an_offering
from tests.conftest import NOW

_numbers = count(1)


def a_stored_program(**given: Any) -> Program:
    """Riverside in New York, or as given."""
    facts = {"name": "Riverside", "timezone": "America/New_York"} | given
    with transaction():
        return programs.add(f"program-{next(_numbers)}", **facts)


def a_stored_patient(program: Program, plan: dict[str, Any] | None = None, **given: Any) -> Patient:
    """Ana with a phone of her own, who agreed to texts, under ``a_plan(**plan)``."""
    number = next(_numbers)
    facts = {
        "given_name": "Ana",
        "family_name": "Ruiz",
        "phone": f"+1415555{1000 + number % 8000}",
        "accepts_texts": True,
    } | given
    with transaction():
        patient_id = people.add(program.id, **facts)
        treatments.add(a_plan(patient_id=patient_id, **(plan or {})))
        return people.patient(patient_id)


def a_stored_session(program: Program, day: int = 0, hour: float = 18, hours: float = 3, **given: Any) -> Session:
    """``a_session(...)`` as the one sitting of a one-date offering, so that reconciling leaves it alone."""
    session = a_session(day, hour, hours, **({"zone": program.zone} | given))
    with transaction():
        offering_id = offerings.add(_offering_for(program, session))
        sessions.open_sittings(program.id, [_sitting_for(offering_id, session)])
        (found,) = [row for row in sessions.existing(program.id, session.day) if row.sitting.key[0] == offering_id]
        return sessions.get(found.session_id)


def a_stored_offering(program: Program, **given: Any) -> Offering:
    """``an_offering(...)``; its sessions are opened by reconciling, not here."""
    with transaction():
        wanted = an_offering(**({"program_id": program.id, "key": f"offering-{next(_numbers)}"} | given))
        return offerings.get(program.id, offerings.add(wanted))


def a_stored_clinician(program: Program, name: str = "A. Rivera") -> int:
    with transaction():
        return programs.clinician_named(program.id, name)


def a_stored_absence(program: Program) -> int:
    """Of A. Rivera, on MONDAY."""
    away = Absence(0, a_stored_clinician(program), MONDAY)
    with transaction():
        return absences.add(program.id, away)


def a_stored_room(program: Program, name: str = "Room 2", seats: int = 6) -> int:
    with transaction():
        rooms.put(program.id, Room(0, name, "", seats))
        return next(room.id for room in rooms.limits(program.id).rooms if room.name == name)


def a_stored_season(program: Program) -> Season:
    """Winter hours, the week of MONDAY."""
    with transaction():
        seasons.put(program.id, Season(0, "Winter hours", MONDAY, MONDAY + timedelta(days=6)))
        return seasons.in_program(program.id)[-1]


def a_stored_staff(program: Program, role: Role = Role.COORDINATOR, **given: Any) -> Staff:
    """An account that nobody knows the password of."""
    number = next(_numbers)
    facts = {
        "name": "J. Okafor",
        "email": f"staff{number}@example.org",
        "password_hash": "",
        "role": role.value,
    } | given
    with transaction():
        row = StaffRow(program_id=program.id, **facts)
        db.session.add(row)
        db.session.flush()
        return Staff(row.id, program.id, row.name, row.email, role, row.clinician_id)


def a_stored_calendar(
    patient: Patient, busy: BusyTimes, *, link: str = "", trouble: Trouble | None = None, is_kept: bool = True
) -> int:
    """A calendar of the patient's own, read at NOW from a file or behind a link; in trouble since then."""
    typed = calendar_link.said(link) if link else None
    where = (typed.host, sealed(SECRET, whose_link(patient.id), typed.address)) if typed else ("", "")
    with transaction():
        until = MONDAY + timedelta(days=76)
        calendar_id = own_calendars.add(patient.id, *where, validators=Validators(), until=until, now=NOW)
        busy_times.replace(calendar_id, patient, busy, counts=is_kept)
        if is_kept:
            own_calendars.change(patient.id, calendar_id, kept_at=NOW)
        if trouble:
            failing = {"failures": 3, "failing_since": NOW, "trouble": trouble.value}
            own_calendars.change(patient.id, calendar_id, **failing)
        return calendar_id


def a_stored_text(patient: Patient, body: str = "May I bring my dog?") -> Incoming:
    """One that a person must read."""
    with transaction():
        incoming_id = inbox.is_new(f"SM-stored-{next(_numbers)}", patient, now=NOW)
        assert incoming_id is not None
        text = Incoming(incoming_id, patient.program_id, patient.id, NOW, Step(Act.UNSURE), Handling.PERSON, body)
        inbox.understood(text)
        return text


def a_stored_authorisation(patient: Patient, **given: Any) -> Authorisation:
    """``an_authorisation(**given)`` of this patient."""
    wanted = an_authorisation(patient_id=patient.id, **given)
    with transaction():
        return replace(wanted, id=authorisations.add(wanted))


def the_booking(patient: Patient, session: Session) -> Booking:
    with reading():
        booking = bookings.find(patient.id, session.id)
    assert booking
    return booking


def marked(patient: Patient, session: Session) -> tuple[Attendance | None, int]:
    booking = the_booking(patient, session)
    return booking.attendance, booking.attended_minutes


def the_session(session: Session) -> Session:
    """As it is now."""
    with reading():
        return sessions.get(session.id)


def seats_taken(session: Session) -> int:
    with reading():
        return sessions.get(session.id).taken


def _offering_for(program: Program, session: Session) -> Offering:
    return replace(extra_date.offering_of(session, program), key=f"once-{next(_numbers)}")


def _sitting_for(offering_id: int, session: Session) -> Sitting:
    return Sitting(
        key=(offering_id, session.day, 0),
        starts=session.starts,
        ends=session.ends,
        day=session.day,
        component=session.component,
        modality=session.modality,
        counted_minutes=session.counted_minutes,
        seats=session.seats,
        clinician_id=session.clinician_id,
        place=session.place,
        track=session.track,
    )
