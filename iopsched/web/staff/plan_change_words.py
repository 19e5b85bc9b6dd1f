"""What a change of plans does, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, ngettext

from iopsched.domain.plan_change import Change
from iopsched.usecases.people.change_plans import Preview
from iopsched.web import amounts, sentences


def effect_said(preview: Preview) -> list[str]:
    """Sentences with the totals of a preview."""
    said = [ngettext("%(num)s week is touched.", "%(num)s weeks are touched.", len(preview.changes))]
    if preview.short:
        said.append(ngettext("%(num)s becomes short.", "%(num)s become short.", preview.short))
    if preview.beyond:
        said.append(ngettext("%(num)s holds too much.", "%(num)s hold too much.", preview.beyond))
    if preview.broken:
        said.append(ngettext("%(num)s booking may not stay.", "%(num)s bookings may not stay.", preview.broken))
    if preview.over:
        judged = ngettext(
            "%(num)s week that is over is judged anew.",
            "%(num)s weeks that are over are judged anew.",
            len(preview.over),
        )
        said.append(judged)
    return said


def asks_said(change: Change) -> str:
    """'Asks 9 h, then 6 h', 'Asks 6 h, nothing before'."""
    before, after = change.before.requirement, change.after.requirement
    if before and after and before.least != after.least:
        return gettext("Asks %(after)s, %(before)s before", after=amounts.hours(after.least), before=_asked(change))
    if after is None:
        return gettext("Asks nothing, %(before)s before", before=_asked(change))
    if before is None:
        return gettext("Asks %(after)s, nothing before", after=amounts.hours(after.least))
    return gettext("Asks %(after)s as before", after=amounts.hours(after.least))


def change_said(change: Change) -> str:
    """How the week stands then: 'Full', '3 h to go', '2 h too much', 'No plan'."""
    asked = change.after.requirement
    if asked is None:
        return gettext("No plan")
    if change.is_beyond:
        return gettext("%(hours)s too much", hours=amounts.hours(change.after.minutes - asked.most))
    if change.after.is_met:
        return gettext("Full")
    lacking = amounts.listed(sentences.to_go_parts(change.after)) or amounts.hours(change.after.to_go)
    return gettext("%(lacking)s to go", lacking=lacking)


def change_tone(change: Change) -> str:
    """The tone of a tag."""
    if change.after.plan is None:
        return "lost" if change.broken else ""
    if change.is_beyond or change.broken:
        return "lost"
    return "done" if change.after.is_met else "short"


def _asked(change: Change) -> str:
    return amounts.hours(change.before.required)


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (asks_said, change_said, change_tone, effect_said)
}
