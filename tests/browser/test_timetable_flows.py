"""What staff do with the timetable: from the form to what is said in the end, by the keyboard alone, at both widths."""

from iopsched.usecases import cancel_booking
from tests.browser.clinic import MORNING
from tests.browser.walk import Walk
from tests.builders import MONDAY

LOOK = "See what it does"


def test_an_offering_is_added_and_changed_from_a_day_on(walk: Walk):
    walk.open("/staff/offerings/new")
    walk.choose("1")
    walk.fill(begins="10:00", minutes="60", seats="5", clinician="J. Okafor")
    walk.look()
    assert walk.save(LOOK).startswith("Offered. 11 sessions opened.")

    walk.press("Group, Tuesday")
    walk.look()
    walk.fill(since="2026-12-15", seats="7")
    assert walk.save(LOOK).startswith("Changed, from now on.")


def test_an_extra_session_is_added(walk: Walk):
    walk.open("/staff/offerings/extra?day=2026-12-10")
    walk.fill(begins="08:00", minutes="60", seats="5")
    walk.look()

    assert walk.save(LOOK).startswith("Extra session on Thursday, December 10. 1 session opened.")


def test_a_day_is_closed_and_opened_again(walk: Walk):
    walk.open("/staff/offerings")
    walk.fill(day="2026-12-14")

    assert walk.save(LOOK).startswith("Closed: Monday, December 14, 2026.")
    assert walk.save("Take it back").startswith("Open again on Monday, December 14.")


def test_seats_of_a_session_are_changed(walk: Walk):
    walk.open(f"/staff/sessions/{walk.place.ahead}/seats")
    walk.fill(seats="9")

    assert walk.save(LOOK).startswith("Seats changed.")


def test_instead_of_being_cancelled_a_session_moves_and_is_then_cancelled_and_reopened(walk: Walk):
    session = f"/staff/sessions/{walk.place.full}"
    walk.open(f"{session}/cancellation")
    walk.look()
    walk.press(LOOK)
    walk.press("^Move to")
    assert walk.save("Apply the change").startswith("Moved.")

    walk.press("^Cancel this session")
    assert walk.save(LOOK).startswith("Cancelled.")
    walk.look()
    assert walk.save("^Reopen|^Open").startswith("Open again.")


def test_a_calendar_of_holidays_is_chosen_and_each_decided(walk: Walk):
    walk.open("/staff/holidays")
    assert walk.save("Use this calendar").startswith("Chosen.")
    walk.look()

    assert "It stays open." in walk.save("Stay open")
    assert "It is to be decided again." in walk.save("Decide again")


def test_an_absence_is_noted_and_taken_back(walk: Walk):
    walk.open("/staff/absences")
    walk.fill(day="2026-12-21")
    assert walk.save("Note it").startswith("Noted.")
    walk.look()

    assert walk.save("Take back").startswith("Taken back.")


def test_rooms_and_limits_are_kept(walk: Walk):
    walk.open("/staff/rooms")
    walk.fill(name="Room 9", seats="6")
    assert walk.save("Save the room").startswith("Saved.")
    walk.fill(group="12")
    assert walk.save("Save the limits").startswith("Saved.")

    walk.press("Room 9")
    walk.look()
    walk.fill(seats="5")
    assert walk.save("Save the room").startswith("Saved.")
    assert walk.save("Remove").startswith("Removed.")


def test_a_season_is_added_renamed_and_removed(walk: Walk):
    walk.open("/staff/seasons")
    walk.fill(name="Summer", first_day="2027-06-01", last_day="2027-08-31")
    assert walk.save("Save the season").startswith("Saved.")

    walk.press("Summer")
    walk.look()
    walk.fill(name="Summer hours")
    assert walk.save("Save the season").startswith("Saved.")
    assert walk.save("Remove").startswith("Removed.")


def test_what_changed_meanwhile_is_said_and_previewed_again(walk: Walk):
    place = walk.place
    walk.open(f"/staff/sessions/{place.ahead}/cancellation")
    walk.press(LOOK)
    assert "ends 3 seats" in walk.page.inner_text(".applybar")
    with walk.clinic.app.app_context():
        cancel_booking.cancel(place.patient, place.ahead, now=MORNING)

    walk.press("Apply the change")

    assert "Ana R." in walk.page.inner_text(".note.short")
    assert "ends 2 seats" in walk.page.inner_text(".applybar")
    walk.look()
    walk.press("Could everybody")
    assert walk.page.locator("main input[name=draft]:checked").count() == 1
    walk.look()


def test_the_board_of_kinds_is_looked_at_and_printed(walk: Walk):
    walk.open(f"/staff/board/{MONDAY}?by=component")
    walk.look()

    walk.page.emulate_media(media="print")

    shown = {
        each: walk.page.locator(each).first.is_visible() for each in (".board", "h1", ".staffbar nav", ".narrowing")
    }
    assert shown == {".board": True, "h1": True, ".staffbar nav": False, ".narrowing": False}


def test_weeks_of_everybody_are_planned_and_accepted(walk: Walk):
    walk.open(f"/staff/plan/{MONDAY}")
    walk.look()
    walk.press("Plan these weeks")
    walk.look()

    assert walk.save("Accept").startswith("Accepted.")
