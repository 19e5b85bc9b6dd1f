"""Asks Evolution Data Server what is in a calendar; runs under the system's own Python, which has its bindings.

For each line on standard input the calendar is read anew, and one line of JSON tells what is in it.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402

AT_ONCE = 2**32 - 1
"""Not to wait until the backend says that it is on line, which it says late."""
FIRST, LAST = 1767225600, 1861920000
"""2026 to 2028."""
STATUSES = {getattr(ICalGLib.PropertyStatus, name): name for name in ("CONFIRMED", "TENTATIVE", "CANCELLED")}


def main() -> None:
    """Until standard input ends."""
    source = EDataServer.SourceRegistry.new_sync(None).ref_source(sys.argv[1])
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, AT_ONCE, None)
    utc = ICalGLib.Timezone.get_utc_timezone()
    client.set_default_timezone(utc)
    for _ in sys.stdin:
        client.refresh_sync(None)
        print(json.dumps(shown(client, utc)), flush=True)  # noqa: T201


def shown(client: Any, utc: Any) -> list[tuple[float, float, str, str]]:
    """Start, end, title and status, of each."""
    found: list[tuple[float, float, str, str]] = []

    def keep(event: Any, starts: Any, ends: Any, *_: object) -> bool:
        status = STATUSES.get(event.get_status(), "")
        found.append((epoch(starts), epoch(ends), event.get_summary(), status))
        return True

    def epoch(time: Any) -> float:
        return float(time.as_timet_with_zone(time.get_timezone() or utc))

    client.generate_instances_sync(FIRST, LAST, None, keep)
    return found


if __name__ == "__main__":
    main()
