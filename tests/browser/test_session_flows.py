"""What staff do with one date: from the form to what is said in the end, by the keyboard alone, at both widths."""

from iopsched.usecases.seats import cancel_booking
from tests.browser.clinic import MORNING
from tests.browser.walk import LOOK, Walk


def session_of(walk: Walk, monday: str) -> None:
    """The first of that week, by way of the board."""
    walk.open(f"/staff/board/{monday}")
    walk.press("Group", ".board")


def test_a_date_is_held_by_video_led_by_another_and_given_a_link(walk: Walk):
    session_of(walk, "2026-12-07")
    walk.press("Change")
    walk.choose("telehealth")
    walk.fill(clinician="A. Rivera", minutes="50", counted_minutes="50")
    walk.look()
    assert walk.save(LOOK).startswith("Changed.")

    walk.press("Link")
    walk.look()
    walk.fill(link="https://video.example/room")
    assert walk.save("Save the link").startswith("Link changed.")
    walk.look()

    walk.press("Change")
    walk.choose("in_person")
    walk.fill(place="Elsewhere")
    assert walk.save(LOOK).startswith("Changed.")


def test_a_date_and_all_later_ones_move_and_the_way_back_keeps_what_was_typed(walk: Walk):
    session_of(walk, "2026-12-14")
    walk.press("Move")
    walk.choose("following")
    walk.fill(begins="14:00", place="Room 9")
    walk.look()
    walk.press(LOOK)
    walk.press("Back to the form")
    assert (walk.field("begins").input_value(), walk.field("place").input_value()) == ("14:00", "Room 9")
    assert walk.page.locator("[name=reach]:checked").get_attribute("value") == "following"

    assert walk.save(LOOK).startswith("Moved.")
    assert walk.save("Take it back").startswith("Put back.")


def test_seats_are_changed_of_one_date_and_of_all(walk: Walk):
    walk.open(f"/staff/sessions/{walk.place.ahead}/seats")
    walk.fill(seats="9")
    assert walk.save(LOOK).startswith("Seats changed.")

    session_of(walk, "2026-12-21")
    walk.press("Seats")
    walk.fill(seats="4")
    walk.choose("all")
    assert walk.save(LOOK).startswith("Seats changed.")


def test_instead_of_being_cancelled_a_session_moves_and_is_then_cancelled_and_reopened(walk: Walk):
    walk.open(f"/staff/sessions/{walk.place.full}")
    walk.press("Cancel this session")
    walk.look()
    walk.press(LOOK)
    walk.press("^Move to")
    walk.look()
    walk.press("Back to the first preview")
    walk.press("^Move to")
    assert walk.save("Apply the change").startswith("Moved.")

    walk.press("^Cancel this session")
    assert walk.save(LOOK).startswith("Cancelled.")
    walk.look()
    walk.press("^Open it again")
    assert "Now\nNo session" in walk.page.inner_text(".diff")
    assert walk.save("Apply the change").startswith("Open again.")


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


def test_with_a_ticked_draft_an_addition_that_would_complete_most_is_taken(walk: Walk):
    walk.open(f"/staff/sessions/{walk.place.ahead}/cancellation")
    walk.press(LOOK)
    walk.press("Could everybody")
    drafts = walk.page.locator("main input[name=draft]:checked")
    (ticked,) = (each.get_attribute("value") for each in drafts.all())
    walk.look()
    walk.choose(str(ticked))
    walk.fill(weeks="2")
    walk.press("^Look")
    assert drafts.count() == 0
    walk.look()

    walk.press("Dec", ".people")
    assert walk.field("day").input_value().startswith("2026-12")
    walk.look()
    assert walk.save(LOOK).startswith("Extra session on")
