"""What staff can want of one session that is held otherwise than offered, and of several things as one."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from iopsched.domain.intent import Intent, Several, away, offered, parts_of, session_of, single
from iopsched.domain.words import Modality
from iopsched.store import absences
from iopsched.store.db import reading
from tests.machine.frames import Frames
from tests.machine.intents import SOON
from tests.machine.stage import Outcome
from tests.machine.tables import each

LENGTHS = st.sampled_from([(60, 60), (120, 120), (180, 150), (240, 0)])
PLACES = st.sampled_from(["", "Room 2"])


class Compounds(Frames):
    """Whatever staff can want of the timetable is drawn here."""

    def intent(self, data: st.DataObject) -> Intent:
        """Several now and then."""
        kinds = (self.simple, self.simple, self.simple, self.covered, self.by_video, self.instead_of_a_day)
        chosen: Intent = data.draw(st.sampled_from(kinds))(data)
        return chosen

    def simple(self, data: st.DataObject) -> Intent:
        kinds = (
            *(self.of_a_series, self.of_a_series, self.of_an_offering, self.of_a_span, self.of_somebody_away),
            *(self.of_one_held_otherwise, self.of_another_time_away, self.of_a_season, self.of_a_room),
        )
        chosen: Intent = data.draw(st.sampled_from(kinds))(data)
        return chosen

    def of_one_held_otherwise(self, data: st.DataObject) -> single.AlterSession:
        session, who = self.pick(data, self.everywhere(), self.inhabited()), self.someone(data)
        minutes, counted = data.draw(LENGTHS)
        leader = data.draw(st.sampled_from([None, None, who]))
        return single.AlterSession(
            session, data.draw(st.sampled_from(Modality)), minutes, counted, leader, data.draw(PLACES)
        )

    def of_another_time_away(self, data: st.DataObject) -> Intent:
        with reading():
            known = absences.in_program(self.world.program.id)
        if not known:
            return self.of_somebody_away(data)
        first = self.today() + timedelta(days=data.draw(SOON))
        return away.ChangeAbsence(replace(data.draw(st.sampled_from(known)), day=first, last_day=first))

    def covered(self, data: st.DataObject) -> Intent:
        """Somebody is away, and somebody else has each of their sessions."""
        missed = self.of_somebody_away(data)
        if not isinstance(missed, away.AddAbsence):
            return missed
        span, who = missed.absence.span, self.someone(data)
        theirs = each(self.tables["session"], clinician_id=missed.absence.clinician_id, is_cancelled=False)
        ahead = [row for row in theirs if not self.has_begun(row["id"])]
        left = [row["id"] for row in ahead if span.meets(row["starts"], row["ends"], self.world.program.zone)]
        return Several((missed, *(single.HandOver(each_id, who) for each_id in sorted(left))))

    def by_video(self, data: st.DataObject) -> Intent:
        """Two sessions, be it the same."""
        return Several((self.of_one_held_otherwise(data), self.of_one_held_otherwise(data)))

    def instead_of_a_day(self, data: st.DataObject) -> Intent:
        """A day is closed, and a session is moved off it, or one more is offered."""
        closed, more = self.of_a_span(data), data.draw(st.sampled_from([self.of_a_series, self.of_an_offering]))(data)
        if isinstance(more, offered.EndOffering):
            return closed
        return Several((*parts_of(more), *parts_of(closed)))

    def is_proper_of(self, outcome: Outcome, intent: Intent) -> None:
        """Of several, each of them; one that is another clinic's is why not for all."""
        about = [session_of(part) or 0 for part in parts_of(intent)]
        foreign = [session for session in about if session in self.world.foreign_sessions]
        for session in foreign or about:
            self.is_proper(outcome, session)
