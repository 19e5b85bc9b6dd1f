"""Tables become one file for a spreadsheet program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.sheet import Sheet
from iopsched.gateways import xlsx


def write(notice: str, sheets: Iterable[Sheet], *, now: datetime) -> bytes:
    """An XLSX file, with the notice on every sheet and every printed page. Reads nothing and notes nothing."""
    return xlsx.workbook(notice, sheets, now)
