"""A table as a file for spreadsheets (RFC 4180), in which nothing that somebody typed can act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from flask import Response
from flask_babel import gettext

ACTS = tuple("=+-@\t\r\n＝＋－＠")
"""With one of these first, spreadsheets take a cell for a formula."""
MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


def answer(name: str, rows: Iterable[Iterable[str]]) -> Response:
    """The file, with the notice of 42 CFR 2.32 as its first line."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([gettext("42 CFR part 2 prohibits unauthorized disclosure of these records.")])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(MARK + written.getvalue(), mimetype="text/csv", headers=headers)


def harmless(cell: str) -> str:
    """The text as text, on one line: a quotation mark goes before what would be a formula."""
    plain = " ".join(cell.split())
    return f"'{plain}" if cell.startswith(ACTS) or plain.startswith(ACTS) else plain
