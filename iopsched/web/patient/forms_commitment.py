"""What is in a patient's way: every week on some weekdays, or once, on a date or from one date to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, ValidationError

from iopsched.domain.commitment import MIDNIGHT, Commitment
from iopsched.web.fields import Day, KindForm, Wall

WEEKDAYS: Any = [str(day) for day in range(7)]
LISTED: Any = {"invalid_choice_message": _l("Choose from the list.")}
WEEKLY, ONCE = "weekly", "once"
WORKDAYS = range(5)


@dataclass(frozen=True, slots=True)
class Start:
    """What many people are busy with, to begin with: what the form holds then. Its name is kept nowhere."""

    label: Any
    symbol: str
    data: Mapping[str, Any]


STARTS = {
    "work": Start(
        _l("Work, Mon to Fri, 9 to 5"),
        "skills",
        {"when": WEEKLY, "weekday": WORKDAYS, "begins": time(9), "ends": time(17)},
    ),
    "school-run": Start(
        _l("School run, Mon to Fri, 2:30 to 3:30"),
        "family",
        {"when": WEEKLY, "weekday": WORKDAYS, "begins": time(14, 30), "ends": time(15, 30)},
    ),
    "night-shift": Start(
        _l("Night shift, 10 pm to 6 am"), "moon", {"when": WEEKLY, "begins": time(22), "ends": time(6)}
    ),
    "trip": Start(_l("A trip"), "go", {"when": ONCE, "whole_day": True}),
}


class CommitmentForm(KindForm):
    """``when`` is weekly, with ``weekday``, or once, with ``day``; the times matter unless it is the whole day."""

    when = StringField(_l("When?"), [AnyOf((WEEKLY, ONCE), _l("Choose one."))], default=WEEKLY)
    weekday = SelectMultipleField(_l("Which days?"), coerce=int, choices=WEEKDAYS, **LISTED)
    day = Day(_l("Which date?"))
    last_day = Day(_l("Until which date?"))
    whole_day = BooleanField(_l("All day"))
    begins = Wall(_l("From"))
    ends = Wall(_l("Until"))

    def validate_weekday(self, field: SelectMultipleField) -> None:
        if self.when.data == WEEKLY and not field.data:
            raise ValidationError(_l("Choose at least one day."))

    def validate_day(self, field: Day) -> None:
        if self.when.data == ONCE:
            _need(field, _l("Choose a date."))

    def validate_begins(self, field: Wall) -> None:
        if not self.whole_day.data:
            _need(field, _l("Say from when, for example 9:00 am."))

    def validate_ends(self, field: Wall) -> None:
        if not self.whole_day.data:
            _need(field, _l("Say until when, for example 5:00 pm."))

    def said(self) -> Iterator[Commitment]:
        """One for each weekday, or the one of the dates."""
        begins, ends = (MIDNIGHT, MIDNIGHT) if self.whole_day.data else (self.begins.wall, self.ends.wall)
        if self.when.data == ONCE:
            last = self.last_day.data if self.last_day.data != self.day.data else None
            yield Commitment(0, begins, ends, day=self.day.data, last_day=last)
        else:
            yield from (Commitment(0, begins, ends, weekday=weekday) for weekday in sorted(self.weekday.data or ()))


def form_of(alike: Iterable[Commitment]) -> CommitmentForm:
    """The form that says these once more: one, or several weekdays at the same times."""
    known = tuple(alike)
    first = known[0]
    times = {} if first.is_whole_day else {"begins": first.begins, "ends": first.ends}
    return CommitmentForm(
        formdata=None,
        data={
            "when": WEEKLY if first.day is None else ONCE,
            "weekday": [mine.weekday for mine in known if mine.weekday is not None],
            "day": first.day,
            "last_day": first.last_day,
            "whole_day": first.is_whole_day,
            **times,
        },
    )


def _need(field: Day | Wall, problem: Any) -> None:
    """Unless what was typed is wrong already, and says so."""
    if field.data is None and not field.errors:
        raise ValidationError(problem)
