"""Hours and lists as a person reads them; all lengths come in minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, ngettext


def hours(minutes: int) -> str:
    """'2 h', '1 h 30', '45 min'."""
    whole, rest = divmod(minutes, 60)
    if not whole and rest:
        return gettext("%(minutes)s min", minutes=rest)
    return (
        gettext("%(hours)s h %(minutes)02d", hours=whole, minutes=rest) if rest else gettext("%(hours)s h", hours=whole)
    )


def hours_in_words(minutes: int) -> str:
    """'2 hours', '1 hour 30 minutes'."""
    whole, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)s hour", "%(num)s hours", whole)] if whole or not rest else []
    parts += [ngettext("%(num)s minute", "%(num)s minutes", rest)] if rest else []
    return " ".join(parts)


def figure(minutes: int) -> str:
    """'6', '7½', '7.75': hours as one number; whole minutes that fit no short number as '7 h 20'."""
    number = Fraction(minutes, 60)
    if number.denominator == 2:
        return f"{number.numerator // 2 or ''}½"
    if number.denominator in {1, 4}:
        return str(format_decimal(float(number), locale=get_locale()))
    return hours(minutes)


def hours_of(minutes: int, asked: int) -> str:
    """'3 of 5 h', '9 h 30 of 10 h'."""
    if minutes % 60 or asked % 60:
        return gettext("%(some)s of %(all)s", some=hours(minutes), all=hours(asked))
    return gettext("%(some)s of %(all)s h", some=minutes // 60, all=asked // 60)


def hours_of_in_words(minutes: int, asked: int) -> str:
    """'6 of 9 hours'."""
    if minutes % 30 or asked % 30:
        return gettext("%(some)s of %(all)s", some=hours_in_words(minutes), all=hours_in_words(asked))
    return gettext("%(some)s of %(all)s hours", some=figure(minutes), all=figure(asked))


def of_hours(asked: int) -> str:
    """'of 9 hours': what stands under the figure of the arc."""
    if not asked:
        return gettext("hours")
    return gettext("of 1 hour") if asked == 60 else gettext("of %(all)s hours", all=figure(asked))


def listed(items: Iterable[Any]) -> str:
    """'group, skills and family'."""
    said = [str(item) for item in items]
    return str(format_list(said, locale=get_locale())).replace(", and ", " and ") if said else ""


def either(items: Iterable[Any]) -> str:
    """'Tuesday or Thursday'."""
    said = [str(item) for item in items]
    return str(format_list(said, style="or", locale=get_locale())).replace(", or ", " or ") if said else ""


FILTERS: dict[str, Callable[..., Any]] = {
    "hours": hours,
    "hours_words": hours_in_words,
    "figure": figure,
    "hours_of": hours_of,
    "hours_of_words": hours_of_in_words,
    "of_hours": of_hours,
    "listed": listed,
}
