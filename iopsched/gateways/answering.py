"""The words of each reply to a text: as discreet as all texts, and each one message long."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from iopsched.domain.session import Session
from iopsched.gateways.gsm7 import first_that_fits
from iopsched.gateways.set_phrases import SetPhrases

STRANGER = (
    "This number answers only people who have signed up for it. Please call the office. / "
    "Este numero responde solo a quienes se inscribieron. Llame a la oficina."
)
"""In both languages, as nobody knows which one it is."""


class AnsweringVoice(SetPhrases):
    """How a program answers one patient's text."""

    def __init__(self, program: Program, patient: Patient, known: Mapping[int, Session], now: datetime) -> None:
        super().__init__(program, patient)
        self.known, self.now = known, now

    def answer(self, reply: Reply) -> str:
        """The words. Every session that the reply names must be known."""
        return first_that_fits(*(f"{self.name}: {said}" for said in self._ways_to_say(reply)))

    def _ways_to_say(self, reply: Reply) -> Sequence[str]:
        """The first is the fullest."""
        if phrases := self.phrases(reply):
            return phrases
        ways: dict[Say, Callable[[Reply], Sequence[str]]] = {
            Say.CONFIRMED: self._confirmed,
            Say.WEEK: self._week,
            Say.PROPOSED: self._proposed,
            Say.TAKEN: self._taken,
            Say.REFUSED: self._refused,
            Say.BOOKED: self._booked,
            Say.GIVEN_UP: lambda each: [self._("%(time)s is off. R shows other times.") % {"time": self._old(each)}],
            Say.WAITS: self._waits,
            Say.LEFT: self._left,
        }
        return ways.get(reply.say, self._list)(reply)

    def _list(self, reply: Reply) -> Sequence[str]:
        """1 Wed Dec 2, 6 pm; 2 Thu Dec 3, 6 pm. In fewer words where they are many."""
        return [
            f"{self._heading(reply, say)} {self._numbered(reply, say)}{end}"
            for say in (self.when.moment, self._brief)
            for end in (" " + self._("Reply a number."), "")
        ]

    def _heading(self, reply: Reply, say: Callable[[datetime], str]) -> str:
        if reply.say in {Say.INSTEAD, Say.LOST}:
            return self._exchanged(reply) % {"time": say(self._session(reply.old_id).starts)}
        return {
            Say.WHICH: self._("which one can't you make?"),
            Say.KEPT: self._("kept for you:"),
            Say.WAITING: self._("choose what to wait for no longer:"),
            Say.FULL: self._("full now, choose which to wait for:"),
            Say.OPEN: self._("open times:"),
        }[reply.say]

    def _exchanged(self, reply: Reply) -> str:
        if reply.say is Say.LOST:
            return self._("in place of %(time)s, which is off:")
        return self._("instead of %(time)s:") if reply.session_ids else self._("nothing fits instead of %(time)s:")

    def _numbered(self, reply: Reply, say: Callable[[datetime], str]) -> str:
        named = [*enumerate((say(self._session(each).starts) for each in reply.session_ids), 1)]
        if reply.more:
            rest = self._("all else") if reply.say is Say.WAITING else self._("add a time")
            named.append((len(named) + 1, rest))
        if reply.number:
            last = self._("something else") if reply.say is Say.LOST else self._("just give it up")
            named.append((reply.number, last))
        listed = "; ".join(f"{number} {each}" for number, each in named)
        return f"{listed}{self._zone_of(reply)}."

    def _confirmed(self, reply: Reply) -> Sequence[str]:
        sessions = self._sessions(reply)
        return [
            self._("thank you. See you %(times)s.") % {"times": self._times(sessions, self.now, self._span)},
            self._("thank you. See you %(times)s.") % {"times": self._times(sessions[:1], self.now, self._span)},
        ]

    def _week(self, reply: Reply) -> Sequence[str]:
        if not reply.session_ids:
            hours = self._hours_of(reply)
            return [self._("your week: %(hours)s. Nothing more is booked. PLAN plans it.") % {"hours": hours}]
        more = "" if reply.minutes >= reply.required else " " + self._("PLAN fills it.")
        sessions = self._sessions(reply)
        spans = self._times(sessions, self.now, self._span)
        starts = ", ".join(self.when.moment(each.starts) for each in sessions)
        brief = ", ".join(self._brief(each.starts) for each in sessions)
        told = (
            self._("next week, %(hours)s: %(times)s.") if reply.number else self._("your week, %(hours)s: %(times)s.")
        )
        ways = (spans, starts, brief, self._brief(sessions[0].starts) + " ...")
        said = [told % {"hours": self._hours_of(reply), "times": times} for times in ways]
        return [said[0] + more, *said]

    def _proposed(self, reply: Reply) -> Sequence[str]:
        """A whole week; never a part of it that would look like all."""
        sessions, hours = self._sessions(reply), self._hours_of(reply)
        spans = ", ".join(f"{self.when.day(self._day(each))}, {self._span(each)}" for each in sessions)
        starts = ", ".join(self.when.moment(each.starts) for each in sessions)
        brief = ", ".join(self._brief(each.starts) for each in sessions)
        days = ", ".join(dict.fromkeys(self.when.weekday(self._day(each)) for each in sessions))
        counted = self._("%(count)d times on %(days)s") % {"count": len(sessions), "days": days}
        return [
            self._("%(hours)s with %(times)s. Reply %(number)d to take it.")
            % {"hours": hours, "times": times + self._zone_of(reply), "number": reply.number}
            for times in (spans, starts, brief, counted)
        ]

    def _taken(self, reply: Reply) -> Sequence[str]:
        return [self._("your week is booked: %(hours)s. WEEK shows it.") % {"hours": self._hours_of(reply)}]

    def _booked(self, reply: Reply) -> Sequence[str]:
        session = self._session(reply.session_ids[0])
        time = f"{self.when.day(self._day(session))}, {self._span(session)}{self._zone(session.starts)}"
        said = {"time": time, "hours": self._hours_of(reply), "old": self._old(reply) if reply.old_id else ""}
        if reply.old_id:
            return [
                self._("you have %(time)s in place of %(old)s. Your week: %(hours)s.") % said,
                self._("you have %(time)s in place of %(old)s.") % said,
            ]
        return [self._("you have %(time)s. Your week: %(hours)s.") % said, self._("you have %(time)s.") % said]

    def _waits(self, reply: Reply) -> Sequence[str]:
        return [self._("if %(time)s frees, we will text you. LEAVE ends the wait.") % {"time": self._first(reply)}]

    def _left(self, reply: Reply) -> Sequence[str]:
        where = self._first(reply) if reply.session_ids else self._("that")
        return [self._("you wait for %(time)s no longer. WAIT lists what is full.") % {"time": where}]

    def _refused(self, reply: Reply) -> Sequence[str]:
        """One reason is enough on a phone; nothing was changed is the news."""
        why = self._why(reply.whys[0]) if reply.whys else self._("it is no longer to be had")
        where = self._first(reply) if reply.session_ids else self._("that")
        said = self._("%(time)s did not work: %(why)s. Nothing was changed.") % {"time": where, "why": why}
        return [said + " " + self._("R shows other times."), said]

    def _why(self, why: Why) -> str:
        return {
            Why.BOOKED: self._("you have it already"),
            Why.CANCELLED: self._("it is off"),
            Why.STARTED: self._("it has begun"),
            Why.FULL: self._("it is full"),
            Why.OVERLAPS: self._("you have another time then"),
            Why.COMMITTED: self._("you told us that you are busy then"),
            Why.TRAVEL: self._("there is no time for the way"),
            Why.NO_PLAN: self._("that day is not yours to book"),
            Why.MODALITY: self._("it is of a kind that you cannot book"),
            Why.DAY_MOST: self._("that would be too much for one day"),
            Why.DAYS_MOST: self._("that would be one day too many"),
            Why.WEEK_MOST: self._("that would be too much for one week"),
            Why.TRACK: self._("it does not go with what you have"),
        }[why]

    def _hours_of(self, reply: Reply) -> str:
        return self._hours(reply.minutes, reply.required)

    def _old(self, reply: Reply) -> str:
        return self.when.moment(self._session(reply.old_id).starts)

    def _first(self, reply: Reply) -> str:
        return self.when.moment(self._session(reply.session_ids[0]).starts)

    def _sessions(self, reply: Reply) -> list[Session]:
        return sorted(map(self._session, reply.session_ids), key=lambda each: each.starts)

    def _session(self, session_id: int | None) -> Session:
        return self.known[session_id or 0]

    def _brief(self, moment: datetime) -> str:
        """Wed 6 pm."""
        return f"{self.when.weekday(self.when.local(moment).date())} {self.when.time(moment)}"

    def _zone_of(self, reply: Reply) -> str:
        return self._zone(self._session(min(reply.named)).starts) if reply.named else ""
