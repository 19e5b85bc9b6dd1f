"""Real calendar apps subscribe over HTTP and show what is booked, through everything that happens to it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.event import BUSY, FREE, TRAVEL
from iopsched.domain.event import CANCELLED as OFF
from iopsched.domain.feed import TITLE, Content, Kind, Owner
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import change_session
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan
from tests.browser.conftest import serving
from tests.builders import MONDAY
from tests.clients import evolution, khal
from tests.clients.seen import CANCELLED, CONFIRMED, TENTATIVE, App, Seen
from tests.conftest import NOW, StandingClock
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PATIENCE, PAUSE = 30, 0.2
"""Seconds: Evolution reads when it pleases, a moment after it was asked."""
SPRING, FALL = (date(2027, 3, 14) - MONDAY).days, (date(2027, 11, 7) - MONDAY).days
HALF_HOUR = timedelta(minutes=30)
ONCE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What apps make of a calendar is the same with either database."""
LONG = {"plan": {"last_day": date(2027, 12, 31)}}


class Stage(NamedTuple):
    """Ana, who may book, and the apps on her devices."""

    program: Program
    ana: Patient
    apps: tuple[App, ...]


@pytest.fixture
def stage(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Subscribed to what a test's parameter says, to Ana's own bookings without one."""
    content = getattr(request, "param", Content())
    program = a_stored_program()
    ana = a_stored_patient(program, **LONG)
    with ExitStack() as running:
        address = running.enter_context(serving(app)).replace("localhost", "127.0.0.1")
        urls = [f"{address}/calendar/{a_token(program, ana, name, content)}.ics" for name in ("Laptop", "Terminal")]
        gnome = running.enter_context(evolution.subscribed(urls[0], tmp_path / "gnome"))
        yield Stage(program, ana, (gnome, khal.subscribed(urls[1], tmp_path / "khal")))


def a_token(program: Program, ana: Patient, name: str, content: Content) -> str:
    if not content.kind.is_of_patient:
        return keep_links.create_for_staff(a_stored_staff(program), name, content, now=NOW)[1]
    return keep_links.create(Owner(program.id, patient_id=ana.id), name, content, now=NOW)[1]


def book(stage: Stage, *wanted: Session) -> None:
    for session in wanted:
        book_session.book(stage.ana.id, session.id, now=NOW)


def as_shown(session: Session, title: str = TITLE, status: str = CONFIRMED) -> Seen:
    return Seen(session.starts, session.ends, title, status)


def called_off(session: Session) -> Seen:
    return as_shown(session, OFF + TITLE, CANCELLED)


def anew(session: Session) -> Session:
    with reading():
        return sessions.get(session.id)


def assert_all_show(stage: Stage, *wanted: Seen) -> None:
    for app in stage.apps:
        until = time.monotonic() + PATIENCE
        while (seen := app.look()) != {*wanted} and time.monotonic() < until:
            time.sleep(PAUSE)
        assert seen == {*wanted}, type(app).__name__


def test_an_app_shows_what_is_booked_moved_and_given_up(stage: Stage, clock: StandingClock):
    first, second = (a_stored_session(stage.program, day) for day in (0, 2))
    assert_all_show(stage)

    book(stage, first, second)
    assert_all_show(stage, as_shown(first), as_shown(second))

    change_session.move(a_stored_staff(stage.program), first.id, MONDAY, wall_time(9), now=clock.advance(hours=1))
    assert_all_show(stage, as_shown(anew(first)), as_shown(second))

    cancel_booking.cancel(stage.ana.id, second.id, now=clock.advance(hours=1))
    assert_all_show(stage, as_shown(anew(first)), called_off(second))

    clock.advance(days=16)
    assert_all_show(stage, as_shown(anew(first)))


def test_the_last_seat_given_up_is_shown_as_off_and_not_as_before(stage: Stage, clock: StandingClock):
    """A calendar that is suddenly empty is what some apps take for a fault, and go on showing what was."""
    only = a_stored_session(stage.program)
    book(stage, only)
    assert_all_show(stage, as_shown(only))

    cancel_booking.cancel(stage.ana.id, only.id, now=clock.advance(hours=1))
    assert_all_show(stage, called_off(only))


@pytest.mark.parametrize("sunday", [SPRING, FALL])
def test_an_hour_is_an_hour_in_the_week_in_which_clocks_change(stage: Stage, sunday: int):
    around = [a_stored_session(stage.program, sunday + day, hour) for day, hour in ((-1, 18), (0, 9), (1, 18))]

    book(stage, *around)

    assert_all_show(stage, *map(as_shown, around))


@ONCE
@pytest.mark.parametrize("stage", [Content(Kind.BUSY)], indirect=True)
def test_somebody_who_helps_sees_when_she_is_busy_and_when_free_again(stage: Stage, clock: StandingClock):
    kept, given_up = (a_stored_session(stage.program, day) for day in (0, 2))
    book(stage, kept, given_up)
    assert_all_show(stage, as_shown(kept, BUSY), as_shown(given_up, BUSY))

    cancel_booking.cancel(stage.ana.id, given_up.id, now=clock.advance(hours=1))
    assert_all_show(stage, as_shown(kept, BUSY), as_shown(given_up, FREE, CANCELLED))


@ONCE
@pytest.mark.parametrize("stage", [Content(Kind.PROGRAM)], indirect=True)
def test_staff_see_how_many_come_as_they_book(stage: Stage, clock: StandingClock):
    """SEQUENCE stays, as neither time nor place changed: LAST-MODIFIED alone tells Evolution of a new title."""
    session = a_stored_session(stage.program)
    assert_all_show(stage, as_shown(session, "Group, in person: 0 of 8"))

    clock.advance(minutes=1)
    book(stage, session)
    assert_all_show(stage, as_shown(session, "Group, in person: 1 of 8"))


@ONCE
@pytest.mark.parametrize("stage", [Content(travel_minutes=30)], indirect=True)
def test_the_way_there_and_back_stands_around_a_session_and_goes_with_it(stage: Stage, clock: StandingClock):
    session = a_stored_session(stage.program)
    way_there = Seen(session.starts - HALF_HOUR, session.starts, TRAVEL, CONFIRMED)
    way_back = Seen(session.ends, session.ends + HALF_HOUR, TRAVEL, CONFIRMED)
    book(stage, session)
    assert_all_show(stage, way_there, as_shown(session), way_back)

    cancel_booking.cancel(stage.ana.id, session.id, now=clock.advance(hours=1))
    off = [way._replace(title=OFF + TRAVEL, status=CANCELLED) for way in (way_there, way_back)]
    assert_all_show(stage, called_off(session), *off)


@ONCE
@pytest.mark.parametrize("stage", [Content(shows_tentative=True)], indirect=True)
def test_a_kept_seat_is_tentative_until_it_is_booked_or_its_time_is_over(stage: Stage, clock: StandingClock):
    """Where it is booked there is one event and not a second: what apps show is told by UID."""
    booked, left = (a_stored_session(stage.program, day) for day in (0, 2))
    hold_plan.hold(stage.ana.id, [booked.id, left.id], now=NOW)
    assert_all_show(stage, *(as_shown(session, TITLE, TENTATIVE) for session in (booked, left)))

    book(stage, booked)
    assert_all_show(stage, as_shown(booked), as_shown(left, TITLE, TENTATIVE))

    clock.advance(minutes=20)
    assert_all_show(stage, as_shown(booked), called_off(left))


@ONCE
def test_evolution_is_told_that_nothing_changed(stage: Stage, caplog: pytest.LogCaptureFixture):
    """It names the tag that it holds; vdirsyncer names none, and is sent the whole calendar each time."""
    session = a_stored_session(stage.program)
    book(stage, session)
    assert_all_show(stage, as_shown(session))
    gnome, terminal = stage.apps

    assert "304" in answers_to(gnome, caplog)
    assert answers_to(terminal, caplog) == {"200"}


def answers_to(app: App, caplog: pytest.LogCaptureFixture) -> set[str]:
    """The status of each answer to an app that looks again, as the server's log has it."""
    caplog.clear()
    until = time.monotonic() + PATIENCE
    while not caplog.records and time.monotonic() < until:
        app.look()
    return {record.getMessage().split()[-2] for record in caplog.records}
