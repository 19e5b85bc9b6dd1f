"""The demo as one command: web server and worker together, ended by Ctrl-C, its data kept."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import create_engine, text

pytestmark = pytest.mark.timeout(180)
PATIENTS = text("SELECT count(*) FROM patient")


def test_ctrl_c_ends_server_and_worker_and_the_data_stay(tmp_path: Path):
    with a_demo(tmp_path) as demo:
        assert get(demo.address + "/readyz") == 200
        assert get(demo.address + "/sign-in") == 200
        children = demo.children()
        os.killpg(demo.process.pid, signal.SIGINT)

        assert demo.process.wait(timeout=20) == 0
        assert len(children) >= 4
        assert not any(map(is_alive, children))

    first = count(tmp_path)
    with a_demo(tmp_path) as demo:
        assert count(tmp_path) == first >= 40
        assert "sent," in send_due(tmp_path, "2030-01-01T00:00Z")


def test_what_was_written_outlives_a_server_that_is_killed(tmp_path: Path):
    with a_demo(tmp_path) as demo:
        os.killpg(demo.process.pid, signal.SIGKILL)

    assert count(tmp_path) >= 40


class Demo:
    """A demo in a process group of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        words = [sys.executable, "-m", "iopsched.cli", "demo", "--port", str(port)]
        self.process = subprocess.Popen(words, cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL)

    def wait_until_it_answers(self) -> None:
        for _ in range(600):
            assert self.process.poll() is None, "the demo ended by itself"
            try:
                assert get(self.address + "/healthz") == 200
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail("the demo does not answer")

    def children(self) -> list[int]:
        pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
        return [pid for pid in pids if is_alive(pid) and os.getpgid(pid) == self.process.pid]


@contextmanager
def a_demo(folder: Path) -> Iterator[Demo]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo = Demo(folder, port)
    try:
        demo.wait_until_it_answers()
        yield demo
    finally:
        if demo.process.poll() is None:
            os.killpg(demo.process.pid, signal.SIGKILL)
            demo.process.wait(timeout=10)


def get(address: str) -> int:
    return requests.get(address, timeout=5).status_code


def send_due(folder: Path, moment: str) -> str:
    """What another terminal in the demo's folder sends."""
    words = [sys.executable, "-m", "iopsched.cli", "--demo", "send-due", "--now", moment]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def count(folder: Path) -> int:
    engine = create_engine(f"sqlite:///{folder / 'instance' / 'demo.sqlite3'}")
    try:
        with engine.connect() as connection:
            return int(connection.execute(PATIENTS).scalar_one())
    finally:
        engine.dispose()
