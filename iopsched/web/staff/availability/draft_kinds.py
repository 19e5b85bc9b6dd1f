"""What each kind of change is called before it is made and once it is, and where it can be seen then.

Here each kind of intent is named once, with its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.intent import Intent, Part, Several, away, frame, offered, reach_of, session_of, single
from iopsched.domain.offering import Offering
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.web import amounts, names, wall
from iopsched.web.staff_words import offering_said, span_said


@dataclass(frozen=True, slots=True)
class Said:
    """``title`` before, without a look at any session; ``done`` afterwards; ``page``: the address where it can be seen.

    ``is_news``: whether it is also said that nobody is touched, where that is so.
    """

    title: str
    done: str
    page: str
    is_news: bool = False


NOT_NAMED: Mapping[int, str] = {}
BESIDE: dict[type, Callable[[int], str]] = {
    offered.AddOffering: lambda num: str(ngettext("%(num)s session more", "%(num)s sessions more", num)),
    single.MoveSession: lambda num: str(ngettext("%(num)s session moved", "%(num)s sessions moved", num)),
    single.HandOver: lambda num: str(ngettext("%(num)s stand-in", "%(num)s stand-ins", num)),
}
"""What may be done beside a change, to make up for it."""


def said(intent: Intent, named: Mapping[int, str] = NOT_NAMED) -> Said:
    """By its kind; several are called after the first that is not done beside another.

    ``named``: words for sessions, by id; one that is not among them is called "a session".
    """
    if not isinstance(intent, Several):
        return _of_part(intent, named)
    meant = next((part for part in intent.parts if type(part) not in BESIDE), intent.parts[-1])
    number = Counter(type(part) for part in intent.parts)
    first = replace(_of_part(meant, named), done=_("Done."), is_news=True)
    if number[type(meant)] > 1:
        changed = ngettext("Change %(num)s session", "Change %(num)s sessions", number[type(meant)])
        at_first = named.get(session_of(next(part for part in intent.parts if type(part) is type(meant))) or 0)
        title = _("%(what)s, first %(session)s", what=changed, session=at_first) if at_first else changed
        return replace(first, title=title, page=url_for("changes.show"))
    beside = amounts.listed(BESIDE[kind](count) for kind, count in number.items() if kind in BESIDE)
    return replace(first, title=_("%(what)s, with %(more)s", what=first.title, more=beside) if beside else first.title)


def _of_part(intent: Part, named: Mapping[int, str]) -> Said:
    if isinstance(intent, single.OfSingle):
        return _of_single(intent, named.get(intent.session_id, ""))
    if isinstance(intent, offered.OfOffered):
        return _of_offered(intent)
    return _of_away(intent) if isinstance(intent, away.OfAway) else _of_frame(intent)


def _of_single(intent: single.OfSingle, what: str) -> Said:
    page = url_for("roster.show", session_id=intent.session_id)
    facts = {"what": _reaching(what or _("a session"), reach_of(intent))}
    match intent:
        case single.CancelSession():
            return Said(_("Cancel %(what)s", **facts), _("Cancelled."), page, is_news=True)
        case single.MoveSession(_id, day, begins):
            facts |= {"day": wall.day(day), "time": wall.clock_short(begins)}
            return Said(_("Move %(what)s to %(day)s, %(time)s", **facts), _("Moved."), page, is_news=True)
        case single.SetSeats(_id, seats):
            return Said(_("Change seats to %(seats)s: %(what)s", seats=seats, **facts), _("Seats changed."), page)
        case single.AlterSession() | single.HandOver():
            is_led = isinstance(intent, single.HandOver)
            title = _("Change who leads %(what)s", **facts) if is_led else _("Change %(what)s", **facts)
            return Said(title, _("Named.") if is_led else _("Changed."), page, is_news=True)
        case single.ReopenSession():
            return Said(_("Open %(what)s again", **facts), _("Open again."), page)
        case single.PutBack():
            return Said(_("Put %(what)s back as it was", **facts), _("Put back."), page)


def _reaching(what: str, reach: Reach) -> str:
    if reach is Reach.FOLLOWING:
        return _("%(what)s and all later ones", what=what)
    return _("%(what)s and all others that are ahead", what=what) if reach is Reach.ALL else what


def _of_offered(intent: offered.OfOffered) -> Said:
    page = url_for("offerings.show")
    match intent:
        case offered.AddOffering(it):
            return _of_new(it)
        case offered.ChangeOffering(it, _name, since):
            what = offering_said(it) + held(it)
            from_then = _("Change from %(day)s on: %(what)s", day=wall.day(since), what=what) if since else ""
            return Said(from_then or _("Change in all weeks: %(what)s", what=what), _("Changed, from now on."), page)
        case offered.EndOffering(_id, _day, name):
            return Said(_("End %(name)s", name=name or _("an offering")), _("Ended."), page, is_news=True)
        case offered.PutSeriesBack():
            return Said(_("Put sessions back as they were"), _("Put back."), page)
        case offered.CloseDay(closure):
            when = span_said(closure.span)
            return Said(_("Close %(when)s", when=when), _("Closed: %(when)s.", when=when), page, is_news=True)
        case offered.ReopenDay(day):
            on = wall.day(day)
            return Said(_("Open %(day)s again", day=on), _("Open again on %(day)s.", day=on), page)


def _of_new(offering: Offering) -> Said:
    what, day = offering_said(offering), wall.day(offering.first_day)
    if offering.is_single:
        page = url_for("board.show", day=offering.first_day)
        return Said(_("Add %(what)s", what=what + held(offering)), _("Extra session on %(day)s.", day=day), page)
    often = _("Offer %(what)s", what=what) if offering.every > 1 else _("Offer %(what)s, every week", what=what)
    return Said(often + held(offering), _("Offered."), url_for("offerings.show"))


def held(one: Session | Offering) -> str:
    """' (in person, Room 2)': what tells it from another at the same time."""
    how = ", ".join(filter(None, (names.name_in_sentence(one.modality), one.place, one.site)))
    return f" ({how})"


def _of_away(intent: away.OfAway) -> Said:
    page, who = url_for("absences.show"), intent.name or _("a clinician")
    match intent:
        case away.AddAbsence(absence):
            facts = {"name": who, "when": span_said(absence.span)}
            title = _("Note that %(name)s is away: %(when)s", **facts)
            return Said(title, _("Noted. %(name)s is away: %(when)s.", **facts), page, is_news=True)
        case away.ChangeAbsence(absence):
            facts = {"name": who, "when": span_said(absence.span)}
            title = _("Change when %(name)s is away: %(when)s", **facts)
            return Said(title, _("Changed. %(name)s is away: %(when)s.", **facts), page, is_news=True)
        case away.RemoveAbsence(_id, _name, span):
            title = _("Take back an absence of %(name)s", name=who)
            title = _("%(what)s: %(when)s", what=title, when=span_said(span)) if span else title
            return Said(title, _("Taken back. %(name)s is there.", name=who), page)


def _of_frame(intent: frame.OfFrame) -> Said:
    rooms, seasons = url_for("rooms.show"), url_for("seasons.show")
    match intent:
        case frame.PutRoom(room):
            title = _("Change a room: %(name)s") if room.id else _("List a room: %(name)s")
            return Said(title % {"name": room.name}, _("Saved."), rooms)
        case frame.RemoveRoom(_id, name):
            return Said(_("Take a room off the list: %(name)s", name=name), _("Removed."), rooms)
        case frame.SetCaps():
            return Said(_("Change the most seats of a kind"), _("Saved."), rooms)
        case frame.PutSeason(season):
            title = _("Change a season: %(name)s") if season.id else _("Add a season: %(name)s")
            return Said(title % {"name": season.name}, _("Saved."), seasons)
        case frame.RemoveSeason(_id, name):
            return Said(_("Remove a season: %(name)s", name=name), _("Removed."), seasons)
        case frame.BringSeasonBack(season):
            return Said(_("Add a season again: %(name)s", name=season.name), _("Put back."), seasons)
