"""A clinic that is served to a browser: what has been, what is ahead, who waits, and the addresses of its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page

from iopsched.domain.offering import Closure
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.store import programs
from iopsched.store.db import transaction
from iopsched.usecases import adjust_availability, book_session, cancel_booking, change_session, wait_for_seat
from tests.browser.conftest import serving
from tests.browser.looks import WORDS
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.doors import visiting_staff
from tests.stored import (
    a_stored_authorisation,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
)

MORNING = NOW.replace(month=12, day=1, hour=18)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is served, and ids to put into addresses; ``begun``, ``ahead`` and ``full`` are sessions."""

    address: str
    staff: Staff
    begun: int
    ahead: int
    patient: int
    offering: int
    full: int
    clock: StandingClock

    @property
    def pages(self) -> list[str]:
        session, person = f"/staff/sessions/{self.ahead}", f"/staff/people/{self.patient}"
        return [
            *(f"/staff/board/{MONDAY}", f"/staff/board/{MONDAY}?names=yes", f"/staff/sessions/{self.begun}"),
            *(session, f"{session}/time", f"{session}/seats"),
            *("/staff/offerings", "/staff/offerings/new", f"/staff/offerings/{self.offering}"),
            *(
                "/staff/offerings/extra",
                "/staff/changes",
                f"/staff/changes/gaps?day={MONDAY}",
                "/staff/people",
                "/staff/people/new",
            ),
            *(person, f"{person}/plans", f"{person}/contact", "/staff/messages", "/staff/log"),
            *("/staff/accounts", "/staff/accounts/new", f"/staff/accounts/{self.staff.id}"),
            *(f"/staff/accounts/{self.staff.id}/password", "/staff/people/doubles"),
            *("/staff/accounts/settings", "/staff/accounts/messages", f"{person}/messages"),
            *("/staff/kiosks", f"{person}/letter", "/staff/reports"),
            *(f"/staff/board/{MONDAY}?by=clinician&free=yes", f"/staff/board/{MONDAY}?span=day&by=room"),
            *(f"/staff/sessions/{self.full}", f"{session}/newcomers", f"/staff/sessions/{self.full}/newcomers"),
            *(
                f"{person}/sessions/{MONDAY}",
                f"{person}/seats/{self.full}",
                f"{person}/seats/{self.ahead}/cancellation",
            ),
            *(f"{person}/seats/{self.ahead}/replacement", f"{person}/seats/{self.ahead}/replacement/{self.full}"),
            *(
                "/staff/waiting",
                f"{person}/waiting",
                f"/staff/hours/{MONDAY}",
                "/staff/due?days=60",
                "/staff/calendars",
            ),
        ]


def a_place() -> tuple[Staff, int, int, int, int, int]:
    """Monday has been, Wednesday is ahead, Thursday is cancelled, Friday closed, Saturday full and waited for.

    Three people, one without a phone; a fourth has Saturday's seat, and a seat of Sunday is being offered.
    """
    program = a_stored_program()
    staff = a_stored_staff(program, Role.ADMIN, password_hash=passwords.hash_of(WORDS))
    offering = a_stored_offering(program, begins=NOW.time().replace(hour=9), slot_minutes=60, counted_minutes=60)
    adjust_availability.open_sessions(now=NOW)
    begun, ahead, gone = (a_stored_session(program, day=day, place="Room 2") for day in (0, 2, 3))
    people = [a_stored_patient(program, given_name=name) for name in ("Ana", "Ben")]
    people.append(a_stored_patient(program, given_name="Cleo", phone=""))
    for person in people:
        for session in (begun, ahead, gone):
            book_session.book(person.id, session.id, now=NOW)
    change_session.cancel(staff, gone.id, now=NOW)
    adjust_availability.close_day(staff, Closure(gone.day.replace(day=4), "Holiday"), now=NOW)
    full, freed = (a_stored_session(program, day=day, hour=9, seats=1) for day in (5, 6))
    gil = a_stored_patient(program, given_name="Gil")
    for session in (full, freed):
        book_session.book(gil.id, session.id, now=NOW)
        for person in people:
            wait_for_seat.wait(person.id, session.id, now=NOW)
    wait_for_seat.wait_for_any(people[1].id, Wanted(monday=MONDAY), now=NOW)
    cancel_booking.cancel(gil.id, freed.id, now=MORNING)
    a_stored_authorisation(people[0])
    return staff, begun.id, ahead.id, people[0].id, offering.id, full.id


@dataclass(frozen=True, slots=True)
class Clinic:
    """Served for all tests of a module: each minds its own days and people."""

    app: Flask
    place: Place

    def let_in(self, page: Page) -> None:
        """An admin, by the cookie that signing in leaves."""
        cookie = visiting_staff(self.app, self.place.staff).client.get_cookie("week")
        assert cookie
        page.context.add_cookies([{"name": "week", "value": cookie.value, "url": self.place.address}])


@contextmanager
def a_clinic(file: Path) -> Iterator[Clinic]:
    """Of ``a_place``, on that migrated file, with somebody who could lead."""
    clock = StandingClock(NOW)
    app = an_app(f"sqlite:///{file}", clock)
    with app.app_context():
        made = a_place()
        with transaction():
            programs.clinician_named(made[0].program_id, "A. Rivera")
    clock.now = MORNING
    with serving(app) as address:
        yield Clinic(app, Place(address, *made, clock))
    with app.app_context():
        disconnect(app)
