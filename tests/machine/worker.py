"""What the worker does, and how time passes: by a while, or to just when something is to happen."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.gateways.sender import Outcome as Receipt
from iopsched.usecases import clear_leftovers
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.messages import send_messages, tell_weeks
from iopsched.usecases.seats import tend_seats
from iopsched.usecases.texts import answer_text
from iopsched.usecases.weeks import carry_on_usual_weeks
from tests.carrier import Plan, answers, dies_after, dies_before, takes_but_answers
from tests.machine import bulletin, line
from tests.machine.sight import Sight
from tests.machine.stage import SECOND, Plug
from tests.machine.tables import each

WHILES = st.sampled_from([timedelta(minutes=5), timedelta(minutes=50), timedelta(hours=7), timedelta(days=1), None])
PLANS = st.sampled_from(
    [
        dies_before,
        dies_after,
        answers(Receipt.UNCLEAR),
        takes_but_answers(Receipt.UNCLEAR),
        answers(Receipt.BUSY),
        answers(Receipt.MISCONFIGURED),
        answers(Receipt.OPTED_OUT),
        answers(Receipt.BAD_NUMBER),
    ]
)


class Worker(Sight):
    """It may be away for days, and die at any commit."""

    @rule(do=st.sampled_from(["send", "pass_on", "answer", "look_around", "clear", "open", "carry_on", "tell"]))
    def work(self, do: str) -> None:
        """One thing of it."""
        self.is_done(do)

    @rule()
    def tick(self) -> None:
        """All of it, as it comes round every minute."""
        done = [self.is_done(do) for do in ("tell", "send", "pass_on", "look_around")]
        if all(done):
            self.nobody_is_forgotten()

    @rule(plan=PLANS, commits=st.integers(0, 3))
    def have_trouble(self, plan: Plan, commits: int) -> None:
        """With the carrier, the next time that a text goes out; or the next act dies at such a commit."""
        if commits:
            self.next_plug = Plug(commits)
        else:
            self.carrier.plan(plan)

    @rule(a_while=WHILES)
    def let_time_pass(self, a_while: timedelta | None) -> None:
        """With nobody at work; or a day with the worker there now and then."""
        for _ in range(1 if a_while else 3):
            self.now += a_while or timedelta(hours=8)
            if not a_while:
                self.tick()

    @rule(data=st.data())
    def wait_until_just_then(self, data: st.DataObject) -> None:
        """Or a second before."""
        if moments := self.moments():
            moment = data.draw(st.sampled_from(moments))
            self.now = max(self.now, moment - data.draw(st.integers(1, 2)) * SECOND)

    def is_done(self, do: str) -> bool:
        """Unless it died."""
        is_done = self.worker_does(*self.work_of(do)).is_done
        if is_done and do == "pass_on":
            self.nothing_is_left_over()
        if is_done and do == "tell":
            self.nobody_is_untold()
        return is_done

    def work_of(self, name: str) -> tuple[Any, ...]:
        """A use case, with what it is to be given."""
        send = partial(send_messages.send_due, secret="test")
        works = {
            "send": (send, self.carrier),
            "pass_on": (tend_seats.pass_on,),
            "answer": (answer_text.answer_left,),
            "look_around": (tend_seats.look_around,),
            "clear": (clear_leftovers.clear,),
            "carry_on": (carry_on_usual_weeks.carry_on,),
            "tell": (tell_weeks.tell,),
            "open": (adjust_availability.open_sessions,),
        }
        return works[name]

    def moments(self) -> list[datetime]:
        """When something ends, is due or begins; each act is a second later than that."""
        found = {hold["until"] for hold in self.tables["hold"].values()}
        found |= {text["due_at"] for text in each(self.tables["message"], state="due")}
        held = each(self.tables["booking"], cancelled_at=None, program_id=self.world.program.id)
        found |= {moment for row in held for moment in (row["starts"], row["ends"])}
        program = self.tables["program"][self.world.program.id]
        found |= {bulletin.next_round(kind, program, self.now) for kind in ("digest", "shortfall")}
        return sorted(moment for moment in found if moment > self.now)

    def nothing_is_left_over(self) -> None:
        """No hold that is over, and no offer that nobody can answer any more."""
        assert not [hold for hold in self.tables["hold"].values() if hold["until"] <= self.now]
        assert not [offer for offer in each(self.tables["offer"], answer=None) if offer["until"] <= self.now]

    def nobody_is_untold(self) -> None:
        """While the round of digests lasts, everybody has one of whom a week asks something."""
        program = self.tables["program"][self.world.program.id]
        for day in bulletin.round_days("digest", program, self.now):
            monday = self.monday_of(day + timedelta(days=3))
            for patient in self.patients:
                is_reached = bulletin.is_reached(self.tables["patient"][patient])
                if is_reached and line.asked(self.tables, patient, monday):
                    assert [*bulletin.told(self.tables, "digest", patient, monday)], (patient, monday)

    def nobody_is_forgotten(self) -> None:
        """Who waits for a session by name has been offered what is free in it."""
        for session in self.tables["session"].values():
            if line.free_seats(self.tables, session, self.now) > 0:
                left = [one for one in line.candidates(self.tables, session, self.now) if one["session_id"]]
                assert not left, (session, left)
