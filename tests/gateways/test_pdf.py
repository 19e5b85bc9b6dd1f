"""Documents as PDF: tagged, in a language, with a title; read back by a parser that is not ours."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from iopsched.domain.document import Document
from iopsched.gateways.pdf import pdf
from tests.conftest import NOW


def a_document(**given: object) -> Document:
    facts: dict[str, object] = {
        "language": "en",
        "title": "Confirmation",
        "sender": ("Riverside",),
        "paragraphs": ("Ana Ruiz was here.",),
        "head": ("Day", "Hours"),
        "rows": (("Mon, Nov 30, 2026", "3"),),
        "closing": ("Made by Riverside.",),
    }
    return Document(**(facts | given))  # type: ignore[arg-type]


def text_of(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages).split())


def test_it_is_tagged_and_has_title_and_language():
    read = PdfReader(BytesIO(pdf(a_document(language="es"), NOW)))

    root: Any = read.trailer["/Root"]
    assert read.metadata
    assert read.metadata.title == "Confirmation"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("es", True)
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("name", ["Zoë Żółkiewska", "Đặng Thị Ánh", "Иванна Шевченко", "Ελένη Παππά"])
def test_letters_beyond_latin_1_are_read_back(name: str):
    assert name in text_of(pdf(a_document(paragraphs=(f"{name} was here.",)), NOW))


def test_a_name_that_no_font_here_has_still_gives_a_document():
    assert "was here" in text_of(pdf(a_document(paragraphs=("王小明 was here.",)), NOW))


def test_what_is_said_is_never_read_as_typst():
    said = '#panic("x") *bold* $x$ <a> = head \\ "'

    assert said in text_of(pdf(a_document(paragraphs=(said,)), NOW))


def test_the_same_at_the_same_instant_is_the_same_bytes():
    assert pdf(a_document(), NOW) == pdf(a_document(), NOW)
