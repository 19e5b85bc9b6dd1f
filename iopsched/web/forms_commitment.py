"""What is in a patient's way: every week on some weekdays, or once on a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField, TimeField
from wtforms.validators import AnyOf, InputRequired, Optional, ValidationError

from iopsched.domain.commitment import Commitment

WEEKLY, ONCE = "weekly", "once"


class CommitmentForm(FlaskForm):
    """``when`` is weekly, with ``weekday``, or once, with ``day``."""

    when = StringField(_l("When?"), [AnyOf((WEEKLY, ONCE), _l("Choose one."))], default=WEEKLY)
    weekday = SelectMultipleField(_l("Which days?"), coerce=int, choices=[(day, "") for day in range(7)])
    day = DateField(_l("Which date?"), [Optional()])
    begins = TimeField(_l("From"), [InputRequired(_l("Say from when, for example 9:00 am."))])
    ends = TimeField(_l("Until"), [InputRequired(_l("Say until when, for example 5:00 pm."))])

    def validate_weekday(self, field: SelectMultipleField) -> None:
        if self.when.data == WEEKLY and not field.data:
            raise ValidationError(_l("Choose at least one day."))

    def validate_day(self, field: DateField) -> None:
        if self.when.data == ONCE and not field.data and not field.errors:
            raise ValidationError(_l("Choose a date."))

    def said(self) -> Iterator[Commitment]:
        """One for each weekday, or the one of the date."""
        begins, ends = cast("time", self.begins.data), cast("time", self.ends.data)
        if self.when.data == ONCE:
            yield Commitment(0, begins, ends, day=self.day.data)
        else:
            yield from (Commitment(0, begins, ends, weekday=weekday) for weekday in sorted(self.weekday.data or ()))

    def take(self, problems: dict[str, str]) -> None:
        """Show what the use case said of these fields."""
        for name, problem in problems.items():
            field: Any = self._fields.get(name, self.ends)
            field.errors = [*field.errors, problem]
