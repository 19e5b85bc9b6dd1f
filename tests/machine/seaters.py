"""What staff do for one patient: by the rule of every booking, of which they overrule two reasons with their own."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain.errors import Invalid
from iopsched.domain.refusal import OVERRULABLE
from iopsched.usecases.seats import seat_patient
from tests.machine import rule as opinion
from tests.machine.verdicts import Verdicts

WHY = "agreed on the phone"


class Seaters(Verdicts):
    """Nobody is let in by accident: what staff have not said they overrule is refused to them as to anybody."""

    @rule(data=st.data())
    def book_for(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.fitting)
        outcome = self.staff_do(seat_patient.book, self.world.scheduler, patient, session)
        self.agree(outcome, before, [session], opinion.reasons(before, patient, session, self.now))

    @rule(data=st.data())
    def overbook(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.full)
        over = {"over": OVERRULABLE, "reason": WHY}
        outcome = self.staff_do(seat_patient.book, self.world.scheduler, patient, session, **over)
        against = opinion.reasons(before, patient, session, self.now)
        self.agree(outcome, before, [session], against if against - OVERRULABLE else set())

    @rule(data=st.data())
    def move_for(self, data: st.DataObject) -> None:
        before, (patient, old) = self.tables, self.who_and_what(data, self.booked_ahead)
        new = self.pick(data, self.everywhere(), self.fitting(patient, without=old))
        outcome = self.staff_do(seat_patient.move, self.world.scheduler, patient, old, new)
        if old == new or not self.had(patient, old, before):
            self.not_found(outcome)
        elif old in self.booked(patient, before) and not self.has_begun(old):
            self.agree(outcome, before, [old, new], opinion.reasons(before, patient, new, self.now, without=old))
        else:
            assert outcome.died or outcome.no, outcome

    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.booked_ahead)
        outcome = self.staff_do(seat_patient.cancel, self.world.scheduler, patient, session)
        if not self.had(patient, session, before):
            self.not_found(outcome)
        elif session not in self.booked(patient, before):
            assert outcome.died or isinstance(outcome.no, Invalid), outcome
        else:
            self.agree(outcome, before, [session], {"started"} if self.has_begun(session) else set())
