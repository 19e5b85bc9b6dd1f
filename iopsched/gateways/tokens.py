"""The one place where random names come from."""

from __future__ import annotations

import secrets


def new_token() -> str:
    """192 random bits for a private link."""
    return secrets.token_urlsafe(24)


def new_uid() -> str:
    """A calendar event's UID: 128 random bits that name no host and nobody."""
    return secrets.token_hex(16)


def new_nonce() -> str:
    """128 random bits from which a sign-in code is derived."""
    return secrets.token_hex(16)
