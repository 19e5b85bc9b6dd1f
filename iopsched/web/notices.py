"""What a POST has to say on the page that follows it: one note, with focus on it."""

from __future__ import annotations

from flask import flash

TONES = ("done", "short", "lost", "")


def say(tone: str, first: str, rest: str = "", *, undo: str = "", undo_label: str = "") -> None:
    """Leave a note for the next page. ``first`` is its bold first word or words; ``undo`` is a URL to POST to."""
    flash({"tone": tone, "first": first, "rest": rest, "undo": undo, "undo_label": undo_label})  # type: ignore[arg-type]
