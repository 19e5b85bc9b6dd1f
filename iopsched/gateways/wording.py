"""The words of each text: discreet, in the patient's language and zone, one message long (DOMAIN.md section 3).

A text says who writes and when to come; never what for, with whom or where, and it holds no link. A detailed wording
adds the part of the program and whether by video, where there is room. None of ours uses a word that a provider takes
as an order to stop or to start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.gateways.gsm7 import first_that_fits
from iopsched.gateways.speech import Speech


class Voice(Speech):
    """What a program tells one patient. In a detailed wording, which only the patient can choose, it says more."""

    def code(self, digits: str) -> str:
        """The sign-in code."""
        return first_that_fits(
            self._("%(digits)s is your %(name)s code. It works for 10 minutes.") % {"digits": digits, "name": self.name}
        )

    def email_check(self) -> str:
        """Whether whoever reads mail there is the one who is to get it; a link follows."""
        said = self._("%(name)s: is this your address? Confirm it, and we write to you here.")
        return first_that_fits(said % {"name": self.name})

    def reminder(self, sessions: Sequence[Session], now: datetime) -> str:
        """All of a day's times, in order; fewer words where they are many."""
        full = self._from_us(self._times(sessions, now, self._full_span))
        spans = self._from_us(self._times(sessions, now, self._span))
        starts = self._from_us(self._times(sessions, now, lambda session: self.when.time(session.starts)))
        first = self._times(sessions[:1], now, self._span)
        rest = self._("%(times)s and more after that") % {"times": first}
        ends = [f" {way}" for way in self._ways_out()]
        ways = [full + end for end in (*ends, "")] if self.says_more else []
        return first_that_fits(*ways, *(spans + end for end in ends), spans, starts, self._from_us(rest))

    def moved(self, was: datetime, session: Session, *, lasts: bool = False) -> str:
        """Staff moved a session that the patient is in. At the same time it ``lasts`` longer or shorter, or else what a
        text does not say: it is elsewhere, counts otherwise or is led by another.
        """
        now, zone = self.when.moment(session.starts), self._zone(session.starts)
        if was == session.starts:
            if lasts:
                said = self._("%(name)s: your time on %(was)s is now %(now)s.")
                span = f"{self.when.day(self._day(session))}, {self._span(session)}{zone}"
                return first_that_fits(said % {"name": self.name, "was": now, "now": span})
            said = self._(
                "%(name)s: your time on %(now)s stays. Something about it has changed: please open your week."
            )
            return first_that_fits(said % {"name": self.name, "now": now + zone})
        told = self._("%(name)s: your time on %(was)s is now %(now)s.")
        known = {"name": self.name, "was": self.when.moment(was)}
        plain = told % {**known, "now": now + zone}
        more = [told % {**known, "now": f"{now}{zone} {self._what(session)}"}] if self.says_more else []
        return first_that_fits(*map(self._with_way_out, (*more, plain)), plain)

    def cancelled(self, starts: datetime, session: Session | None = None) -> str:
        """Staff took a session out of the patient's week, which began at ``starts`` as far as the patient knows."""
        moment = self.when.moment(starts) + self._zone(starts)
        if session and self.says_more:
            moment += f" {self._what(session)}"
        told = self._("%(name)s: %(moment)s is off.") % {"name": self.name, "moment": moment}
        more = self._("Your week has room now: please open it to choose another time.")
        if self.may_answer:
            more = self._("Your week has room now: reply R for other times.")
        return first_that_fits(f"{told} {more}", told)

    def booked(self, session: Session) -> str:
        """Somebody else booked for the patient."""
        day, zone = self.when.day(self._day(session)), self._zone(session.starts)
        told = self._("%(name)s: you have a new time: %(times)s.")
        spans = [self._full_span(session), self._span(session)] if self.says_more else [self._span(session)]
        ways = [told % {"name": self.name, "times": f"{day}, {span}{zone}"} for span in spans]
        return first_that_fits(*map(self._with_way_out, ways), ways[-1])

    def offered(self, session: Session, until: datetime, now: datetime) -> str:
        """A seat that the patient waited for is held for them."""
        last = self.when.moment(until)
        told = self._("%(name)s: a time you asked about is free: %(times)s. It is kept for you until %(last)s.")
        spans = [self._full_span, self._span] if self.says_more else [self._span]
        listed = (self._times([session], now, span) for span in spans)
        ways = [told % {"name": self.name, "times": times, "last": last} for times in listed]
        brief = self._("%(name)s: a time you asked about is kept for you until %(last)s. Please open your week.")
        brief %= {"name": self.name, "last": last}
        way = self._("Reply TAKE to book it.") if self.may_answer else self._("Open your week to answer.")
        return first_that_fits(*(f"{told} {way}" for told in ways), ways[-1], brief)

    def let_go(self, starts: datetime) -> str:
        """A seat that was held for the patient is not any more, as its session is off or elsewhere."""
        moment = self.when.moment(starts) + self._zone(starts)
        told = self._("%(name)s: we can no longer keep %(moment)s for you.") % {"name": self.name, "moment": moment}
        more = self._("Please open your week for other times.")
        return first_that_fits(f"{told} {more}", told)

    def week_planned(self) -> str:
        """Somebody else booked a week for the patient."""
        said = self._("%(name)s: your week is planned. Please open it to see.")
        if self.may_answer:
            said = self._("%(name)s: your week is planned. Reply WEEK to see it.")
        return first_that_fits(said % {"name": self.name})

    def week_kept(self, until: datetime) -> str:
        """Somebody else planned a week, which is kept for the patient until they answer."""
        said = {"name": self.name, "last": self.when.moment(until)}
        told = self._("%(name)s: a week is planned and kept for you until %(last)s.") % said
        way = self._("Reply TAKE to see it.") if self.may_answer else self._("Open your week to answer.")
        return first_that_fits(f"{told} {way}", told)

    def as_usual(self, weeks: Sequence[Week], gaps: int) -> str:
        """Weeks that were booked as the patient usually has them, and whether anything of them could not be."""
        booked = [week for week in weeks if week.bookings]
        said: dict[str, object] = {
            "name": self.name,
            "n": len(booked),
            "day": self.when.date((booked or weeks)[0].monday),
        }
        if not booked:
            told = self._("%(name)s: nothing could be booked for your week of %(day)s. Please open it to choose.")
            return first_that_fits(told % said)
        if len(booked) > 1:
            told = self._("%(name)s: %(n)s of your weeks are booked, from %(day)s on.") % said
        else:
            told = self._("%(name)s: your week of %(day)s is booked.") % said
            if booked[0].required:
                hours = {**said, "hours": self._hours(booked[0].minutes, booked[0].required)}
                told = self._("%(name)s: your week of %(day)s is booked: %(hours)s.") % hours
        more = self._("Not every time was free: please open your week.")
        return first_that_fits(f"{told} {more}", told) if gaps else first_that_fits(told)

    def digest(self, week: Week) -> str:
        """How a week stands, before it begins or in it."""
        said = {
            "name": self.name,
            "day": self.when.date(week.monday),
            "hours": self._hours(week.minutes, week.required),
        }
        if week.is_met:
            return first_that_fits(self._("%(name)s: your week of %(day)s is full: %(hours)s.") % said)
        told = self._("%(name)s: your week of %(day)s: %(hours)s.") % said
        return self._with_what_is_to_go(told, week)

    def shortfall(self, week: Week) -> str:
        """In the middle of a week that falls short and has room left; hours that are there are not said to be short."""
        said = {"name": self.name, "hours": self._hours(week.minutes, week.required)}
        if week.minutes >= week.required:
            told = (
                self._("%(name)s: your week has its hours, and something is still to go. There is room for it.") % said
            )
            return self._with_what_is_to_go(told, week)
        told = self._("%(name)s: your week is at %(hours)s. There is still room in it.") % said
        return self._with_what_is_to_go(told, week)

    def plan_ends(self, last_day: date) -> str:
        """The last day until which there is anything to book."""
        said = {"name": self.name, "day": self.when.day(last_day), "phone": self.phone}
        told = self._("%(name)s: your plan with us goes until %(day)s. Questions? Please ask us.") % said
        if not self.phone:
            return first_that_fits(told)
        call = self._("%(name)s: your plan with us goes until %(day)s. Questions? Please call %(phone)s.") % said
        return first_that_fits(call, told)

    def _with_what_is_to_go(self, told: str, week: Week) -> str:
        """With a way to add times; in a detailed wording also which kinds are lacking."""
        way = self._("Reply R for open times.") if self.may_answer else self._("Open your week to add times.")
        to_go = self._to_go(week) if self.says_more else ""
        more = self._("Still to go: %(parts)s.") % {"parts": to_go}
        return first_that_fits(*([f"{told} {more} {way}", f"{told} {more}"] if to_go else []), f"{told} {way}", told)

    def _with_way_out(self, words: str) -> str:
        return f"{words} {self._ways_out()[-1]}"

    def _ways_out(self) -> list[str]:
        """What somebody can do about a time, the fullest first."""
        if self.may_answer:
            return [self._("Reply C to confirm, R for other times."), self._("R shows other times.")]
        return [self._("Can't come? Open your week.")]
