"""The data types that FHIR resources are made of, as plain dicts. What is empty is left out, as FHIR asks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from protocols.values.amounts import tidy
from protocols.values.clinic_time import local
from protocols.values.text import visible

Json = dict[str, Any]
"""A FHIR resource, or an element of one."""

UCUM = "http://unitsofmeasure.org"
_DRUG_CODES = {
    "mg": "mg",
    "g": "g",
    "kg": "kg",
    "mL": "mL",
    "L": "L",
    "mmol": "mmol",
    "microgram": "ug",
    "nanogram": "ng",
}
_TIMES = {"": "", "/h": "/h", " per hour": "/h", "/min": "/min", " per minute": "/min"}
_UCUM_CODES = {
    **_DRUG_CODES,
    **{
        f"{unit}{per}{end}": f"{code}{per}{time}"
        for unit, code in _DRUG_CODES.items()
        for per in ("", "/kg", "/m2")
        for end, time in _TIMES.items()
    },
    "%": "%",
    "°C": "Cel",
    "d": "d",
    "h": "h",
}
"""Units that UCUM has, also an hour or a minute, per kg and per m2; any other is given in words alone."""

_UNIT_WORDS = {"d": "days", "h": "hours"}


def filled(**fields: Any) -> Json:
    """The fields that say something: 0 and false do."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def resource(kind: str, id: str, /, **fields: Any) -> Json:
    """A resource with what it says."""
    return filled(resourceType=kind, id=id, **fields)


def text(said: str) -> str:
    """Text from people as FHIR may hold it: no control character but line feeds, never only blanks."""
    return visible(said, multiline=True).strip()


def coding(system: str, code: str, display: str = "") -> Json:
    """One code of a code system."""
    return filled(system=system, code=code, display=display)


def concept(said: str, *codings: Json) -> Json:
    """A concept in words, with its codes where there are any."""
    return filled(coding=list(codings), text=text(said))


def identifier(system: str, value: str, **more: Any) -> Json:
    """A name that somebody else may know a thing by."""
    return filled(system=system, value=text(value), **more)


def number(value: Decimal) -> Decimal:
    """An exact number as JSON writes it, without trailing zeros and exponent."""
    return Decimal(format(tidy(value), "f"))


def quantity(value: Decimal | int, unit: str) -> Json:
    """An amount with its unit, exact; with the UCUM code where the unit has one."""
    code = _UCUM_CODES.get(unit, "")
    words = _UNIT_WORDS.get(unit, text(unit))
    return filled(value=number(Decimal(value)), unit=words, system=UCUM if code else "", code=code)


def moment(instant: datetime, zone: str) -> str:
    """An instant with the clinic's offset."""
    return local(instant, zone).isoformat()


def annotation(said: str, at: str = "", by: Json | None = None) -> Json:
    """A remark, with when and by whom."""
    return filled(authorReference=by, time=at, text=text(said))


def remarks(*said: str) -> list[Json]:
    """Remarks without their author, those that say something."""
    return [annotation(each) for each in said if text(each)]
