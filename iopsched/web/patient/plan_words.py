"""What a proposed week is called, and what there is to say for and against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import format_currency, ngettext
from flask_babel import gettext as _

from iopsched.domain.plan import Proposal, Remark, Trait
from iopsched.domain.session import Session
from iopsched.domain.words import Part
from iopsched.web import amounts, names, wall

NAMED = 2
"""So many sessions are named; more are counted."""
COST_ICONS = {
    Trait.NEW: "swap",
    Trait.BEYOND: "clock",
    Trait.MORE_DAYS: "cal",
    Trait.NOT_WISHED: "alert",
    Trait.WAITING: "clock",
}


def titles(proposals: Sequence[Proposal]) -> list[str]:
    """'Two evenings and Saturday'; where two would be called the same, by weekday, and by what only one of them has."""
    ways = [[name(each, proposals) for each in proposals] for name in (_by_part, _by_weekday, _by_difference)]
    return [
        next((said[at] for said in ways if said.count(said[at]) == 1), ways[-1][at]) for at in range(len(proposals))
    ]


def weeks_that_work(number: int) -> str:
    return _("One week that works") if number == 1 else _("%(n)s weeks that work", n=capital(count_word(number)))


def book_all(number: int) -> str:
    """What the button says that books so many at once."""
    if number == 1:
        return _("Book it")
    return _("Book both") if number == 2 else _("Book all %(n)s", n=count_word(number))


def booked_all(number: int) -> str:
    """What is said once they are booked."""
    if number == 1:
        return _("Booked.")
    return _("Booked both.") if number == 2 else _("Booked all %(n)s sessions.", n=count_word(number))


def the_sessions(number: int) -> str:
    return _("The session") if number == 1 else _("The %(n)s sessions", n=count_word(number))


def count_word(number: int) -> str:
    """'four'; a figure above ten."""
    words = (
        _("one"),
        _("two"),
        _("three"),
        _("four"),
        _("five"),
        _("six"),
        _("seven"),
        _("eight"),
        _("nine"),
        _("ten"),
    )
    return words[number - 1] if 1 <= number <= len(words) else str(number)


def remark(said: Remark) -> str:
    """One line for or against a week."""
    return _REMARKS[said.trait](said)


def remark_icon(said: Remark) -> str:
    return COST_ICONS.get(said.trait, "check")


def _by_part(proposal: Proposal, _all: Sequence[Proposal]) -> str:
    parts = proposal.parts
    said = []
    if evenings := len(parts.get(Part.EVENING, ())):
        said.append(_("one evening") if evenings == 1 else _("%(n)s evenings", n=count_word(evenings)))
    if days := len(parts.get(Part.DAYTIME, ())):
        said.append(_("one daytime") if days == 1 else _("%(n)s daytimes", n=count_word(days)))
    said += [wall.weekday(day) for day in parts.get(Part.WEEKEND, ())]
    title = capital(amounts.listed(said))
    return _("%(week)s from home", week=title) if proposal.is_from_home else title


def _by_weekday(proposal: Proposal, _all: Sequence[Proposal]) -> str:
    return amounts.listed(wall.weekday(day) for day in proposal.days)


def _by_difference(proposal: Proposal, all_of_them: Sequence[Proposal]) -> str:
    """'Tuesday and Wednesday, skills at 8 pm'."""
    days = _by_weekday(proposal, all_of_them)
    others = [session for other in all_of_them if other is not proposal for session in other.sessions]
    own = next((session for session in proposal.sessions if session not in others), None)
    if own is None:
        return days
    kind, at = names.name_in_sentence(own.component), wall.clock_short(own.starts)
    return _("%(days)s, %(kind)s at %(time)s", days=days, kind=kind, time=at)


def _known(sessions: Sequence[Session]) -> str:
    """'Monday group and Wednesday skills', or how many."""
    if len(sessions) > NAMED:
        return _("%(n)s sessions", n=count_word(len(sessions)))
    said = (
        _("%(day)s %(kind)s", day=wall.weekday(one.day), kind=names.name_in_sentence(one.component)) for one in sessions
    )
    return amounts.listed(said)


def _led_by(sessions: Sequence[Session]) -> str:
    """'A. Lee and J. Okafor'."""
    return amounts.listed(dict.fromkeys(session.clinician for session in sessions if session.clinician))


def money(dollars: int) -> str:
    """'$60', as the patient's language writes it."""
    return format_currency(dollars, "USD", format="¤#,##0", currency_digits=False)


def capital(said: str) -> str:
    return said[:1].upper() + said[1:]


_REMARKS: dict[Trait, Callable[[Remark], Any]] = {
    Trait.FEWER_DAYS: lambda said: ngettext("One day less", "%(num)s days less", said.amount),
    Trait.AS_WISHED: lambda said: _("All as you wished"),
    Trait.KEEPS: lambda said: _("Keeps your %(what)s", what=_known(said.sessions)),
    Trait.SAME_CLINICIAN: lambda said: _("With %(names)s again", names=_led_by(said.sessions)),
    Trait.ENDS_EARLY: lambda said: _("Done by %(time)s every day", time=wall.clock_short(said.sessions[0].ends)),
    Trait.NO_WAITING: lambda said: _("No waiting in between"),
    Trait.NO_TRAVEL: lambda said: _("No travel"),
    Trait.FREE_DAYS: lambda said: _("%(days)s free", days=amounts.listed(map(wall.weekday, said.days))),
    Trait.WEEKEND_FREE: lambda said: _("Weekend free"),
    Trait.EVENINGS_FREE: lambda said: _("Evenings free"),
    Trait.NEW: lambda said: _("New for you: %(what)s", what=_known(said.sessions)),
    Trait.BEYOND: lambda said: _("%(hours)s more than asked", hours=capital(amounts.hours_in_words(said.amount))),
    Trait.MORE_DAYS: lambda said: ngettext("One day more", "%(num)s days more", said.amount),
    Trait.NOT_WISHED: lambda said: _("Not as you wished: %(what)s", what=_known(said.sessions)),
    Trait.WAITING: lambda said: _(
        "%(hours)s of waiting in between", hours=capital(amounts.hours_in_words(said.amount))
    ),
}
