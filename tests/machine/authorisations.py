"""What staff keep of what payers have authorised, and what they see used of it."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from iopsched.domain.authorisation import Authorisation, Unit
from iopsched.domain.errors import Invalid
from iopsched.usecases.hours import keep_authorisations
from tests.machine.records import is_on_one_day
from tests.machine.tables import Row, each
from tests.machine.verdicts import Verdicts

FROM, DAYS = st.integers(-9, 9), st.integers(-1, 12)
AMOUNTS = st.sampled_from([0, 2, 360])
MISSED = {"away", "excused"}


class Authorisations(Verdicts):
    """That none overlaps another of its unit is a promise (``promises/records.py``)."""

    @rule(data=st.data())
    def have_authorised(self, data: st.DataObject) -> None:
        """A new one, or one as it is to be."""
        patient = self.pick(data, [self.world.foreign_patient, *self.closed()], self.patients)
        known = [*each(self.tables["authorisation"], patient_id=patient)]
        which = self.pick(data, [0, *(row["id"] for row in known)])
        first = self.today() + timedelta(days=data.draw(FROM))
        last, unit = first + timedelta(days=data.draw(DAYS)), data.draw(st.sampled_from(Unit))
        one = Authorisation(which, patient, first, last, unit, data.draw(AMOUNTS), "Acme")
        act = keep_authorisations.change if which else keep_authorisations.add
        outcome = self.staff_do(act, self.world.scheduler, one)
        if patient == self.world.foreign_patient:
            self.not_found(outcome)
            return
        said = {"first_day": first, "last_day": last}
        others = [row for row in known if row["unit"] == unit and row["id"] != which]
        is_right = patient in self.patients and first <= last and bool(one.amount)
        is_right = is_right and not any(is_on_one_day(row, said) for row in others)
        assert outcome.died or outcome.is_done == is_right, (outcome, one)
        assert outcome.died or is_right or isinstance(outcome.no, Invalid), outcome

    @precondition(lambda self: self.tables["authorisation"])
    @rule(data=st.data())
    def have_nothing_authorised(self, data: st.DataObject) -> None:
        one = self.tables["authorisation"][self.pick(data, self.tables["authorisation"])]
        patient = self.pick(data, self.patients, [one["patient_id"]])
        outcome = self.staff_do(keep_authorisations.remove, self.world.scheduler, patient, one["id"])
        if patient != one["patient_id"]:
            self.not_found(outcome)
        else:
            assert outcome.died or outcome.is_done == (patient in self.patients), outcome

    @precondition(lambda self: self.tables["authorisation"])
    @rule(data=st.data())
    def look_at_what_was_used(self, data: st.DataObject) -> None:
        """As the rows of attendance say."""
        patient = self.pick(data, [row["patient_id"] for row in self.tables["authorisation"].values()])
        seen = keep_authorisations.view(self.world.scheduler, patient, now=self.now)
        found = {use.authorisation.id: (use.used, use.used > use.authorisation.amount) for use in seen.uses}
        mine = each(self.tables["authorisation"], patient_id=patient)
        used = {row["id"]: self.used(row) for row in mine}
        assert found == {key: (used[key], used[key] > self.tables["authorisation"][key]["amount"]) for key in used}

    def used(self, one: Row) -> int:
        """Minutes attended, sessions not missed, or days with enough minutes for a billable one."""
        held = each(self.tables["booking"], patient_id=one["patient_id"], cancelled_at=None)
        marked = [row for row in held if row["attendance"]]
        minutes: dict[date, int] = defaultdict(int)
        sessions = 0
        for row in marked:
            day = self.tables["session"][row["session_id"]]["day"]
            if one["first_day"] <= day <= one["last_day"]:
                minutes[day] += row["attended_minutes"]
                sessions += row["attendance"] not in MISSED
        if one["unit"] == "hours":
            return sum(minutes.values())
        enough: int = self.tables["program"][self.world.program.id]["billable_day_minutes"]
        return sessions if one["unit"] == "sessions" else sum(each >= enough for each in minutes.values())
