"""What a POST has to say on the page that follows it: one note, with focus on it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash

TONES = ("done", "short", "lost", "")


def say(
    tone: str,
    first: str,
    rest: str = "",
    *,
    undo: str = "",
    undo_label: str = "",
    undo_fields: Mapping[str, int] | None = None,
    link: str = "",
    link_label: str = "",
) -> None:
    """Leave a note for the next page. ``first`` is its bold first word or words; ``undo`` is a URL to POST to.

    ``link`` is one where it can be put right, after the words.
    """
    way_back = {"undo": undo, "undo_label": undo_label, "undo_fields": dict(undo_fields or {})}
    where = {"link": link, "link_label": link_label}
    flash({"tone": tone, "first": first, "rest": rest, **way_back, **where})  # type: ignore[arg-type]
