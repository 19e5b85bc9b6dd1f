"""Fields of forms that say in plain words what is wrong with what was typed, and keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import NumberInput

from iopsched.domain.errors import Invalid
from iopsched.domain.offering import NO_END, NO_START
from iopsched.domain.preference import USUAL_ORDER, Preference, reordered

Saved = TypeVar("Saved")
LONGEST_WORDS = 80
WEEK = 7 * 24
"""Hours."""


class KindForm(FlaskForm):
    """A form that shows what a use case said of its fields; what belongs to none of them is in ``form_errors``."""

    ALIASES: ClassVar[Mapping[str, str]] = {}
    """Names under which a use case may speak of a field that is called otherwise here."""

    def take(self, problems: Mapping[str, str]) -> None:
        """Put each problem beside its field."""
        for name, problem in problems.items():
            field = self._fields.get(self.ALIASES.get(name, name))
            if field is None:
                self.form_errors.append(gettext(problem))
            else:
                field.errors = [*field.errors, gettext(problem)]

    def save(self, act: Callable[[], Saved]) -> Saved | None:
        """What came of it; None when something on the form will not do, and then it says what."""
        if not self.validate():
            return None
        try:
            return act()
        except Invalid as invalid:
            self.take(invalid.problems)
            return None

    @property
    def wrong(self) -> list[Field]:
        """The fields that have something beside them."""
        return [field for field in self if field.errors and field.name != "csrf_token"]


class Day(DateField):
    """A date."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if valuelist and valuelist[0]:
            try:
                day = date.fromisoformat(valuelist[0])
            except ValueError as error:
                raise ValueError(gettext("Choose a day, such as 2026-12-09.")) from error
            if not NO_START <= day <= NO_END:
                raise ValueError(gettext("Choose a day of this century."))
            self.data = day

    @property
    def day(self) -> date:
        """The date of a sound form that needs one."""
        if self.data is None:
            raise ValueError(f"no day in {self.name}")
        return self.data


class Wall(TimeField):
    """A wall time of the program."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: time | None = None
        if valuelist and valuelist[0]:
            try:
                self.data = time.fromisoformat(valuelist[0]).replace(second=0, microsecond=0, tzinfo=None)
            except ValueError as error:
                raise ValueError(gettext("Choose a time, such as 18:00.")) from error

    @property
    def wall(self) -> time:
        """The time of a sound form that needs one."""
        if self.data is None:
            raise ValueError(f"no time in {self.name}")
        return self.data


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        if valuelist and valuelist[0].strip():
            said = valuelist[0].strip()
            if not said.removeprefix("-").isdecimal() or len(said) > 6:
                raise ValueError(gettext("Give a whole number."))
            self.data = int(said)


class Hours(Field):
    """Hours as a person says them, "9" or "7.5"; ``data`` is whole minutes."""

    widget = NumberInput(step="0.25", min=0)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: int | None = None
        if valuelist and valuelist[0].strip():
            try:
                hours = Decimal(valuelist[0].strip().replace(",", "."))
            except InvalidOperation as error:
                raise ValueError(gettext("Give hours, such as 9 or 7.5.")) from error
            if not hours.is_finite() or not 0 <= hours <= WEEK or (minutes := hours * 60) != int(minutes):
                raise ValueError(gettext("Give hours, such as 9 or 7.5."))
            self.data = int(minutes)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data / 60:g}" if self.data is not None else ""


class Several(SelectMultipleField):
    """Some of several, as tick boxes; ``data`` is a list of their values."""

    def pre_validate(self, form: FlaskForm) -> None:
        if set(self.data or []) - {value for value, *_ in self.iter_choices()}:
            raise ValidationError(gettext("Choose from the list."))


class Ranking(Field):
    """An order that people change by giving places; each comes as "days:1". What is not moved makes room."""

    def process_formdata(self, valuelist: list[str]) -> None:
        places: dict[Preference, int] = {}
        for said in valuelist:
            word, _, place = said.partition(":")
            if word not in set(Preference) or place not in map(str, range(1, len(Preference) + 1)):
                raise ValueError(gettext("Choose from the list."))
            places[Preference(word)] = int(place)
        self.data = reordered(self.object_data or USUAL_ORDER, places)


def choices_of(named: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Value and label of each, as a field of WTForms takes them."""
    return [SelectChoice(value, label) for value, label in named]


def needed(problem: Any) -> list[Any]:
    """Validators of a field that must be filled in, with what to say when it is not."""
    return [InputRequired(problem)]


def words(label: Any, problem: Any = None, longest: int = LONGEST_WORDS) -> StringField:
    """One line of text, needed where there is something to say about its absence."""
    return StringField(label, [*(needed(problem) if problem else [Optional()]), at_most(longest)])


def at_most(letters: int) -> Length:
    """No more letters than that, said in our words."""
    return Length(max=letters, message=_l("Use at most %(max)d letters."))
