"""What staff do with the list of those who wait."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.usecases.seats import keep_waitlist
from tests.machine import rule as opinion
from tests.machine.rule import FULL
from tests.machine.tables import each
from tests.machine.verdicts import Verdicts

WHY = {"reason": "asked on the phone"}


class Waitlist(Verdicts):
    """They let somebody wait, change whose turn it is, or end it."""

    @rule(data=st.data())
    def let_wait(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.full)
        outcome = self.staff_do(keep_waitlist.let_wait, self.world.scheduler, patient, session)
        against = opinion.reasons(before, patient, session, self.now) - {FULL}
        self.agree(outcome, before, [session], against)

    @rule(data=st.data())
    def change_the_line(self, data: st.DataObject) -> None:
        waiting = each(self.tables["waiting"], ended_at=None)
        mine = [(row["patient_id"], row["id"]) for row in waiting if row["patient_id"] in self.patients]
        others = [(self.world.foreign_patient, row["id"]) for row in self.tables["waiting"].values()]
        patient, one = self.pick(data, others, mine)
        acts = (keep_waitlist.put_first, keep_waitlist.put_back, keep_waitlist.take_off)
        outcome = self.staff_do(data.draw(st.sampled_from(acts)), self.world.scheduler, patient, one, **WHY)
        if patient == self.world.foreign_patient:
            self.not_found(outcome)
        else:
            assert outcome.no is None, outcome
