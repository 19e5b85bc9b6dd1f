"""What staff change of one session, as forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from iopsched.web.fields import Day, KindForm, Wall, Whole, needed, words


class MoveForm(KindForm):
    """Another day, hour or place."""

    day = Day(_l("Day"), needed(_l("Choose the day.")))
    begins = Wall(_l("Begins"), needed(_l("Choose when it begins.")))
    place = words(_l("Place"))


class SeatsForm(KindForm):
    """More or fewer seats."""

    seats = Whole(_l("Seats"), needed(_l("Say how many seats it has.")))


class PlainForm(KindForm):
    """Nothing but a button."""
