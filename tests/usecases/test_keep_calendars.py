"""A calendar of one's own is left out for a while, goes on, or goes altogether."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.errors import NotFound
from iopsched.domain.own_calendar import HOUR
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.week import Span
from iopsched.store.db import db, reading
from iopsched.store.tables import BusyTimeRow, OwnCalendarRow
from iopsched.store.weeks import load
from iopsched.usecases.weeks import import_calendar, keep_calendars, read_calendars, view_commitments
from tests.bookshelf import LINK, SECRET, Bookshelf
from tests.builders import MONDAY, at
from tests.calendars import weekly
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program
from tests.trail import told

TUESDAY = ((at(1, 9), at(1, 10)),)
MINUTE = timedelta(minutes=1)


class Place(NamedTuple):
    """Riverside, Ana, and a calendar of hers with a Tuesday in the week of MONDAY."""

    program: Program
    ana: Patient
    calendar_id: int


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana = a_stored_patient(program)
    calendar_id = import_calendar.from_link(ana.id, LINK, Bookshelf(weekly(3)), secret=SECRET, now=NOW)
    import_calendar.keep(ana.id, calendar_id, all_day=False, now=NOW)
    return Place(program, ana, calendar_id)


def busy(place: Place) -> tuple[Span, ...]:
    with reading():
        return load(place.ana, place.program, MONDAY).busy


def test_what_is_paused_is_in_nobodys_way_until_it_goes_on(place: Place):
    assert busy(place) == TUESDAY

    keep_calendars.pause(place.ana.id, place.calendar_id)
    assert busy(place) == ()
    assert keep_calendars.list_counted(place.ana.id, now=NOW) == ()

    keep_calendars.resume(place.ana.id, place.calendar_id, now=NOW)
    assert busy(place) == TUESDAY
    assert len(keep_calendars.list_counted(place.ana.id, now=NOW)) == 1


def test_going_on_does_not_shorten_the_hour(place: Place):
    keep_calendars.pause(place.ana.id, place.calendar_id)
    keep_calendars.resume(place.ana.id, place.calendar_id, now=NOW + MINUTE)
    shelf = Bookshelf(weekly(3))

    assert read_calendars.read_due(shelf, secret=SECRET, now=NOW + HOUR - MINUTE) == 0
    assert read_calendars.read_due(shelf, secret=SECRET, now=NOW + HOUR) == 1


def test_of_what_is_removed_nothing_is_left(place: Place):
    keep_calendars.remove(place.ana.id, place.calendar_id, now=NOW)

    assert busy(place) == ()
    with reading():
        assert db.session.scalars(select(OwnCalendarRow.id)).all() == []
        assert db.session.scalars(select(BusyTimeRow.id)).all() == []
    assert told(place.ana) == [
        (f"patient:{place.ana.id}", "own calendar added"),
        (f"patient:{place.ana.id}", "own calendar removed"),
    ]


def test_what_was_only_looked_at_goes_without_a_word(place: Place):
    looked_at = import_calendar.from_file(place.ana.id, weekly(1), now=NOW)

    keep_calendars.remove(place.ana.id, looked_at, now=NOW)

    assert len(view_commitments.view(place.ana.id, now=NOW).calendars) == 1
    assert len(told(place.ana)) == 1


def test_what_was_only_looked_at_can_be_neither_paused_nor_gone_on_with(place: Place):
    looked_at = import_calendar.from_file(place.ana.id, weekly(1), now=NOW)

    with pytest.raises(NotFound):
        keep_calendars.pause(place.ana.id, looked_at)
    with pytest.raises(NotFound):
        keep_calendars.resume(place.ana.id, looked_at, now=NOW)


def test_another_patients_is_not_found_and_stays(place: Place):
    ben = a_stored_patient(place.program)

    with pytest.raises(NotFound):
        keep_calendars.pause(ben.id, place.calendar_id)
    with pytest.raises(NotFound):
        keep_calendars.resume(ben.id, place.calendar_id, now=NOW)
    with pytest.raises(NotFound):
        keep_calendars.remove(ben.id, place.calendar_id, now=NOW)
    assert busy(place) == TUESDAY
