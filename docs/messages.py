"""Writes docs/messages.md, all that patients can be told: ``python -m docs.messages``; --check only looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_babel import Babel

from iopsched.domain.manner import Wording
from iopsched.domain.message import Kind
from iopsched.domain.program import Program
from iopsched.domain.sample import sample
from iopsched.domain.words import Language
from iopsched.gateways import examples, variants
from iopsched.gateways.answering import STRANGER
from iopsched.gateways.gsm7 import SEGMENT, septets
from iopsched.usecases.messages.change_wordings import Choice, choices
from iopsched.web.staff.wording_words import goes_out
from iopsched.web.staff_words import KINDS

PAGE = Path(__file__).with_name("messages.md")
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
RIVERSIDE = Program(1, "Riverside", "America/New_York", phone="+12125550100", answers_texts=True)
INTRODUCTION = f"""\
# What patients can be told

Written by `./dev words` from what the code says, and held to it by a test. Each text is one message of {SEGMENT}
letters of the GSM alphabet, which has no á, í, ó or ú: they go out bare. Numbers are lengths. *Discreet* is what
everybody gets; *detailed* is for patients who chose it, in a program that allows it for that kind. Where patients
cannot answer texts, *Open your week* stands in place of letters to reply with.
"""


def page() -> str:
    """All kinds, then all replies, in each language."""
    app = Flask(__name__)
    Babel(app)
    with app.app_context():
        sections = [_kind(choice) for choice in choices(RIVERSIDE, NOW)]
    return "\n".join([INTRODUCTION, *sections, *_frames(), *_replies()])


def _kind(choice: Choice) -> str:
    when = goes_out(choice.kind) + (" Always on." if choice.is_always_on else "")
    lines = [f"## {KINDS[choice.kind]}", "", when, "", "| | | text |", "| --- | --- | --- |"]
    for each in choice.previews:
        what = each.language.value if each.wording is Wording.DISCREET else f"{each.language.value}, detailed"
        lines.append(f"| {what} | {each.length} | {each.words} |")
    lines += [_row(f"{language.value}, {name}", words) for language, name, words in _forms(choice.kind)]
    return "\n".join([*lines, ""])


def _forms(kind: Kind) -> Iterator[tuple[Language, str, str]]:
    """Other forms of a text, each in both languages, one after the other."""
    said = [variants.forms(kind, sample(RIVERSIDE, language, NOW), Wording.DISCREET) for language in Language]
    for together in zip(*said, strict=True):
        yield from ((language, *form) for language, form in zip(Language, together, strict=True))


def _row(what: str, words: str) -> str:
    return f"| {what} | {septets(words)} | {words} |"


def _frames() -> Iterator[str]:
    """What stands around the words by the other channels."""
    yield "## Notifications\n\nThe same for every matter.\n\n| | title | text |\n| --- | --- | --- |"
    seen = {language: sample(RIVERSIDE, language, NOW) for language in Language}
    for language, each in seen.items():
        shown = variants.notification(each)
        yield f"| {language.value} | {shown['title']} | {shown['body']} |"
    yield "\n## E-mail\n\nThe words are those of the text without letters to reply with; … stands for them.\n"
    yield "| | subject | letter |\n| --- | --- | --- |"
    for language, each in seen.items():
        subject, words = variants.letter(each, "https://…")
        yield f"| {language.value} | {subject} | {' / '.join(filter(None, words.splitlines()))} |"
    yield ""


def _replies() -> Iterator[str]:
    yield "## Replies\n\nTo texts of patients ([how](texting.md)). Always on, always discreet.\n"
    yield "| | | text |\n| --- | --- | --- |"
    said = [examples.answered(sample(RIVERSIDE, language, NOW)) for language in Language]
    for together in zip(*said, strict=True):
        for language, (say, words) in zip(Language, together, strict=True):
            yield _row(f"{language.value}, {say.value.replace('_', ' ')}", words)
    others = [variants.replies(sample(RIVERSIDE, language, NOW)) for language in Language]
    for forms in zip(*others, strict=True):
        yield from (_row(f"{each.value}, {name}", words) for each, (name, words) in zip(Language, forms, strict=True))
    yield f"| to a stranger | {septets(STRANGER)} | {STRANGER} |\n"


def main() -> None:
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == page() else "./dev words would change docs/messages.md")
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
