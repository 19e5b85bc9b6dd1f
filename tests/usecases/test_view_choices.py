"""What staff see before they book, move or take out a patient: by the same rule as the act, and what comes of it."""

from dataclasses import dataclass
from functools import partial

import pytest
from flask import Flask

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import people
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import book_session, cancel_booking, view_choices, wait_for_seat
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.counting import statements
from tests.logbook import Entry, entries
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator, and Ana, who has a seat on Monday evening."""

    program: Program
    staff: Staff
    ana: Patient
    monday: Session

    def session(self, day: int = 1, **given: object) -> Session:
        return a_stored_session(self.program, day, **given)  # type: ignore[arg-type]

    def full(self, day: int = 1) -> Session:
        session = self.session(day, seats=1)
        book_session.book(a_stored_patient(self.program, given_name="Gil").id, session.id, now=NOW)
        return session

    def week(self) -> view_choices.Choices:
        return view_choices.week(self.staff, self.ana.id, MONDAY, now=NOW)

    def held(self) -> view_choices.Held:
        return view_choices.held(self.staff, self.ana.id, self.monday.id, now=NOW)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, monday = a_stored_patient(program), a_stored_session(program)
    book_session.book(ana.id, monday.id, now=NOW)
    return Place(program, a_stored_staff(program), ana, monday)


def ids(some: tuple[view_choices.Choice, ...]) -> list[int]:
    return [choice.session.id for choice in some]


def test_a_week_shows_every_session_that_is_not_booked_and_what_is_against_it(place: Place):
    free, clash, off = place.session(), place.session(0, hour=19), place.session(2)
    change_session.cancel(place.staff, off.id, now=NOW)

    choices = place.week()

    assert ids(choices.fitting) == [free.id]
    assert [(each.session.id, {*each.reasons}) for each in choices.refused] == [(clash.id, {Why.OVERLAPS})]


def test_what_has_begun_is_neither_here_nor_there(place: Place):
    begun = place.session(0, hour=9)

    choices = view_choices.week(place.staff, place.ana.id, MONDAY, now=begun.starts)

    assert ids(choices.fitting) == ids(choices.refused) == []
    assert ids(choices.choices) == [begun.id]


def test_a_reason_would_do_where_it_is_full_or_the_patient_is_busy_and_nowhere_else(place: Place):
    full, busy, clash = place.full(1), place.session(2), place.session(0, hour=19, seats=1)
    book_session.book(a_stored_patient(place.program).id, clash.id, now=NOW)
    with transaction():
        people.add_commitment(place.ana.id, a_commitment(weekday=2))

    by_id = {choice.session.id: choice for choice in place.week().choices}

    assert [by_id[each.id].may_be_overruled for each in (full, busy, clash)] == [True, True, False]
    assert [by_id[each.id].may_wait for each in (full, busy, clash)] == [True, False, False]


def test_who_waits_already_need_not_be_asked_again(place: Place):
    full = place.full()
    wait_for_seat.wait(place.ana.id, full.id, now=NOW)

    (choice,) = place.week().choices

    assert (choice.waits, choice.may_wait) == (True, False)


def test_a_seat_that_is_held_for_the_patient_fits_and_one_for_others_does_not(place: Place):
    full, ben = place.full(), a_stored_patient(place.program, given_name="Ben")
    wait_for_seat.wait(place.ana.id, full.id, now=NOW)
    change_session.change_seats(place.staff, full.id, 2, now=NOW)

    assert ids(place.week().fitting) == [full.id]
    assert ids(view_choices.week(place.staff, ben.id, MONDAY, now=NOW).overrulable) == [full.id]


def test_a_seat_shows_what_it_could_be_exchanged_for_first_what_keeps_the_week(place: Place):
    short, like = place.session(0, hours=1), place.session(3)

    held = place.held()

    assert [(each.session.id, each.keeps) for each in held.instead] == [(like.id, True), (short.id, False)]
    assert (held.week.minutes, held.without.minutes) == (180, 0)


def test_what_it_could_not_be_exchanged_for_says_why_by_the_week_without_it(place: Place):
    full = place.full(0)

    held = place.held()

    assert [(each.session.id, {*each.reasons}) for each in held.refused] == [(full.id, {Why.FULL})]


def test_a_seat_counts_the_others_who_would_be_offered_it(place: Place):
    for _ in range(7):
        book_session.book(a_stored_patient(place.program).id, place.monday.id, now=NOW)
    for _ in range(2):
        wait_for_seat.wait(a_stored_patient(place.program).id, place.monday.id, now=NOW)

    assert place.held().waiting == 2


def test_a_prospect_is_the_week_before_and_after(place: Place):
    tuesday = place.session()

    prospect = view_choices.prospect(place.staff, place.ana.id, tuesday.id, now=NOW)

    assert prospect.choice.fits
    assert (prospect.before.minutes, prospect.after.minutes) == (180, 360)


def test_a_prospect_in_exchange_is_the_week_without_the_old_seat(place: Place):
    later = place.session(0, hour=19, hours=2)

    prospect = view_choices.prospect(place.staff, place.ana.id, later.id, old_id=place.monday.id, now=NOW)

    assert prospect.choice.fits
    assert prospect.old == place.held().session
    assert (prospect.before.minutes, prospect.after.minutes) == (180, 120)


def test_a_prospect_names_those_for_whom_its_seats_are_held(place: Place):
    full, ben = place.full(), a_stored_patient(place.program, given_name="Ben")
    wait_for_seat.wait(ben.id, full.id, now=NOW)
    change_session.change_seats(place.staff, full.id, 2, now=NOW)

    prospect = view_choices.prospect(place.staff, place.ana.id, full.id, now=NOW)

    assert [patient.id for patient, _ in prospect.kept_for] == [ben.id]
    assert prospect.choice.session.is_kept


def test_a_seat_that_is_not_theirs_is_not_found(place: Place):
    tuesday = place.session()
    book_session.book(place.ana.id, tuesday.id, now=NOW)
    cancel_booking.cancel(place.ana.id, tuesday.id, now=NOW)

    for act in (
        partial(view_choices.held, place.staff, place.ana.id, tuesday.id, now=NOW),
        partial(view_choices.prospect, place.staff, place.ana.id, place.monday.id, old_id=tuesday.id, now=NOW),
    ):
        with pytest.raises(NotFound):
            act()


def test_it_is_for_schedulers_of_the_same_program(place: Place):
    clinician = a_stored_staff(place.program, Role.CLINICIAN)
    hillside = a_stored_program(name="Hillside")
    stranger, theirs = a_stored_staff(hillside), a_stored_session(hillside)

    for staff, no in ((clinician, Forbidden), (stranger, NotFound)):
        for act in (
            partial(view_choices.week, staff, place.ana.id, MONDAY, now=NOW),
            partial(view_choices.held, staff, place.ana.id, place.monday.id, now=NOW),
            partial(view_choices.prospect, staff, place.ana.id, place.monday.id, now=NOW),
        ):
            with pytest.raises(no):
                act()
    with pytest.raises(NotFound):
        view_choices.prospect(place.staff, place.ana.id, theirs.id, now=NOW)


def test_every_look_is_noted(place: Place):
    for look in (place.week, place.held):
        look()
    view_choices.prospect(place.staff, place.ana.id, place.session().id, now=NOW)

    assert entries(looks=True)[1:] == [Entry(f"staff:{place.staff.id}", "looked", place.ana.id, None, {})]


def test_a_week_takes_six_queries_and_those_that_note_it_however_much_is_offered(place: Place):
    for day in range(1, 6):
        place.session(day)
    place.week()

    with statements() as seen:
        place.week()

    assert len(seen) == 6 + 1
