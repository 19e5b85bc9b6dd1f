"""What patients do with whole weeks."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.errors import Invalid
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Modality, Part
from iopsched.usecases.seats import hold_plan
from iopsched.usecases.weeks import plan_week
from tests.machine import rule as opinion
from tests.machine.stage import WHO
from tests.machine.verdicts import Verdicts

WISHES = st.builds(
    Wishes,
    parts=st.frozensets(st.sampled_from(Part), max_size=2),
    modality=st.sampled_from([None, *Modality]),
    days_off=st.frozensets(st.integers(0, 6), max_size=2),
    earliest=st.sampled_from([None, time(11)]),
    days_most=st.sampled_from([None, 2]),
)


class Planners(Verdicts):
    """All of a week or nothing of it; and whatever is proposed can be had."""

    @rule(data=st.data(), who=WHO)
    def accept_a_plan(self, data: st.DataObject, who: int) -> None:
        patient = self.patient(who)
        self.accept(patient, self.some_of_a_week(data, patient))

    @precondition(Verdicts.are_holds)
    @rule(data=st.data())
    def accept_what_is_kept(self, data: st.DataObject) -> None:
        patient = self.keeper(data)
        self.accept(patient, self.kept(patient))

    @rule(data=st.data(), who=WHO)
    def hold_a_plan(self, data: st.DataObject, who: int) -> None:
        patient = self.patient(who)
        self.hold(patient, self.some_of_a_week(data, patient))

    @precondition(Verdicts.are_holds)
    @rule(data=st.data())
    def hold_it_longer(self, data: st.DataObject) -> None:
        patient = self.keeper(data)
        self.hold(patient, self.kept(patient))

    @precondition(Verdicts.are_holds)
    @rule(data=st.data())
    def let_go(self, data: st.DataObject) -> None:
        patient = self.keeper(data)
        assert self.patient_sends(hold_plan.let_go, patient).died or not self.kept(patient)

    @rule(who=WHO, wishes=WISHES)
    def wish(self, who: int, wishes: Wishes) -> None:
        self.patient_does(lambda patient, now: plan_week.keep_wishes(patient, wishes), self.patient(who))

    def keeper(self, data: st.DataObject) -> int:
        """Somebody for whom something is kept."""
        return self.pick(data, [patient for patient in self.patients if self.kept(patient)])

    def accept(self, patient: int, wanted: Sequence[int]) -> None:
        before = self.tables
        outcome = self.patient_sends(plan_week.accept, patient, wanted)
        if not self.is_elsewhere(outcome, wanted) and self.is_one_week(outcome, wanted):
            self.agree_on_each(outcome, before, patient, wanted)
            assert not outcome.is_done or {*wanted} <= {*self.booked(patient)}

    def hold(self, patient: int, wanted: Sequence[int]) -> None:
        before = self.tables
        outcome = self.patient_sends(hold_plan.hold, patient, wanted)
        if self.is_elsewhere(outcome, wanted) or not self.is_one_week(outcome, wanted):
            return
        if not isinstance(outcome.no, Invalid):
            self.agree_on_each(outcome, before, patient, wanted)
        if outcome.is_done:
            assert {*self.kept(patient)} <= {*wanted} <= {*self.held(patient), *self.booked(patient)}

    def some_of_a_week(self, data: st.DataObject, patient: int) -> list[int]:
        """A week as it was proposed, or any few sessions."""
        if data.draw(st.integers(0, 3)):
            weeks = data.draw(st.integers(0, 2))
            if proposed := self.proposed(patient, self.monday_of(self.today()), weeks):
                return data.draw(st.sampled_from(proposed))
        some = st.lists(st.sampled_from(self.everywhere()), min_size=1, max_size=3, unique=True)
        return data.draw(some)

    def proposed(self, patient: int, monday: date, weeks: int) -> list[list[int]]:
        """Every week that the search has to offer: each of them can be booked."""
        day, wishes = monday + timedelta(weeks=weeks), plan_week.last_wishes(patient)
        outlook = plan_week.propose(patient, day, wishes, now=self.now)
        whole = [*outlook.proposals, *([outlook.closest] if outlook.closest else [])]
        found = [[session.id for session in week.sessions] for week in whole if week.sessions]
        for wanted in found:
            against = opinion.reasons_against_all(self.tables, patient, wanted, self.now)
            assert not against, ("proposed, and cannot be booked", wanted, against)
        return found
