"""What another way than the previewed change is called, and what it would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.intent import single
from iopsched.usecases.suggest_ways import Way
from iopsched.web import wall


def way_title(way: Way) -> str:
    """'J. Okafor stands in', 'Move to 7 to 10 pm', 'Add Thursday, 5 to 8 pm first'."""
    match way.intent:
        case single.HandOver():
            return _("%(name)s stands in", name=way.session.clinician)
        case single.MoveSession():
            return _("Move to %(times)s", times=wall.times(way.session))
    return _("Add %(day)s, %(times)s first", day=wall.weekday(way.session.day), times=wall.times(way.session))


def way_detail(way: Way) -> str:
    match way.intent:
        case single.HandOver():
            return _("Leads nothing else then. Same seats.")
        case single.MoveSession():
            return _("The same day; the room and whoever leads it are free.")
    return _("One session like it, as well. Then come back to this change.")


def way_result(way: Way) -> str:
    """'Nobody falls short', '2 short, a seat fits each', '2 short, nothing fits 1'."""
    if not way.short:
        return _("Nobody falls short")
    if not way.stuck:
        return _("%(num)s short, a seat fits each", num=way.short)
    return _("%(num)s short, nothing fits %(stuck)s", num=way.short, stuck=way.stuck)


FILTERS: dict[str, Callable[..., Any]] = {
    "way_title": way_title,
    "way_detail": way_detail,
    "way_result": way_result,
}
