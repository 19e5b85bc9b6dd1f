"""A seal: a short secret of somebody's that is to be read again, kept so that a copy of the database tells it nobody.

The mark of a text under a key is also what it is enciphered from (a synthetic IV, as in RFC 5297), over HMAC-SHA256 of
the standard library: the same text of the same person is sealed the same, so that it can be looked for, and nothing
else shows but its length. Who has the database and SECRET_KEY can open it: so must whoever reads the link.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterator

MARK, BETWEEN = 16, "."


def sealed(secret: str, whose: str, text: str) -> str:
    """``whose`` names the one place where it can be opened."""
    marking, covering = _keys(secret, whose)
    plain = text.encode()
    mark = _hash(marking, plain)[:MARK]
    return BETWEEN.join(urlsafe_b64encode(part).decode() for part in (mark, _covered(covering, mark, plain)))


def opened(secret: str, whose: str, seal: str) -> str | None:
    """None for what was sealed with another secret, is another's, or was changed since."""
    marking, covering = _keys(secret, whose)
    try:
        mark, covered = (urlsafe_b64decode(part) for part in seal.split(BETWEEN))
    except (Error, ValueError):
        return None
    plain = _covered(covering, mark, covered)
    return plain.decode() if hmac.compare_digest(mark, _hash(marking, plain)[:MARK]) else None


def mark_of(seal: str) -> str:
    """What tells one sealed text from another, and cannot be opened."""
    return seal.partition(BETWEEN)[0]


def _keys(secret: str, whose: str) -> tuple[bytes, bytes]:
    mark, cover = (_hash(secret.encode(), f"{use}:{whose}".encode()) for use in ("mark", "cover"))
    return mark, cover


def _covered(key: bytes, mark: bytes, text: bytes) -> bytes:
    """Covered twice is plain again."""
    return bytes(one ^ other for one, other in zip(text, _stream(key, mark), strict=False))


def _stream(key: bytes, mark: bytes) -> Iterator[int]:
    block = 0
    while True:
        yield from _hash(key, mark + block.to_bytes(8))
        block += 1


def _hash(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, said, hashlib.sha256)
