"""Writes docs/messages.md, all that patients can be told: ``python -m docs.messages``; --check only looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from iopsched.domain.manner import ALWAYS_ON, Wording
from iopsched.domain.message import Kind
from iopsched.domain.program import Program
from iopsched.domain.sample import sample
from iopsched.domain.words import Language
from iopsched.gateways import examples
from iopsched.gateways.answering import STRANGER
from iopsched.gateways.gsm7 import SEGMENT, septets
from iopsched.usecases.choose_messages import Choice, choices

PAGE = Path(__file__).with_name("messages.md")
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
RIVERSIDE = Program(1, "Riverside", "America/New_York", phone="+12125550100", answers_texts=True)
WHEN = {
    Kind.SIGN_IN_CODE: "At once, whatever the hour.",
    Kind.REMINDER: "On the evening before, all of the day in one text. None once it is confirmed.",
    Kind.MOVED: "When staff move a session or exchange a seat, at a decent hour.",
    Kind.CANCELLED: "When staff cancel a session or take somebody out of it, at a decent hour.",
    Kind.BOOKED: "When somebody else books for the patient, at a decent hour.",
    Kind.OFFERED: "When a seat is held for whoever waited, while it is.",
    Kind.PLANNED: "When staff plan a week, while it is kept or ahead.",
    Kind.USUAL: "When weeks have opened and were booked as usual.",
    Kind.DIGEST: "Once a week, on the program's day; from Friday on it is about the next week.",
    Kind.SHORTFALL: "Once in a week that falls short and can still be mended, on the program's day.",
    Kind.PLAN_ENDS: "Some days before a plan ends that none follows.",
}
INTRODUCTION = f"""\
# What patients can be told

Written by `./dev words` from what the code says, and held to it by a test. Each text is one message of {SEGMENT}
letters of the GSM alphabet, which has no á, í, ó or ú: they go out bare. Numbers are lengths. *Discreet* is what
everybody gets; *detailed* is for patients who chose it, in a program that allows it for that kind. Where patients
cannot answer texts, *Open your week* stands in place of letters to reply with.
"""


def page() -> str:
    """All kinds, then all replies, in each language."""
    sections = [_kind(choice) for choice in choices(RIVERSIDE, NOW)]
    return "\n".join([INTRODUCTION, *sections, *_replies()])


def _kind(choice: Choice) -> str:
    name = choice.kind.value.replace("_", " ").capitalize()
    always = " Always on." if choice.kind in ALWAYS_ON else ""
    lines = [f"## {name}", "", WHEN[choice.kind] + always, "", "| | | text |", "| --- | --- | --- |"]
    for each in choice.previews:
        what = each.language.value if each.wording is Wording.DISCREET else f"{each.language.value}, detailed"
        lines.append(f"| {what} | {each.length} | {each.words} |")
    return "\n".join([*lines, ""])


def _replies() -> Iterator[str]:
    yield "## Replies\n\nTo texts of patients ([how](texting.md)). Always on, always discreet.\n"
    yield "| | | text |\n| --- | --- | --- |"
    said = [examples.answered(sample(RIVERSIDE, language, NOW)) for language in Language]
    for together in zip(*said, strict=True):
        for language, (say, words) in zip(Language, together, strict=True):
            yield f"| {language.value}, {say.value.replace('_', ' ')} | {septets(words)} | {words} |"
    yield f"| to a stranger | {septets(STRANGER)} | {STRANGER} |\n"


def main() -> None:
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == page() else "./dev words would change docs/messages.md")
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
