"""How a program speaks to one patient: its name, the patient's language, clock and wording, and lists of times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from iopsched.domain.channel import Channel
from iopsched.domain.manner import Wording
from iopsched.domain.patient import Patient
from iopsched.domain.program import LONGEST_NAME, Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from iopsched.gateways.spoken_time import SpokenTime, catalog


class Speech:
    """What every text is made of. Only in a detailed wording is there anything but times."""

    def __init__(self, program: Program, patient: Patient, wording: Wording = Wording.DISCREET) -> None:
        self.name = program.name[:LONGEST_NAME]
        self.phone = program.phone
        self.home = program.zone
        self.by_mail, self.by_push = Channel.EMAIL in patient.channels, Channel.PUSH in patient.channels
        self.may_answer = program.answers_texts
        self.says_more = wording is Wording.DETAILED
        self.when = SpokenTime(patient.language, patient.zone_or(program.zone))
        self._ = catalog(patient.language).gettext

    def _from_us(self, words: str) -> str:
        return self._("%(name)s: %(words)s.") % {"name": self.name, "words": words}

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

    def _full_span(self, session: Session) -> str:
        """5 to 6 pm; in a detailed wording 5 to 6 pm group by video."""
        return f"{self._span(session)} {self._what(session)}" if self.says_more else self._span(session)

    def _what(self, session: Session) -> str:
        """Group by video."""
        by_video = session.modality is Modality.TELEHEALTH
        way = self._("%(kind)s by video") if by_video else self._("%(kind)s in person")
        return way % {"kind": self._kind(session.component)}

    def _kind(self, component: Component) -> str:
        return {
            Component.GROUP: self._("group"),
            Component.INDIVIDUAL: self._("one to one"),
            Component.FAMILY: self._("family"),
            Component.SKILLS: self._("skills"),
        }[component]

    def _zone(self, moment: datetime) -> str:
        """The zone's name where the patient's clocks and the program's differ at that moment."""
        if self.when.local(moment).utcoffset() == moment.astimezone(self.home).utcoffset():
            return ""
        return f" ({self.when.zone_name(moment)})"

    def _to_go(self, week: Week) -> str:
        """Of each kind that is lacking how much: 2 h group, 1 h family."""
        lacking = week.missing_components.items()
        said = (
            self._("%(hours)s h %(kind)s") % {"hours": clock(gap), "kind": self._kind(kind)} for kind, gap in lacking
        )
        return ", ".join(said)

    def _hours(self, minutes: int, required: int) -> str:
        """6 of 9 h; 7:30 h where nothing is asked."""
        said = {"booked": clock(minutes), "asked": clock(required)}
        return self._("%(booked)s of %(asked)s h") % said if required else self._("%(booked)s h") % said


def clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)
