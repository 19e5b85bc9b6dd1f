"""A process of its own that answers with OR-Tools CP-SAT: a week in a line of JSON, the best there is in another."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.domain.plan.cp_sat_model import Model
from tests.domain.plan.facts import Asked, Facts, Held, Sitting, Wish


def facts_from(said: dict[str, Any]) -> Facts:
    """The facts, back from JSON."""
    held = tuple(Held(Sitting(**each["sitting"]), each["brings"]) for each in said["held"])
    plans = tuple(Asked(**plan) for plan in said["plans"])
    return Facts(**said | {"held": held, "plans": plans, "wish": Wish(**said["wish"])})


def main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        offered = [Sitting(**one) for one in task["offered"]]
        sys.stdout.write(json.dumps(Model(facts_from(task["facts"]), offered).solve()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
