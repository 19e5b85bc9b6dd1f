"""What staff plan for everybody at once, and what each patient answers."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.errors import Taken
from iopsched.usecases.weeks import accept_program_plan, answer_planned_week, plan_program
from tests.machine import rule as opinion
from tests.machine.sight import Sight
from tests.machine.verdicts import Verdicts


class Planned(Verdicts):
    """A planned week is had whole or not at all, like any other."""

    @rule(weeks=st.integers(0, 1), seed=st.integers(0, 3))
    def plan_for_everybody(self, weeks: int, seed: int) -> None:
        """And accept it at once."""
        plan = plan_program.propose(self.world.scheduler, self.monday_in(weeks), seed=seed, now=self.now)
        kept = self.staff_do(plan_program.keep, self.world.scheduler, plan)
        if kept.is_done:
            assert self.staff_do(accept_program_plan.accept, self.world.scheduler, kept.value.id).no is None

    @precondition(Sight.are_planned)
    @rule(data=st.data())
    def answer_what_is_planned(self, data: st.DataObject) -> None:
        plan, patient = self.pick(data, [(row["program_plan_id"], row["patient_id"]) for row in self.planned()])
        wanted, before = self.tables["planned_week"][plan, patient]["session_ids"], self.tables
        if not data.draw(st.integers(0, 2)):
            assert self.patient_does(answer_planned_week.decline, patient, plan).no is None
            return
        outcome = self.patient_does(answer_planned_week.take, patient, plan)
        if isinstance(outcome.no, Taken):
            assert opinion.is_lapsed(before, wanted, self.now) or outcome.reasons_of_each()
        else:
            assert outcome.died or {*wanted} <= {*self.booked(patient)}, outcome
