"""Documents as PDF by Typst: tagged, with title and language (PDF/UA-1, ISO 14289), its text there to be read out."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final

from iopsched.domain.document import Document

STANDARD: Final = "ua-1"
SOURCE = rb"""
#let said = json(bytes(sys.inputs.document))
#set document(title: said.title, date: datetime.today())
#set text(lang: said.language, font: "Libertinus Serif", size: 11.5pt)
#set page(paper: "us-letter", margin: (x: 25mm, y: 22mm), footer: align(center, text(size: 9pt, said.foot)))
#set par(leading: 0.7em, spacing: 1.1em)
#align(right, said.sender.join(linebreak()))
#v(10mm)
#heading(level: 1, said.title)
#v(4mm)
#for one in said.paragraphs { par(one) }
#if said.rows.len() > 0 {
  table(
    columns: (1fr, auto), align: (left, right), inset: (x: 4pt, y: 5pt),
    stroke: (x, y) => (bottom: 0.5pt + luma(120)),
    table.header(..said.head.map(one => strong(one))),
    ..said.rows.flatten(),
  )
}
#v(6mm)
#for one in said.closing { par(one) }
"""
"""What is said comes in as data and is never read as Typst."""


def pdf(document: Document, now: datetime) -> bytes:
    """The same document at the same instant is the same bytes.

    A letter that no font here has breaks the standard, not the document: then it is written without that promise.
    """
    import typst

    inputs = {"document": json.dumps(asdict(document))}
    try:
        return typst.compile(
            SOURCE,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=STANDARD,
            ignore_system_fonts=True,
            timestamp=now,
        )
    except typst.TypstError:
        return typst.compile(SOURCE, format="pdf", sys_inputs=inputs, timestamp=now)
