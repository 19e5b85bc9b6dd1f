"""Row 8: a poll of a feed that has not changed, against Flask's hello world on the same server.

Once asking the database for one row each time, as is the default; once from the memory of the process, where an answer
may be a minute old (FEED_MEMORY_SECONDS=60).
"""

from __future__ import annotations

from benchmarks._feeds import UNLIMITED, links_of, read_once
from benchmarks.load import send
from benchmarks.measure import Goal, in_turn, row, say
from benchmarks.stage import on_postgresql, served

LINKS, EVENTS, REQUESTS = 200, 20, 6000
HELLO = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def main() -> None:
    with on_postgresql(LINKS, rooms=1) as stage:
        asking = stage.environment | UNLIMITED
        links = links_of(stage, stage.patients, EVENTS)
        with (
            served(asking) as ours,
            served(asking | {"FEED_MEMORY_SECONDS": "60"}) as remembering,
            served(stage.environment, "benchmarks.hello_app:app") as reference,
        ):
            known = read_once(ours, links)
            polls = [known[number % LINKS].unchanged for number in range(REQUESTS)]
            asked, remembered, hello = in_turn(
                "feed, 304",
                lambda: _rate(ours, polls, 304),
                lambda: _rate(remembering, polls, 304),
                lambda: _rate(reference, [HELLO] * REQUESTS, 200),
            )
    say(
        row("unchanged feed, one row asked, against hello world", "a second", (asked, hello), Goal(0.50)),
        row("unchanged feed, from memory, against hello world", "a second", (remembered, hello), Goal(0.85)),
    )


def _rate(port: int, requests: list[bytes], status: int) -> float:
    answers = send(port, requests)
    if set(answers.statuses) != {status}:
        raise RuntimeError(str(answers.statuses))
    return answers.rate


if __name__ == "__main__":
    main()
