"""What is said of rooms that are not on the list of rooms: neither their seats nor who is in them is looked at."""

from __future__ import annotations

from flask_babel import gettext as _

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.room import SeatLimits
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import amounts


def unlisted(change: Foreseen, limits: SeatLimits) -> str:
    """'Rom 2 is not on the list of rooms. Is Room 2 meant?'; empty where all is known, or nothing is listed at all."""
    new = (then for was, then in (*change.moved, *change.altered) if was.where != then.where)
    places = dict.fromkeys(one.place for one in (*change.opened, *new) if _is_unlisted(one, limits))
    said = _("%(names)s: not on the list of rooms.", names=amounts.listed(places)) if places else ""
    meant = amounts.either(dict.fromkeys(filter(None, map(limits.meant_by, places))))
    return " ".join(filter(None, (said, _("Is %(name)s meant?", name=meant) if meant else "")))


def _is_unlisted(one: Session, limits: SeatLimits) -> bool:
    is_somewhere = bool(one.place) and one.modality is Modality.IN_PERSON
    return bool(limits.rooms) and is_somewhere and not limits.knows(one.place, one.site)
