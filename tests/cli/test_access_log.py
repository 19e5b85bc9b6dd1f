"""No private link stands in a log of the web server, however an operator has it written."""

import os
import socket
import subprocess
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from iopsched.cli.run import server_command

TOKEN = "a-very-private-token"
EVERYTHING = "%(r)s %(U)s %(f)s %({referer}i)s %({raw_uri}e)s %({path_info}e)s"


def test_the_access_log_hides_links(sqlite_url: str, tmp_path: Path):
    log, port = tmp_path / "access", free_port()
    asked = f"--access-logfile {log} --access-logformat '{EVERYTHING}'"
    environ = {"DATABASE_URL": sqlite_url, "SECRET_KEY": "test", "GUNICORN_CMD_ARGS": asked}

    with subprocess.Popen(server_command("127.0.0.1", port, 1, 1), env=os.environ | environ) as server:
        _get_when_up(port, f"/calendar/{TOKEN}.ics")
        server.terminate()

    said = log.read_text()
    assert "/calendar/(hidden).ics" in said
    assert TOKEN not in said


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _get_when_up(port: int, path: str) -> None:
    for _ in range(300):
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            try:
                connection.request("GET", path, headers={"Referer": f"http://localhost{path}"})
            except ConnectionError:
                time.sleep(0.1)
                continue
            with connection.getresponse() as answer:
                assert (answer.status, bool(answer.read())) == (404, True)
            return
    pytest.fail("the web server does not answer")
