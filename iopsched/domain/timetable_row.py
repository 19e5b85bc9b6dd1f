"""The rows of a timetable file: CSV text to lines whose every cell has been read, or named as wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Any

from iopsched.domain import timetable_cell as cell
from iopsched.domain.name import folded
from iopsched.domain.words import Component, Modality


class What(StrEnum):
    """What a line declares."""

    PROGRAM = "program"
    CLINICIAN = "clinician"
    OFFERING = "offering"
    CLOSURE = "closure"
    SEASON = "season"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: on which line of the file, in which column, what, and what would be right."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.text}" if self.column else f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``cells`` holds what was written and could be read; ``is_sound`` says that nothing else was written."""

    line: int
    what: What
    cells: Mapping[str, Any]
    is_sound: bool


READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "what": cell.one_of(What),
        "program": cell.a_key,
        "key": cell.a_key,
        "name": cell.words,
        "timezone": cell.a_zone,
        "phone": cell.a_phone,
        "settings": cell.settings,
        "component": cell.one_of(Component),
        "modality": cell.one_of(Modality),
        "days": cell.weekdays,
        "every": cell.a_count,
        "begins": cell.a_time,
        "ends": cell.a_time,
        "blocks": cell.blocks,
        "slot": cell.a_count,
        "buffer": cell.a_count,
        "least": cell.a_count,
        "counts": cell.a_count,
        "seats": cell.a_count,
        "clinician": cell.words,
        "place": cell.words,
        "site": cell.words,
        "track": cell.words,
        "season": cell.a_season,
        "yearly": cell.yes_or_no,
        "from": cell.a_date,
        "until": cell.a_date,
    }
)
NEEDED_COLUMNS = dict.fromkeys(("what", "program"), "every line says what it declares, and for which program")
REMARKS = frozenset({"note", "invented", "source"})
NEEDED: Mapping[What, tuple[str, ...]] = MappingProxyType(
    {
        What.PROGRAM: ("what", "program", "name", "timezone"),
        What.CLINICIAN: ("what", "program", "name"),
        What.OFFERING: ("what", "program", "key", "component", "modality", "days", "begins", "ends", "seats"),
        What.CLOSURE: ("what", "program", "from"),
        What.SEASON: ("what", "program", "name", "from", "until"),
    }
)
ALLOWED: Mapping[What, tuple[str, ...]] = MappingProxyType(
    {
        What.PROGRAM: ("phone", "settings"),
        What.CLINICIAN: (),
        What.OFFERING: (
            *("blocks", "slot", "buffer", "least", "counts", "clinician", "place", "site", "track", "every"),
            *("season", "from", "until"),
        ),
        What.CLOSURE: ("name", "until", "begins", "ends"),
        What.SEASON: ("yearly",),
    }
)
NAMED_BY = {
    What.PROGRAM: "program",
    What.CLINICIAN: "name",
    What.OFFERING: "key",
    What.CLOSURE: "from",
    What.SEASON: "name",
}
"""What tells one line of a sort from another of the same program."""


def rows(text: str, found: list[Problem]) -> Iterator[Row]:
    """Every line that says what it declares; what is wrong goes to ``found``. A wrong heading ends the reading."""
    lines = records(text.removeprefix("\ufeff"), found)
    line, heading = next(lines, (1, []))
    columns = [name.strip().lower() for name in heading]
    if wrong := [Problem(line, "", problem) for problem in heading_problems(columns, [*READERS], NEEDED_COLUMNS)]:
        found.extend(wrong)
        return
    for line, record in lines:
        if extra := [text for text in record[len(columns) :] if text.strip()]:
            found.append(
                Problem(line, "", f"'{extra[0]}' is in no column. Put text that has a comma in double quotes.")
            )
        if row := _row(line, dict(zip(columns, record, strict=False)), found):
            yield row


def doubles(lines: Iterable[Row]) -> Iterator[Problem]:
    """Second lines about the same thing, whose name may be capitalised otherwise."""
    first: dict[tuple[object, ...], int] = {}
    for line in filter(lambda line: line.is_sound, lines):
        column = NAMED_BY[line.what]
        named = line.cells[column]
        same = folded(named) if column == "name" else named
        at = first.setdefault((line.what, line.cells["program"], same), line.line)
        if at != line.line:
            text = f"Line {at} declares the same {line.what}. Keep one, or give this one another {column}."
            yield Problem(line.line, column, text)


def strangers(lines: Sequence[Row]) -> Iterator[Problem]:
    """Programs, clinicians, seasons that no line declares; a line that is wrong in other ways declares them as well."""
    named = {(line.what, line.cells.get("program"), line.cells.get("name")) for line in lines}
    programs = {program for what, program, _ in named if what is What.PROGRAM}
    for line in lines:
        program, season = line.cells.get("program"), line.cells.get("season")
        if program and program not in programs:
            yield Problem(line.line, "program", f"No line declares '{program}'. Add one, or correct the key.")
            continue
        for what, name in ((What.CLINICIAN, line.cells.get("clinician")), (What.SEASON, season and season[0])):
            if program and name and (what, program, name) not in named:
                text = f"No line declares '{name}' for this program. Add one, or correct the name."
                yield Problem(line.line, what.value, text)


def records(text: str, found: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that each begins on; empty lines and lines that begin with # are passed over."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    begins = 1
    try:
        for record in reader:
            if any(map(str.strip, record)) and not record[0].startswith("#"):
                yield begins, record
            begins = reader.line_num + 1
    except csv.Error:
        found.append(Problem(begins, "", "A double quote is open or out of place. Close it, or write it twice."))


def heading_problems(columns: list[str], known: list[str], needed: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the first line of a file; ``needed`` says of each column why it has to be there."""
    named = [*known, *sorted(REMARKS)]
    if len(columns) < 2 or not {*columns} & {*named}:
        yield f"The first line must name the columns, with commas between them: {','.join(known[:3])} and so on."
        return
    if strange := [f"'{name}'" for name in columns if name not in named]:
        are = "is no column" if len(strange) == 1 else "are no columns"
        yield f"{', '.join(strange)} {are}. The columns are: {', '.join(named)}."
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        yield f"The column '{name}' is there twice. Keep one."
    for name, why in needed.items():
        if name not in columns:
            yield f"The column '{name}' is missing. Add it: {why}."


def _row(line: int, record: Mapping[str, str], found: list[Problem]) -> Row | None:
    written = {name: text.strip() for name, text in record.items() if text.strip() and name not in REMARKS}
    wrong: list[Problem] = []
    cells = dict(cells_of(line, written, READERS, wrong))
    if "what" in cells:
        wrong += _shape(line, cells["what"], written)
    elif "what" not in written:
        wrong.append(Problem(line, "what", f"This is empty. Use one of: {', '.join(What)}."))
    found.extend(wrong)
    return Row(line, cells["what"], cells, is_sound=not wrong) if "what" in cells else None


def cells_of(
    line: int, written: Mapping[str, str], readers: Mapping[str, Callable[[str], Any]], wrong: list[Problem]
) -> Iterator[tuple[str, Any]]:
    """What each cell says; one that cannot be read is left out and goes to ``wrong``."""
    for name, text in written.items():
        try:
            yield name, readers[name](text)
        except cell.WrongCell as error:
            wrong.append(Problem(line, name, str(error)))


def _shape(line: int, what: What, written: Iterable[str]) -> Iterator[Problem]:
    """A line of this sort has these columns filled, and no others."""
    for name in NEEDED[what]:
        if name not in written:
            yield Problem(line, name, f"This is empty, and every {what} needs it. Fill it in.")
    for name in written:
        if name not in chain(NEEDED[what], ALLOWED[what]):
            yield Problem(line, name, f"A line for '{what}' leaves this empty. Clear the cell.")
