"""Dates and times as a text says them: short, in one language and one zone. 'Wed Dec 9', '5 to 6 pm'."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as wall
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TEXTS = Path(__file__).parents[1] / "translations" / "texts"


@lru_cache
def catalog(language: str) -> NullTranslations:
    """The words of a language, compiled when they are first asked for; English is what the code says."""
    known = {file.stem: file for file in TEXTS.glob("*.po")}
    if language not in known:
        return NullTranslations()
    compiled = BytesIO()
    with known[language].open("rb") as words:
        write_mo(compiled, read_po(words, locale=language))
    return GNUTranslations(BytesIO(compiled.getvalue()))


@lru_cache
def locale_of(language: str) -> Locale:
    """How a language writes dates; an unknown one as English does."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=4096)
def _said_day(day: date, pattern: str, locale: Locale) -> str:
    """Kept, as the next is: a program's patients come at the same times."""
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4096)
def _said_time(time: wall, pattern: str) -> str:
    """Halves of the day are am and pm in each language: what patients of ours read, and short."""
    return format_time(time, pattern, locale="en").lower()


class SpokenTime:
    """Says instants in one language, as the clocks of one zone show them."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.zone = zone
        self.locale = locale_of(language)
        self.gettext = catalog(language).gettext
        self.pgettext = catalog(language).pgettext

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, day: date) -> str:
        """Wed Dec 9."""
        return _said_day(day, self.pgettext("pattern of a date", "EEE MMM d"), self.locale)

    def weekday(self, day: date) -> str:
        """Wed."""
        return _said_day(day, "EEE", self.locale)

    def date(self, day: date) -> str:
        """Dec 9."""
        return _said_day(day, self.pgettext("pattern of a date", "MMM d"), self.locale)

    def time(self, moment: datetime) -> str:
        """5 pm, 5:30 pm."""
        minutes, whole = self.pgettext("pattern of a time", "h:mm a"), self.pgettext("pattern of a time", "h a")
        return self._time(moment, minutes, whole)

    def bare_time(self, moment: datetime) -> str:
        """5, 5:30: where the words that follow tell the half of the day."""
        minutes, whole = self.pgettext("pattern of a time", "h:mm"), self.pgettext("pattern of a time", "h")
        return self._time(moment, minutes, whole)

    def moment(self, moment: datetime) -> str:
        """Wed Dec 9, 6 pm."""
        said = {"day": self.day(self.local(moment).date()), "time": self.time(moment)}
        return self.gettext("%(day)s, %(time)s") % said

    def span(self, starts: datetime, ends: datetime) -> str:
        """5 to 6 pm; 11:30 am to 1 pm."""
        first, last = self.local(starts), self.local(ends)
        same_half = (first.date(), first.hour < 12) == (last.date(), last.hour < 12)
        said = {"start": self.bare_time(starts) if same_half else self.time(starts), "end": self.time(ends)}
        return self.gettext("%(start)s to %(end)s") % said

    def zone_name(self, moment: datetime) -> str:
        """MST, EDT."""
        return get_timezone_name(self.local(moment), width="short", locale=self.locale)

    def _time(self, moment: datetime, minutes: str, whole: str) -> str:
        local = self.local(moment)
        return _said_time(local.time(), minutes if local.minute else whole)
