"""What patients do who arrive: they type their code at the entrance, or join by video."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.arrival import code_of
from iopsched.domain.errors import Invalid
from iopsched.usecases.hours import arrive
from tests.machine.stage import Outcome
from tests.machine.tables import Row, Tables, each
from tests.machine.verdicts import Verdicts

EARLY = {"in_person": timedelta(minutes=30), "telehealth": timedelta(minutes=10)}
MISSED = {"away", "excused"}
GRACE = timedelta(minutes=10)


class Arrivals(Verdicts):
    """Whoever is there in time is marked once, and what staff have said stands."""

    @precondition(lambda self: self.near())
    @rule(data=st.data())
    def type_a_code(self, data: st.DataObject) -> None:
        before = self.tables
        patient = self.pick(data, [*self.patients, *self.closed()], [row["patient_id"] for row in self.near()])
        code = self.pick(data, ["000000"], [code_of("test", patient, self.today())])
        outcome = self.patient_does(partial(arrive.check_in, self.world.kiosk, code, secret="test"))
        awaited = [row for row in self.near(before, self.now) if self.is_theirs(row, patient, "in_person")]
        if code == "000000" or not awaited:
            assert outcome.died or isinstance(outcome.no, Invalid), outcome
            return
        unmarked = [row for row in awaited if row["attendance"] is None]
        self.is_marked(outcome, (unmarked or awaited[-1:])[0])

    @precondition(lambda self: self.near())
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        before, near = self.tables, [(row["patient_id"], row["session_id"]) for row in self.near()]
        patient, session = self.pick(data, near)
        outcome = self.patient_does(arrive.join, patient, session)
        awaited = [row for row in self.near(before, self.now) if self.is_theirs(row, patient, "telehealth")]
        if mine := [row for row in awaited if row["session_id"] == session]:
            self.is_marked(outcome, mine[0])
        else:
            self.not_found(outcome)

    def is_marked(self, outcome: Outcome, was: Row) -> None:
        """With the minutes that are left, unless it was marked before."""
        if outcome.died:
            return
        marked, session = self.tables["booking"][was["id"]], self.tables["session"][was["session_id"]]
        if was["attendance"] is not None:
            assert marked == was
            assert outcome.is_done == (was["attendance"] not in MISSED), (outcome, was)
            return
        over = max(timedelta(), self.now - session["starts"])
        left = session["counted_minutes"] - (over // timedelta(minutes=1) if over > GRACE else 0)
        assert marked["attendance"] == ("late" if over > GRACE else "here"), marked
        assert marked["attended_minutes"] == max(0, left), (marked, over)

    def near(self, before: Tables | None = None, now: object = None) -> list[Row]:
        """Seats at which one can arrive, in order of time."""
        tables, moment = before or self.tables, now or self.now
        held = each(tables["booking"], cancelled_at=None, program_id=self.world.program.id)
        by_time = sorted(held, key=lambda row: row["starts"])
        return [row for row in by_time if row["starts"] - self.early(row) <= moment < row["ends"]]

    def early(self, booking: Row) -> timedelta:
        return EARLY[self.tables["session"][booking["session_id"]]["modality"]]

    def is_theirs(self, booking: Row, patient: int, modality: str) -> bool:
        """Their own seat of today, of that kind."""
        session = self.tables["session"][booking["session_id"]]
        is_today = self.world.program.day_of(booking["starts"]) == self.today()
        return booking["patient_id"] == patient and session["modality"] == modality and is_today
