"""A reason: what staff say when they do otherwise than the rule, or take something away; kept in the log."""

from __future__ import annotations

from iopsched.domain.errors import Invalid

LONGEST = 200
MISSING = "Say why, in a few words."


def given(reason: str) -> str:
    """Without blanks around it, or empty. Raises Invalid for a novel."""
    said = reason.strip()
    if len(said) > LONGEST:
        raise Invalid(reason=f"Use at most {LONGEST} letters.")
    return said


def needed(reason: str) -> str:
    """The same, and never empty."""
    if said := given(reason):
        return said
    raise Invalid(reason=MISSING)
