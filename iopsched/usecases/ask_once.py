"""A form that is sent twice is carried out once: each page gives its forms a key, and what was done remembers it."""

from __future__ import annotations

from iopsched.gateways.tokens import new_uid

LENGTH = 16


def new_key() -> str:
    """A key that no other page has."""
    return new_uid()[:LENGTH]
