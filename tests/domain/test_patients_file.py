"""A file of patients is read line by line; what is wrong is named with what would be right."""

import re
from pathlib import Path

import pytest

from iopsched.domain.patients_file import READERS, Newcomer, parse
from iopsched.domain.timetable_row import REMARKS, Problem
from iopsched.domain.words import Component, LevelOfCare, Modality

DOCS = Path(__file__).parents[2] / "docs" / "patients-file.md"
HEAD = "first_name,last_name,phone,texts,level,from,until,hours,hours_most,days_least,group,modalities,timezone,note"


def read(*lines: str) -> tuple[tuple[Newcomer, ...], list[Problem]]:
    found: list[Problem] = []
    return parse("\n".join(lines), found), found


def wrong_with(line: str) -> list[tuple[int, str, str]]:
    _, found = read(HEAD, "Lena,Kim,,,,2027-01-04,2027-03-28,9,,,,,,", line)
    return [(problem.line, problem.column, problem.text) for problem in found]


def test_a_line_is_a_person_with_a_plan():
    (lena,), found = read(HEAD, "Lena,Kim,(415) 555-0199,yes,php,2027-01-04,2027-03-28,20,25.5,3,6,telehealth,,x")

    assert found == []
    assert (lena.called, lena.phone, lena.accepts_texts, lena.line) == ("Lena Kim", "(415) 555-0199", True, 2)
    assert (lena.plan.level_of_care, lena.plan.week_least, lena.plan.week_most) == (LevelOfCare.PHP, 1200, 1530)
    assert (lena.plan.days_least, lena.plan.components) == (3, {Component.GROUP: 360})
    assert lena.plan.modalities == {Modality.TELEHEALTH}


def test_what_is_left_out_is_as_on_the_page():
    (lena,), _ = read("first_name,from,until,hours", "Lena,2027-01-04,2027-03-28,9")

    assert (lena.plan.level_of_care, lena.plan.week_most, lena.plan.modalities) == (
        LevelOfCare.IOP,
        1140,
        frozenset(Modality),
    )
    assert (lena.phone, lena.accepts_texts) == ("", False)


@pytest.mark.parametrize(
    "text",
    [
        "\ufefffirst_name,from,until,hours\r\n\r\nLena,2027-01-04,2027-03-28,9\r\n,,,\r\n",
        "First Name, FROM ,until,hours,note\rLena,2027-01-04,2027-03-28,9,x\r",
        'first_name,from,until,hours,note\r\nLena,2027-01-04,2027-03-28,9,"one\r\ntwo"\r\n',
        'first_name,from,until,hours,phone\n="Lena","=""2027-01-04""",2027-03-28,="9",=""\n',
    ],
)
def test_what_spreadsheets_make_of_a_file_is_read_all_the_same(text: str):
    found: list[Problem] = []

    (lena,) = parse(text, found)

    assert (lena.called, lena.plan.week_least, found) == ("Lena", 540, [])


def test_a_name_keeps_the_joiners_of_its_script():
    (one,), found = read("first_name,from,until,hours", "\u0646\u0631\u06af\u0633\u200c,2027-01-04,2027-03-28,9")

    assert (one.called, found) == ("\u0646\u0631\u06af\u0633\u200c", [])


def test_good_lines_are_read_beside_wrong_ones():
    people, found = read(HEAD, "Lena,,,,,2027-01-04,2027-03-28,9,,,,,,", ",,,,,soon,2027-03-28,9,,,,,,")

    assert [one.given_name for one in people] == ["Lena"]
    assert {problem.line for problem in found} == {3}


@pytest.mark.parametrize(
    ("line", "column", "text"),
    [
        (",Kim,,,,2027-01-04,2027-03-28,9,,,,,,", "first_name", "This is empty. Fill it in."),
        ("Al,Kim,,,,2027-01-04,2027-03-28,nine,,,,,,", "hours", "'nine' are no hours. Write 9 or 7.5."),
        ("Al,Kim,,maybe,,2027-01-04,2027-03-28,9,,,,,,", "texts", "'maybe' is neither yes nor no. Write yes or no."),
        ("Al,Kim,,,,2027-01-04,2026-03-28,9,,,,,,", "until", "The last day is before the first."),
        ("Al,Kim,,,,2027-01-04,2027-03-28,20,,,,,,", "hours", "Hours a week: the least must be above 0"),
        ("Al,Kim,,,,2027-01-04,2027-03-28,9,,9,,,,", "days_least", "Days a week: the least must be at most"),
        ("Al,Kim,,,,2027-01-04,2027-03-28,9,,,20,,,", "group", "The kinds of session add up to more"),
        ("Al,Kim,,,,1927-01-04,2027-03-28,9,,,,,,", "from", "'1927-01-04' is not of this century."),
        ("Al,Kim,,,inpatient,2027-01-04,2027-03-28,9,,,,,,", "level", "'inpatient' is not one of the words used"),
        ("Al,Kim,,,,2027-01-04,2027-03-28,9,,,,,,,more", "", "'more' is in no column."),
        ("Al,Kim,,,,03/04/2026,2027-03-28,9,,,,,,", "from", "'03/04/2026' is no date. Write year, month and day"),
        ("Al,Kim,,,,2027-01-04,2027-03-28,1e999999999,,,,,,", "hours", "'1e999999999' are no hours."),
        ("=SUM(1),Kim,,,,2027-01-04,2027-03-28,9,,,,,,", "first_name", "This is a formula. Write the name itself."),
        ("A\u202el,Kim,,,,2027-01-04,2027-03-28,9,,,,,,", "first_name", "This holds signs that do not show."),
        (f"{'A' * 81},Kim,,,,2027-01-04,2027-03-28,9,,,,,,", "first_name", "This is too long. Use at most 80 letters."),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(line: str, column: str, text: str):
    ((at, where, said),) = wrong_with(line)

    assert (at, where) == (3, column)
    assert said.startswith(text)


def test_a_plan_that_nobody_could_meet_is_named_at_its_days():
    _, (problem,) = read("first_name,from,until,hours,days_most,day_most", "Al,2027-01-04,2027-03-28,12,2,4")

    assert (problem.line, problem.column) == (2, "days_most")
    assert problem.text.startswith("2 days of at most 4 h give 8 h, and 12 h a week are asked for.")


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("first_name,from,until", "Al,2027-01-04,2027-03-28"), "The column 'hours' is missing."),
        (("first_name,from,until,hours,diagnosis", "Al,,,,"), "'diagnosis' is no column."),
        (
            ("first_name;from;until;hours",),
            "The first line must name the columns, with commas between them: first_name",
        ),
        (
            ("Al,Kim,,,,2027-01-04,2027-03-28,9,,,,,,", "Ben,Kim,,,,2027-01-04,2027-03-28,9,,,,,,"),
            "The first line must name",
        ),
        (("first_name,from,until,hours,mood,age", "Al,,,,,"), "'mood', 'age' are no columns. The columns are:"),
        (("f\0i\0r\0s\0t\0,\0",), "This is no text in UTF-8. Save it again as 'CSV UTF-8'."),
        ((HEAD,), "There is nobody in this file."),
        ((HEAD, *["Al,,,,,soon,2027-03-28,9,,,,,,"] * 1001), "A file holds at most 1000 people."),
    ],
)
def test_a_file_that_will_not_do_is_read_no_further(lines: tuple[str, ...], text: str):
    people, found = read(*lines)

    assert people == ()
    assert [problem.text.startswith(text) for problem in found] == [True]


def test_the_page_of_columns_names_each_of_them_and_its_example_is_sound():
    page = DOCS.read_text()
    example = re.search(r"```csv\n(.*?)```", page, re.DOTALL)
    assert example

    people, found = read(*example[1].splitlines())

    assert (len(people), found) == (2, [])
    assert {*READERS} <= {*re.findall(r"`(\w+)`", page)}
    assert {*REMARKS} <= {*re.findall(r"`(\w+)`", page)}
