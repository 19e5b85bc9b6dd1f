"""What staff do with the timetable: from the form to what is said in the end, by the keyboard alone, at both widths."""

from iopsched.domain.absence import Absence
from iopsched.store import programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability, keep_absences
from tests.browser.clinic import MORNING
from tests.browser.walk import LOOK, Walk
from tests.builders import MONDAY
from tests.stored import a_stored_offering


def test_an_offering_is_added_changed_from_a_day_on_and_in_all_and_ended(walk: Walk):
    walk.open("/staff/offerings")
    walk.press("Add an offering")
    walk.choose("1", "2")
    walk.fill(begins="10:00", minutes="60", seats="5", clinician="J. Okafor")
    walk.look()
    assert walk.save(LOOK).startswith("Offered. 23 sessions opened.")

    walk.press("^Group.*Wed")
    walk.look()
    walk.fill(since="2026-12-15", seats="7")
    assert walk.save(LOOK).startswith("Changed, from now on.")
    walk.press("^Group.*Wed")
    walk.fill(seats="6")
    assert walk.save(LOOK).startswith("Changed, from now on.")

    walk.press("^Group.*Wed")
    walk.press("End it")
    walk.look()
    walk.fill(last_day="2026-12-10")
    assert walk.save(LOOK).startswith("Ended.")


def test_an_extra_session_is_added(walk: Walk):
    walk.open("/staff/offerings/extra?day=2026-12-10")
    walk.fill(begins="08:00", minutes="60", seats="5")
    walk.look()

    assert walk.save(LOOK).startswith("Extra session on Thursday, December 10. 1 session opened.")


def test_a_day_is_closed_and_opened_again_and_then_some_hours_of_it(walk: Walk):
    walk.open("/staff/offerings")
    walk.fill(day="2026-12-14")
    assert walk.save(LOOK).startswith("Closed: Monday, December 14, 2026.")
    assert walk.save("Take it back").startswith("Open again on Monday, December 14.")

    walk.fill(day="2026-12-14", begins="09:30", ends="10:30", reason="Fire drill")
    assert "9:30 to 10:30 am" in walk.save(LOOK)
    assert walk.save("Open it again.*December 14").startswith("Open again on Monday, December 14.")


def test_a_calendar_of_holidays_is_chosen_and_each_decided(walk: Walk):
    walk.open("/staff/holidays")
    assert walk.save("Use this calendar").startswith("Chosen.")
    walk.look()

    assert "It stays open." in walk.save("Stay open")
    assert "It is to be decided again." in walk.save("Decide again")
    assert walk.save("^Close").startswith("Closed: Friday, December 25, 2026.")


def test_an_absence_is_noted_changed_and_taken_back(walk: Walk):
    walk.open("/staff/absences")
    walk.fill(clinician="A. Rivera", day="2026-12-21")
    assert walk.save("Note it").startswith("Noted.")
    walk.look()

    walk.press("^A. Rivera")
    walk.fill(last_day="2026-12-23")
    walk.look()
    assert walk.save("Change it").startswith("Changed.")
    assert walk.save("Take back").startswith("Taken back.")


def test_a_stand_in_is_named_for_a_session_that_needs_somebody(walk: Walk):
    with walk.clinic.app.app_context():
        staff = walk.place.staff
        with transaction():
            away, _ = (programs.clinician_named(staff.program_id, name) for name in ("N. Diaz", "B. Free"))
        with reading():
            program = programs.get(staff.program_id)
        a_stored_offering(program, clinician_id=away, weekdays=frozenset({1}))
        adjust_availability.open_sessions(now=MORNING)
        keep_absences.add(staff, Absence(0, away, MONDAY.replace(month=12, day=8)), now=MORNING)
    walk.open("/staff/absences")
    walk.look()
    walk.fill(clinician="B. Free")
    assert walk.save("Stands in").startswith("Named.")


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


def test_weeks_of_everybody_are_planned_and_accepted(walk: Walk):
    walk.open(f"/staff/board/{MONDAY}")
    walk.press("Plan their weeks")
    walk.look()
    walk.press("Plan these weeks")
    walk.look()

    assert walk.save("Accept").startswith("Accepted.")
