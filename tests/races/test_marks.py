"""A patient arrives while staff save the roster that they looked at before: what came first stands."""

from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.usecases.hours.mark_attendance import Kept, Mark
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.races.act import IN, Act
from tests.races.conftest import Race
from tests.races.ways import join, mark, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, marked, the_booking
from tests.trail import trail

STAFF_FIRST, PATIENT_FIRST = 0, 1
LATE, HERE = (Attendance.LATE, 150), (Attendance.HERE, 180)


class Room(NamedTuple):
    """Ana joins half an hour late; staff mark the rest as here, on a page where nobody is marked yet."""

    ana: Patient
    session: Session
    staff: Staff

    def acts(self) -> list[Act]:
        rest = {the_booking(self.ana, self.session).id: Mark(Attendance.HERE, seen=Kept())}
        return [mark(self.staff, self.session, rest), join(self.ana, self.session, minutes=30)]

    def noted(self) -> list[str]:
        """What the log says that was done to her mark."""
        return sorted(entry.action for entry in trail(self.ana) if entry.action in {"arrived", "marked"})


@pytest.fixture
def room(app: Flask) -> Room:
    program = a_stored_program(counts_joins=True)
    ana, session = a_stored_patient(program), a_stored_session(program, modality=Modality.TELEHEALTH)
    book_session.book(ana.id, session.id, now=NOW)
    return Room(ana, session, a_stored_staff(program))


def test_the_control_without_locks_both_say_that_theirs_is_kept(room: Room, race: Race):
    assert race(unguarded(room.acts())) == [IN, IN]
    assert room.noted() == ["arrived", "marked"]


def test_who_arrives_first_stays_as_late_as_they_were(room: Room, race: Race):
    assert race(room.acts(), first=PATIENT_FIRST) == [IN, IN]
    assert (marked(room.ana, room.session), room.noted()) == (LATE, ["arrived"])


def test_what_staff_marked_first_stands_when_somebody_arrives(room: Room, race: Race):
    assert race(room.acts(), first=STAFF_FIRST) == [IN, IN]
    assert (marked(room.ana, room.session), room.noted()) == (HERE, ["marked"])
