"""What a patient says of a new calendar link: for which device, and how much it shows."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import AnyOf, InputRequired, ValidationError

from iopsched.domain.feed import LONGEST, Content, Detail
from iopsched.web.fields import at_most

TIME, WORDS, DETAIL = "time", "words", "detail"
DEVICES = (
    ("iphone", _l("iPhone")),
    ("ipad", _l("iPad")),
    ("android", _l("Android phone")),
    ("macintosh", _l("Mac")),
    ("windows", _l("Windows computer")),
)


def one_line(form: FlaskForm, field: StringField) -> None:
    if any(unicodedata.category(sign)[0] == "C" for sign in field.data or ""):
        raise ValidationError(_l("Use letters, numbers and signs on one line."))


class LinkForm(FlaskForm):
    """``shows`` is time, words or detail; ``agreed`` is asked for where detail is chosen."""

    name = StringField(
        _l("Where will you read it?"),
        [InputRequired(_l("Give it a name, such as the device.")), at_most(LONGEST), one_line],
    )
    shows = StringField(_l("What the calendar shows"), [AnyOf((TIME, WORDS, DETAIL), _l("Choose one."))], default=TIME)
    title = StringField(_l("Your own words"), [at_most(LONGEST), one_line])
    agreed = BooleanField(_l("Yes, show kind and place"))

    @property
    def detail(self) -> Detail:
        return Detail.DETAILED if self.shows.data == DETAIL else Detail.DISCREET

    @property
    def content(self) -> Content:
        return Content(detail=self.detail, title=self.own_words)

    @property
    def own_words(self) -> str:
        return str(self.title.data or "") if self.shows.data == WORDS else ""

    def validate_title(self, field: StringField) -> None:
        if self.shows.data == WORDS and not (field.data or "").strip():
            raise ValidationError(_l("Say what it should be called, for example Class."))

    def validate_agreed(self, field: BooleanField) -> None:
        if self.shows.data == DETAIL and not field.data:
            raise ValidationError(_l("Tick this, or choose another way above."))

    def take(self, problems: dict[str, str]) -> None:
        """Show what a use case said of these fields."""
        for name, problem in problems.items():
            field: Any = self._fields.get(name, self.name)
            field.errors = [*field.errors, problem]


def device_named(user_agent: str) -> str:
    """What this device would be called, as a first answer; empty when it does not say."""
    said = user_agent.lower()
    return next((str(name) for sign, name in DEVICES if sign in said), "")
