"""What staff offer, as forms: a weekly pattern, an extra session, a day without any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from iopsched.domain.offering import LONGEST_LINK, NO_END, NO_START, Closure, Offering
from iopsched.domain.season import Season
from iopsched.domain.span import MIDNIGHT, Span
from iopsched.domain.words import Component, Modality
from iopsched.web import login
from iopsched.web.clock import now
from iopsched.web.fields import Day, KindForm, Several, Wall, Whole, choices_of, needed, words
from iopsched.web.names import NAMES

YEAR = timedelta(days=366)
KINDS = choices_of((kind.value, NAMES[kind]) for kind in Component)
WAYS = choices_of((way.value, NAMES[way]) for way in Modality)
OFTEN = (_l("Every week"), _l("Every other week"), _l("Every third week"), _l("Every fourth week"))
EVERY = choices_of((str(number), name) for number, name in enumerate(OFTEN, 1))
DAYS = (_l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"))


class SittingForm(KindForm):
    """What a pattern and an extra session have in common."""

    component = RadioField(_l("Kind"), choices=KINDS, default=Component.GROUP.value)
    modality = RadioField(_l("How"), choices=WAYS, default=Modality.IN_PERSON.value)
    begins = Wall(_l("Begins"), needed(_l("Choose when it begins.")))
    minutes = Whole(_l("Minutes"), needed(_l("Say how long it is.")), default=180)
    breaks = Whole(_l("Minutes of breaks"))
    counted_minutes = Whole(_l("Minutes that count"))
    seats = Whole(_l("Seats"), needed(_l("Say how many seats it has.")), default=10)
    clinician = words(_l("Who leads it"))
    place = words(_l("Room"))
    site = words(_l("Site, if not your own"), longest=40)
    track = words(_l("Track"), longest=40)
    least = Whole(_l("Fewest people"))
    link = words(_l("Link, by video"), longest=LONGEST_LINK)
    link_minutes = Whole(_l("Minutes before that it shows"))

    def validate_breaks(self, field: Whole) -> None:
        """Something of it must be left."""
        if field.data is not None and not 0 <= field.data < max(1, self.whole_minutes):
            raise ValidationError(gettext("Breaks must be shorter than one session."))

    def facts(self) -> dict[str, Any]:
        """Fields of an offering; all minutes count but those of breaks, and these where the program counts them."""
        minutes, counted = self.minutes.data or 0, self.counted_minutes.data
        uncounted = 0 if login.current_program().count_breaks else self.breaks.data or 0
        return {
            "program_id": 0,
            "component": Component(self.component.data),
            "modality": Modality(self.modality.data),
            "begins": self.begins.wall,
            "minutes": minutes,
            "counted_minutes": self.whole_minutes - uncounted if counted is None else counted,
            "seats": self.seats.data or 0,
            "place": (self.place.data or "").strip(),
            "site": (self.site.data or "").strip(),
            "track": (self.track.data or "").strip(),
            "least": self.least.data or 0,
            "link": (self.link.data or "").strip(),
            "link_minutes": 15 if self.link_minutes.data is None else self.link_minutes.data,
        }

    @property
    def whole_minutes(self) -> int:
        """The length of one session."""
        return int(self.minutes.data or 0)


class OfferingForm(SittingForm):
    """A weekly pattern; without a first or last day it is for good."""

    weekdays = Several(_l("Weekdays"), choices=choices_of((str(number), name) for number, name in enumerate(DAYS)))
    every = RadioField(_l("How often"), choices=EVERY, default="1")
    slot_minutes = Whole(_l("Minutes of one slot"))
    buffer_minutes = Whole(_l("Minutes between slots"))
    first_day = Day(_l("From"))
    last_day = Day(_l("Until"))
    since = Day(_l("Change it from"))
    season = SelectField(_l("Season"), default="", validate_choice=False)

    def __init__(self, seasons: Iterable[Season], **given: Any) -> None:
        super().__init__(**given)
        self.seasons = {str(one.id): one for one in seasons}
        only = [(number, gettext("Only in %(name)s", name=one.name)) for number, one in self.seasons.items()]
        never = [(f"-{number}", gettext("Not in %(name)s", name=one.name)) for number, one in self.seasons.items()]
        self.season.choices = choices_of([("", gettext("All year")), *only, *never])

    @property
    def whole_minutes(self) -> int:
        return int(self.slot_minutes.data or self.minutes.data or 0)

    def offering(self, offering_id: int = 0) -> Offering:
        """As typed; only a sound form has one."""
        return Offering(
            id=offering_id,
            weekdays=frozenset(map(int, self.weekdays.data or [])),
            every=int(self.every.data),
            slot_minutes=self.slot_minutes.data or 0,
            buffer_minutes=self.buffer_minutes.data or 0,
            first_day=self.first_day.data or NO_START,
            last_day=self.last_day.data or NO_END,
            season=self.seasons.get((self.season.data or "").removeprefix("-")),
            pauses=(self.season.data or "").startswith("-"),
            **self.facts(),
        )

    @classmethod
    def of(cls, offering: Offering, clinicians: dict[int, str], seasons: Iterable[Season]) -> OfferingForm:
        """Filled in with what is offered now; what was posted goes first."""
        names = ("begins", "minutes", "seats", "place", "site", "track")
        video = ("link", "link_minutes")
        return cls(
            seasons,
            season=f"{'-' if offering.pauses else ''}{offering.season.id}" if offering.season else "",
            **_counting(offering),
            component=offering.component.value,
            modality=offering.modality.value,
            weekdays=[str(number) for number in offering.weekdays],
            every=str(offering.every),
            slot_minutes=offering.slot_minutes or None,
            buffer_minutes=offering.buffer_minutes or None,
            least=offering.least or None,
            first_day=None if offering.first_day <= NO_START else offering.first_day,
            last_day=None if offering.last_day >= NO_END else offering.last_day,
            clinician=clinicians.get(offering.clinician_id or 0, ""),
            **{name: getattr(offering, name) for name in names + video},
        )


def _counting(offering: Offering) -> dict[str, int | None]:
    """What does not count as breaks; as the minutes that do, in a program that counts breaks."""
    uncounted = offering.session_minutes - offering.counted_minutes
    if login.current_program().count_breaks:
        return {"counted_minutes": offering.counted_minutes if uncounted else None}
    return {"breaks": uncounted or None}


class EndForm(KindForm):
    """The last day of what is offered."""

    last_day = Day(_l("Last day"))


class ExtraForm(SittingForm):
    """A session of one date."""

    ALIASES: ClassVar = {"first_day": "day", "last_day": "day", "weekdays": "day"}
    day = Day(_l("Day"), needed(_l("Choose the day.")))

    def validate_day(self, field: Day) -> None:
        """A year that was mistyped is no session that anybody would ever see."""
        if field.data and field.data > now().date() + YEAR:
            raise ValidationError(gettext("Choose a day within a year."))

    def offering(self) -> Offering:
        """As typed; only a sound form has one."""
        day = self.day.day
        return Offering(id=0, weekdays=frozenset({day.weekday()}), first_day=day, last_day=day, **self.facts())


class SpanForm(KindForm):
    """Days, or parts of days."""

    day = Day(_l("First day"), needed(_l("Choose the day.")))
    last_day = Day(_l("Last day"))
    begins = Wall(_l("From"))
    ends = Wall(_l("Until"))

    @property
    def span(self) -> Span:
        """As typed; only a sound form has one. One day has no last day of its own.

        Until midnight of a later last day is until the end of the day before; on one day alone, until its own end.
        """
        first, last_day = self.day.day, self.last_day.data or self.day.day
        if self.ends.data == MIDNIGHT and last_day > first:
            last_day -= timedelta(days=1)
        return Span(first, last_day if last_day != first else None, *self._hours)

    @property
    def _hours(self) -> tuple[time, time]:
        return self.begins.data or MIDNIGHT, self.ends.data or MIDNIGHT


class ClosureForm(SpanForm):
    """When there is no session, and why."""

    reason = words(_l("Reason, for staff"))

    def closure(self) -> Closure:
        span = self.span
        return Closure(span.day, (self.reason.data or "").strip(), span.last_day, span.begins, span.ends)
