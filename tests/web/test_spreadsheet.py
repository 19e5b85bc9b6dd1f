"""A file for spreadsheets: the notice first, text that stays text, and cells that stay cells."""

import csv

import pytest

from iopsched.web import spreadsheet

pytestmark = pytest.mark.usefixtures("context")


def read(rows: list[list[str]]) -> list[list[str]]:
    return list(csv.reader(spreadsheet.answer("log", rows).get_data().decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x"],
)
def test_nothing_that_was_typed_acts_as_a_formula(typed: str):
    (cell,) = read([[typed]])[1]

    assert cell == "'" + typed.strip()


@pytest.mark.parametrize("typed", ["Ana R.", "2026-11-23", "a=b", "Seat 1-2", 'O\'Brien, "Bo"', "Zoë", "–", ""])
def test_plain_text_stays_as_it_is(typed: str):
    assert read([[typed, "next"]])[1] == [typed, "next"]


def test_a_line_break_within_a_cell_begins_no_line():
    assert read([["Ana\r\n=1+1", "x"], ["y"]])[1:] == [["Ana =1+1", "x"], ["y"]]


def test_it_is_a_file_whose_first_line_is_the_notice():
    answer = spreadsheet.answer("log-2026-11-23", [["a"]])

    assert answer.get_data().startswith(b"\xef\xbb\xbf42 CFR part 2 prohibits unauthorized disclosure")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log-2026-11-23.csv"'
