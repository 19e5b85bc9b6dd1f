"""A file of patients: CSV text to people and their plans, each line read whole or named as wrong.

docs/patients-file.md is the same for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from types import MappingProxyType
from typing import Any

from iopsched.domain import timetable_cell as cell
from iopsched.domain.timetable_cell import WrongCell
from iopsched.domain.timetable_row import REMARKS, Problem, cells_of, heading_problems, records
from iopsched.domain.treatment import DAY, EVERY_MODALITY, TreatmentPlan, problems
from iopsched.domain.words import Component, LevelOfCare, Modality

MOST_LINES = 1000
LONGEST_NAME = 80
FIRST = date(2000, 1, 1)
LAST = date(2099, 12, 31)
HOURS = re.compile(r"[0-9]{1,3}([.,][0-9]{0,4})?")
JOINERS = re.compile("[\u200c\u200d]")
AS_TEXT = re.compile(r'="(.*)"')
"""How spreadsheets are kept from taking a cell for a number: ="001"."""
NO_TEXT = "This is no text in UTF-8. Save it again as 'CSV UTF-8'."


def _name(text: str) -> str:
    """A joiner without width is a part of names in some scripts; what else does not show is not."""
    if len(said := cell.words(text)) > LONGEST_NAME:
        raise WrongCell(f"This is too long. Use at most {LONGEST_NAME} letters.")
    if not JOINERS.sub("", said).isprintable():
        raise WrongCell("This holds signs that do not show. Type the name again.")
    if said.startswith("="):
        raise WrongCell("This is a formula. Write the name itself.")
    return said


def _hours(text: str) -> int:
    """Hours as people write them, '9' or '7.5', in minutes."""
    minutes = Decimal(text.replace(",", ".")) * 60 if HOURS.fullmatch(text) else Decimal(-1)
    if not 0 <= minutes <= 7 * DAY or minutes != int(minutes):
        raise WrongCell(f"'{text}' are no hours. Write 9 or 7.5.")
    return int(minutes)


def _a_day(text: str) -> date:
    if not FIRST <= (day := cell.a_date(text)) <= LAST:
        raise WrongCell(f"'{text}' is not of this century. Write a day of the treatment.")
    return day


def _modalities(text: str) -> frozenset[Modality]:
    return frozenset(cell.one_of(Modality)(word) for word in text.replace(",", " ").split())


READERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "first_name": _name,
        "last_name": _name,
        "phone": cell.words,
        "texts": cell.yes_or_no,
        "timezone": cell.a_zone,
        "level": cell.one_of(LevelOfCare),
        "from": _a_day,
        "until": _a_day,
        "hours": _hours,
        "hours_most": _hours,
        "day_least": _hours,
        "day_most": _hours,
        "days_least": cell.a_count,
        "days_most": cell.a_count,
        **{kind.value: _hours for kind in Component},
        "modalities": _modalities,
        "track": cell.words,
    }
)
NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "first_name": "everybody has a name",
        "from": "everybody has a plan that begins",
        "until": "everybody has a plan that ends",
        "hours": "every plan says how many hours a week",
    }
)
PLAN = {
    "hours": "week_least",
    "hours_most": "week_most",
    "day_least": "day_least",
    "day_most": "day_most",
    "days_least": "days_least",
    "days_most": "days_most",
    "level": "level_of_care",
    "modalities": "modalities",
    "track": "track",
}
"""Column to what of a plan it says."""
COLUMNS = {field: column for column, field in PLAN.items()} | {
    "first_day": "from",
    "last_day": "until",
    "components": Component.GROUP.value,
}
"""Where the file writes what ``domain/treatment.problems`` speaks of."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whom a line declares, with a plan that has no ids yet; ``phone`` as typed."""

    line: int
    given_name: str
    family_name: str
    phone: str
    timezone: str
    accepts_texts: bool
    plan: TreatmentPlan

    @property
    def called(self) -> str:
        """The whole name, as a file says it."""
        return f"{self.given_name} {self.family_name}".strip()


def parse(text: str, found: list[Problem]) -> tuple[Newcomer, ...]:
    """The people of all lines that are sound; what is wrong with the others goes to ``found``, line by line."""
    if "\0" in text:
        found.append(Problem(1, "", NO_TEXT))
        return ()
    lines = records(text.removeprefix("\ufeff"), found)
    line, heading = next(lines, (1, []))
    columns = ["_".join(name.lower().split()) for name in heading]
    if wrong := [Problem(line, "", said) for said in heading_problems(columns, [*READERS], NEEDED)]:
        found.extend(wrong)
        return ()
    people = [*islice(lines, MOST_LINES + 1)]
    if len(people) > MOST_LINES:
        found.append(Problem(line, "", f"A file holds at most {MOST_LINES} people. Split it."))
        return ()
    read = [_newcomer(number, columns, record, found) for number, record in people]
    if not read and not found:
        found.append(Problem(line, "", "There is nobody in this file. Add a line for each person."))
    return tuple(one for one in read if one)


def _newcomer(line: int, columns: list[str], record: list[str], found: list[Problem]) -> Newcomer | None:
    wrong = [*_extra(line, columns, record)]
    said = {name: _plain(text.strip()) for name, text in zip(columns, record, strict=False)}
    written = {name: text for name, text in said.items() if text and name not in REMARKS}
    cells = dict(cells_of(line, written, READERS, wrong))
    wrong += [Problem(line, name, "This is empty. Fill it in.") for name in NEEDED if name not in written]
    plan = None if wrong else _plan(cells)
    wrong += [Problem(line, COLUMNS[field], text) for field, text in problems(plan)] if plan else []
    found.extend(wrong)
    return _of(line, cells, plan) if plan and not wrong else None


def _plain(text: str) -> str:
    found = AS_TEXT.fullmatch(text)
    return found[1].strip() if found else text


def _extra(line: int, columns: list[str], record: list[str]) -> Iterator[Problem]:
    if extra := [text for text in record[len(columns) :] if text.strip()]:
        yield Problem(line, "", f"'{extra[0]}' is in no column. Put text that has a comma in double quotes.")


def _plan(cells: Mapping[str, Any]) -> TreatmentPlan:
    """As written; what is left out is as on the page."""
    plan = TreatmentPlan(0, 0, cells["from"], cells["until"], modalities=EVERY_MODALITY)
    said = {field: cells[column] for column, field in PLAN.items() if column in cells}
    components = {kind: cells[kind.value] for kind in Component if cells.get(kind.value)}
    return replace(plan, components=components, **said)


def _of(line: int, cells: Mapping[str, Any], plan: TreatmentPlan) -> Newcomer:
    return Newcomer(
        line=line,
        given_name=cells["first_name"],
        family_name=cells.get("last_name", ""),
        phone=cells.get("phone", ""),
        timezone=cells.get("timezone", ""),
        accepts_texts=cells.get("texts", False),
        plan=plan,
    )
