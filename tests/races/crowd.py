"""Real processes on one database that are let go at the same instant; none outlives its race."""

from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic

from tests.races.act import GONE, SILENT, Act
from tests.races.meeting import LONG, PROCESSES, Meeting, Party
from tests.races.process import READY, act_once

PROCESSES.set_forkserver_preload(["tests.races.process"])


class Racer:
    """One process, from its beginning to its end."""

    def __init__(self, url: str, act: Act, party: Party) -> None:
        self._line, theirs = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(target=act_once, args=(url, act, party, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def hear(self, until: float) -> str:
        """Its next word; 'gone' when it died before, 'silent' when none came in time."""
        try:
            return str(self._line.recv()) if self._line.poll(max(0.0, until - monotonic())) else SILENT
        except EOFError:
            return GONE

    def end(self) -> None:
        """Wait a moment for it to go, else kill it."""
        self._process.join(1)
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()


def at_once(url: str, acts: Sequence[Act], *, patience: float, first: int | None = None) -> list[str]:
    """Each act in a process of its own, begun together when all are connected; a word from each, in order."""
    meeting = Meeting(len(acts), patience, first)
    until = monotonic() + LONG
    with ExitStack() as begun:
        racers = [Racer(url, act, Party(meeting, number)) for number, act in enumerate(acts)]
        for racer in racers:
            begun.callback(racer.end)
        heard = [racer.hear(until) for racer in racers]
        if heard != [READY] * len(racers):
            raise RuntimeError(f"not all of them could begin: {heard}")
        meeting.begin()
        return [racer.hear(until) for racer in racers]
