"""What staff say of rooms and of the most seats of a kind."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from iopsched.domain.errors import Invalid
from iopsched.domain.room import Room
from iopsched.domain.words import Component
from iopsched.usecases.availability import keep_rooms
from tests.machine.staff import Staff
from tests.machine.tables import each

SEATS = st.integers(1, 3)


class Rooms(Staff):
    """What it comes to is a promise (``promises/places.py``)."""

    @rule(data=st.data(), seats=SEATS, site=st.sampled_from(["", "North"]))
    def have_a_room(self, data: st.DataObject, seats: int, site: str) -> None:
        """A new one, or other seats of one that there is; two of one name there cannot be."""
        known = [*each(self.tables["room"], program_id=self.world.program.id)]
        room_id = self.pick(data, [0, *(row["id"] for row in known)])
        others = {(row["name"], row["site"]) for row in known if row["id"] != room_id}
        outcome = self.staff_do(keep_rooms.put, self.world.scheduler, Room(room_id, "Room 2", site, seats))
        if ("Room 2", site) in others:
            assert outcome.died or isinstance(outcome.no, Invalid), outcome
        self.is_proper(outcome, 0)

    @rule(data=st.data())
    def have_a_room_no_more(self, data: st.DataObject) -> None:
        room = self.pick(data, [99], [row["id"] for row in each(self.tables["room"])])
        outcome = self.staff_do(keep_rooms.remove, self.world.scheduler, room)
        assert room in self.tables["room"] or outcome.died or outcome.no or outcome.is_done

    @rule(caps=st.dictionaries(st.sampled_from(Component), SEATS, max_size=2))
    def limit_a_kind(self, caps: dict[Component, int]) -> None:
        assert self.staff_do(keep_rooms.cap, self.world.scheduler, caps).no is None
