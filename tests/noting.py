"""Every action that the use cases can write into the log, read from their source: nobody has to run all of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USECASES = Path(__file__).parents[1] / "iopsched" / "usecases"
ACTION = "action"
STORE = {"note": 2, "note_sessions": 2, "note_patients": 2, "note_by": 1}
"""Where each function of ``store/audit`` takes its action."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Room:
    """One module: its functions that are handed an action, by name, and where in their call."""

    name: str
    tree: ast.Module
    functions: dict[str, int]
    imported: dict[str, str]


def written() -> dict[str, set[str]]:
    """Action to the rooms that write it. Raises ValueError for one that cannot be read from the source."""
    rooms = {path.stem: _room(path) for path in USECASES.rglob("*.py")}
    found: dict[str, set[str]] = {}
    for room in rooms.values():
        for action in _actions(room, rooms):
            found.setdefault(action, set()).add(room.name)
    return found


def read(source: str) -> set[str]:
    """The actions of one piece of source alone."""
    room = Room("one", ast.parse(source), *_known(ast.parse(source)))
    return set(_actions(room, {"one": room}))


def _room(path: Path) -> Room:
    tree = ast.parse(path.read_text())
    return Room(path.stem, tree, *_known(tree))


def _known(tree: ast.Module) -> tuple[dict[str, int], dict[str, str]]:
    functions = {node.name: place for node in _functions(tree) if (place := _place(node)) is not None}
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported = {
        alias.asname or alias.name: (node.module or "").rpartition(".")[2] for node in imports for alias in node.names
    }
    return functions, imported


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _place(function: Function) -> int | None:
    names = [given.arg for given in function.args.args]
    return names.index(ACTION) if ACTION in names else None


def _actions(room: Room, rooms: dict[str, Room]) -> Iterator[str]:
    for function in _functions(room.tree):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            place = _taken_at(call, room, rooms)
            if place is not None:
                yield from _said(_argument(call, place), function, room)


def _taken_at(call: ast.Call, room: Room, rooms: dict[str, Room]) -> int | None:
    """Where this call hands over an action; None where it does not."""
    match call.func:
        case ast.Attribute(ast.Name("audit"), name):
            return STORE.get(name)
        case ast.Attribute(ast.Name(module), name):
            there = rooms.get(module)
            return there.functions.get(name) if there else None
        case ast.Name(name):
            there = rooms.get(room.imported.get(name, ""))
            return (there or room).functions.get(name)
    return None


def _argument(call: ast.Call, place: int) -> ast.expr | None:
    by_name = {given.arg: given.value for given in call.keywords}
    return call.args[place] if place < len(call.args) else by_name.get(ACTION)


def _said(value: ast.expr | None, function: Function, room: Room) -> Iterator[str]:
    """What an expression can come to; an action handed on is found where it was first said."""
    match value:
        case ast.Constant(str(action)):
            yield action
        case ast.IfExp():
            yield from _said(value.body, function, room)
            yield from _said(value.orelse, function, room)
        case ast.Name(name) if name == ACTION and _place(function) is not None:
            return
        case ast.Name(name) if values := _assigned(name, function):
            for each in values:
                yield from _said(each, function, room)
        case _:
            said = ast.unparse(value) if value else "nothing"
            raise ValueError(f"{room.name}.{function.name} notes {said}: write the action out, or pass it as `action`")


def _assigned(name: str, function: Function) -> list[ast.expr]:
    given = (node for node in ast.walk(function) if isinstance(node, ast.Assign))
    return [
        node.value
        for node in given
        if any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
