"""Entries of skin checks, of red flags, and of who has seen the alarm that one raises."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from protocols.entries.base import Fact


class RashFreeChecked(Fact, frozen=True, tag="rash-free check"):
    """A named person saw the whole skin and the mucosa, and no rash."""

    whole_skin_seen: bool
    mucosa_seen: bool
    note: str = ""


class RashFound(Fact, frozen=True, tag="rash found"):
    """Findings of a skin check. Extent in % of body surface, temperature in degrees Celsius.

    `grade` is the clinician's own, in version `ctcae`; computed ones are never stored. `tender` is
    asked for erythema multiforme, `treatment` (what is needed) for urticaria.
    """

    rash_type: Literal["maculopapular", "erythema multiforme", "urticaria", "other"]
    sites: tuple[str, ...]
    extent: Decimal | None = None
    extent_method: Literal["", "hand", "rule of nines", "estimate"] = ""
    symptoms: str = ""
    daily_living: Literal["not recorded", "no effect", "limits tasks", "limits self care"] = "not recorded"
    mucosa: Literal["not seen", "clear", "involved"] = "not seen"
    temperature: Decimal | None = None
    grade: int | None = None
    ctcae: str = ""
    note: str = ""
    severity: Literal["not recorded", "none", "mild", "moderate", "severe"] = "not recorded"
    tender: bool | None = None
    treatment: Literal["not recorded", "on the skin", "by mouth", "into a vein"] = "not recorded"


class RedFlagSeen(Fact, frozen=True, tag="red flag seen"):
    """A sign that stops everything at once (rules.md, "Rash, red flags, holds")."""

    flags: tuple[str, ...]
    note: str = ""


class AlarmSeen(Fact, frozen=True, tag="alarm seen"):
    """A named person has seen that red flags of the patient stand. It ends nothing and releases nothing.

    `flags` are the ids of the entries that raised them: a later one was not seen yet.
    """

    flags: tuple[str, ...]


class NamedCheckMade(Fact, frozen=True, tag="named check made"):
    """The check called `name` in the course's protocol was made.

    A measurement has its `value`, in the unit of the protocol, which stands in `unit` too; a statement has
    `stated`, True for what the name says and False for its contrary.
    """

    name: str
    value: Decimal | None = None
    unit: str = ""
    stated: bool | None = None
    note: str = ""
