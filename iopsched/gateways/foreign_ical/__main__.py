"""The process that works a calendar out: a question and a calendar come in, busy times or a trouble go out."""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from typing import Any

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import Trouble
from iopsched.gateways.foreign_ical import CPU_SECONDS, MEMORY_BYTES, Asked

LIMITS = {resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_AS: MEMORY_BYTES, resource.RLIMIT_CORE: 0}


def main() -> None:
    """Past its limits the process is ended, and whoever started it knows."""
    for what, most in LIMITS.items():
        with suppress(ValueError, OSError):  # not every system has every limit
            resource.setrlimit(what, (most, most))
    asked = Asked.from_json(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), asked)))


def answer(content: bytes, asked: Asked) -> dict[str, Any]:
    """``trouble`` is None, or why there are no times."""
    from iopsched.gateways.foreign_ical.events import busy_times

    try:
        busy = busy_times(content, asked)
    except Unreadable as known:
        return {"trouble": known.trouble.value}
    except (MemoryError, RecursionError):
        return {"trouble": Trouble.TANGLED.value}
    except Exception:  # whatever the libraries make of what is no calendar
        return {"trouble": Trouble.NO_CALENDAR.value}
    kinds = {"timed": busy.timed, "all_day": busy.all_day}
    return {"trouble": None} | {
        kind: [(starts.timestamp(), ends.timestamp()) for starts, ends in spans] for kind, spans in kinds.items()
    }


if __name__ == "__main__":
    main()
