"""What staff do with people, plans and accounts: from the form to the end, by the keyboard alone, at both widths."""

from pathlib import Path

from tests.browser import keyboard
from tests.browser.walk import Walk

HEAD = "first_name,last_name,phone,texts,from,until,hours\n"
GOOD = "Nina,Okoye,,,2026-12-07,2027-01-31,9\nNia,Okoye,,,2027-02-01,2027-03-31,9\n"
BAD = "Ole,,,,2026-12-07,,x\n"


def person(walk: Walk) -> str:
    """Ben's page."""
    return f"/staff/people/{walk.place.patient + 1}"


def test_a_plan_and_a_taper_are_added_and_one_is_taken_back(walk: Walk):
    walk.open(f"{person(walk)}/plans")
    walk.fill(first_day="2027-03-01", last_day="2027-03-28", week_least="6", week_most="9")
    walk.press("See what it changes")
    walk.look()
    assert walk.save("^Add the plan", ".applybar").startswith("Plan added.")

    walk.open(f"{person(walk)}/taper")
    walk.press("See what it changes")
    walk.look()
    assert walk.save("^Add the plans", ".applybar").startswith("Plans added.")

    walk.press("^Change the plan from Monday, March 1, 2027")
    walk.look()
    walk.press("Take .*back")
    walk.look()
    assert walk.save("^Take it back", ".applybar").startswith("Plan taken back.")


def test_a_plan_is_changed_once_its_effect_was_seen(walk: Walk):
    walk.open(f"/staff/people/{walk.place.patient}")
    walk.press("^Change the plan")
    walk.fill(week_least="2", week_most="2")
    walk.press("See what it changes")
    assert walk.page.get_by_role("heading", name="What it changes").count() == 1
    walk.look()

    assert walk.save("^Save the plan", ".applybar").startswith("Plan changed.")
    assert walk.page.get_by_text("IOP, 2 h a week").count() == 1


def test_an_authorisation_is_added_changed_and_removed(walk: Walk):
    walk.open(f"{person(walk)}/authorisations")
    walk.fill(payer="Blue", last_day="2027-01-31", amount="20")
    assert walk.save("Add the authorisation").startswith("Added.")
    walk.look()

    walk.press("^Change")
    walk.look()
    walk.fill(amount="25")
    assert walk.save("^Save").startswith("Changed.")
    assert walk.save("^Remove").startswith("Removed.")


def test_good_lines_of_a_file_are_taken_in_and_two_records_merged(walk: Walk, tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text(HEAD + GOOD + BAD)
    walk.open("/staff/people/file")
    walk.page.set_input_files("[name=file]", file)
    walk.press("Look into the file")
    walk.look()
    assert walk.save("Add only the 2 good lines").startswith("2 people added. 1 line was left out.")
    walk.look()

    walk.press("^Nina O")
    walk.press("Merge with another record")
    walk.look()
    walk.press("merging with Nia O")
    walk.look()
    assert walk.save("^Merge them").startswith("Merged.")


def test_a_record_is_archived_and_reopened(walk: Walk):
    walk.open(f"/staff/people/{walk.place.patient + 2}/archive")
    walk.look()
    assert walk.save("^Archive", ".applybar").startswith("Archived.")
    walk.look()

    walk.open("/staff/people/archive")
    walk.look()
    assert walk.save("^Reopen").startswith("Reopened.")


def test_somebody_is_admitted_and_reached_in_another_way(walk: Walk):
    walk.open("/staff/people/new")
    walk.fill(given_name="Ida", family_name="Berg", first_day="2026-12-07", last_day="2027-01-31")
    walk.fill(week_least="9", week_most="12")
    walk.look()
    assert walk.save("^Add the patient", ".applybar").startswith("Added.")

    walk.press("Change how to reach")
    walk.look()
    walk.fill(phone="+14155550177")
    assert walk.save("^Save").startswith("Changed.")


def test_people_are_found_in_the_page_and_no_name_leaves_it(walk: Walk):
    walk.open("/staff/people")
    asked: list[str] = []
    walk.page.on("request", lambda request: asked.append(request.url))

    keyboard.enter(walk.page, walk.page.locator("#q"), "cle")
    walk.page.keyboard.press("Enter")

    assert walk.page.locator("#people tbody tr:visible").all_inner_texts()[0].startswith("Cleo R.")
    assert walk.page.locator("#people tbody tr:visible").count() == 1
    assert walk.page.inner_text("[data-found]").startswith("1 of ")
    assert asked == []
    walk.look()


def test_an_account_is_opened_closed_and_opened_again_and_settings_saved(walk: Walk):
    walk.open("/staff/accounts/new")
    walk.fill(name="D. Desk", email="desk@example.org", password="many words that nobody guesses")
    assert walk.save("^Add the account").startswith("Added.")
    walk.look()
    assert walk.save("^Close the account of D. Desk").startswith("Closed.")
    assert walk.save("^Open again").startswith("Open again.")

    walk.press("^Change.* D. Desk")
    walk.choose("clinician")
    walk.look()
    assert walk.save("^Save the account").startswith("Changed.")

    walk.press("^Settings of")
    walk.fill(plan_end_days="14")
    assert walk.save("^Save the settings").startswith("Saved.")
