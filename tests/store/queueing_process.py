"""A process that stands in the writers' queue of a file, a line of input for each step:

python -m tests.store.queueing_process FILE PATIENCE

'take' asks for the turn and says 'mine' or 'busy', 'give' gives it back and says 'given', 'fork' leaves a child behind
that says 'child' and lives on, 'often N' takes and gives N times and says how many times it was its turn again.
"""

import os
import sys
import time
from contextlib import ExitStack

from iopsched.domain.errors import Busy
from iopsched.store import queue


def take(held: ExitStack, file: str, patience: float) -> str:
    try:
        held.enter_context(queue.turn(file, patience))
    except Busy:
        return "busy"
    return "mine"


def give(held: ExitStack) -> str:
    held.close()
    return "given"


def fork(held: ExitStack) -> str:
    """The child leaves the block as well, as a forked web worker would on its way out, and stays."""
    if os.fork():
        return "forked"
    held.close()
    time.sleep(30)
    return ""


def often(times: int, file: str, patience: float) -> str:
    for _ in range(times):
        with queue.turn(file, patience):
            time.sleep(0.002)
    return str(times)


def obey(words: list[str], held: ExitStack, file: str, patience: float) -> str:
    match words:
        case ["take"]:
            return take(held, file, patience)
        case ["give"]:
            return give(held)
        case ["fork"]:
            return fork(held)
        case ["often", times]:
            return often(int(times), file, patience)
    raise ValueError(words)


def main(file: str, patience: float) -> None:
    held = ExitStack()
    for line in sys.stdin:
        sys.stdout.write(f"{obey(line.split(), held, file, patience)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
