"""Tables as files for spreadsheets (CSV as in RFC 4180, and XLSX), in which nothing that somebody typed can act as a
formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from flask import Response
from flask_babel import gettext

from iopsched.domain.sheet import Sheet
from iopsched.usecases.hours import write_workbook
from iopsched.web.clock import now

ACTS = tuple("=+-@\t\r\n＝＋－＠")
"""With one of these first, spreadsheets take a cell for a formula."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


def answer(name: str, rows: Iterable[Iterable[str]]) -> Response:
    """The file, with the notice of 42 CFR 2.32 as its first line."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([_notice()])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(MARK + written.getvalue(), mimetype="text/csv", headers=headers)


def workbook(name: str, sheets: Iterable[Sheet]) -> Response:
    """All of these in one file, with the notice above each and on each printed page; numbers stay numbers."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(write_workbook.write(_notice(), sheets, now=now()), mimetype=XLSX, headers=headers)


def _notice() -> str:
    return str(gettext("42 CFR part 2 prohibits unauthorized disclosure of these records."))


def harmless(cell: str) -> str:
    """The text as text, on one line: a quotation mark goes before what would be a formula."""
    plain = " ".join(cell.split())
    return f"'{plain}" if cell.startswith(ACTS) or plain.startswith(ACTS) else plain
