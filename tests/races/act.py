"""What one process of a race does, and the word for how that went."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from iopsched.domain.errors import Busy, Invalid, NotFound, Refused, Taken

IN, BUSY, DEADLOCK, GONE, SILENT = "in", "busy", "deadlock", "gone", "silent"
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A use case with all that it needs, called in a process of its own; all of it must be possible to pickle.

    ``stops``: a function such as ``iopsched.store.bookings.add_all``; just before it is called for the first time, the
    process waits for the others. ``dies``: the same for where it is killed, as by ``kill -9``. ``within``: a guard that
    is switched off meanwhile.
    """

    do: Callable[[], object]
    stops: str = NOWHERE
    dies: str = NOWHERE
    within: Callable[[], AbstractContextManager[None]] = nullcontext


def word_for(do: Callable[[], object]) -> str:
    """'in', every reason of a refusal, 'busy', 'deadlock', or what broke; what tells a word of its own is quoted."""
    try:
        said = do()
    except Refused as no:
        return " ".join(reason.why for reason in no.reasons)
    except Taken as no:
        return " ".join(sorted({reason.why for reasons in no.reasons.values() for reason in reasons}))
    except Busy as no:
        return DEADLOCK if "deadlock detected" in str(no.__cause__) else BUSY
    except (Invalid, NotFound) as no:
        return type(no).__name__.lower()
    except Exception as error:
        return f"error: {error!r}"
    return said if isinstance(said, str) else IN


@contextmanager
def before(function: str, step: Callable[[], object]) -> Iterator[None]:
    """Have the step done just before each call of this function, which is named as ``pkgutil.resolve_name`` does."""
    owner, _, name = function.rpartition(".")
    original = getattr(resolve_name(owner), name)

    def stepping(*args: Any, **given: Any) -> Any:
        step()
        return original(*args, **given)

    with patch.object(resolve_name(owner), name, stepping):
        yield


def die() -> None:
    """As by ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)
