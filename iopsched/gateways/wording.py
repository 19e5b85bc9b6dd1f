"""The words of each text: discreet, in the patient's language and zone, one message long (DOMAIN.md section 3).

A text says who writes and when to come; never what for, with whom or where, and it holds no link. None of ours uses a
word that a provider takes as an order to stop or to start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from iopsched.domain.patient import Patient
from iopsched.domain.program import LONGEST_NAME, Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.gateways.gsm7 import first_that_fits
from iopsched.gateways.spoken_time import SpokenTime, catalog


class Voice:
    """How a program speaks to one patient."""

    def __init__(self, program: Program, patient: Patient) -> None:
        self.name = program.name[:LONGEST_NAME]
        self.home = program.zone
        self.may_answer = program.answers_texts
        self.when = SpokenTime(patient.language, patient.zone_or(program.zone))
        self._ = catalog(patient.language).gettext

    def code(self, digits: str) -> str:
        """The sign-in code."""
        return first_that_fits(
            self._("%(digits)s is your %(name)s code. It works for 10 minutes.") % {"digits": digits, "name": self.name}
        )

    def reminder(self, sessions: Sequence[Session], now: datetime) -> str:
        """All of a day's times, in order; fewer words where they are many."""
        spans = self._from_us(self._times(sessions, now, self._span))
        starts = self._from_us(self._times(sessions, now, lambda session: self.when.time(session.starts)))
        first = self._times(sessions[:1], now, self._span)
        rest = self._("%(times)s and more after that") % {"times": first}
        ways_out = [self._with_way_out(spans)]
        if self.may_answer:
            ways_out.insert(0, spans + " " + self._("Reply C to confirm, R for other times."))
        return first_that_fits(*ways_out, spans, starts, self._from_us(rest))

    def moved(self, was: datetime, session: Session) -> str:
        """Staff moved a session that the patient is in; at the same time it is elsewhere, which a text does not say."""
        now, zone = self.when.moment(session.starts), self._zone(session.starts)
        if was == session.starts:
            said = self._("%(name)s: your time on %(now)s has changed. Please open your week to see how.")
            return first_that_fits(said % {"name": self.name, "now": now + zone})
        told = self._("%(name)s: your time on %(was)s is now %(now)s.")
        told %= {"name": self.name, "was": self.when.moment(was), "now": now + zone}
        return first_that_fits(self._with_way_out(told), told)

    def cancelled(self, starts: datetime) -> str:
        """Staff took a session out of the patient's week."""
        moment = self.when.moment(starts) + self._zone(starts)
        told = self._("%(name)s: %(moment)s is off.") % {"name": self.name, "moment": moment}
        more = self._("Your week has room now: please open it to choose another time.")
        if self.may_answer:
            more = self._("Your week has room now: reply R for other times.")
        return first_that_fits(f"{told} {more}", told)

    def booked(self, session: Session) -> str:
        """Somebody else booked for the patient."""
        times = f"{self.when.day(self._day(session))}, {self._span(session)}{self._zone(session.starts)}"
        told = self._("%(name)s: you have a new time: %(times)s.") % {"name": self.name, "times": times}
        return first_that_fits(self._with_way_out(told), told)

    def offered(self, session: Session, until: datetime, now: datetime) -> str:
        """A seat that the patient waited for is held for them."""
        times = self._times([session], now, self._span)
        last = self.when.moment(until)
        told = self._("%(name)s: a time you asked about is free: %(times)s. It is kept for you until %(last)s.")
        told %= {"name": self.name, "times": times, "last": last}
        brief = self._("%(name)s: a time you asked about is kept for you until %(last)s. Please open your week.")
        brief %= {"name": self.name, "last": last}
        way = self._("Reply TAKE to book it.") if self.may_answer else self._("Open your week to answer.")
        return first_that_fits(f"{told} {way}", told, brief)

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
            said["hours"] = self._hours(booked[0])
            told = self._("%(name)s: your week of %(day)s is booked%(hours)s.") % said
        more = self._("Not every time was free: please open your week.")
        return first_that_fits(f"{told} {more}", told) if gaps else first_that_fits(told)

    def _from_us(self, words: str) -> str:
        return self._("%(name)s: %(words)s.") % {"name": self.name, "words": words}

    def _with_way_out(self, words: str) -> str:
        if self.may_answer:
            return words + " " + self._("R shows other times.")
        return words + " " + self._("Can't come? Open your week.")

    def _times(self, sessions: Sequence[Session], now: datetime, say: Callable[[Session], str]) -> str:
        """tomorrow, Wed Dec 9: 5 to 6 pm, 6 to 8 pm. A day of the program can be two in the patient's zone."""
        today = self.when.local(now).date()
        days = [
            f"{self._named(day, today)}: {', '.join(map(say, held))}" for day, held in groupby(sessions, key=self._day)
        ]
        return "; ".join(days) + self._zone(sessions[0].starts)

    def _named(self, day: date, today: date) -> str:
        said = {"day": self.when.day(day)}
        if day == today:
            return self._("today, %(day)s") % said
        return self._("tomorrow, %(day)s") % said if day == today + timedelta(days=1) else said["day"]

    def _day(self, session: Session) -> date:
        return self.when.local(session.starts).date()

    def _span(self, session: Session) -> str:
        return self.when.span(session.starts, session.ends)

    def _zone(self, moment: datetime) -> str:
        """The zone's name where the patient's clocks and the program's differ at that moment."""
        if self.when.local(moment).utcoffset() == moment.astimezone(self.home).utcoffset():
            return ""
        return f" ({self.when.zone_name(moment)})"

    def _hours(self, week: Week) -> str:
        """': 7:30 of 9 h'; nothing without a plan."""
        if not week.required:
            return ""
        return self._(": %(some)s of %(all)s h") % {"some": clock(week.minutes), "all": clock(week.required)}


def clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)
