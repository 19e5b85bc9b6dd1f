"""What staff change about what somebody must attend, after a look at what it does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain import taper
from iopsched.domain.errors import Invalid
from iopsched.domain.plan_change import Draft
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import LevelOfCare
from iopsched.store import treatments
from iopsched.store.db import reading
from iopsched.usecases.hours import certify_plan
from iopsched.usecases.people import change_plans
from tests.machine.verdicts import Verdicts

DAYS: st.SearchStrategy[Any] = st.sampled_from([-3, 0, 3, 9])
STEPS = st.lists(
    st.builds(taper.Step, st.sampled_from([360, 180, 60]), st.integers(1, 2), st.sampled_from(LevelOfCare)),
    min_size=1,
    max_size=3,
)


class Plans(Verdicts):
    """That plans never overlap is a promise (``promises/records.py``)."""

    @rule(data=st.data())
    def change_what_is_asked(self, data: st.DataObject) -> None:
        """A look changes nothing; what is applied is what was looked at, and nothing where that is old."""
        before, patient = self.tables, self.pick(data, [self.world.foreign_patient, *self.closed()], self.patients)
        known = self.plans_of(patient)
        draft = self.draft_of(data, patient, known)
        looked = self.staff_do(change_plans.preview, self.world.scheduler, patient, draft)
        assert self.tables == before
        if patient not in self.patients:
            assert looked.died or looked.no, looked
        if looked.is_done:
            seen = self.pick(data, ["something else"], [looked.value.seen])
            done = self.staff_do(change_plans.apply, self.world.scheduler, patient, draft, seen)
            assert done.died or done.no is None or isinstance(done.no, Invalid), done
            assert not done.is_done or seen == looked.value.seen
            assert not done.is_done or self.said_of(patient) == [*map(_said, draft.over(known))]

    @rule(data=st.data(), days=DAYS)
    def certify(self, data: st.DataObject, days: int) -> None:
        """None ahead."""
        patient = self.pick(data, [self.world.foreign_patient], self.patients)
        outcome = self.staff_do(
            certify_plan.certify, self.world.scheduler, patient, self.today() + timedelta(days=days)
        )
        assert outcome.died or outcome.no or days <= 0, outcome

    def draft_of(self, data: st.DataObject, patient: int, known: tuple[TreatmentPlan, ...]) -> Draft:
        """One more plan, a taper, other facts of one that there is, or one fewer."""
        first = self.today() + timedelta(days=data.draw(DAYS))
        new = TreatmentPlan(0, patient, first, first + timedelta(days=20), week_least=60 * data.draw(st.integers(1, 9)))
        how = data.draw(st.sampled_from(["more", "taper", "other", "limits", "none"] if known else ["more", "taper"]))
        if how in {"more", "taper"}:
            return Draft((new,) if how == "more" else taper.plans_of(new, data.draw(STEPS)))
        one: TreatmentPlan = data.draw(st.sampled_from(known))
        if how == "none":
            return Draft((), one.id)
        other = {"last_day": first} if how == "other" else {"day_most": 180, "days_most": 3, "track": "days"}
        return Draft((replace(one, week_least=new.week_least, **other),), one.id)

    def plans_of(self, patient: int) -> tuple[TreatmentPlan, ...]:
        with reading():
            return treatments.of_patient(patient)

    def said_of(self, patient: int) -> list[tuple[object, ...]]:
        return [*map(_said, self.plans_of(patient))]


def _said(plan: TreatmentPlan) -> tuple[object, ...]:
    return plan.first_day, plan.last_day, plan.week_least, plan.day_most, plan.days_most
