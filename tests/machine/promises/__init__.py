"""What is always so. A promise is a function whose name is the sentence; it looks at one step, and at the tables only.

A new one is written into the module that it belongs to: whatever there is public and takes a step is asked.
"""

from collections.abc import Callable, Iterator
from types import ModuleType

from tests.machine.promises import (
    holds,
    others,
    places,
    previews,
    records,
    seats,
    tellings,
    texts,
    trail,
    waiting,
    weeks,
)
from tests.machine.step import Step

Promise = Callable[[Step], None]


def _promises(module: ModuleType) -> Iterator[Promise]:
    for name, found in vars(module).items():
        if callable(found) and not name.startswith("_") and found.__module__ == module.__name__:
            yield found


MODULES = (seats, holds, places, records, waiting, texts, tellings, weeks, previews, trail, others)
ALL = tuple(promise for module in MODULES for promise in _promises(module))


def ask(step: Step) -> None:
    """Raises AssertionError for the first that is broken."""
    for promise in ALL:
        promise(step)
