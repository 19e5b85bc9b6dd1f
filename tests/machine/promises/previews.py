"""Previews: what staff saw of a change is what it did, and nothing else."""

from collections.abc import Iterator
from typing import Any

from tests.machine.step import Step
from tests.machine.tables import Row


def sessions_are_as_they_were_shown(step: Step) -> None:
    for seen in _seen(step):
        known, changed = step.before["session"], _changed(step)
        opened = [_facts(step, row) for row in changed if row["id"] not in known]
        altered = {
            str(row["id"]): _facts(step, row) for row in changed if row["id"] in known and not row["is_cancelled"]
        }
        closed = [row["id"] for row in changed if row["is_cancelled"] and not known[row["id"]]["is_cancelled"]]
        assert sorted(opened) == [list(facts) for facts in seen["opened"]], (opened, seen)
        assert altered == seen["altered"] | seen["reopened"], (altered, seen)
        assert sorted(closed) == seen["closed"], (closed, seen)


def seats_follow_and_end_as_was_shown(step: Step) -> None:
    for seen in _seen(step):
        seats = [person[-5:-2] for person in seen["people"].values()]
        lost = sorted(key for _, some, _ in seats for key in some)
        back = sorted(key for _, _, some in seats for key, _ in some)
        kept = {key: session for some, _, _ in seats for key, session in some}
        ended = [
            row["id"] for row in step.after.changed_from(step.before, "booking") if row["cancelled_at"] == step.now
        ]
        assert sorted(ended) == lost, (ended, seen)
        assert sorted(row["id"] for row in step.newly_booked()) == back, seen
        assert {key: step.after["booking"][key]["session_id"] for key in kept} == kept


def _seen(step: Step) -> Iterator[dict[str, Any]]:
    for draft in step.after.changed_from(step.before, "change_draft"):
        if draft["applied_at"] == step.now:
            yield step.before["change_draft"][draft["id"]]["seen"]


def _changed(step: Step) -> list[Row]:
    """Opened, altered, closed or opened again: not those in which only a seat was taken or kept."""
    before = step.before["session"]
    changed = step.after.changed_from(step.before, "session")
    return [row for row in changed if row["id"] not in before or row["revision"] != before[row["id"]]["revision"]]


def _facts(step: Step, session: Row) -> list[Any]:
    leader = step.after["clinician"].get(session["clinician_id"], {"name": ""})["name"]
    when = [session["starts"].isoformat(), session["ends"].isoformat()]
    what = [session[name] for name in ("component", "modality", "counted_minutes", "seats", "place", "site", "track")]
    return [*when, *what, leader]
