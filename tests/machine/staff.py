"""What staff do with sessions, offerings and marks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain.booking import Attendance
from iopsched.domain.errors import Forbidden, Invalid, Refused, Taken
from iopsched.domain.offering import Closure
from iopsched.domain.words import Modality
from iopsched.store import offerings, programs
from iopsched.store.db import reading
from iopsched.usecases.availability import change_session, keep_closures, keep_offerings
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.people import change_program
from iopsched.usecases.people.change_program import Policies
from tests.machine.sight import Sight
from tests.machine.stage import Outcome
from tests.machine.tables import each

HOURS = st.sampled_from([time(0, 30), time(1, 30), time(2, 30), time(9), time(10), time(17), time(18), time(23)])
POLICIES = st.one_of(
    st.fixed_dictionaries({"may_mix_tracks": st.booleans()}),
    st.fixed_dictionaries({"tracks_by_plan": st.booleans()}),
    st.fixed_dictionaries({"notice_hours": st.sampled_from([0, 24, 48])}),
    st.fixed_dictionaries({"hold_minutes": st.sampled_from([2, 10, 60])}),
    st.fixed_dictionaries({"offer_minutes": st.sampled_from([15, 120, 1440])}),
    st.fixed_dictionaries({"travel_minutes": st.sampled_from([0, 30, 240])}),
)
FACTS = st.one_of(
    st.fixed_dictionaries({"seats": st.integers(1, 3)}),
    st.fixed_dictionaries({"begins": HOURS}),
    st.fixed_dictionaries({"weekdays": st.frozensets(st.integers(0, 6), min_size=1, max_size=2)}),
    st.fixed_dictionaries({"modality": st.sampled_from(Modality)}),
    st.fixed_dictionaries({"track": st.sampled_from(["", "days", "nights"])}),
    st.fixed_dictionaries({"place": st.sampled_from(["", "Room 2"]), "site": st.sampled_from(["", "North"])}),
)
CLINICIAN_OFTEN = 8


class Staff(Sight):
    """A scheduler may do all of this, a clinician nothing but attendance, and nobody a thing to the other clinic."""

    @rule(data=st.data())
    def change_a_session(self, data: st.DataObject) -> None:
        """Move it, change its seats, or call it off."""
        session = self.pick(data, self.everywhere(), self.inhabited())
        how = data.draw(st.sampled_from(["move", "seats", "cancel"]))
        if how == "move":
            day = self.tables["session"][session]["day"] + timedelta(days=data.draw(st.integers(-1, 2)))
            self.schedule(data, change_session.move, session, day, data.draw(HOURS), session=session)
        elif how == "seats":
            self.schedule(data, change_session.change_seats, session, data.draw(st.integers(1, 3)), session=session)
        else:
            self.schedule(data, change_session.cancel, session, session=session)

    @rule(data=st.data())
    def reopen_a_session(self, data: st.DataObject) -> None:
        off = [key for key in self.ahead() if self.tables["session"][key]["is_cancelled"]]
        session = self.pick(data, self.everywhere(), off)
        self.schedule(data, change_session.reopen, session, session=session)

    @rule(data=st.data())
    def change_what_is_offered(self, data: st.DataObject) -> None:
        """Close a day or open it again, change an offering, or what the whole program does."""
        with reading():
            known, program = offerings.in_program(self.world.program.id), programs.get(self.world.program.id)
        how = data.draw(st.sampled_from(["close", "reopen", "offering", "program"]))
        day = self.today() + timedelta(days=data.draw(st.integers(0, 10)))
        if how == "close":
            self.schedule(data, keep_closures.close, Closure(day))
        elif how == "reopen":
            closed = [row["day"] for row in each(self.tables["closure"], program_id=self.world.program.id)]
            self.schedule(data, keep_closures.reopen, self.pick(data, [day], closed))
        elif how == "offering":
            offering = replace(data.draw(st.sampled_from(known)), **data.draw(FACTS))
            self.schedule(data, keep_offerings.change, offering)
        else:
            self.schedule(data, change_program.change, replace(Policies.of(program), **data.draw(POLICIES)))

    @rule(data=st.data(), attendance=st.sampled_from([None, *Attendance]), minutes=st.sampled_from([None, 0, 60, 500]))
    def mark_who_came(self, data: st.DataObject, attendance: Attendance | None, minutes: int | None) -> None:
        begun = [key for key in self.inhabited() if self.has_begun(key)]
        session = self.pick(data, self.everywhere(), begun)
        inside = [row["id"] for row in each(self.tables["booking"], session_id=session, cancelled_at=None)]
        marks = {booking: Mark(attendance, minutes) for booking in inside}
        outcome = self.staff_do(mark_attendance.mark, self.world.scheduler, session, marks)
        self.is_proper(outcome, session)
        if not self.has_begun(session):
            assert outcome.died or outcome.no, outcome

    def schedule(self, data: st.DataObject, act: Callable[..., Any], *given: Any, session: int = 0) -> None:
        if data.draw(st.integers(1, CLINICIAN_OFTEN)) == CLINICIAN_OFTEN:
            outcome = self.staff_do(act, self.world.clinician, *given)
            assert isinstance(outcome.no, Forbidden), outcome
            return
        self.is_proper(self.staff_do(act, self.world.scheduler, *given), session)

    def is_proper(self, outcome: Outcome, session: int) -> None:
        """Staff are told which field is wrong; what only keeps a patient out never stops them."""
        assert not isinstance(outcome.no, Refused | Taken | Forbidden), outcome
        if session in self.world.foreign_sessions:
            assert outcome.died or outcome.no, outcome
        elif session and self.has_begun(session) and not isinstance(outcome.no, Invalid):
            assert outcome.died or not outcome.no, outcome

    def inhabited(self) -> list[int]:
        """Sessions that somebody is in, is kept a seat in, or waits for."""
        rows = [*each(self.tables["booking"], cancelled_at=None), *self.tables["hold"].values()]
        rows += each(self.tables["waiting"], ended_at=None)
        return sorted({row["session_id"] for row in rows if row["session_id"]} & {*self.ours()})
