"""What makes one week better than another, and the order in which a program lets it count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Preference(StrEnum):
    """Each is an amount that a whole week has, what is booked already included; the less of it the better.

    DAYS: days that come to those attended anyway. BEYOND: minutes more than the plan asks for. WISHED: sessions to book
    that are not in the parts, or not of the modality, that the patient would rather have. HOME_GROUP: sessions to book
    of offerings that the patient had none of in the week before. CLINICIAN: sessions to book that nobody leads who led
    one of the patient's in the week before. EARLIEST_END: for each day with a session to book, the minutes by which its
    last session, booked or to book, ends later than the last one booked, or than the midnight it begins with where
    nothing that counts is booked; summed up. FEWEST_GAPS: minutes of a day between its first start and its last end in
    which there is no session, of all that count, booked or to book; summed up over the days.

    HOME_GROUP and CLINICIAN ask for nothing where nothing is known of the week before.
    """

    DAYS = "days"
    BEYOND = "beyond"
    WISHED = "wished"
    HOME_GROUP = "home_group"
    CLINICIAN = "clinician"
    EARLIEST_END = "earliest_end"
    FEWEST_GAPS = "fewest_gaps"


Order = tuple[Preference, ...]
USUAL_ORDER: Order = tuple(Preference)
"""Every preference once, the weightiest first."""


def reordered(order: Order, places: Mapping[Preference, int]) -> Order:
    """The order after some are given other places, from 1: who is moved goes there, and the others make room."""

    def place(one: Preference) -> float:
        was = 1 + order.index(one)
        now = places.get(one, was)
        return now - 0.5 if now < was else now + 0.5 if now > was else now

    return tuple(sorted(order, key=place))


def order_of(said: Iterable[str]) -> Order:
    """The order that was written down; what it does not name (any more) follows in the usual order."""
    named = [Preference(word) for word in dict.fromkeys(said) if word in set(Preference)]
    return (*named, *(one for one in USUAL_ORDER if one not in named))
