"""The service on a gunicorn of its own, in which a booking can be made to stand still half-way, and then be killed."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

from iopsched.cli.run import server_command
from iopsched.domain.session import Session
from tests.doors import Visitor
from tests.races.meeting import LONG

HALF_WAY, AT_THE_END = "iopsched.store.sessions.change_seats_taken", "iopsched.store.db:db.session.commit"
STEPS = (HALF_WAY, AT_THE_END)
"""The booking is written and nothing else is; and all is written and nothing is kept yet."""
STOP, WITHOUT = "RACES_STOP", "RACES_WITHOUT"
LOST = 0
Found = TypeVar("Found")


class Site:
    """Two workers; ``stop`` is the file that makes a request stand still."""

    def __init__(self, port: int, stop: Path) -> None:
        self._port = port
        self._stop = stop

    @contextmanager
    def standing(self, visitor: Visitor, session: Session, step: str) -> Iterator[tuple[int, Callable[[], int]]]:
        """A booking that stands before this step: its worker's process id, and what gives the status in the end."""
        self._stop.write_text(step)
        with closing(self._sent(visitor, session)) as sent:
            pid = until(lambda: here(self._stop).exists() and int(here(self._stop).read_text() or 0))
            here(self._stop).unlink()
            yield pid, lambda: self._status_of(sent)

    def go_on(self) -> None:
        """Nobody stands still any longer."""
        self._stop.unlink()

    def book(self, visitor: Visitor, session: Session) -> int:
        """The status of the answer to the form."""
        with closing(self._sent(visitor, session)) as sent:
            return self._status_of(sent)

    def is_up(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=LONG)) as connection:
            try:
                connection.request("GET", "/healthz")
            except ConnectionRefusedError:
                return False
            return connection.getresponse().status == 200

    def _sent(self, visitor: Visitor, session: Session) -> HTTPConnection:
        cookie = visitor.client.get_cookie("week")
        assert cookie
        connection = HTTPConnection("127.0.0.1", self._port, timeout=LONG)
        form = urlencode({"csrf_token": visitor.token, "key": "form"})
        kind = "application/x-www-form-urlencoded"
        said = {"Cookie": f"week={cookie.value}", "Content-Type": kind, "Connection": "close"}
        connection.request("POST", f"/sessions/{session.id}/booking", form, said)
        return connection

    def _status_of(self, sent: HTTPConnection) -> int:
        """LOST when the worker died before it answered."""
        try:
            return sent.getresponse().status
        except (RemoteDisconnected, ConnectionResetError):
            return LOST


@contextmanager
def served(database_url: str, folder: Path, without: str = "") -> Iterator[Site]:
    """As `iopsched serve` starts it."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    words = [*server_command("127.0.0.1", port, 2, 4)[:-1], "tests.races.standing_app:app"]
    environ = {"DATABASE_URL": database_url, STOP: str(folder / "stop"), WITHOUT: without}
    with subprocess.Popen(words, env=os.environ | environ, start_new_session=True) as process:
        try:
            site = Site(port, stop_file(environ))
            until(site.is_up)
            yield site
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def stop_file(environ: "os._Environ[str] | dict[str, str]") -> Path:
    return Path(environ[STOP])


def here(stop: Path) -> Path:
    """Where who stands still says so."""
    return stop.with_suffix(".here")


def until(so: Callable[[], Found]) -> Found:
    """Wait until it is so, and give what was found."""
    end = time.monotonic() + LONG
    while not (found := so()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found
