"""The plan page: proposals with their names and pictures, or the closest week and what would help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from iopsched.domain.commitment import Commitment
from iopsched.domain.own_calendar import OwnCalendar
from iopsched.domain.plan import Change, Outlook, Proposal
from iopsched.domain.waiting import Wanted
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.web import amounts, busy_words, names, strips, wall
from iopsched.web.dates import WEEKDAYS
from iopsched.web.forms_plan import WishesForm, query_of
from iopsched.web.patient.own_calendar_words import calendar_on_a_line
from iopsched.web.patient.plan_waiting import Chance, chances_of
from iopsched.web.patient.plan_words import titles
from iopsched.web.pictures import Hour, hour_blocks


@dataclass(frozen=True, slots=True)
class Option:
    """A week that can be booked: what it is called and how it is drawn."""

    title: str
    proposal: Proposal
    strip: tuple[strips.Column, ...]

    @property
    def count(self) -> int:
        return len(self.proposal.sessions)


@dataclass(frozen=True, slots=True)
class Help:
    """One change of a wish: where it leads, and the minutes that are met then, as a number and as blocks."""

    change: Change
    query: dict[str, str | list[str]]
    met: int
    blocks: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """``chances``: what one could wait for. ``taken``: what was taken meanwhile, each session with its reasons, where a
    week could not be booked whole.
    """

    outlook: Outlook
    form: WishesForm
    commitments: tuple[Commitment, ...]
    today: date
    options: tuple[Option, ...]
    helps: tuple[Help, ...]
    chances: tuple[Chance, ...] = ()
    taken: tuple[tuple[str, tuple[str, ...]], ...] = ()
    calendars: tuple[OwnCalendar, ...] = ()

    @property
    def week(self) -> Week:
        return self.outlook.week

    @property
    def is_over(self) -> bool:
        return self.week.sunday < self.today

    @property
    def closest(self) -> Option | None:
        """The closest week, where none is complete and something can be booked at all."""
        closest = self.outlook.closest
        return _option("", closest, self.week) if closest and closest.sessions else None

    @property
    def most(self) -> int:
        """Minutes of what the plan asks for that the closest week meets."""
        return _met(self.outlook.closest)

    @property
    def has_wishes(self) -> bool:
        return self.outlook.wishes != Wishes()

    @property
    def busy(self) -> str:
        """'Mon to Fri, 9 am to 5 pm; your calendar (example.com)'; empty where nothing is in the way."""
        return busy_words.on_one_line(self.commitments, map(calendar_on_a_line, self.calendars))


def page_of(
    outlook: Outlook,
    form: WishesForm,
    commitments: tuple[Commitment, ...],
    today: date,
    awaited: Collection[Wanted],
    taken: Iterable[tuple[str, tuple[str, ...]]],
    calendars: tuple[OwnCalendar, ...],
) -> Page:
    """Put an outlook in words and pictures; ``awaited`` is what the patient waits for."""
    called = titles(outlook.proposals)
    options = tuple(_option(title, each, outlook.week) for title, each in zip(called, outlook.proposals, strict=True))
    chances = tuple(chances_of(outlook, awaited))
    helps = tuple(_helps(outlook))
    return Page(outlook, form, commitments, today, options, helps, chances, tuple(taken), calendars)


def wishes_said(wishes: Wishes) -> str:
    """'Evening and weekend, telehealth, not Friday': the wishes on one line."""
    said = [amounts.listed(names.name_in_sentence(part) for part in sorted(wishes.parts))] if wishes.parts else []
    said += [names.name_in_sentence(wishes.modality)] if wishes.modality else []
    said += [_("if it can be")] if wishes.is_rather and said else []
    if wishes.days_off:
        days = amounts.listed(wall.weekday(WEEKDAYS[day]) for day in sorted(wishes.days_off))
        said.append(_("not %(days)s", days=days))
    said += [_("not before %(time)s", time=wall.clock_short(wishes.earliest))] if wishes.earliest else []
    said += [_("done by %(time)s", time=wall.clock_short(wishes.latest))] if wishes.latest else []
    if wishes.days_most:
        said.append(_("one day") if wishes.days_most == 1 else _("at most %(n)s days", n=wishes.days_most))
    line = ", ".join(said)
    return line[:1].upper() + line[1:] if line else _("Any time, in person or telehealth")


def _option(title: str, proposal: Proposal, week: Week) -> Option:
    """What is booked is drawn as it is and what is new as suggested; a week that is all new as if it were booked."""
    new = strips.suggested if week.bookings else strips.proposed
    marks = [*map(strips.booked, week.bookings), *map(new, proposal.sessions)]
    return Option(title, proposal, strips.week_columns(week.monday, marks, week.program))


def _helps(outlook: Outlook) -> Iterator[Help]:
    """Blocks are hours of what the plan asks for: had in the closest week, brought by the change, still open."""
    base, required = _met(outlook.closest), outlook.week.required
    attended = min(base, outlook.week.attended)
    for change in outlook.changes:
        then = _met(change.proposal)
        yield Help(
            change, query_of(change.wishes), then, hour_blocks(attended, base - attended, required, back=then - base)
        )


def _met(proposal: Proposal | None) -> int:
    """Minutes of what the plan asks for that a week meets, in all and by kind."""
    return proposal.week.required - proposal.week.to_go if proposal else 0
