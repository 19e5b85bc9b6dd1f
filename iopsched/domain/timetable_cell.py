"""The cells of a timetable file: each reads one text, or says what is wrong with it and what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import available_timezones

from iopsched.domain.pattern import WEEKDAYS
from iopsched.domain.program import MOST_WEEKS, Program

Word = TypeVar("Word", bound=StrEnum)
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PHONE = re.compile(r"\+[1-9]\d{7,14}")
BLOCK = re.compile(r"(\d{1,3})\s*([a-z]*)", re.IGNORECASE)
BREAK = "break"
Blocks = tuple[tuple[int, bool], ...]
NOT = "not "
"""Before the name of a season in which an offering pauses."""


class WrongCell(ValueError):
    """What is wrong with one cell and what would be right, as one or two sentences."""


def words(text: str) -> str:
    """Free text, with single spaces."""
    return " ".join(text.split())


def a_season(text: str) -> tuple[str, bool]:
    """A season's name, and whether the offering pauses during it: 'not Summer hours'."""
    said = words(text)
    return said.removeprefix(NOT), said.startswith(NOT)


def a_key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise WrongCell(f"'{text}' is no key. Use small letters, digits and hyphens, such as evening-group.")
    return text


def a_zone(text: str) -> str:
    if text not in _zones():
        raise WrongCell(f"'{text}' is no time zone. Write it as area and city, such as America/New_York.")
    return text


def a_phone(text: str) -> str:
    if not PHONE.fullmatch(text):
        raise WrongCell(f"'{text}' is no phone number. Write a plus, the country and the number: +12125550142.")
    return text


def a_time(text: str) -> time:
    """A wall time in 24 hours; '9:00' is read as well as '09:00'."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise WrongCell(f"'{text}' is no time of day. Write hours and minutes in 24 hours, such as 18:00.")
    return time(int(found[1]), int(found[2]))


def a_date(text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "")
    except ValueError:
        raise WrongCell(f"'{text}' is no date. Write year, month and day, such as 2027-01-04.") from None


def a_count(text: str) -> int:
    if not re.fullmatch(r"\d{1,4}", text):
        raise WrongCell(f"'{text}' is no whole number. Write digits only, such as 12.")
    return int(text)


def some_weeks(text: str) -> int:
    if not 1 <= (weeks := a_count(text)) <= MOST_WEEKS:
        raise WrongCell(f"'{text}' weeks are too few or too many. Write a number from 1 to {MOST_WEEKS}.")
    return weeks


def yes_or_no(text: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise WrongCell(f"'{text}' is neither yes nor no. Write yes or no.")
    return text.lower() == "yes"


def a_weekday(text: str) -> int:
    """Monday is 0."""
    if text.upper() not in WEEKDAYS:
        raise WrongCell(f"'{text}' is no weekday. Use {' '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(text.upper())


def weekdays(text: str) -> frozenset[int]:
    return frozenset(a_weekday(word) for word in re.split(r"[\s,;]+", text) if word)


def one_of(words: type[Word]) -> Callable[[str], Word]:
    """A reader of one closed vocabulary."""

    def read(text: str) -> Word:
        if text not in {*words}:
            raise WrongCell(f"'{text}' is not one of the words used here. Use one of: {', '.join(words)}.")
        return words(text)

    return read


def blocks(text: str) -> Blocks:
    """What a sitting is made of, in order: (minutes, whether they are a break).

    Bare numbers take turns, work first: '50+10+50'. Once one has a word, only 'break' is a break: '90 talk + 90 film'.
    """
    parts = [BLOCK.fullmatch(part.strip()) for part in text.split("+")]
    if None in parts:
        raise WrongCell(
            f"'{text}' is no row of blocks. Write minutes joined by a plus: 50+10+50, or 90 talk + 10 break."
        )
    named = [(int(part[1]), part[2].lower()) for part in parts if part]
    if not any(word for _, word in named):
        return tuple((minutes, place % 2 == 1) for place, (minutes, _) in enumerate(named))
    return tuple((minutes, word == BREAK) for minutes, word in named)


def worked(parts: Blocks) -> int:
    """Minutes of the blocks that are no break."""
    return sum(minutes for minutes, is_break in parts if not is_break)


def lasting(parts: Blocks) -> int:
    """Minutes of all blocks, breaks included."""
    return sum(minutes for minutes, _ in parts)


SETTINGS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "first_weekday": a_weekday,
        "evening_from": a_time,
        "send_from": a_time,
        "send_until": a_time,
        "remind_at": a_time,
        "billable_day_minutes": a_count,
        "count_breaks": yes_or_no,
        "may_mix_tracks": yes_or_no,
        "tracks_by_plan": yes_or_no,
        "weeks_ahead": some_weeks,
        "notice_hours": a_count,
        "hold_minutes": a_count,
        "offer_minutes": a_count,
        "travel_minutes": a_count,
        "site_minutes": a_count,
    }
)
"""A program's policies by name; what a file leaves out keeps the default of ``domain/program``."""


def settings(text: str) -> dict[str, Any]:
    """'evening_from=17:00; count_breaks=no' as values for a Program."""
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = (word.strip() for word in part.partition("="))
        if not equals or name not in SETTINGS:
            raise WrongCell(f"'{part}' is no setting. Write name=value; the names are: {', '.join(SETTINGS)}.")
        found[name] = SETTINGS[name](value)
    if not Program(0, "", "UTC", **found).has_sending_hours:
        raise WrongCell("No text could ever go out. Write a send_until that is later than send_from.")
    return found


@cache
def _zones() -> frozenset[str]:
    """Names with an area only: EST and its like have no daylight saving, which nobody means."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
