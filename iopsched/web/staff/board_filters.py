"""What staff want to see of the board: all of it stands in the address, so that it can be kept and passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality


class Span(StrEnum):
    """How much is shown at once."""

    WEEK = "week"
    DAY = "day"


class By(StrEnum):
    """What the rows are."""

    PART = "part"
    CLINICIAN = "clinician"
    ROOM = "room"
    COMPONENT = "component"


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """Empty means all; ``free`` leaves only sessions with a seat left. ``all_short`` shows everybody who is short."""

    span: Span = Span.WEEK
    by: By = By.PART
    component: str = ""
    modality: str = ""
    clinician: str = ""
    free: bool = False
    names: bool = False
    all_short: bool = False

    def allow(self, session: Session) -> bool:
        return (
            self.component in {"", session.component.value}
            and self.modality in {"", session.modality.value}
            and self.clinician in {"", session.clinician}
            and not (self.free and (session.is_full or session.is_cancelled))
        )

    @property
    def query(self) -> dict[str, str]:
        """What stands in an address behind the question mark; what is usual is left out."""
        said = {
            "span": "" if self.span is Span.WEEK else self.span.value,
            "by": "" if self.by is By.PART else self.by.value,
            **self.narrowing,
            "names": "yes" if self.names else "",
            "short": "all" if self.all_short else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def narrowing(self) -> dict[str, str]:
        """As far as something is left out of the board."""
        said = {"component": self.component, "modality": self.modality, "clinician": self.clinician}
        return {name: value for name, value in (said | {"free": "yes" if self.free else ""}).items() if value}

    def but(self, **changed: Any) -> dict[str, str]:
        """The same address with some of it otherwise; empty takes it out."""
        return {name: value for name, value in (self.query | changed).items() if value}


def filters_in(arguments: Mapping[str, str]) -> BoardFilters:
    """What an address asks for; words that nobody knows are passed over."""
    return BoardFilters(
        span=Span(_known(Span, arguments.get("span"), Span.WEEK)),
        by=By(_known(By, arguments.get("by"), By.PART)),
        component=_known(Component, arguments.get("component"), ""),
        modality=_known(Modality, arguments.get("modality"), ""),
        clinician=arguments.get("clinician", "").strip()[:80],
        free=arguments.get("free") == "yes",
        names=arguments.get("names") == "yes",
        all_short=arguments.get("short") == "all",
    )


def _known(words: type[StrEnum], said: str | None, usual: str) -> str:
    return said if said in {word.value for word in words} and said else usual
