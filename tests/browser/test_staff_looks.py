"""Every page of staff in a real browser: axe finds nothing, nothing sticks out, and Tab comes to all there is."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from iopsched.domain.absence import Absence
from iopsched.domain.holiday import HolidayCalendar
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.store import programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, keep_absences, keep_holidays
from tests.browser.clinic import MORNING, PAGES, Clinic, a_clinic
from tests.browser.keyboard import missed_by_tab
from tests.browser.looks import STICKS_OUT, wrong_with
from tests.builders import MONDAY
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_room, a_stored_season


@pytest.fixture(scope="module")
def clinic(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Which nobody changes."""
    with a_clinic(Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("clinic") / "iopsched.sqlite3"))) as clinic:
        yield clinic


@pytest.mark.parametrize("about", PAGES)
def test_nothing_stands_in_anybodys_way(page: Page, clinic: Clinic, about: str):
    clinic.let_in(page)

    assert wrong_on(page, clinic.place.address, clinic.place.pages(about)) == {}


def test_nothing_does_where_somebody_is_away_and_holidays_are_to_be_decided(page: Page, clinic: Clinic):
    with clinic.app.app_context():
        video = somebody_is_away(clinic.place.staff)
    session = f"/staff/sessions/{video}"
    clinic.let_in(page)
    places = ("absences", "absences/1", "holidays", "rooms", "rooms/1", "seasons", "seasons/1", "offerings/new")
    paths = [f"/staff/{each}" for each in places]

    assert wrong_on(page, clinic.place.address, [*paths, session, f"{session}/link", f"{session}/time"]) == {}


def somebody_is_away(staff: Staff) -> int:
    """In a season, with a room; of two who lead, one session by video has nobody then, which is its id."""
    with reading():
        program = programs.get(staff.program_id)
    away, free = (a_stored_clinician(program, name) for name in ("P. Away", "N. Diaz"))
    a_stored_offering(
        program, clinician_id=away, modality=Modality.TELEHEALTH, least=3, every=2, weekdays=frozenset({0})
    )
    a_stored_offering(program, clinician_id=free, weekdays=frozenset({2}))
    adjust_availability.open_sessions(now=MORNING)
    day = MONDAY.replace(month=12, day=14)
    keep_absences.add(staff, Absence(0, away, day), now=MORNING)
    keep_absences.add(staff, Absence(0, free, day, stand_in_id=away), now=MORNING)
    keep_holidays.choose(staff, HolidayCalendar("US", "NY"), now=MORNING)
    a_stored_season(program)
    a_stored_room(program)
    with reading():
        return next(one.id for one in sessions.in_week(program, day) if one.modality is Modality.TELEHEALTH)


def wrong_on(page: Page, address: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is, of each page that has anything."""
    wrong = {}
    for path in paths:
        page.set_viewport_size({"width": 360, "height": 900})
        page.goto(address + path)
        found = missed_by_tab(page) + wrong_with(page)
        page.set_viewport_size({"width": 768, "height": 900})
        found += ["sticks out of a tablet"] if page.evaluate(STICKS_OUT) else []
        page.set_viewport_size({"width": 1280, "height": 900})
        if found := found + wrong_with(page):
            wrong[path] = found
    return wrong
