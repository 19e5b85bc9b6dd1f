"""The preferences by which weeks are compared, in words for staff."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.preference import Preference, order_of

NAMES = {
    Preference.DAYS: lazy_gettext("Fewest days"),
    Preference.BEYOND: lazy_gettext("No more hours than asked"),
    Preference.WISHED: lazy_gettext("The parts and the way wished for"),
    Preference.HOME_GROUP: lazy_gettext("The groups of last week"),
    Preference.CLINICIAN: lazy_gettext("The clinicians of last week"),
    Preference.EARLIEST_END: lazy_gettext("Earliest end"),
    Preference.FEWEST_GAPS: lazy_gettext("Least waiting"),
}
MEANINGS = {
    Preference.DAYS: lazy_gettext("As few days as can be beside those booked."),
    Preference.BEYOND: lazy_gettext("As few minutes as can be above what the plan asks."),
    Preference.WISHED: lazy_gettext(
        "Daytime, evening or weekend, in person or telehealth, of patients to whom others will do."
    ),
    Preference.HOME_GROUP: lazy_gettext(
        "As few sessions as can be of a series that the patient was not in the week before."
    ),
    Preference.CLINICIAN: lazy_gettext(
        "As few sessions as can be with somebody the patient did not see the week before."
    ),
    Preference.EARLIEST_END: lazy_gettext("Days that are over early, all of them together."),
    Preference.FEWEST_GAPS: lazy_gettext("As few minutes as can be between one session of a day and the next."),
}


def order_said(said: str) -> str:
    """'order: fewest days, earliest end, ...' of the words that were written down."""
    named = ", ".join(str(NAMES[one]).lower() for one in order_of(said.split(",")))
    return gettext("weeks by: %(order)s", order=named)


def places(order: tuple[Preference, ...]) -> list[tuple[Preference, Any, Any]]:
    """Each with its name and what it does, in this order."""
    return [(one, NAMES[one], MEANINGS[one]) for one in order]
