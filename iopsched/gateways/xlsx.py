"""Workbooks of Office Open XML (ECMA-376), written by XlsxWriter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from iopsched.domain.sheet import Cell, Sheet

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_TITLE = 31
WIDEST = 40
"""Letters of a column."""


def workbook(notice: str, sheets: Iterable[Sheet], now: datetime) -> bytes:
    """One worksheet each: the notice, the head, the rows. Text stays text, whatever it begins with.

    The notice stands at the foot of each printed page too, and the head at its top. The same sheets at the same instant
    are the same bytes.
    """
    written = BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as book:
        book.set_properties({"created": now.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
        bold, dated = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title[:LONGEST_TITLE]), notice, sheet, bold, dated)
    return written.getvalue()


def _fill(page: Any, notice: str, sheet: Sheet, bold: Any, dated: Any) -> None:
    page.write_string(0, 0, notice)
    for column, title in enumerate(sheet.head):
        page.write_string(1, column, title, bold)
        page.set_column(column, column, _width(column, sheet))
    for place, row in enumerate(sheet.rows, start=2):
        for column, cell in enumerate(row):
            _write(page, place, column, cell, dated)
    page.freeze_panes(2, 1)
    page.repeat_rows(1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer("&L" + notice.replace("&", "&&"))


def _write(page: Any, row: int, column: int, cell: Cell, dated: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, dated)
    else:
        page.write_number(row, column, cell)


def _width(column: int, sheet: Sheet) -> int:
    return min(WIDEST, max(len(str(row[column])) for row in (sheet.head, *sheet.rows)) + 2)
