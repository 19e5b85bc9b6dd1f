"""What a patient says about being reached: yes or no to texts, a time zone, and the way to the clinic."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import AnyOf

from iopsched.domain.program import Program
from iopsched.domain.words import Language
from iopsched.web.fields import KindForm, Whole, choices_of
from iopsched.web.names import NAMES
from iopsched.web.zones import HOME, elsewhere, zone_name

YES, NO = "yes", "no"
LANGUAGES = choices_of((each.value, NAMES[each]) for each in Language)


class TextsForm(FlaskForm):
    """One button, which says yes or no."""

    texts = StringField(_l("Texts"), [AnyOf((YES, NO), _l("Choose yes or no."))])


class LanguageForm(FlaskForm):
    """One of those in which texts are written."""

    language = RadioField(_l("Language of texts"), choices=LANGUAGES, validators=[AnyOf([*Language])])


class TravelForm(KindForm):
    """Empty means as the program has it."""

    minutes = Whole(_l("Minutes for the way"))


class ZoneForm(FlaskForm):
    """Empty means the program's own zone."""

    timezone = SelectField(_l("Your time zone"))

    def offer(self, program: Program) -> ZoneForm:
        """Fill the list: the program's first, then those nearby, then all others by region."""
        choices: Any = {
            "": _("As %(name)s: %(zone)s", name=program.name, zone=zone_name(program.timezone)),
            _("United States"): {zone: zone_name(zone) for zone in HOME},
            **elsewhere(),
        }
        self.timezone.choices = choices
        return self
