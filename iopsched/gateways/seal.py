"""A seal: a short secret of somebody's that is to be read again, kept so that a copy of the database tells it nobody.

AES-SIV (RFC 5297): the same text of the same person is sealed the same, so that it can be looked for, and nothing else
shows but its length. Who has the database and SECRET_KEY can open it: so must whoever reads the link.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

MARK, BETWEEN = 16, "."


def sealed(secret: str, whose: str, text: str) -> str:
    """``whose`` names the one place where it can be opened."""
    said = _cipher(secret).encrypt(text.encode(), [whose.encode()])
    return BETWEEN.join(urlsafe_b64encode(part).decode() for part in (said[:MARK], said[MARK:]))


def opened(secret: str, whose: str, seal: str) -> str | None:
    """None for what was sealed with another secret, is another's, or was changed since."""
    from cryptography.exceptions import InvalidTag

    try:
        mark, covered = (urlsafe_b64decode(part) for part in seal.split(BETWEEN))
        return _cipher(secret).decrypt(mark + covered, [whose.encode()]).decode()
    except (Error, InvalidTag, ValueError):
        return None


def mark_of(seal: str) -> str:
    """What tells one sealed text from another, and cannot be opened."""
    return seal.partition(BETWEEN)[0]


def _cipher(secret: str) -> AESSIV:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(hmac.digest(secret.encode(), b"seal", hashlib.sha512))
