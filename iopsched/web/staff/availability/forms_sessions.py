"""What staff change of one session, as forms."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from iopsched.domain.intent import single
from iopsched.domain.offering import LONGEST_LINK, Offering
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.usecases.availability.alter_session import Held
from iopsched.web.fields import Day, KindForm, Wall, Whole, choices_of, needed, words
from iopsched.web.staff.availability.forms_offerings import WAYS

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


class DetailsForm(KindForm):
    """How one session is held: only that date."""

    modality = RadioField(_l("How"), choices=WAYS)
    place = words(_l("Room"))
    clinician = SelectField(_l("Who leads it"), default="")
    minutes = Whole(_l("Minutes"), needed(_l("Say how long it is.")))
    counted_minutes = Whole(_l("Minutes that count"))
    link = words(_l("Link, by video"), longest=LONGEST_LINK)

    def __init__(self, held: Held, **given: Any) -> None:
        super().__init__(**given)
        self.offering = held.offering
        usual = held.clinicians.get(held.offering.clinician_id or 0, gettext("nobody named"))
        named = [(str(number), _named(name, number in held.free)) for number, name in held.clinicians.items()]
        self.clinician.choices = choices_of([("", gettext("As offered: %(name)s", name=usual)), *named])

    @classmethod
    def of(cls, held: Held, session: Session) -> DetailsForm:
        """Filled in with how it is held now; minutes that count only where its breaks are not those of its offering."""
        is_usual = session.counted_minutes == _counted(held.offering, session.clock_minutes)
        return cls(
            held,
            formdata=None,
            modality=session.modality.value,
            place=session.place,
            clinician=str(held.change.clinician_id or ""),
            minutes=session.clock_minutes,
            counted_minutes=None if is_usual else session.counted_minutes,
            link=held.change.link or "",
        )

    def intent(self, session_id: int) -> single.AlterSession:
        """As typed; only a sound form has one. Breaks are as long as ever where no minutes that count are said."""
        minutes, chosen = self.minutes.data or 0, self.clinician.data
        usual = _counted(self.offering, minutes)
        counted = usual if self.counted_minutes.data is None else self.counted_minutes.data
        return single.AlterSession(
            session_id,
            Modality(self.modality.data),
            minutes,
            counted,
            int(chosen) if chosen else None,
            (self.place.data or "").strip(),
            (self.link.data or "").strip(),
        )


def _counted(offering: Offering, minutes: int) -> int:
    """How many minutes count of one that is so long, with as long a break as ever."""
    return max(0, minutes - offering.session_minutes + offering.counted_minutes)


def _named(name: str, is_free: bool) -> str:
    return name if is_free else str(gettext("%(name)s, not free then", name=name))


class CancellationForm(ReachForm):
    """Nothing but which dates."""


class LinkForm(KindForm):
    """Where one session is to be found by video."""

    link = words(_l("Link, by video"), longest=LONGEST_LINK)
