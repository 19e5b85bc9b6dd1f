"""OR-Tools CP-SAT as a second opinion, in a process of its own: its imports and warnings do not touch the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from tests.domain.plan.facts import Facts, Sitting

ROOT = Path(__file__).parents[3]


class Best(NamedTuple):
    """What the best week that was found comes to: to go, short, missing days, each preference in order."""

    comes_to: list[int]
    is_proven: bool


class CpSat:
    """Asks the process, one week after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def best(self, facts: Facts, offered: Iterable[Sitting]) -> Best:
        """The best week there is; or, where that takes too long to prove, a good one."""
        assert self.process.stdin
        assert self.process.stdout
        task = {"facts": asdict(facts), "offered": [asdict(one) for one in offered]}
        self.process.stdin.write(json.dumps(task) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the process of CP-SAT has ended"
        return Best(*json.loads(answer))


@contextmanager
def cp_sat() -> Iterator[CpSat]:
    """The process, for as long as it is needed."""
    command = [sys.executable, "-m", "tests.domain.plan.cp_sat_process"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        yield CpSat(process)
        assert process.stdin
        process.stdin.close()
