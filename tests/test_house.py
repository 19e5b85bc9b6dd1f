"""The laws of the house that no linter states: sizes, names, one clock, nothing of one machine in the tree."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "iopsched").rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 220, 35
NOT_A_NOUN = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers"}
CLOCK = "iopsched/gateways/clock.py"
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("func", "now"),
}
HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|index-url|find-links", re.IGNORECASE)
PLACES = re.compile(r"(?<![\w.])/(?:home/\w|root/|work/|Users/\w|opt/pypi|opt/wheels)")
SAYS_SO = {"tests/test_house.py", "dev"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=MODULES, ids=name_of)
def module(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_a_module_is_small(module: Path):
    assert len(module.read_text().splitlines()) <= LONGEST_MODULE


def test_a_function_fits_a_screen_corner(module: Path):
    long = {
        function.name: length
        for function in functions(module)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }

    assert long == {}


def test_a_file_is_named_after_what_it_is_about(module: Path):
    assert not {*module.stem.split("_"), *module.relative_to(ROOT).parts[:-1]} & NOT_A_NOUN


def test_a_folder_of_modules_is_a_package_and_so_travels_in_the_wheel(module: Path):
    assert (module.parent / "__init__.py").exists()


def test_the_clock_is_read_in_one_file():
    readers = {name_of(module) for module in MODULES if reads_a_clock(module)}

    assert readers <= {CLOCK}


def reads_a_clock(module: Path) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call))
    return any(
        isinstance(call, ast.Attribute) and (ast.unparse(call.value).split(".")[-1], call.attr) in CLOCKS
        for call in calls
    )


def test_nothing_of_one_machine_is_in_the_tree():
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in tracked()
        if name not in SAYS_SO
        for number, line in enumerate(text_of(ROOT / name).splitlines(), 1)
        if HOSTS.search(line) or PLACES.search(line)
    ]

    assert found == []


def tracked() -> list[str]:
    """What git tracks; where there is no git, all that was unpacked."""
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        hidden = (".venv", ".git", "__pycache__", "_cache", "egg-info", ".hypothesis")
        names = (name_of(path) for path in ROOT.rglob("*") if path.is_file())
        return [name for name in names if not any(part.endswith(hidden) for part in Path(name).parts)]
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.split("\0") if name]


def text_of(path: Path) -> str:
    """Nothing for a picture, or for a file that is no longer there."""
    try:
        return path.read_text()
    except (UnicodeDecodeError, FileNotFoundError):
        return ""
