"""What suits a patient: boxes and lists of a form that only asks, and the same as words of an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, SelectField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, ValidationError

from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Modality, Part
from iopsched.web import wall

ASKED, EITHER = "asked", "either"
LISTED: dict[str, Any] = {
    "invalid_choice_message": _l("Choose from the list."),
    "invalid_value_message": _l("Choose from the list."),
}
PARTS: Any = [part.value for part in Part]
WEEKDAYS: Any = [str(day) for day in range(7)]
HOURS = tuple(time(hour) for hour in range(7, 23))


def _hour(said: str) -> time | None:
    return time.fromisoformat(said) if said else None


def _number(said: str) -> int | None:
    return int(said) if said else None


class WishesForm(Form):
    """Nothing ticked of a sort means that all of it suits."""

    part = SelectMultipleField(_l("When suits you?"), choices=PARTS, **LISTED)
    way = StringField(_l("How?"), [AnyOf((*Modality, EITHER), _l("Choose one."))], default=EITHER)
    rather = BooleanField(_l("Others will do too"))
    no = SelectMultipleField(_l("Days you can’t"), coerce=int, choices=WEEKDAYS, **LISTED)
    earliest = SelectField(_l("Not before"), coerce=_hour, **LISTED)
    latest = SelectField(_l("Done by"), coerce=_hour, **LISTED)
    days = SelectField(_l("At most"), coerce=_number, **LISTED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = {"": _("any number of days"), **dict(_numbers())}
        self.days.choices = choices
        for field in (self.earliest, self.latest):
            wished = field.data if isinstance(field.data, time) else None
            choices = {"": _("any hour"), **dict(_hours(wished))}
            field.choices = choices

    def validate_latest(self, field: SelectField) -> None:
        if self.earliest.data and field.data and field.data <= self.earliest.data:
            raise ValidationError(_("This is not after the start. Choose a later hour."))

    def validate_no(self, field: SelectMultipleField) -> None:
        if len(set(field.data or ())) == len(range(7)):
            raise ValidationError(_("That leaves no day. Let one go."))

    @property
    def wishes(self) -> Wishes:
        some = bool(self.part.data) or self.way.data not in (None, "", EITHER)
        return Wishes(
            parts=frozenset(map(Part, self.part.data or ())),
            modality=Modality(self.way.data) if self.way.data and self.way.data != EITHER else None,
            days_off=frozenset(self.no.data or ()),
            earliest=self.earliest.data,
            latest=self.latest.data,
            days_most=self.days.data,
            is_rather=some and bool(self.rather.data),
        )


def form_of(wishes: Wishes) -> WishesForm:
    """The form as somebody with these wishes filled it in."""
    return WishesForm(MultiDict(query_of(wishes)))


def query_of(wishes: Wishes) -> dict[str, str | list[str]]:
    """The words of an address that asks for these wishes."""
    said: dict[str, str | list[str]] = {
        "part": sorted(part.value for part in wishes.parts),
        "way": wishes.modality.value if wishes.modality else EITHER,
        "no": [str(day) for day in sorted(wishes.days_off)],
        "earliest": wishes.earliest.isoformat("minutes") if wishes.earliest else "",
        "latest": wishes.latest.isoformat("minutes") if wishes.latest else "",
        "days": str(wishes.days_most or ""),
        "rather": "1" if wishes.is_rather else "",
        ASKED: "1",
    }
    return {name: value for name, value in said.items() if value}


def _hours(wished: time | None) -> Iterator[tuple[str, str]]:
    """Whole hours, and the one that is wished for."""
    for hour in sorted({*HOURS, wished} if wished else HOURS):
        yield hour.isoformat("minutes"), wall.clock(hour)


def _numbers() -> Iterator[tuple[str, str]]:
    for number in range(1, 8):
        yield str(number), _("one day") if number == 1 else _("%(n)s days", n=number)
