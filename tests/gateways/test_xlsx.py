"""A workbook: the notice on each sheet and each page, text that stays text, numbers that stay numbers."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from iopsched.domain.sheet import Cell, Sheet
from iopsched.gateways import xlsx
from tests.conftest import NOW

NOTICE = "42 CFR part 2 & more"


def written(*rows: tuple[Cell, ...], sheets: int = 1) -> ZipFile:
    tables = [Sheet("hours", f"Hours {number}", ("Person", "Hours"), rows) for number in range(sheets)]
    return ZipFile(BytesIO(xlsx.workbook(NOTICE, tables, NOW)))


def cells(file: ZipFile, sheet: int = 1) -> dict[str, str | float]:
    """Reference to what stands there: text from the shared strings, or a number."""
    shared = [unescape(said) for said in re.findall(r"<si><t[^>]*>(.*?)</t></si>", text(file, "sharedStrings"))]
    page = text(file, f"worksheets/sheet{sheet}")
    assert "<f>" not in page
    return {
        place: shared[int(value)] if kind else float(value)
        for place, kind, value in re.findall(r'<c r="(\w+)"[^>]*?( t="s")?><v>(.*?)</v></c>', page)
    }


def text(file: ZipFile, name: str) -> str:
    return file.read(f"xl/{name}.xml").decode()


def test_the_notice_the_head_and_the_rows_stand_one_below_the_other():
    assert cells(written(("Ana R.", 7.5), ("Ben R.", 9))) == {
        "A1": NOTICE,
        "A2": "Person",
        "B2": "Hours",
        "A3": "Ana R.",
        "B3": 7.5,
        "A4": "Ben R.",
        "B4": 9,
    }


def test_a_day_is_a_day_that_spreadsheets_can_sort_by():
    file = written(("Ana R.", date(2026, 12, 9)))

    assert cells(file)["B3"] == (date(2026, 12, 9) - date(1899, 12, 30)).days
    assert "yyyy-mm-dd" in text(file, "styles")


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.org", "12", "007"])
def test_text_is_never_a_formula_a_link_or_a_number(typed: str):
    file = written((typed, 1))

    assert cells(file)["A3"] == typed
    assert "hyperlink" not in text(file, "worksheets/sheet1")


def test_every_sheet_prints_the_notice_at_the_foot_of_each_page():
    file = written(("Ana R.", 1), sheets=2)

    for number in (1, 2):
        page = text(file, f"worksheets/sheet{number}")
        assert "<oddFooter>&amp;L42 CFR part 2 &amp;&amp; more</oddFooter>" in page
        assert cells(file, number)["A1"] == NOTICE


def test_the_same_at_the_same_instant_is_the_same_file():
    one, other = (xlsx.workbook(NOTICE, [Sheet("a", "A", ("B",), (("c",),))], NOW) for _ in range(2))

    assert one == other
    assert b"2026-11-23T17:00:00Z" in ZipFile(BytesIO(one)).read("docProps/core.xml")


def test_a_sheet_without_rows_has_its_head():
    assert cells(written()) == {"A1": NOTICE, "A2": "Person", "B2": "Hours"}
