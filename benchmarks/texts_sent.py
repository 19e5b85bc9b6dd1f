"""Row 10: texts sent to a gateway that takes 30 ms for each, by one worker and by four, with 50 calls open in each.

The reference is what so many calls that are always open would come to. Then workers are killed with SIGKILL at random,
others take their place, and the gateway's own record says whether each text was taken, and once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import time as wall
from datetime import timedelta
from random import Random

import click
from sqlalchemy import text

from benchmarks._gateway import TAKES, Gateway, running
from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import Stage, fill, on_postgresql
from iopsched.domain.message import Kind
from iopsched.gateways.clock import utc_now
from iopsched.store import messages, people, programs
from iopsched.store.db import db, reading, transaction

TEXTS, OPEN = 8000, 50
SECONDS, WARM = 4.0, 1.0
KILLS, SEED, AT_STAKE = 30, 1, 1000
AS_BEFORE = """
UPDATE message SET state = 'due', due_at = :due, lease_until = NULL, claims = 0, attempts = 0, attempted_at = NULL,
sent_to = '', body_hash = '', sent_at = NULL, provider_id = '', arrived_at = NULL, failure = ''
"""
LATER = (0, 10, 90)
"""Minutes from now at which is looked again for what a killed worker has left: leases and doubts are over by then."""
LONGEST = 120.0


def main() -> None:
    with on_postgresql(1) as stage, running() as gateway:
        _fill(stage)
        for workers, bound in ((1, 0.85), (4, 0.80)):
            _measure(stage, gateway, workers, Goal(bound))
        sys.exit(_kill(stage, gateway))


def _fill(stage: Stage) -> None:
    """As many patients as texts, each with a seat, whom a text reminds of it, at any hour of the day."""
    session = stage.sessions[0]
    program_id, about = stage.program.id, {"day": session.day.isoformat()}
    with stage.app.app_context():
        with transaction():
            programs.change(program_id, send_from=wall(0), send_until=wall(23, 59, 59))
            for number in range(TEXTS):
                facts = {"given_name": "Ana", "family_name": "Ruiz", "accepts_texts": True}
                patient_id = people.add(program_id, phone=f"+1416{number:07}", **facts)
                key = f"reminder:{patient_id}:{session.day}"
                messages.put(program_id, patient_id, Kind.REMINDER, key, utc_now(), session.starts, about)
        fill(session)


def _start_over(stage: Stage) -> None:
    with stage.app.app_context():
        with transaction():
            db.session.execute(text(AS_BEFORE), {"due": utc_now() - timedelta(minutes=1)})
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as free:
            free.execute(text("VACUUM ANALYZE message"))


def _measure(stage: Stage, gateway: Gateway, workers: int, goal: Goal) -> None:
    most = workers * OPEN / TAKES
    label = f"{workers} x {OPEN} open"
    values = in_turn(label, lambda: _rate(stage, gateway, workers), lambda: most)
    say(row(f"texts to a gateway of 30 ms, {label}", "a second", values, goal))


def _rate(stage: Stage, gateway: Gateway, workers: int) -> float:
    _start_over(stage)
    with _working(stage, gateway, workers) as processes:
        for process in processes:
            _let_go(process)
        time.sleep(WARM)
        since = time.perf_counter()
        time.sleep(SECONDS)
        rate = gateway.rate(since, since + SECONDS)
    gateway.taken.clear()
    return rate


@contextmanager
def _working(stage: Stage, gateway: Gateway, workers: int) -> Iterator[list[subprocess.Popen[str]]]:
    with ExitStack() as ended:
        processes = [_worker(stage, gateway) for _ in range(workers)]
        for process in processes:
            ended.callback(_end, process)
        yield processes


def _worker(stage: Stage, gateway: Gateway, minutes: int = 0) -> subprocess.Popen[str]:
    environ = os.environ | stage.environment | {"SEND_CONCURRENCY": str(OPEN)}
    words = [sys.executable, "-m", "benchmarks._texting", str(gateway.port), str(minutes)]
    process = subprocess.Popen(words, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    return process


def _let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def _end(process: subprocess.Popen[str]) -> None:
    """As SIGTERM does it: what is under way is ended properly."""
    process.communicate(timeout=60)


def _kill(stage: Stage, gateway: Gateway) -> str | None:
    """What is wrong, if anything is."""
    random = Random(SEED)
    _start_over(stage)
    with stage.app.app_context(), transaction():
        db.session.execute(
            text("DELETE FROM message WHERE id > (SELECT min(id) FROM message) + :n"), {"n": AT_STAKE - 1}
        )
    with click.progressbar(length=KILLS, label="kill -9", file=sys.stderr) as bar:
        for _ in range(KILLS):
            process = _worker(stage, gateway)
            _let_go(process)
            time.sleep(random.uniform(0.05, 0.8))
            process.kill()
            process.wait()
            bar.update(1)
    at_death = _states(stage)
    for minutes in LATER:
        process = _worker(stage, gateway, minutes)
        _let_go(process)
        _wait_until_still(gateway)
        _end(process)
    often = Counter(to for _, to, _ in gateway.taken)
    lost, twice = AT_STAKE - len(often), sum(times > 1 for times in often.values())
    print(
        f"{KILLS} workers killed, {at_death['unclear']} texts unclear then and {at_death['sending']} claimed:", end=" "
    )
    print(f"{len(often)} of {AT_STAKE} texts taken, {lost} lost, {twice} twice, in the end {dict(_states(stage))}")
    return "a text was lost or sent twice" if lost or twice else None


def _wait_until_still(gateway: Gateway) -> None:
    """Until nothing was taken for three seconds."""
    end = time.perf_counter() + LONGEST
    before = -1
    while len(gateway.taken) != before and time.perf_counter() < end:
        before = len(gateway.taken)
        time.sleep(3)


def _states(stage: Stage) -> Counter[str]:
    with stage.app.app_context(), reading():
        return Counter(db.session.scalars(text("SELECT state FROM message")))


if __name__ == "__main__":
    main()
