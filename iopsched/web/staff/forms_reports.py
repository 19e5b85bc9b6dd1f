"""Which weeks a report is of, as a form that asks and changes nothing."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from iopsched.usecases.hours.view_reports import Period
from iopsched.web.fields import Day, KindForm


class PeriodForm(KindForm):
    """Empty asks for the last weeks that are over."""

    class Meta(FlaskForm.Meta):
        csrf = False

    since = Day(_l("From"))
    until = Day(_l("To"))

    @classmethod
    def asked(cls, arguments: MultiDict[str, str]) -> PeriodForm:
        """As an address asks for it."""
        return cls(arguments)

    @classmethod
    def of(cls, since: date, until: date) -> PeriodForm:
        return cls(formdata=None, data={"since": since, "until": until})

    def period(self) -> Period:
        """As chosen; only a sound form has one."""
        return Period(self.since.data, self.until.data)

    @property
    def query(self) -> dict[str, str]:
        """What ``url_for`` puts behind the question mark; empty when nothing is chosen."""
        said = {"since": self.since.data, "until": self.until.data}
        return {name: str(value) for name, value in said.items() if value}
