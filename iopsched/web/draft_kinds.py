"""What each kind of change is called before it is made and once it is, and where it can be seen then.

Here each kind of intent is named once, with its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.intent import Intent, Part, Several, away, frame, offered, reach_of, single
from iopsched.domain.offering import Offering
from iopsched.domain.series import Reach
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


BESIDE: dict[type, Callable[[int], str]] = {
    offered.AddOffering: lambda num: str(ngettext("%(num)s session more", "%(num)s sessions more", num)),
    single.MoveSession: lambda num: str(ngettext("%(num)s session moved", "%(num)s sessions moved", num)),
    single.HandOver: lambda num: str(ngettext("%(num)s stand-in", "%(num)s stand-ins", num)),
}
"""What may be done beside a change, to make up for it."""


def said(intent: Intent) -> Said:
    """By its kind; several are called after the first that is not done beside another."""
    if not isinstance(intent, Several):
        return _of_part(intent)
    meant = next((part for part in intent.parts if type(part) not in BESIDE), intent.parts[-1])
    number = Counter(type(part) for part in intent.parts)
    first = replace(_of_part(meant), done=_("Done."), is_news=True)
    if number[type(meant)] > 1:
        changed = ngettext("Change %(num)s session", "Change %(num)s sessions", number[type(meant)])
        return replace(first, title=changed, page=url_for("changes.show"))
    beside = amounts.listed(BESIDE[kind](count) for kind, count in number.items() if kind in BESIDE)
    return replace(first, title=_("%(what)s, with %(more)s", what=first.title, more=beside) if beside else first.title)


def _of_part(intent: Part) -> Said:
    if isinstance(intent, single.OfSingle):
        return _of_single(intent)
    if isinstance(intent, offered.OfOffered):
        return _of_offered(intent)
    return _of_away(intent) if isinstance(intent, away.OfAway) else _of_frame(intent)


def _of_single(intent: single.OfSingle) -> Said:
    page, reach = url_for("roster.show", session_id=intent.session_id), reach_of(intent)
    series = {Reach.FOLLOWING: _("Change a session and all later ones"), Reach.ALL: _("Change all that are ahead")}
    title = series.get(reach, _("Change a session"))
    match intent:
        case single.CancelSession():
            series = {
                Reach.FOLLOWING: _("Cancel a session and all later ones"),
                Reach.ALL: _("Cancel all that are ahead"),
            }
            return Said(series.get(reach, _("Cancel a session")), _("Cancelled."), page, is_news=True)
        case single.MoveSession(_id, day, begins):
            series = {Reach.FOLLOWING: _("Move a session and all later ones"), Reach.ALL: _("Move all that are ahead")}
            to = _("Move a session to %(day)s, %(time)s", day=wall.day(day), time=wall.clock_short(begins))
            return Said(series.get(reach, to), _("Moved."), page, is_news=True)
        case single.SetSeats():
            return Said(title, _("Seats changed."), page)
        case single.AlterSession() | single.HandOver():
            done = _("Named.") if isinstance(intent, single.HandOver) else _("Changed.")
            return Said(title, done, page, is_news=True)
        case single.ReopenSession():
            return Said(title, _("Open again."), page)
        case single.PutBack():
            return Said(title, _("Put back."), page)


def _of_offered(intent: offered.OfOffered) -> Said:
    page = url_for("offerings.show")
    match intent:
        case offered.AddOffering(it):
            return _of_new(it)
        case offered.ChangeOffering(it, _name, since):
            kind = names.name_in_sentence(it.component)
            from_then = _("Change %(kind)s from %(day)s on", kind=kind, day=wall.day(since)) if since else ""
            return Said(from_then or _("Change %(kind)s in all weeks", kind=kind), _("Changed, from now on."), page)
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
    kind, day = names.name_in_sentence(offering.component), wall.day(offering.first_day)
    if offering.is_single:
        page = url_for("board.show", day=offering.first_day)
        return Said(_("Add %(kind)s on %(day)s", kind=kind, day=day), _("Extra session on %(day)s.", day=day), page)
    what = offering_said(offering)
    title = _("Offer %(what)s", what=what) if offering.every > 1 else _("Offer %(what)s, every week", what=what)
    return Said(title, _("Offered."), url_for("offerings.show"))


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
        case away.RemoveAbsence():
            title = _("Take back an absence of %(name)s", name=who)
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
