"""Rooms and the most seats of a kind, as forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from iopsched.domain.room import Cap, Room
from iopsched.domain.words import Component
from iopsched.web.fields import KindForm, Whole, needed, words
from iopsched.web.names import NAMES


class RoomForm(KindForm):
    """One room."""

    name = words(_l("Room"), _l("Say what the room is called."))
    site = words(_l("Site, if not your own"), longest=40)
    seats = Whole(_l("Seats"), needed(_l("Say how many seats it has.")))

    def room(self, room_id: int = 0) -> Room:
        """As typed; only a sound form has one."""
        name, site = (self.name.data or "").strip(), (self.site.data or "").strip()
        return Room(room_id, name, site, self.seats.data or 0)


class CapsForm(KindForm):
    """The most seats of each kind; empty is no limit."""

    group = Whole(NAMES[Component.GROUP])
    individual = Whole(NAMES[Component.INDIVIDUAL])
    family = Whole(NAMES[Component.FAMILY])
    skills = Whole(NAMES[Component.SKILLS])

    def caps(self) -> tuple[Cap, ...]:
        typed = {each: self[each.value].data for each in Component}
        return tuple(Cap(each, seats) for each, seats in typed.items() if seats is not None)
