"""A page of the browser that holds Thunderbird's parser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.clients import ical_js


@pytest.fixture(scope="session")
def parser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=ical_js.LIBRARY)
    yield page
    page.close()
