"""What staff can want of the timetable beyond one session: series, offerings, spans of closure, absences."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st

from iopsched.domain.absence import Absence
from iopsched.domain.intent import Intent, away, offered, single
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.series import Reach
from iopsched.store import offerings
from iopsched.store.db import reading
from tests.machine.staff import FACTS, HOURS, Staff
from tests.machine.tables import each

SOON, LATE = st.integers(0, 10), st.integers(0, 3)
BACK: st.SearchStrategy[Any] = st.booleans()
REACH = st.sampled_from(Reach)
PARTS_OF_DAYS = st.sampled_from([(time(0), time(0)), (time(12), time(0)), (time(0), time(17, 30)), (time(9), time(12))])


class Intents(Staff):
    """Drawn from what there is, so that most can be carried out."""

    def of_a_series(self, data: st.DataObject) -> Intent:
        """One session, with its series or without; or who leads it."""
        session = self.pick(data, self.everywhere(), self.inhabited())
        how, reach = data.draw(st.sampled_from(["move", "seats", "cancel", "hand over"])), data.draw(REACH)
        if how == "move":
            day = self.tables["session"][session]["day"] + timedelta(days=data.draw(st.integers(-1, 2)))
            return single.MoveSession(session, day, data.draw(HOURS), reach=reach)
        if how == "seats":
            return single.SetSeats(session, data.draw(st.integers(1, 3)), reach)
        return single.CancelSession(session, reach) if how == "cancel" else single.HandOver(session, self.someone(data))

    def of_an_offering(self, data: st.DataObject) -> Intent:
        """From a day on, one more, or no more."""
        known = self.offering(data)
        how = data.draw(st.sampled_from(["since", "since", "add", "end"]))
        if how == "end":
            return offered.EndOffering(known.id)
        changed, day = replace(known, **data.draw(FACTS)), self.today() + timedelta(days=data.draw(SOON))
        if how == "since":
            return offered.ChangeOffering(changed, since=day)
        new = replace(changed, id=0, key="", series_id=None, begins=data.draw(HOURS))
        return offered.AddOffering(replace(new, first_day=day, last_day=day, weekdays=frozenset({day.weekday()})))

    def of_a_span(self, data: st.DataObject) -> Intent:
        """Closed for days or parts of days, or open again."""
        closed = [(row["day"], row["begins"]) for row in self.tables["closure"].values()]
        if closed and data.draw(BACK):
            return offered.ReopenDay(*self.pick(data, closed))
        first, (begins, ends) = self.today() + timedelta(days=data.draw(SOON)), data.draw(PARTS_OF_DAYS)
        return offered.CloseDay(Closure(first, "", first + timedelta(days=data.draw(LATE)), begins, ends))

    def of_somebody_away(self, data: st.DataObject) -> Intent:
        """With somebody who stands in or with nobody; or there after all."""
        if (known := [*self.tables["absence"]]) and data.draw(BACK):
            return away.RemoveAbsence(self.pick(data, known))
        first, (begins, ends) = self.today() + timedelta(days=data.draw(SOON)), data.draw(PARTS_OF_DAYS)
        last, stand_in = first + timedelta(days=data.draw(LATE)), self.pick(data, [None], self.clinicians())
        return away.AddAbsence(Absence(0, self.someone(data), first, last, begins, ends, stand_in))

    def offering(self, data: st.DataObject) -> Offering:
        with reading():
            known = offerings.in_program(self.world.program.id)
        one: Offering = data.draw(st.sampled_from(known))
        return one

    def someone(self, data: st.DataObject) -> int:
        return self.pick(data, self.clinicians())

    def clinicians(self) -> list[int]:
        return [row["id"] for row in each(self.tables["clinician"], program_id=self.world.program.id)]
