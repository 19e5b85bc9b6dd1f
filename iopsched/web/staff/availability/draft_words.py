"""What the preview of a change says: what applying does, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.foreseen import Foreseen, Meanwhile, Touched
from iopsched.domain.intent import Intent, offered, parts_of
from iopsched.domain.mending import Mending
from iopsched.domain.name import meant
from iopsched.domain.news import Word
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.usecases.availability.draft_change import Preview
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.web import amounts, names, sentences, wall
from iopsched.web.staff.availability.draft_kinds import said

MOST_NAMED = 5


def done(intent: Intent, program: Program, effect: Effect) -> str:
    """The first words of the note once it is applied."""
    first = said(intent).done
    is_extra = isinstance(intent, offered.AddOffering) and intent.offering.is_single
    return f"{first} {ahead(program)}" if is_extra and not effect.opened else first


def ahead(program: Program) -> str:
    """Why nothing opens yet."""
    return _("It opens %(weeks)s weeks ahead.", weeks=program.weeks_ahead)


def meanwhile(differs: Meanwhile, whom: Sequence[Patient]) -> str:
    """'What it would do for Ana R. has changed since you looked. Here is what it would do now.'"""
    named = [patient.short_name for patient in whom[:MOST_NAMED]]
    if len(whom) > MOST_NAMED:
        more = len(whom) - MOST_NAMED
        named.append(ngettext("%(num)s more person", "%(num)s more people", more))
    since = _("The timetable has changed since you looked.") if differs.sessions else ""
    of_whom = (
        _("What it would do for %(names)s has changed since you looked.", names=amounts.listed(named)) if named else ""
    )
    return " ".join(filter(None, (since, of_whom, _("Here is what it would do now."))))


def applying(change: Foreseen) -> str:
    """'cancels 1 session, ends 4 seats and sends 4 texts': what follows the word Apply."""
    return amounts.listed([*_on_sessions(change), *_on_seats(change)])


def _on_sessions(change: Foreseen) -> Iterator[str]:
    opened = len(change.opened) + len(change.reopened)
    if change.closed:
        yield ngettext("cancels %(num)s session", "cancels %(num)s sessions", len(change.closed))
    if change.moved:
        yield ngettext("moves %(num)s session", "moves %(num)s sessions", len(change.moved))
    if change.altered:
        yield ngettext("changes %(num)s session", "changes %(num)s sessions", len(change.altered))
    if opened:
        yield ngettext("opens %(num)s session", "opens %(num)s sessions", opened)


def _on_seats(change: Foreseen) -> Iterator[str]:
    kept, lost, back = change.counts
    told = len(change.hearing(Word.MESSAGE))
    if lost:
        yield ngettext("ends %(num)s seat", "ends %(num)s seats", lost)
    if kept:
        yield ngettext("moves %(num)s seat along", "moves %(num)s seats along", kept)
    if back:
        yield ngettext("gives %(num)s seat back", "gives %(num)s seats back", back)
    if told:
        yield ngettext("tells %(num)s person", "tells %(num)s people", told)


def offers(preview: Preview) -> list[tuple[Offering, str]]:
    """Each offering that the change is to begin or make otherwise, as it is then, and the name of who leads it."""
    parts = parts_of(preview.draft.wanted.intent)
    named = preview.sight.ground.clinicians
    known = {name: name for name in named.values()}
    return [
        (part.offering, meant(part.clinician, known) or named.get(part.offering.clinician_id or 0, ""))
        for part in parts
        if isinstance(part, offered.AddOffering | offered.ChangeOffering)
    ]


def unheard(change: Foreseen) -> str:
    """'6 people have not heard of it yet, and hear nothing.': of what is taken back in time. Empty without any."""
    num = len(change.hearing(Word.UNHEARD))
    said = "%(num)s person has not heard of it yet, and hears nothing."
    return ngettext(said, "%(num)s people have not heard of it yet, and hear nothing.", num) if num else ""


def result(one: Touched) -> str:
    """'9 of 9 h': how the week stands with the first replacement, or without any."""
    week = one.mendings[0].week if one.mendings else one.after
    return amounts.hours_of(week.minutes, week.required)


def lacking(one: Touched) -> str:
    """'2 hours of group to go': what the week still asks for, before any replacement."""
    return _("%(parts)s to go", parts=amounts.listed(sentences.to_go_parts(one.after)))


def mending_said(mending: Mending) -> str:
    """Each session of it, with a semicolon between them."""
    return "; ".join(map(seat_said, mending.sessions))


def seat_said(session: Session) -> str:
    """'Sat, Dec 19, 9 am, group, telehealth': what tells it from another at that time."""
    return f"{dated(session)}, {names.name_in_sentence(session.modality)}"


def dated(session: Session) -> str:
    """'Mon, Nov 30, 6 pm, group': in a list of several weeks."""
    facts = {"day": wall.day_short(session.day), "time": wall.clock_short(session.starts)}
    return _("%(day)s, %(time)s, %(kind)s", kind=names.name_in_sentence(session.component), **facts)


FILTERS: dict[str, Callable[..., Any]] = {
    "applying": applying,
    "offers": offers,
    "unheard": unheard,
    "touched_result": result,
    "mending_said": mending_said,
    "seat_said": seat_said,
    "lacking_said": lacking,
    "dated": dated,
}
