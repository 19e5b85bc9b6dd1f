"""What staff can want of the frame that all offerings are held in: seasons, rooms, the most seats of a kind."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from iopsched.domain.intent import Intent, frame, offered
from iopsched.domain.room import Cap, Room
from iopsched.domain.season import Season
from iopsched.domain.words import Component
from iopsched.store import seasons
from iopsched.store.db import reading
from tests.machine.intents import LATE, SOON, Intents
from tests.machine.rooms import SEATS
from tests.machine.tables import each

NAMES = st.sampled_from(["Winter hours", "Short days"])


class Frames(Intents):
    """That nothing is held out of season is a promise (``promises/places.py``)."""

    def of_a_season(self, data: st.DataObject) -> Intent:
        """A new one, other days of one, one no more, or an offering that holds only in it or pauses."""
        known = self.seasons()
        how = data.draw(st.sampled_from(["new", "days", "bind", "bind", "none"])) if known else "new"
        first = self.today() + timedelta(days=data.draw(SOON))
        last = first + timedelta(days=3 * data.draw(LATE))
        if how == "new":
            return frame.PutSeason(Season(0, data.draw(NAMES), first, last, yearly=data.draw(st.booleans())))
        one: Season = data.draw(st.sampled_from(known))
        if how == "days":
            return frame.PutSeason(replace(one, first_day=first, last_day=last))
        if how == "none":
            return frame.RemoveSeason(one.id, one.name)
        return offered.ChangeOffering(replace(self.offering(data), season=one, pauses=data.draw(st.booleans())))

    def of_a_room(self, data: st.DataObject) -> Intent:
        """A room, new or otherwise, one fewer, or the most seats of a kind."""
        known = [row["id"] for row in each(self.tables["room"], program_id=self.world.program.id)]
        how, seats = data.draw(st.sampled_from(["put", "put", "none", "caps"])), data.draw(SEATS)
        if how == "caps":
            return frame.SetCaps((Cap(data.draw(st.sampled_from(Component)), seats),))
        if how == "none" and known:
            return frame.RemoveRoom(self.pick(data, known), "")
        room_id = self.pick(data, [0, *known])
        return frame.PutRoom(Room(room_id, data.draw(st.sampled_from(["Room 2", "Hall"])), "", seats))

    def seasons(self) -> tuple[Season, ...]:
        with reading():
            return seasons.in_program(self.world.program.id)
