"""The closed vocabularies of the field (DOMAIN.md section 1); their values are what databases and files hold."""

from __future__ import annotations

from enum import StrEnum


class Component(StrEnum):
    """What kind of therapy a session is."""

    GROUP = "group"
    SKILLS = "skills"
    INDIVIDUAL = "individual"
    FAMILY = "family"


class Language(StrEnum):
    """In which texts are written."""

    ENGLISH = "en"
    SPANISH = "es"


class Modality(StrEnum):
    """Where a session happens."""

    IN_PERSON = "in_person"
    TELEHEALTH = "telehealth"


class Part(StrEnum):
    """Part of the week: weekend is Saturday and Sunday; evening starts at or after the program's hour."""

    DAYTIME = "daytime"
    EVENING = "evening"
    WEEKEND = "weekend"


class LevelOfCare(StrEnum):
    """ASAM 2.1 (IOP), 2.5 (PHP), and what follows."""

    IOP = "iop"
    PHP = "php"
    STEP_DOWN = "step_down"
    AFTERCARE = "aftercare"


class Role(StrEnum):
    """What a member of staff is here for; ``duty.DUTIES`` says what each may do."""

    CLINICIAN = "clinician"
    FRONT_DESK = "front_desk"
    BILLING = "billing"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
