"""A change of treatment plans as forms: one plan, or several in a row, and what was seen of the effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField, SelectField

from iopsched.domain.errors import Invalid
from iopsched.domain.plan_change import Draft
from iopsched.domain.taper import MOST_STEPS, MOST_WEEKS, Step, plans_of, wrong
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import LevelOfCare
from iopsched.web.fields import Day, Hours, KindForm, Whole, needed
from iopsched.web.staff.forms_people import LEVELS, AsksForm, PlanForm

COURSE = timedelta(weeks=12)


def until(first: date) -> date:
    """The last day that a form begins with."""
    return first + COURSE - timedelta(days=1)


class SeenForm(KindForm):
    """``seen`` says what effect was looked at; empty before."""

    seen = HiddenField()


class ChangeForm(SeenForm, PlanForm):
    """One plan, new or changed; ``changes_from`` is asked of one that has begun, and empty means all of it."""

    changes_from = Day(_l("The change counts from"))


class StepForm(Form):
    """One line of a taper; empty lines at the end are left out."""

    hours = Hours(_l("Hours a week"))
    weeks = Whole(_l("Weeks"))
    level_of_care = SelectField(_l("Level of care"), choices=LEVELS)


class TaperForm(SeenForm, AsksForm):
    """Hours that go down step by step, said in one go."""

    first_day = Day(_l("From"), needed(_l("Choose the first day.")))
    steps = FieldList(FormField(StepForm), max_entries=MOST_STEPS)

    def draft(self) -> Draft:
        """Raises Invalid naming what will not do."""
        day = self.first_day.day
        first = TreatmentPlan(id=0, patient_id=0, first_day=day, last_day=day, **self.asked())
        steps = [*self._steps()]
        if not steps:
            raise Invalid(steps="Give hours and weeks of at least one step.")
        plans = plans_of(first, steps)
        if found := dict(wrong(plans)):
            raise Invalid(**found)
        return Draft(plans)

    @property
    def wrong_steps(self) -> list[str]:
        """What is wrong with the steps as a row; what is wrong with one stands beside its fields."""
        return [said for said in self.steps.errors if isinstance(said, str)]

    def _steps(self) -> Iterator[Step]:
        for number, step in enumerate(self.steps, 1):
            hours, weeks = step.form.hours.data, step.form.weeks.data
            if hours is None and weeks is None:
                continue
            if not hours or not weeks or not 0 < weeks <= MOST_WEEKS:
                raise Invalid(steps=f"Step {number} needs hours, and from 1 to {MOST_WEEKS} weeks.")
            yield Step(hours, weeks, LevelOfCare(step.form.level_of_care.data))
