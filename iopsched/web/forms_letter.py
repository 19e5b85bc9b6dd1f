"""Which days a letter of attendance is about, and how much it says."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField

from iopsched.domain.letter import Naming, Wanted
from iopsched.web.fields import Day, KindForm, choices_of, needed

NAMINGS = choices_of(
    (
        (Naming.DISCREET.value, _l("Days and hours only. It does not say what for.")),
        (Naming.NAMED.value, _l("It says that this is an intensive outpatient program.")),
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
    def until_today(cls, today: date) -> LetterForm:
        return cls(formdata=None, data={"since": today - timedelta(weeks=4), "until": today})

    def wanted(self) -> Wanted:
        """As chosen; only a sound form has it."""
        return Wanted(
            self.since.data or date.min,
            self.until.data or date.min,
            Naming(self.naming.data),
            understood=bool(self.understood.data),
        )
