"""When somebody is away, and who stands in, as forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from iopsched.domain.absence import Absence
from iopsched.domain.span import MIDNIGHT
from iopsched.web.fields import KindForm, choices_of, needed
from iopsched.web.staff.availability.forms_offerings import SpanForm


class AbsenceForm(SpanForm):
    """Who is away from when until when."""

    clinician = SelectField(_l("Who is away"), needed(_l("Choose who is away.")))
    stand_in = SelectField(_l("Who stands in"))

    def __init__(self, clinicians: Mapping[int, str], **given: Any) -> None:
        super().__init__(**given)
        self._clinicians = clinicians
        named = [(str(number), name) for number, name in clinicians.items()]
        self.clinician.choices = choices_of(named)
        self.stand_in.choices = choices_of([("", gettext("Nobody yet")), *named])

    @classmethod
    def of(cls, absence: Absence, clinicians: Mapping[int, str]) -> AbsenceForm:
        """Filled in with what is noted now."""
        return cls(
            clinicians,
            formdata=None,
            clinician=str(absence.clinician_id),
            stand_in=str(absence.stand_in_id or ""),
            day=absence.day,
            last_day=absence.last_day,
            begins=absence.begins if absence.begins > MIDNIGHT else None,
            ends=absence.ends if absence.ends > MIDNIGHT else None,
        )

    @property
    def name(self) -> str:
        """Whose absence it is; only a sound form has one."""
        return self._clinicians[int(self.clinician.data)]

    def absence(self, absence_id: int = 0) -> Absence:
        """As typed; only a sound form has one."""
        span, stand_in = self.span, self.stand_in.data
        return Absence(
            id=absence_id,
            clinician_id=int(self.clinician.data),
            day=span.day,
            last_day=span.last_day,
            begins=span.begins,
            ends=span.ends,
            stand_in_id=int(stand_in) if stand_in else None,
        )


class StandInForm(KindForm):
    """Who leads one session; its choices are those who are free then."""

    ALIASES: ClassVar = {"session": "clinician"}
    clinician = SelectField(_l("Who stands in"), validate_choice=False)

    @property
    def clinician_id(self) -> int:
        """Nobody's where nobody was chosen."""
        said = str(self.clinician.data or "")
        return int(said) if said.isdecimal() else 0
