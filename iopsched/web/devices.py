"""Which device looks at a page, as far as it says so: what it is called, and how it takes a link to a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Way(StrEnum):
    """Apple's devices subscribe at one tap, Android's with Google's page, others by copying."""

    APPLE = "apple"
    ANDROID = "android"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Device:
    """``name`` is a first answer to what it is called; empty when it does not say."""

    name: str = ""
    way: Way = Way.COPY


DEVICES: tuple[tuple[str, Any, Way], ...] = (
    ("iphone", _l("iPhone"), Way.APPLE),
    ("ipad", _l("iPad"), Way.APPLE),
    ("android", _l("Android phone"), Way.ANDROID),
    ("macintosh", _l("Mac"), Way.APPLE),
    ("windows", _l("Windows computer"), Way.COPY),
)


def device_of(user_agent: str) -> Device:
    said = user_agent.lower()
    return next((Device(str(name), way) for sign, name, way in DEVICES if sign in said), Device())
