"""Which days a letter of attendance is about, and how much it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from iopsched.domain.letter import Asked, Naming, Wanted
from iopsched.web.fields import Day, KindForm, choices_of, needed

NAMINGS = choices_of(
    (
        (Naming.DISCREET.value, _l("Days and hours only. It does not say what for.")),
        (Naming.NAMED.value, _l("It says that this is an intensive outpatient program.")),
    )
)
ASKED = choices_of(
    (
        ("", _l("No")),
        (Asked.IN_PERSON.value, _l("Yes, in person")),
        (Asked.BY_PHONE.value, _l("Yes, by telephone")),
        (Asked.IN_WRITING.value, _l("Yes, in writing")),
    )
)
A_DAY = _l("Choose a day.")


class LetterForm(KindForm):
    """The last four weeks, discreet, unless something else is chosen."""

    since = Day(_l("From"), needed(A_DAY))
    until = Day(_l("To"), needed(A_DAY))
    naming = RadioField(_l("What it says"), choices=NAMINGS, default=Naming.DISCREET.value)
    understood = BooleanField(_l("Whoever reads it may learn what the hours were for."))

    @classmethod
    def until_today(cls, today: date) -> Self:
        return cls(formdata=None, data={"since": today - timedelta(weeks=4), "until": today})

    def wanted(self) -> Wanted:
        """As chosen; only a sound form has it."""
        return Wanted(
            self.since.data or date.min,
            self.until.data or date.min,
            Naming(self.naming.data),
            understood=bool(self.understood.data),
        )


class StaffLetterForm(LetterForm):
    """The same for somebody, who chose it."""

    asked = SelectField(_l("They asked for the name"), choices=ASKED, default="")

    def wanted(self) -> Wanted:
        return replace(super().wanted(), asked=Asked(self.asked.data) if self.asked.data else None)
