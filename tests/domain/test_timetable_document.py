"""docs/timetable-file.md: its example is read, and every column, setting and message is in it."""

import ast
import re
from pathlib import Path

import pytest

from iopsched.domain import offering, timetable_cell, timetable_file, timetable_row
from iopsched.domain.timetable_cell import SETTINGS
from iopsched.domain.timetable_file import parse
from iopsched.domain.timetable_row import READERS, REMARKS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "timetable-file.md").read_text()


def test_the_example_is_read():
    example = DOCUMENT.partition("```csv\n")[2].partition("```")[0]

    (riverside,) = parse(example)

    assert {offered.offering.key: offered.offering.counted_minutes for offered in riverside.offered} == {
        "evening-group": 150,
        "sunday-skills": 120,
        "dana-hours": 60,
    }
    assert len(riverside.closures) == 2


@pytest.mark.parametrize("name", [*READERS, *sorted(REMARKS), *SETTINGS])
def test_every_column_and_setting_is_in_the_document(name: str):
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("module", [offering, timetable_cell, timetable_file, timetable_row], ids=lambda m: m.__name__)
def test_every_message_is_in_the_document(module: object):
    missing = [words for message in messages(Path(str(getattr(module, "__file__", "")))) for words in parts(message)]

    assert [words for words in missing if words not in DOCUMENT] == []


def messages(file: Path) -> list[str]:
    """Strings that hold whole sentences and are no docstrings; what is filled in stands as …."""
    tree = ast.parse(file.read_text())
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [
        text_of(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in inside | documented
    ]
    return [text for text in found if re.match(r"[A-Z'….].*\.$", text)]


def text_of(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def parts(message: str) -> list[str]:
    """What stands between the gaps."""
    return [words.strip(" .'") for words in message.split("…") if len(words.strip(" .'")) > 3]
