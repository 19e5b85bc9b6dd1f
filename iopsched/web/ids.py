"""Ids in forms."""

from __future__ import annotations

from iopsched.web.security import LARGEST_ID

LONGEST = len(str(LARGEST_ID))


def id_in(said: str) -> int:
    """What is no id is that of nothing: leaving it out would do a part of what was asked."""
    return int(said) if said.isdecimal() and len(said) <= LONGEST and int(said) <= LARGEST_ID else 0
