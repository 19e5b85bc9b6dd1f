"""The key by which push services know us (VAPID, RFC 8292): derived from SECRET_KEY, kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (FIPS 186-4 D.1.2.3)."""


def private_key(secret: str) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    drawn = int.from_bytes(hmac.digest(secret.encode(), b"push key", hashlib.sha512))
    return ec.derive_private_key(drawn % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """The point, uncompressed, in base64url without padding."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    point = private_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
