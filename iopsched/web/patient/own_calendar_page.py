"""What was found in a calendar, in words: the first days at once, the rest folded away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from iopsched.usecases.weeks.view_commitments import Look
from iopsched.web import busy_words

FIRST_DAYS = 7
Days = tuple[tuple[date, list[str]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """``first`` and ``more`` are days with their times; ``whole_days`` what takes all of a day."""

    first: Days
    more: Days
    whole_days: tuple[str, ...]


def page_of(look: Look) -> Page:
    days = tuple(busy_words.spans_by_day(look.busy.timed, look.zone))
    whole = tuple(busy_words.days_of(look.busy.all_day, look.zone))
    return Page(days[:FIRST_DAYS], days[FIRST_DAYS:], whole)
