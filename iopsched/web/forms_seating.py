"""What staff say when they seat a patient, or keep the waiting list, as forms."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from iopsched.domain import reason
from iopsched.domain.refusal import OVERRULABLE, Why
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.web.dates import WEEKDAYS
from iopsched.web.fields import KindForm, Several, choices_of, words
from iopsched.web.names import NAMES
from iopsched.web.wall import week_range, weekday_short

ANY = ""
KINDS = choices_of([(ANY, _l("Any")), *((kind.value, NAMES[kind]) for kind in Component)])
PARTS = choices_of([(ANY, _l("Any")), *((part.value, NAMES[part]) for part in Part)])
WAYS = choices_of([(ANY, _l("Either")), *((way.value, NAMES[way]) for way in Modality)])


class ReasonForm(KindForm):
    """A button, and why."""

    reason = words(_l("Reason"), longest=reason.LONGEST)

    @property
    def why(self) -> str:
        return self.reason.data or ""


def overruled() -> frozenset[Why]:
    """What the page has said to be in the way when its button was pressed."""
    said = set(request.form.getlist("over"))
    return frozenset(why for why in OVERRULABLE if why.value in said)


class AnyForm(KindForm):
    """Any seat of a kind, in one week."""

    monday = SelectField(_l("Week"))
    component = RadioField(_l("Kind"), choices=KINDS, default=ANY)
    part = RadioField(_l("Time of day"), choices=PARTS, default=ANY)
    modality = RadioField(_l("How"), choices=WAYS, default=ANY)
    weekdays = Several(_l("Days"), choices=[])

    def offer(self, mondays: list[date]) -> AnyForm:
        """The same with weeks to choose from, and days by name."""
        self.monday.choices = choices_of((monday.isoformat(), week_range(monday)) for monday in mondays)
        self.weekdays.choices = choices_of((str(day), weekday_short(on)) for day, on in enumerate(WEEKDAYS))
        return self

    @property
    def wanted(self) -> Wanted:
        """As chosen; only a sound form has one."""
        return Wanted(
            monday=date.fromisoformat(self.monday.data),
            component=Component(self.component.data) if self.component.data else None,
            part=Part(self.part.data) if self.part.data else None,
            modality=Modality(self.modality.data) if self.modality.data else None,
            weekdays=frozenset(map(int, self.weekdays.data or [])),
        )
