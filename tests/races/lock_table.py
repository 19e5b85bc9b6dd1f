"""The table of locks that ``store/locks.py`` states, and what the code of the use cases reaches."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from iopsched.store import locks
from tests.test_house import ROOT

ORDER = ("program", "sessions", "patients")
NAMES = {"locks.program": "program", "locks.sessions": "sessions", "locks.patients": "patients"}
NAMES["locks.patient"] = "patients"
ROW = re.compile(r"^    (\w+\.\w+) +((?:program|sessions|patients)(?:, (?:sessions|patients))*)$", re.MULTILINE)
USECASES = ROOT / "iopsched" / "usecases"
WINGS = "|".join(folder.name for folder in USECASES.iterdir() if folder.is_dir())
FLOOR = re.compile(rf"^iopsched\.(?:store\.|usecases\.(?:(?:{WINGS})\.)?)")
BY_ITSELF = "seed_demo."
"""It fills a database that nobody else uses yet, by steps of its own."""


def stated() -> dict[str, tuple[str, ...]]:
    """Use case to what it locks, in order."""
    return {row[1]: tuple(row[2].split(", ")) for row in ROW.finditer(locks.__doc__ or "")}


def reached_by(name: str) -> set[str]:
    """What a use case locks, itself or through others, in whatever transaction."""
    return {NAMES[each] for each in _reached(name, stop_at_transactions=False) if each in NAMES}


def locked_in_transactions() -> dict[str, set[str]]:
    """Each function that opens a transaction in which something is locked, and what that is."""
    found = {
        name: {NAMES[each] for each in _reached(name, stop_at_transactions=True) if each in NAMES}
        for name, uses in _functions().items()
        if "db.transaction" in uses and not name.startswith(BY_ITSELF)
    }
    return {name: held for name, held in found.items() if held}


def functions_of(name: str) -> set[str]:
    """It and all that it calls, as far as use cases go."""
    return {name} | {each for each in _reached(name, stop_at_transactions=False) if each in _functions()}


def _reached(name: str, *, stop_at_transactions: bool) -> set[str]:
    functions, found, ahead = _functions(), set[str](), [name]
    while ahead:
        for used in functions[ahead.pop()] - found:
            found.add(used)
            if used in functions and not (stop_at_transactions and "db.transaction" in functions[used]):
                ahead.append(used)
    return found


@cache
def _functions() -> dict[str, set[str]]:
    """'module.function' of every use case, to such names as it uses; those of the store too."""
    modules = {path.stem: ast.parse(path.read_text()) for path in USECASES.rglob("*.py")}
    return dict(pair for module, tree in modules.items() for pair in _used_in(module, tree))


def _used_in(module: str, tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    imported = {
        alias.asname or alias.name: FLOOR.sub("", f"{node.module}.{alias.name}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            yield f"{module}.{function.name}", {_name(node, module, imported) for node in ast.walk(function)}


def _name(node: ast.AST, module: str, imported: dict[str, str]) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=whose), attr=what):
            return f"{imported.get(whose, module)}.{what}"
        case ast.Name(id=what):
            return imported.get(what, f"{module}.{what}")
    return ""
