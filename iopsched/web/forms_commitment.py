"""What is in a patient's way: every week on some weekdays, or once on a date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf, ValidationError

from iopsched.domain.commitment import Commitment
from iopsched.web.fields import Day, KindForm, Wall, needed

WEEKDAYS: Any = [str(day) for day in range(7)]
LISTED: Any = {"invalid_choice_message": _l("Choose from the list.")}
WEEKLY, ONCE = "weekly", "once"


class CommitmentForm(KindForm):
    """``when`` is weekly, with ``weekday``, or once, with ``day``."""

    when = StringField(_l("When?"), [AnyOf((WEEKLY, ONCE), _l("Choose one."))], default=WEEKLY)
    weekday = SelectMultipleField(_l("Which days?"), coerce=int, choices=WEEKDAYS, **LISTED)
    day = Day(_l("Which date?"))
    begins = Wall(_l("From"), needed(_l("Say from when, for example 9:00 am.")))
    ends = Wall(_l("Until"), needed(_l("Say until when, for example 5:00 pm.")))

    def validate_weekday(self, field: SelectMultipleField) -> None:
        if self.when.data == WEEKLY and not field.data:
            raise ValidationError(_l("Choose at least one day."))

    def validate_day(self, field: Day) -> None:
        if self.when.data == ONCE and field.data is None and not field.errors:
            raise ValidationError(_l("Choose a date."))

    def said(self) -> Iterator[Commitment]:
        """One for each weekday, or the one of the date."""
        begins, ends = self.begins.wall, self.ends.wall
        if self.when.data == ONCE:
            yield Commitment(0, begins, ends, day=self.day.data)
        else:
            yield from (Commitment(0, begins, ends, weekday=weekday) for weekday in sorted(self.weekday.data or ()))
