"""Hours, what is due, reports and letters: by the keyboard alone, at both widths, each page looked at."""

from tests.browser.walk import Walk
from tests.builders import MONDAY


def test_hours_are_narrowed_to_the_short_and_saved_as_files(walk: Walk):
    walk.open(f"/staff/hours/{MONDAY}")
    walk.press("^Short", "nav")
    assert walk.page.url.endswith("show=short")
    assert walk.page.locator(".ledger tbody tr").count() > 0
    walk.look()
    names = [walk.saved_file("^Save as CSV"), walk.saved_file("^Save as XLSX")]
    assert names == [f"hours-{MONDAY}.csv", f"hours-{MONDAY}.xlsx"]

    walk.press("^Missed too often", "nav")
    walk.look()
    walk.press(walk.page.get_by_role("link", name="Week of December 7"))
    assert "December 7 to 13" in walk.page.inner_text("h1")


def test_somebody_is_certified_from_what_is_due_and_on_another_day(walk: Walk):
    walk.open("/staff/hours")
    walk.press("What is due")
    walk.press("^60 days", "nav")
    walk.look()
    before = walk.page.locator(".dues tbody tr").count()
    assert walk.save("^Certified today Ana R.").startswith("Certified. On Tuesday, December 1, 2026.")
    assert walk.page.url.endswith("/staff/due?days=60")
    walk.look()
    assert walk.page.locator(".dues tbody tr").count() <= before

    walk.open(f"/staff/people/{walk.place.patient}")
    walk.fill(day="2026-11-30")
    walk.press("^Save", "form:has(#certified)")
    assert walk.said().startswith("Certified. On Monday, November 30, 2026.")
    walk.look()


def test_reports_of_chosen_weeks_and_a_letter_are_saved_as_files(walk: Walk):
    walk.open("/staff/hours")
    walk.press("^Reports")
    walk.fill(since="2026-11-30", until="2026-12-06")
    walk.press("^Show")
    walk.look()
    names = [walk.saved_file("^Save all as XLSX"), walk.saved_file("^Save as CSV")]
    walk.open(f"/staff/people/{walk.place.patient + 1}")
    walk.press("^Letter")
    walk.fill(since="2026-11-30")
    walk.look()
    names += [walk.saved_file("^Make the letter")]

    assert names == ["report-2026-11-30-2026-12-06.xlsx", "seats-2026-11-30-2026-12-06.csv", "letter-2026-12-01.pdf"]
