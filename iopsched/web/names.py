"""The words of the field as labels, within sentences, and as icons; and phone numbers as people write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext

from iopsched.domain.words import Component, Language, LevelOfCare, Modality, Part, Role

NAMES = {
    Component.GROUP: lazy_gettext("Group"),
    Component.SKILLS: lazy_gettext("Skills"),
    Component.INDIVIDUAL: lazy_gettext("Individual"),
    Component.FAMILY: lazy_gettext("Family"),
    Modality.IN_PERSON: lazy_gettext("In person"),
    Modality.TELEHEALTH: lazy_gettext("Telehealth"),
    Part.DAYTIME: lazy_gettext("Daytime"),
    Part.EVENING: lazy_gettext("Evening"),
    Part.WEEKEND: lazy_gettext("Weekend"),
    LevelOfCare.IOP: lazy_gettext("IOP"),
    LevelOfCare.PHP: lazy_gettext("PHP"),
    LevelOfCare.STEP_DOWN: lazy_gettext("Step-down"),
    LevelOfCare.AFTERCARE: lazy_gettext("Aftercare"),
    Language.ENGLISH: "English",
    Language.SPANISH: "Español",
    Role.CLINICIAN: lazy_gettext("Clinician"),
    Role.FRONT_DESK: lazy_gettext("Front desk"),
    Role.BILLING: lazy_gettext("Billing"),
    Role.COORDINATOR: lazy_gettext("Coordinator"),
    Role.ADMIN: lazy_gettext("Admin"),
}
IN_SENTENCES = {
    Component.GROUP: lazy_gettext("group"),
    Component.SKILLS: lazy_gettext("skills"),
    Component.INDIVIDUAL: lazy_gettext("individual"),
    Component.FAMILY: lazy_gettext("family"),
    Modality.IN_PERSON: lazy_gettext("in person"),
    Modality.TELEHEALTH: lazy_gettext("telehealth"),
    Part.DAYTIME: lazy_gettext("daytime"),
    Part.EVENING: lazy_gettext("evening"),
    Part.WEEKEND: lazy_gettext("weekend"),
}
ICONS = {
    Component.GROUP: "group",
    Component.SKILLS: "skills",
    Component.INDIVIDUAL: "one",
    Component.FAMILY: "family",
    Modality.IN_PERSON: "place",
    Modality.TELEHEALTH: "video",
    Part.DAYTIME: "sun",
    Part.EVENING: "moon",
    Part.WEEKEND: "cal",
}
Word = Component | Modality | Part | LevelOfCare | Role


def name(word: Word) -> str:
    """'Group': a word of the field as a label."""
    return str(NAMES[word])


def name_in_sentence(word: Component | Modality | Part) -> str:
    """'group': the same word within a sentence."""
    return str(IN_SENTENCES[word])


def icon_of(word: Component | Modality | Part) -> str:
    """The symbol's name in icons.svg, without its 'i-'."""
    return ICONS[word]


def phone_said(phone: str) -> str:
    """'+1 415 555 0123', as far as a number is written so."""
    if phone.startswith("+1") and len(phone) == len("+14155550123"):
        return f"+1 {phone[2:5]} {phone[5:8]} {phone[8:]}"
    return phone


FILTERS: dict[str, Callable[..., Any]] = {
    "component_name": name,
    "modality_name": name,
    "word": name,
    "in_sentence": name_in_sentence,
    "component_icon": icon_of,
    "modality_icon": icon_of,
    "word_icon": icon_of,
    "phone_said": phone_said,
}
