"""Every page of staff in a real browser: axe finds nothing, nothing sticks out, and Tab comes to all there is."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.clinic import PAGES, Clinic, a_clinic
from tests.browser.keyboard import missed_by_tab
from tests.browser.looks import STICKS_OUT, wrong_with


@pytest.fixture(scope="module")
def clinic(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Which nobody changes."""
    with a_clinic(Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("clinic") / "iopsched.sqlite3"))) as clinic:
        yield clinic


@pytest.mark.parametrize("about", PAGES)
def test_nothing_stands_in_anybodys_way(page: Page, clinic: Clinic, about: str):
    clinic.let_in(page)
    wrong = {}

    for path in clinic.place.pages(about):
        page.set_viewport_size({"width": 360, "height": 900})
        page.goto(clinic.place.address + path)
        found = missed_by_tab(page) + wrong_with(page)
        page.set_viewport_size({"width": 768, "height": 900})
        found += ["sticks out of a tablet"] if page.evaluate(STICKS_OUT) else []
        page.set_viewport_size({"width": 1280, "height": 900})
        if found := found + wrong_with(page):
            wrong[path] = found

    assert wrong == {}
