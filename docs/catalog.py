"""Brings the translations of texts up to what the code says: ``python -m docs.catalog``; --check only looks.

A text that is new has no words in the other language yet, and the tests say so; one that is no more is left out.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

GATEWAYS = Path(__file__).parents[1] / "iopsched" / "gateways"
TEXTS = GATEWAYS.parent / "translations" / "texts"
SPEAKERS = (
    "speech.py",
    "wording.py",
    "set_phrases.py",
    "answering.py",
    "spoken_time.py",
    "mail/writing.py",
    "push/sender.py",
)
KEYWORDS = {"_": None, "gettext": None, "say": None, "pgettext": ((1, "c"), 2)}


def template() -> Catalog:
    """Every word of every text, in the order of the code."""
    found = Catalog(fuzzy=False)
    for name in SPEAKERS:
        for _, words, _, context in extract_from_file("python", GATEWAYS / name, keywords=KEYWORDS):
            found.add(words, context=context)
    return found


def read(file: Path) -> Catalog:
    with file.open("rb") as po:
        return read_po(po, locale=file.stem)


def renewed(file: Path) -> bytes:
    """The file with the words of today: what is known stays, nothing is guessed."""
    known = read(file)
    known.update(template(), no_fuzzy_matching=True)
    known.obsolete.clear()
    written = BytesIO()
    write_po(written, known, width=120, no_location=True, omit_header=True)
    return HEADER.format(language=file.stem).encode() + written.getvalue()


HEADER = """\
# What texts say. ./dev words brings new ones here, to be translated.
# Accents that a text cannot carry fall away by themselves.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> None:
    stale = [file for file in sorted(TEXTS.glob("*.po")) if renewed(file) != file.read_bytes()]
    if "--check" in sys.argv:
        sys.exit(f"./dev words would change {', '.join(file.name for file in stale)}" if stale else 0)
    for file in stale:
        file.write_bytes(renewed(file))


if __name__ == "__main__":
    main()
