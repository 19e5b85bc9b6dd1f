"""What one text message holds: 160 septets of the GSM alphabet (3GPP TS 23.038 6.2.1); anything else costs a second."""

from __future__ import annotations

import unicodedata

SEGMENT = 160
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED = frozenset("^{}\\[~]|€")
KNOWN = BASIC | ESCAPED
LOOKS_LIKE = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ç": "Ç", "•": "-", "−": "-"}
)
"""What typists and calendars put in, and what a plain phone has for it; ç is sent as Ç by the alphabet itself."""


def plain(text: str) -> str:
    """The same words in the GSM alphabet: accents that it lacks fall away, and what is left unknown becomes '?'."""
    if KNOWN.issuperset(text):
        return text
    return "".join(_plain(letter) for letter in text.translate(LOOKS_LIKE))


def septets(text: str) -> int:
    """How much of a message the text fills; it must be ``plain``."""
    return len(text) + sum(map(text.count, ESCAPED))


def first_that_fits(*texts: str) -> str:
    """The first that is one message, made plain; the last is cut where it must be."""
    fitting = (said for said in map(plain, texts) if septets(said) <= SEGMENT)
    return next(fitting, None) or _cut(plain(texts[-1]))


def _plain(letter: str) -> str:
    if letter in KNOWN:
        return letter
    if letter.isspace():
        return " "
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return bare if bare and all(part in BASIC for part in bare) else "?"


def _cut(text: str) -> str:
    while septets(text) > SEGMENT:
        text = text[:-1]
    return text
