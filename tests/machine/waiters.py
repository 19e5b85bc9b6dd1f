"""What patients do who wait."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.usecases.seats import wait_for_seat
from tests.machine import rule as opinion
from tests.machine.rule import FULL
from tests.machine.stage import WHO
from tests.machine.tables import each
from tests.machine.verdicts import Verdicts

KINDS = st.fixed_dictionaries(
    {
        "component": st.sampled_from([None, *Component]),
        "part": st.sampled_from([None, *Part]),
        "modality": st.sampled_from([None, *Modality]),
        "weekdays": st.one_of(st.just(frozenset()), st.frozensets(st.integers(0, 6), min_size=3)),
    }
)


class Waiters(Verdicts):
    """Who waits is offered what frees, says yes (``take_what_is_offered``) or no, or waits no longer."""

    @rule(data=st.data())
    def wait(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.full)
        outcome = self.patient_sends(wait_for_seat.wait, patient, session)
        against = opinion.reasons(before, patient, session, self.now) - {FULL}
        self.agree(outcome, before, [session], against)
        if outcome.is_done:
            mine = each(self.tables["waiting"], patient_id=patient, session_id=session, ended_at=None)
            assert len([*mine]) == 1

    @rule(who=WHO, weeks=st.integers(0, 2), kind=KINDS)
    def wait_for_any(self, who: int, weeks: int, kind: dict[str, object]) -> None:
        wanted = Wanted(monday=self.monday_in(weeks), **kind)  # type: ignore[arg-type]
        assert self.patient_sends(wait_for_seat.wait_for_any, self.patient(who), wanted).no is None

    @rule(data=st.data(), who=WHO)
    def wait_no_longer(self, data: st.DataObject, who: int) -> None:
        patient, waitings = self.patient(who), self.tables["waiting"]
        mine = [row["id"] for row in each(waitings, patient_id=patient, ended_at=None)]
        waiting = self.pick(data, waitings, mine)
        outcome = self.patient_sends(wait_for_seat.leave, patient, waiting)
        if waiting not in mine:
            self.not_found(outcome)
        else:
            assert outcome.no is None, outcome

    @precondition(Verdicts.are_offers)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        before, (patient, session) = self.tables, self.who_and_what(data, self.offered)
        outcome = self.patient_sends(wait_for_seat.decline, patient, session)
        self.agree(outcome, before, [session], set())
        if outcome.is_done:
            assert session not in self.offered(patient)
