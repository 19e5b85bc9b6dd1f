"""A text that says more, all the way: an admin allows it, one patient chooses it, and either can end it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.usecases.messages import send_messages
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_session

WORDINGS, CHOICE, MESSAGES = "/staff/accounts/messages", "/me/messages/kinds/reminder", "/me/messages"
TOLD = [kind.value for kind in Kind]


@dataclass(frozen=True, slots=True)
class Place:
    """Two who have seats in the same groups of two evenings; Ana has chosen that reminders say more."""

    office: Visitor
    phone: Visitor
    ana: Patient
    ben: Patient
    carrier: Carrier

    def reminded_on(self, day: int) -> dict[str, str]:
        """Number to words, of the texts that go out that evening."""
        self.carrier.texts.clear()
        send_messages.send_due(self.carrier, now=at(day, 18), secret="test")
        return dict(self.carrier.texts)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def place(app: Flask, program: Program, admin: Staff, ana: Patient) -> Place:
    ben = a_stored_patient(program)
    for session in (a_stored_session(program, day) for day in (1, 2)):
        for patient in (ana, ben):
            book_session.book(patient.id, session.id, now=NOW)
    place = Place(visiting_staff(app, admin), visiting_patient(app, ana), ana, ben, Carrier())
    allow(place)
    place.phone.post(CHOICE, {"way": "usual", "more": "1"})
    return place


def allow(place: Place) -> None:
    place.office.post(WORDINGS, {"told": TOLD, "in_detail": ["reminder"], "is_warned": "y"})


def forbid(place: Place) -> None:
    place.office.post(WORDINGS, {"told": TOLD})


def choose_less(place: Place) -> None:
    place.phone.post(CHOICE, {"way": "usual"})


def say_no(place: Place) -> None:
    place.phone.post(f"{MESSAGES}/channels/sms", {"answer": "no"})


def test_it_says_more_to_who_chose_it_and_to_nobody_else(place: Place):
    words = place.reminded_on(0)

    assert words[place.ana.phone].startswith("Riverside: tomorrow, Tue Dec 1: 6 to 9 pm group in person.")
    assert words[place.ben.phone].startswith("Riverside: tomorrow, Tue Dec 1: 6 to 9 pm.")


@pytest.mark.parametrize("end", [forbid, choose_less])
def test_either_side_ends_it_at_once(place: Place, end: Callable[[Place], None]):
    place.reminded_on(0)
    end(place)

    words = place.reminded_on(1)

    assert words[place.ana.phone] == words[place.ben.phone]
    assert words[place.ana.phone].startswith("Riverside: tomorrow, Wed Dec 2: 6 to 9 pm.")


def test_without_consent_nothing_is_said_at_all(place: Place):
    place.reminded_on(0)
    say_no(place)

    assert [*place.reminded_on(1)] == [place.ben.phone]
