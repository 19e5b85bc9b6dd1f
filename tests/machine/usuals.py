"""What patients do who want a week again week after week; the worker carries it on."""

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain.errors import Invalid
from iopsched.usecases.weeks import keep_usual_week
from tests.machine import rule as opinion
from tests.machine.stage import WHO
from tests.machine.tables import each
from tests.machine.verdicts import Verdicts

WEEKS = st.integers(0, 1)


class Usuals(Verdicts):
    """What is booked by it could have been booked by hand."""

    @rule(data=st.data(), weeks=WEEKS)
    def have_every_week(self, data: st.DataObject, weeks: int) -> None:
        """All that they were shown, and nothing else."""
        patient = self.pick(data, self.patients, [one for one in self.patients if self.booked(one)])
        look = keep_usual_week.preview(patient, self.monday_in(weeks), now=self.now)
        shown, before = {*look.session_ids}, self.tables
        act = partial(keep_usual_week.make, key=next(self.keys))
        outcome = self.patient_does(act, patient, look.week.monday, shown)
        assert bool(look.week.bookings) or outcome.died or isinstance(outcome.no, Invalid), outcome
        new = {*self.booked(patient)} - {*self.booked(patient, before)}
        assert new <= shown, (new, shown)
        if outcome.is_done and not opinion.is_lapsed(before, shown, self.now):
            assert {key for key in shown if not self.has_begun(key)} <= new, (shown, new, outcome)

    @rule(who=WHO)
    def have_it_no_more(self, who: int) -> None:
        patient = self.patient(who)
        if self.patient_does(keep_usual_week.stop, patient).is_done:
            assert not [*each(self.tables["usual_week"], patient_id=patient, stopped_at=None)]

    @rule(who=WHO, weeks=WEEKS)
    def put_away_what_was_told(self, who: int, weeks: int) -> None:
        assert self.patient_does(keep_usual_week.put_away, self.patient(who), self.monday_in(weeks)).no is None
