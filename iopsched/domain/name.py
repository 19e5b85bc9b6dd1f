"""Names that people type: single spaces, and what two spellings of one name have in common."""

from __future__ import annotations


def spaced(name: str) -> str:
    """With single spaces, and none around it."""
    return " ".join(name.split())


def folded(name: str) -> str:
    """What names have in common that differ by capitals and spaces alone."""
    return spaced(name.casefold())
