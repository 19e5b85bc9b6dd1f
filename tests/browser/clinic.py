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
from iopsched.usecases.availability import adjust_availability, change_session, keep_closures
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
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
PAGES = {
    "the board": """/staff/board/{monday} /staff/board/{monday}?names=yes /staff/board/{monday}?by=clinician&free=yes
        /staff/board/{monday}?span=day&by=room /staff/plan/{monday}""",
    "sessions": """{begun} {ahead} {full} {ahead}/time {ahead}/seats {ahead}/details {ahead}/cancellation
        {ahead}/newcomers {full}/newcomers""",
    "the timetable": """/staff/offerings /staff/offerings/new {offering} {offering}/end /staff/offerings/extra
        /staff/changes /staff/changes/gaps?day={monday}""",
    "people": """/staff/people /staff/people/new /staff/people/file /staff/people/doubles /staff/people/archive
        {person} {person}/contact {person}/messages {person}/letter {person}/archive {person}/merger""",
    "plans and seats": """{person}/plans {person}/taper {person}/authorisations {person}/sessions/{monday}
        {person}/waiting {new} {seat}/cancellation {seat}/replacement {instead} /staff/waiting""",
    "hours and the program": """/staff/hours/{monday} /staff/due?days=60 /staff/reports /staff/messages /staff/log
        /staff/calendars /staff/kiosks /staff/accounts /staff/accounts/new {account} {account}/password
        /staff/accounts/settings /staff/accounts/messages""",
}
"""Addresses of the pages of staff; a name stands for one of a ``Place``."""


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

    def pages(self, about: str) -> list[str]:
        """Addresses of what is shown about one of ``PAGES``."""
        session, seats = f"/staff/sessions/{self.ahead}", f"/staff/people/{self.patient}/seats"
        named = {
            "monday": MONDAY,
            "begun": f"/staff/sessions/{self.begun}",
            "ahead": session,
            "full": f"/staff/sessions/{self.full}",
            "offering": f"/staff/offerings/{self.offering}",
            "person": f"/staff/people/{self.patient}",
            "seat": f"{seats}/{self.ahead}",
            "new": f"{seats}/{self.full}",
            "instead": f"{seats}/{self.ahead}/replacement/{self.full}",
            "account": f"/staff/accounts/{self.staff.id}",
        }
        return [path.format(**named) for path in PAGES[about].split()]


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
    keep_closures.close(staff, Closure(gone.day.replace(day=4), "Holiday"), now=NOW)
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
