"""Real calendar apps subscribe over HTTP and show what is booked, through everything that happens to it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from datetime import time as wall_time
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.event import CANCELLED
from iopsched.domain.feed import TITLE, Content, Owner
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases import book_session, cancel_booking, change_session, keep_links
from tests.browser.conftest import serving
from tests.builders import MONDAY
from tests.clients import evolution, khal
from tests.clients.seen import App, Seen
from tests.conftest import NOW, StandingClock
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PATIENCE, PAUSE = 30, 0.2
"""Seconds: Evolution reads when it pleases, a moment after it was asked."""
SPRING, FALL = (date(2027, 3, 14) - MONDAY).days, (date(2027, 11, 7) - MONDAY).days
LONG = {"plan": {"last_day": date(2027, 12, 31)}}


class Stage(NamedTuple):
    """Ana, who may book, and the apps on her devices."""

    program: Program
    ana: Patient
    apps: tuple[App, ...]


@pytest.fixture
def stage(app: Flask, tmp_path: Path) -> Iterator[Stage]:
    program = a_stored_program()
    ana = a_stored_patient(program, **LONG)
    with ExitStack() as running:
        address = running.enter_context(serving(app)).replace("localhost", "127.0.0.1")
        urls = [f"{address}/calendar/{a_token(ana, name)}.ics" for name in ("Laptop", "Terminal")]
        gnome = running.enter_context(evolution.subscribed(urls[0], tmp_path / "gnome"))
        yield Stage(program, ana, (gnome, khal.subscribed(urls[1], tmp_path / "khal")))


def a_token(ana: Patient, name: str) -> str:
    owner = Owner(ana.program_id, patient_id=ana.id)
    return keep_links.create(owner, name, Content(), now=NOW)[1]


def book(stage: Stage, *wanted: Session) -> None:
    for session in wanted:
        book_session.book(stage.ana.id, session.id, now=NOW)


def as_shown(session: Session, *, is_cancelled: bool = False) -> Seen:
    title = CANCELLED + TITLE if is_cancelled else TITLE
    return Seen(session.starts, session.ends, title, is_cancelled)


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
    assert_all_show(stage, as_shown(anew(first)), as_shown(second, is_cancelled=True))

    clock.advance(days=16)
    assert_all_show(stage, as_shown(anew(first)))


def test_the_last_seat_given_up_is_shown_as_off_and_not_as_before(stage: Stage, clock: StandingClock):
    """A calendar that is suddenly empty is what some apps take for a fault, and go on showing what was."""
    only = a_stored_session(stage.program)
    book(stage, only)
    assert_all_show(stage, as_shown(only))

    cancel_booking.cancel(stage.ana.id, only.id, now=clock.advance(hours=1))
    assert_all_show(stage, as_shown(only, is_cancelled=True))


@pytest.mark.parametrize("sunday", [SPRING, FALL])
def test_an_hour_is_an_hour_in_the_week_in_which_clocks_change(stage: Stage, sunday: int):
    around = [a_stored_session(stage.program, sunday + day, hour) for day, hour in ((-1, 18), (0, 9), (1, 18))]

    book(stage, *around)

    assert_all_show(stage, *map(as_shown, around))
