"""What somebody says of a new calendar link: for which device, and how much it shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, StopValidation, ValidationError

from iopsched.domain.feed import LONGEST, Content, Detail, Kind
from iopsched.domain.staff import Staff
from iopsched.domain.travel import MOST
from iopsched.web.fields import KindForm, Whole, at_most

TIME, WORDS, DETAIL, BUSY = "time", "words", "detail", "busy"
NEEDS_NAME = _l("Give it a name, such as the device.")
CHOOSE = _l("Choose one.")


def one_line(form: FlaskForm, field: StringField) -> None:
    if any(unicodedata.category(sign)[0] == "C" for sign in field.data or ""):
        raise ValidationError(_l("Use letters, numbers and signs on one line."))


class LinkForm(FlaskForm):
    """``shows`` is time, words, detail or busy; ``agreed`` is asked for where detail is chosen.

    ``travel`` counts where ``blocks_travel`` is ticked.
    """

    name = StringField(_l("Where will you read it?"), [InputRequired(NEEDS_NAME), at_most(LONGEST), one_line])
    shows = StringField(_l("What the calendar shows"), [AnyOf((TIME, WORDS, DETAIL, BUSY), CHOOSE)], default=TIME)
    title = StringField(_l("Your own words"), [at_most(LONGEST), one_line])
    agreed = BooleanField(_l("Yes, show kind and place"))
    blocks_travel = BooleanField(_l("Block the way there and back"))
    travel = Whole(_l("Minutes each way"))
    tentative = BooleanField(_l("Show seats that are kept for me, too"))

    @property
    def content(self) -> Content:
        return Content(
            kind=Kind.BUSY if self.shows.data == BUSY else Kind.OWN,
            detail=Detail.DETAILED if self.shows.data == DETAIL else Detail.DISCREET,
            title=str(self.title.data or "") if self.shows.data == WORDS else "",
            travel_minutes=(self.travel.data or 0) if self.blocks_travel.data else 0,
            shows_tentative=bool(self.tentative.data) and self.shows.data != BUSY,
        )

    def validate_title(self, field: StringField) -> None:
        if self.shows.data == WORDS and not (field.data or "").strip():
            raise ValidationError(_l("Say what it should be called, for example Class."))

    def validate_agreed(self, field: BooleanField) -> None:
        if self.shows.data == DETAIL and not field.data:
            raise ValidationError(_l("Tick this, or choose another way above."))

    def validate_travel(self, field: Whole) -> None:
        """Only asked for where the way is blocked."""
        if not self.blocks_travel.data:
            field.errors = []
            raise StopValidation
        if field.data is None or not 0 < field.data <= MOST:
            raise ValidationError(_l("Say how many minutes the way takes, from 1 to %(most)s.", most=MOST))

    def take(self, problems: dict[str, str]) -> None:
        """Show what a use case said of these fields."""
        for name, problem in problems.items():
            field: Any = self._fields.get(name, self.name)
            field.errors = [*field.errors, problem]


class StaffLinkForm(KindForm):
    """``shows`` is 'program', 'clinician:7' or 'room:Room 2', of those that this member of staff may see."""

    name = StringField(_l("Where will you read it?"), [InputRequired(NEEDS_NAME), at_most(LONGEST), one_line])
    shows = SelectField(_l("Whose sessions"), choices=[], validate_choice=True)

    def offer(self, staff: Staff, clinicians: Mapping[int, str], places: Iterable[str]) -> None:
        """What may be chosen."""
        own = staff.clinician_id
        first = sorted(clinicians, key=lambda one: one != own)
        offered = [(f"clinician:{one}", _l("Mine") if one == own else clinicians[one]) for one in first]
        if staff.may_schedule:
            offered.append(("program", _l("All of the program")))
            offered += [(f"room:{place}", place) for place in places]
        self.shows.choices = offered
        self.offered = {value: str(label) for value, label in offered}

    def said_of(self, content: Content) -> str:
        """What a link shows, as it is called in the list; empty for what is no more."""
        value = {Kind.CLINICIAN: f"clinician:{content.clinician_id}", Kind.ROOM: f"room:{content.place}"}
        return self.offered.get(value.get(content.kind, content.kind.value), content.place)

    @property
    def content(self) -> Content:
        kind, _, said = str(self.shows.data).partition(":")
        is_person = kind == Kind.CLINICIAN
        return Content(Kind(kind), clinician_id=int(said) if is_person else None, place="" if is_person else said)
