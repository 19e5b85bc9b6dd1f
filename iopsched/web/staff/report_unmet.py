"""What patients looked for and did not find, as a table with bars."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from iopsched.domain.sheet import Sheet
from iopsched.domain.unmet import Reason, Unmet, Wish
from iopsched.web import names, wall
from iopsched.web.staff.report_bars import Bar, Table, pieces
from iopsched.web.staff_words import SOME_MONDAY

DRAWN = 8
"""The most frequent ones; the table below has all."""
REASONS = {
    Reason.PLAN: _l("No whole week as wished"),
    Reason.FILTERS: _l("Nothing that fits in a week"),
    Reason.WAIT: _l("Waited in vain"),
}


def table(wishes: tuple[Wish, ...]) -> Table:
    """The most frequent first."""
    head = _("How it showed"), _("Kind"), _("Way"), _("Part"), _("Day"), _("Times")
    most = max((wish.times for wish in wishes), default=0)
    return Table(
        sheet=Sheet("unmet", _("Looked for and not found"), head, tuple(map(_row, wishes))),
        note=_("Each look counts once a day for one person, and nobody is kept with it. Empty is any."),
        bars=tuple(_bar(wish, most) for wish in wishes[:DRAWN]),
        key=(("back", _("looked for and not found")),),
    )


def _row(wish: Wish) -> tuple[str | int, ...]:
    unmet = wish.unmet
    words = (names.name(word) if word else "" for word in (unmet.component, unmet.modality, unmet.part))
    return str(REASONS[unmet.reason]), *words, _day(unmet), wish.times


def _bar(wish: Wish, most: int) -> Bar:
    said = ngettext("%(num)s time", "%(num)s times", wish.times)
    return Bar(_label(wish.unmet), pieces({"back": wish.times}, most), said)


def _label(unmet: Unmet) -> str:
    words = [names.name(word) for word in (unmet.component, unmet.modality, unmet.part) if word]
    return ", ".join(filter(None, [*words, _day(unmet)])) or str(REASONS[unmet.reason])


def _day(unmet: Unmet) -> str:
    return "" if unmet.weekday is None else wall.weekday(SOME_MONDAY + timedelta(days=unmet.weekday))
