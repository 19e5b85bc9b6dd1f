"""Who sits where, in a real browser: seated by hand, moved, taken out, put first; by keyboard, or without scripts."""

from playwright.sync_api import Page

from tests.browser import keyboard
from tests.browser.clinic import Clinic
from tests.browser.walk import Walk
from tests.builders import MONDAY


def test_somebody_is_overbooked_from_the_roster_and_undone(walk: Walk):
    walk.open(f"/staff/sessions/{walk.place.full}")
    walk.press("Add somebody")
    walk.look()
    keyboard.enter(walk.page, walk.page.locator("#q"), "cle")
    walk.press(walk.page.locator("#newcomers a:visible", has_text="Overbook").first)
    walk.look()
    walk.fill(reason="Comes with her brother")
    assert "Overbooked. Cleo R. has" in walk.save("^Overbook")

    assert walk.page.url == f"{walk.place.address}/staff/sessions/{walk.place.full}"
    assert "too many\n1" in walk.page.inner_text(".totals")
    walk.look()
    assert "Cancelled." in walk.save("", "[data-notice]")
    assert walk.page.locator(".roster tbody tr", has_text="Gil R.").count() == 1


def test_whoever_waits_is_put_first_and_back_into_the_usual_order(walk: Walk):
    of_saturday = walk.page.locator("section", has_text="Saturday, December 5")
    walk.open("/staff/waiting")
    before = of_saturday.locator("tbody th a").all_inner_texts()

    last = of_saturday.locator("tbody tr").last
    walk.unfold(last.locator("summary"))
    walk.look()
    keyboard.enter(walk.page, last.get_by_label("Reason"), "Court order")
    assert f"{before[-1]} is first now." in walk.save(last.get_by_role("button", name="Put first"))
    assert of_saturday.locator("tbody th a").all_inner_texts() == [before[-1], *before[:-1]]

    first = of_saturday.locator("tbody tr").first
    walk.unfold(first.locator("summary"))
    keyboard.enter(walk.page, first.get_by_label("Reason"), "It is over")
    walk.save(first.get_by_role("button", name="Usual order"))
    assert of_saturday.locator("tbody th a").all_inner_texts() == before


def test_somebody_is_booked_taken_out_and_let_wait(walk: Walk):
    person = f"/staff/people/{walk.place.patient + 3}"
    walk.open(f"{person}/sessions/{MONDAY}")
    walk.look()
    assert walk.save("^Book").startswith("Booked. Gil R. has")

    walk.open(person)
    walk.press("^Cancel", ".sittings")
    walk.look()
    walk.fill(reason="Called in")
    assert "Gil R." in walk.save("Take out", ".applybar")

    walk.open(f"{person}/waiting")
    walk.choose("evening")
    walk.look()
    assert "Gil R." in walk.save("Let wait")


def test_a_seat_is_moved_and_the_line_changed_without_scripts_too(scriptless: Page, clinic: Clinic):
    place, page = clinic.place, scriptless
    page.goto(f"{place.address}/staff/people/{place.patient}/seats/{place.ahead}/replacement")
    page.locator("main .rows button").first.click()
    assert "Moved. Ana R. has" in page.inner_text(".notice")

    page.goto(f"{place.address}/staff/waiting")
    last = page.locator("section", has_text="Saturday, December 5").locator("tbody tr").last
    name = last.locator("th a").inner_text()
    last.locator("summary").click()
    last.get_by_label("Reason").fill("Court order")
    last.get_by_role("button", name="Put first").click()

    assert f"{name} is first now." in page.inner_text(".notice")
    assert page.locator("section", has_text="Saturday, December 5").locator("tbody th a").first.inner_text() == name
