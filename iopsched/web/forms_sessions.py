"""What staff change of one session, as forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Optional

from iopsched.domain.offering import LONGEST_LINK
from iopsched.domain.series import Reach
from iopsched.web.fields import Day, KindForm, Wall, Whole, choices_of, needed, words

REACHES = choices_of(
    (
        (Reach.THIS.value, _l("Only this date")),
        (Reach.FOLLOWING.value, _l("This and all later ones")),
        (Reach.ALL.value, _l("All that are ahead")),
    )
)


class ReachForm(KindForm):
    """A change of one date, or of all that are like it."""

    reach = RadioField(_l("Which dates"), choices=REACHES, default=Reach.THIS.value, validators=[Optional()])

    @property
    def meant(self) -> Reach:
        return Reach(self.reach.data or Reach.THIS)


class MoveForm(ReachForm):
    """Another day, hour or place."""

    day = Day(_l("Day"), needed(_l("Choose the day.")))
    begins = Wall(_l("Begins"), needed(_l("Choose when it begins.")))
    place = words(_l("Place"))


class SeatsForm(ReachForm):
    """More or fewer seats."""

    seats = Whole(_l("Seats"), needed(_l("Say how many seats it has.")))


class CancellationForm(ReachForm):
    """Nothing but which dates."""


class LinkForm(KindForm):
    """Where one session is to be found by video."""

    link = words(_l("Link, by video"), longest=LONGEST_LINK)
