"""A database that can be put back, at once, to how it was: a file is copied over, a PostgreSQL database made anew."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from iopsched.store.db import db
from tests.postgres import Server


class Database(Protocol):
    """Both close every connection first; the app opens new ones by itself."""

    def keep(self, name: str) -> None:
        """Remember under this name what is in it now."""

    def put_back(self, name: str) -> None:
        """Make it what it was then."""


@dataclass(frozen=True, slots=True)
class File:
    """SQLite. The log beside the file is written into it when the last connection is closed."""

    path: Path

    @classmethod
    def at(cls, url: str) -> "File":
        return cls(Path(make_url(url).database or ""))

    def keep(self, name: str) -> None:
        disconnect()
        shutil.copy(self.path, self._copy(name))

    def put_back(self, name: str) -> None:
        disconnect()
        shutil.copy(self._copy(name), self.path)

    def _copy(self, name: str) -> Path:
        return self.path.with_suffix(f".{name}")


@dataclass(frozen=True, slots=True)
class Template:
    """PostgreSQL: what is kept is a template, of which the database is a copy."""

    server: Server
    name: str

    def keep(self, name: str) -> None:
        disconnect()
        self.server.create(self._copy(name), template=self.name)

    def put_back(self, name: str) -> None:
        disconnect()
        self.server.drop(self.name)
        self.server.create(self.name, template=self._copy(name))

    def _copy(self, name: str) -> str:
        return f"{self.name}_{name}"


def disconnect() -> None:
    db.session.remove()
    db.engine.dispose()
