"""What came of a change that staff made, in sentences for the note on the next page."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.web import notices


def say(first: str, effect: Effect) -> None:
    """Leave a note: what was done, then whom it touched."""
    notices.say("short" if effect.to_call else "done", first, touched(effect))


def touched(effect: Effect) -> str:
    """'8 people are told. 8 seats were lost. Please call 1 person whom no message reaches: see Messages.'"""
    parts = (
        ngettext("%(num)s session opened.", "%(num)s sessions opened.", effect.opened) if effect.opened else "",
        _told(effect),
        ngettext("%(num)s seat moved along.", "%(num)s seats moved along.", effect.kept) if effect.kept else "",
        ngettext("%(num)s seat was lost.", "%(num)s seats were lost.", effect.ended) if effect.ended else "",
        ngettext("%(num)s seat is had again.", "%(num)s seats are had again.", effect.back) if effect.back else "",
        _unheard(effect) if effect.unheard else "",
        _to_call(effect) if effect.to_call else "",
    )
    return " ".join(filter(None, parts))


def _told(effect: Effect) -> str:
    if effect.told:
        return str(ngettext("%(num)s person is told.", "%(num)s people are told.", effect.told))
    if effect.to_call or effect.unheard or not (effect.altered or effect.cancelled):
        return ""
    if not effect.silent:
        return str(gettext("Nobody was in it."))
    said = "%(num)s person is booked there and has nothing to hear."
    return str(ngettext(said, "%(num)s people are booked there and have nothing to hear.", effect.silent))


def _unheard(effect: Effect) -> str:
    said = "%(num)s person had not heard of it yet, and hears nothing."
    return str(ngettext(said, "%(num)s people had not heard of it yet, and hear nothing.", effect.unheard))


def _to_call(effect: Effect) -> str:
    return str(
        ngettext(
            "Please call %(num)s person whom no message reaches: see Messages.",
            "Please call %(num)s people whom no message reaches: see Messages.",
            effect.to_call,
        )
    )
