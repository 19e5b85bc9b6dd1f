"""The translations of texts are whole, say what the code says today, and have a place for all that it fills in."""

import re
from pathlib import Path

import pytest

from docs import catalog
from iopsched.domain.words import Language
from iopsched.gateways import gsm7, spoken_time

FILES = sorted(catalog.TEXTS.glob("*.po"))
BLANK = re.compile(r"%\(\w+\)[sd]")


def test_every_language_but_that_of_the_code_has_a_catalog():
    assert {file.stem for file in FILES} == {*Language} - {Language.ENGLISH}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def file(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_it_holds_what_the_code_says_today(file: Path):
    assert catalog.renewed(file) == file.read_bytes()


def test_everything_is_translated_with_the_same_blanks(file: Path):
    known = [(str(each.id), str(each.string or "")) for each in catalog.read(file) if each.id]

    assert [english for english, other in known if not other] == []
    assert [english for english, other in known if blanks(english) != blanks(other)] == []
    assert not any(each.fuzzy for each in catalog.read(file) if each.id)


def blanks(words: str) -> list[str]:
    return sorted(BLANK.findall(words))


def test_nothing_in_it_turns_into_question_marks_on_a_phone(file: Path):
    said = [str(each.string) for each in catalog.read(file)]

    assert [words for words in said if gsm7.plain(words).count("?") > words.count("?")] == []


def test_a_language_that_nobody_has_translated_is_said_in_english():
    assert spoken_time.catalog("ja").gettext("R shows other times.") == "R shows other times."
