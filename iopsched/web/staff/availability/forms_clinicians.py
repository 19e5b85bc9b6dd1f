"""How a clinician is called, and who it is, as forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from iopsched.domain.clinician import Clinician
from iopsched.web.fields import KindForm, choices_of, needed, words


class NameForm(KindForm):
    """How they are called."""

    name = words(_l("Name"), _l("Say how they are called."))


class MergerForm(KindForm):
    """Under which name all that they lead is kept from now on."""

    stays = SelectField(_l("The right name"), needed(_l("Choose the right name.")))

    def __init__(self, others: Iterable[Clinician], **given: Any) -> None:
        super().__init__(**given)
        named = [(str(one.id), one.name) for one in others]
        self.stays.choices = choices_of([("", gettext("Choose")), *named])

    @property
    def stays_id(self) -> int:
        """Only a sound form has one."""
        return int(self.stays.data)
