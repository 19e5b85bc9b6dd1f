"""ical.js, the parser of Thunderbird's calendar, in a page of the browser: its zones come from the VTIMEZONE alone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.clients.seen import Seen, at_epoch

LIBRARY = Path(__file__).parent / "ical.es5.min.cjs"
PARSE = """
text => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map(part => {
    const event = new ICAL.Event(part);
    const status = part.getFirstPropertyValue("status");
    return [event.startDate.toUnixTime(), event.endDate.toUnixTime(), event.summary, status];
})
"""


def parsed(page: Page, body: bytes) -> set[Seen]:
    """Every event of a calendar; the page must have the library."""
    said = page.evaluate(PARSE, body.decode())
    return {Seen(at_epoch(starts), at_epoch(ends), title, status) for starts, ends, title, status in said}
