"""Linked calendars are read again: once an hour, by one worker, whole once a day; a bad reading loses nothing."""

import threading
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Busy, NotFound
from iopsched.domain.own_calendar import (
    HOUR,
    SPREAD,
    UNHURRIED,
    WAITED_FOR,
    Answer,
    OwnCalendar,
    Trouble,
    Validators,
)
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.gateways import foreign_ical
from iopsched.store import busy_times, own_calendars
from iopsched.store.db import db, reading, transaction
from iopsched.usecases.weeks import import_calendar, keep_calendars, read_calendars
from tests.bookshelf import LINK, SECRET, VALIDATORS, Bookshelf
from tests.calendars import a_calendar, an_event, weekly
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program

DUE = HOUR + timedelta(seconds=SPREAD)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Place(NamedTuple):
    """Riverside, Ana, and her calendar of three Tuesdays, which was read and added at NOW."""

    program: Program
    ana: Patient
    shelf: Bookshelf
    calendar_id: int


@pytest.fixture
def place(app: Flask) -> Place:
    program, shelf = a_stored_program(), Bookshelf(weekly(3))
    ana = a_stored_patient(program)
    return Place(program, ana, shelf, add(ana, shelf))


def add(patient: Patient, shelf: Bookshelf, link: str = LINK, *, all_day: bool = False) -> int:
    calendar_id = import_calendar.from_link(patient.id, link, shelf, secret=SECRET, now=NOW)
    import_calendar.keep(patient.id, calendar_id, all_day=all_day, now=NOW)
    shelf.asked.clear()
    return calendar_id


def read_due(place: Place, now: datetime) -> int:
    return read_calendars.read_due(place.shelf, secret=SECRET, now=now)


def state(place: Place) -> OwnCalendar:
    with reading():
        (calendar,) = own_calendars.of_patient(place.ana.id, NOW)
    return calendar


def held(calendar_id: int) -> BusyTimes:
    with reading():
        return busy_times.of_calendar(calendar_id)


def timed(place: Place) -> int:
    return len(held(place.calendar_id).timed)


def test_it_is_read_when_its_hour_is_over_and_not_before(place: Place):
    assert read_due(place, NOW + HOUR - MINUTE) == 0
    assert read_due(place, NOW + DUE) == 1
    assert read_due(place, NOW + DUE) == 0
    assert [link for link, _ in place.shelf.asked] == [LINK]


def test_what_changed_there_changes_here(place: Place):
    place.shelf.content = weekly(5)

    read_due(place, NOW + DAY)

    assert timed(place) == 5
    assert state(place).read_at >= NOW + DAY


def test_what_has_not_changed_is_not_sent_again_the_same_day(place: Place):
    place.shelf.content = weekly(5)

    read_due(place, NOW + DUE)

    assert place.shelf.asked == [(LINK, VALIDATORS)]
    assert timed(place) == 3
    assert state(place).read_at >= NOW + DUE


def test_the_first_reading_of_a_day_is_whole_so_that_what_repeats_goes_on(place: Place):
    place.shelf.content = a_calendar(an_event("20261124T140000Z", "20261124T150000Z", "RRULE:FREQ=DAILY"))

    read_due(place, NOW + DAY)
    before = held(place.calendar_id).timed
    read_due(place, NOW + 8 * DAY)
    after = held(place.calendar_id).timed

    assert [validators for _, validators in place.shelf.asked] == [Validators(), Validators()]
    assert after[-1][0] - before[-1][0] == 7 * DAY
    assert after[0][0].date() == (NOW + 8 * DAY).date()


def test_whole_days_follow_what_the_patient_said(place: Place):
    place.shelf.content = a_calendar(an_event(";VALUE=DATE:20261201"))
    counted = add(a_stored_patient(place.program), place.shelf, all_day=True)

    read_due(place, NOW + DAY)

    assert held(place.calendar_id) == BusyTimes()
    assert len(held(counted).all_day) == 1


@pytest.mark.parametrize("trouble", [Trouble.SLOW, Trouble.MISSING, Trouble.NO_CALENDAR])
def test_a_bad_reading_keeps_what_is_known_and_is_told_when_it_comes_again(place: Place, trouble: Trouble):
    place.shelf.trouble = trouble

    read_due(place, NOW + DUE)
    once = state(place)
    read_due(place, NOW + DUE + HOUR + MINUTE)
    twice = state(place)

    assert (once.is_failing, twice.is_failing, twice.trouble) == (False, True, trouble)
    assert once.failing_since == twice.failing_since
    assert timed(place) == 3
    assert twice.read_at == NOW


def test_what_is_read_well_again_is_well(place: Place):
    place.shelf.trouble = Trouble.SLOW
    read_due(place, NOW + DUE)
    place.shelf.trouble = None

    read_due(place, NOW + DAY)

    calendar = state(place)
    assert (calendar.failures, calendar.failing_since, calendar.trouble) == (0, None, None)


def test_what_is_gone_is_not_asked_for_again(place: Place):
    place.shelf.trouble = Trouble.GONE

    assert read_due(place, NOW + DUE) == 1
    assert read_due(place, NOW + 30 * DAY) == 0
    assert (state(place).due_at, state(place).is_failing) == (None, True)


def test_a_link_that_another_secret_sealed_is_asked_of_nobody_and_told(place: Place):
    assert read_calendars.read_due(place.shelf, secret="another", now=NOW + DUE) == 1

    assert place.shelf.asked == []
    assert (state(place).trouble, state(place).is_failing, state(place).due_at) == (Trouble.SEALED, True, None)
    assert timed(place) == 3


def test_a_worker_has_more_patience_than_somebody_who_waits(place: Place):
    place.shelf.patience.clear()

    read_due(place, NOW + DUE)
    read_calendars.read_again(place.ana.id, place.calendar_id, place.shelf, secret=SECRET, now=NOW + DAY)

    assert place.shelf.patience == [UNHURRIED.reading, WAITED_FOR.reading]


def test_what_becomes_a_bomb_keeps_what_is_known(place: Place):
    place.shelf.content = a_calendar(an_event("20261124T140000Z", "", "RRULE:FREQ=SECONDLY"))

    read_due(place, NOW + DAY)

    assert state(place).trouble is Trouble.CROWDED
    assert timed(place) == 3


def test_one_that_cannot_be_handled_holds_up_nobody(place: Place, caplog: pytest.LogCaptureFixture):
    second = add(a_stored_patient(place.program), place.shelf)
    faults = iter([RuntimeError(LINK), None])

    def read(link: str, validators: Validators, seconds: float) -> Answer:
        if fault := next(faults):
            raise fault
        return Answer(weekly(6), VALIDATORS)

    assert read_calendars.read_due(read, secret=SECRET, now=NOW + DAY) == 2

    assert sorted((timed(place), len(held(second).timed))) == [3, 6]
    assert "RuntimeError" in caplog.text
    assert "1a2b3c" not in caplog.text
    assert read_calendars.read_due(place.shelf, secret=SECRET, now=NOW + DAY + MINUTE) == 0


def test_who_died_over_it_has_taken_its_hour_and_writes_nothing_later(place: Place):
    with transaction():
        (claimed,) = own_calendars.claim_due(now=NOW + DUE, limit=5)

    assert read_due(place, NOW + DUE + HOUR - MINUTE) == 0
    assert read_due(place, NOW + DUE + HOUR) == 1
    with transaction():
        assert not own_calendars.was_read(claimed, read_at=NOW)


def test_who_comes_too_late_writes_nothing(place: Place):
    late = Bookshelf(weekly(9))

    def read(link: str, validators: Validators, seconds: float) -> Answer:
        assert read_calendars.read_due(place.shelf, secret=SECRET, now=NOW + DAY + 2 * HOUR) == 1
        return late(link, validators, seconds)

    read_calendars.read_due(read, secret=SECRET, now=NOW + DAY)

    assert timed(place) == 3
    assert state(place).read_at >= NOW + DAY + 2 * HOUR


@pytest.mark.parametrize("act", [keep_calendars.pause, lambda *who: keep_calendars.remove(*who, now=NOW)])
def test_what_is_paused_or_removed_meanwhile_stays_so(place: Place, act: Any):
    def read(link: str, validators: Validators, seconds: float) -> Answer:
        act(place.ana.id, place.calendar_id)
        return Answer(weekly(5), VALIDATORS)

    read_calendars.read_due(read, secret=SECRET, now=NOW + DAY)

    assert timed(place) in {0, 3}
    with reading():
        assert busy_times.ahead(place.ana.id, NOW) == ()


def test_of_many_workers_one_reads_each_calendar(app: Flask):
    program, shelf = a_stored_program(), Bookshelf(weekly(1))
    for number in range(6):
        add(a_stored_patient(program), shelf, f"https://calendar.example/{number}.ics")
    taken: list[int] = []
    start = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            start.wait()
            while claimed := claim():
                taken.extend(each.id for each in claimed)
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(taken) == len(set(taken)) == 6


def claim() -> tuple[Any, ...]:
    with transaction():
        return own_calendars.claim_due(now=NOW + DAY, limit=2)


def test_a_worker_that_is_asked_to_end_begins_nothing_more(place: Place):
    assert read_calendars.read_due(place.shelf, secret=SECRET, now=NOW + DAY, going_on=lambda: False) == 0
    assert place.shelf.asked == []


def test_what_cannot_be_worked_out_just_now_is_no_failure(place: Place, monkeypatch: pytest.MonkeyPatch):
    def too_many(*_: object) -> BusyTimes:
        raise Busy("others are being read")

    monkeypatch.setattr(foreign_ical, "busy_times", too_many)

    read_due(place, NOW + DAY)

    assert (state(place).failures, timed(place)) == (0, 3)


def test_a_patient_has_it_read_again_once_an_hour(place: Place):
    place.shelf.content = weekly(5)

    def again(now: datetime) -> OwnCalendar:
        return read_calendars.read_again(place.ana.id, place.calendar_id, place.shelf, secret=SECRET, now=now)

    assert again(NOW + HOUR - MINUTE).read_at == NOW
    assert place.shelf.asked == []
    assert again(NOW + DAY).busy == 4
    assert again(NOW + DAY + MINUTE).busy == 4
    assert len(place.shelf.asked) == 1
    assert read_due(place, NOW + DAY + HOUR - MINUTE) == 0


def test_a_file_and_what_is_paused_are_not_read(place: Place):
    file = import_calendar.from_file(place.ana.id, weekly(2), now=NOW)
    import_calendar.keep(place.ana.id, file, all_day=False, now=NOW)
    keep_calendars.pause(place.ana.id, place.calendar_id)

    for calendar_id in (file, place.calendar_id):
        read_calendars.read_again(place.ana.id, calendar_id, place.shelf, secret=SECRET, now=NOW + DAY)
    read_due(place, NOW + DAY)

    assert place.shelf.asked == []


def test_another_patients_and_one_that_is_only_looked_at_are_not_found(place: Place):
    ben = a_stored_patient(place.program)
    looked_at = import_calendar.from_link(ben.id, LINK, place.shelf, secret=SECRET, now=NOW)

    for calendar_id in (place.calendar_id, looked_at):
        with pytest.raises(NotFound):
            read_calendars.read_again(ben.id, calendar_id, place.shelf, secret=SECRET, now=NOW + DAY)
