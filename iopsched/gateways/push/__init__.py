"""Notifications of a browser: what it subscribes with, what may be subscribed, and who carries them.

The heavy library is imported by what needs it, on first use.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error
from typing import Protocol
from urllib.parse import urlsplit

from iopsched.domain.device import Subscription
from iopsched.domain.errors import Invalid
from iopsched.gateways.sender import Sender

LONGEST = 1000
KEY_BYTES, AUTH_BYTES = 65, 16


class Post(Protocol):
    """Push services know us by a key derived from ``secret_key``; ``public_url`` is who answers for it."""

    @property
    def secret_key(self) -> str: ...
    @property
    def public_url(self) -> str: ...


def make_sender(post: Post) -> Sender:
    from iopsched.gateways.push.sender import PushSender

    return PushSender(post.secret_key, post.public_url)


def public_key(secret: str) -> str:
    """The key by which a browser lets only us send, in base64url (RFC 8292)."""
    from iopsched.gateways.push.key import public_key as derived

    return derived(secret)


def require_sound(subscription: Subscription) -> None:
    """Raises Invalid for what is no address over https without a port, or no keys."""
    parts = urlsplit(subscription.endpoint)
    is_address = parts.scheme == "https" and bool(parts.hostname) and parts.netloc == parts.hostname
    sizes = len(_decoded(subscription.p256dh)), len(_decoded(subscription.auth))
    if not is_address or len(subscription.endpoint) > LONGEST or sizes != (KEY_BYTES, AUTH_BYTES):
        raise Invalid(subscription="This is no subscription of a browser.")


def _decoded(said: str) -> bytes:
    try:
        return urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except (Error, ValueError):
        return b""
