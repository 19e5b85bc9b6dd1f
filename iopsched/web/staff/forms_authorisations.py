"""A payer's authorisation as a form."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.widgets import NumberInput

from iopsched.domain.authorisation import MOST, Authorisation, Unit
from iopsched.domain.errors import Invalid
from iopsched.web.fields import Day, KindForm, choices_of, needed, words

UNITS = choices_of(
    [(Unit.DAYS.value, _l("Days")), (Unit.SESSIONS.value, _l("Sessions")), (Unit.HOURS.value, _l("Hours"))]
)


class Amount(Field):
    """A number as a person says it, "12" or "7.5"; ``data`` is a Decimal."""

    widget = NumberInput(step="0.25", min=0)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: Decimal | None = None
        if valuelist and valuelist[0].strip():
            try:
                number = Decimal(valuelist[0].strip().replace(",", "."))
            except InvalidOperation:
                number = Decimal(-1)
            if not number.is_finite() or not 0 <= number <= MOST:
                raise ValueError(gettext("Give a number, such as 12."))
            self.data = number

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:g}" if self.data is not None else ""


class AuthorisationForm(KindForm):
    """``amount`` is as staff say it: hours with a fraction, days and sessions whole."""

    payer = words(_l("Payer"), _l("Say who pays."))
    reference = words(_l("Number of the authorisation"))
    first_day = Day(_l("From"), needed(_l("Choose the first day.")))
    last_day = Day(_l("Until"), needed(_l("Choose the last day.")))
    amount = Amount(_l("How many"), needed(_l("Say how much is authorised.")))
    unit = SelectField(_l("Of what"), choices=UNITS)

    def authorisation(self, patient_id: int, authorisation_id: int = 0) -> Authorisation:
        """As typed; only a sound form has one. Raises Invalid for a half day."""
        unit = Unit(self.unit.data)
        said = (self.amount.data or 0) * (60 if unit is Unit.HOURS else 1)
        if said != int(said):
            raise Invalid(amount=gettext("Give a whole number; hours may have a quarter, such as 7.5."))
        return Authorisation(
            id=authorisation_id,
            patient_id=patient_id,
            first_day=self.first_day.day,
            last_day=self.last_day.day,
            unit=unit,
            amount=int(said),
            payer=(self.payer.data or "").strip(),
            reference=(self.reference.data or "").strip(),
        )

    @classmethod
    def of(cls, one: Authorisation) -> Self:
        """As it is."""
        amount = one.amount / 60 if one.unit is Unit.HOURS else one.amount
        said = {name: getattr(one, name) for name in ("payer", "reference", "first_day", "last_day")}
        return cls(formdata=None, **said, unit=one.unit.value, amount=amount)
