"""FHIR JSON from elsewhere, in which anything may be missing or of another kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from protocols.values.birth import Birth, birth_of
from store.arrivals.unread import Unread

Json = dict[str, Any]


def parsed(data: bytes) -> Any:
    """What the bytes say. Unread where they are not JSON."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unread("It is not JSON.") from error


def resources(top: Any) -> Iterator[Json]:
    """The resources of a Bundle, or the only one."""
    if not isinstance(top, dict):
        return
    if top.get("resourceType") != "Bundle":
        yield top
        return
    for each in parts(top, "entry"):
        if isinstance(each.get("resource"), dict):
            yield each["resource"]


def number(patient: Json, system: str) -> str:
    """The hospital number: the one of `system`, else the one of type MR, or the only one. Unread."""
    numbers = [
        each for each in parts(patient, "identifier") if each.get("value") and each.get("use") != "old"
    ]
    own = [each for each in numbers if each.get("system") == system]
    typed = [
        each
        for each in numbers
        if any(code.get("code") == "MR" for code in parts(part(each, "type"), "coding"))
    ]
    chosen = {str(each["value"]) for each in own or typed or numbers}
    if len(chosen) != 1:
        many = "several identifiers, and none alone of type MR" if chosen else "no hospital number"
        raise Unread(f"The Patient has {many}.")
    return chosen.pop()


def names(resource: Json) -> Json:
    """The HumanName of a resource: the official one, or the first."""
    found = parts(resource, "name")
    return next((each for each in found if each.get("use") == "official"), found[0] if found else {})


def person_name(name: Json) -> tuple[str, str]:
    """The family name, or all of the text; the given names."""
    given = name.get("given")
    family = str(name.get("family") or name.get("text") or "")
    return family, " ".join(map(str, given)) if isinstance(given, list) else ""


def birth(patient: Json) -> Birth:
    """The date of birth as far as it is said."""
    with suppress(ValueError, TypeError):
        return birth_of(patient.get("birthDate") or "")
    return Birth()


def behind(reference: Json, found: Iterable[Json], kind: str) -> Json:
    """The resource of that kind that a reference leads to; an empty one where it is not there."""
    id = id_in(reference)
    return next((each for each in found if each.get("resourceType") == kind and each.get("id") == id), {})


def id_in(reference: Json) -> str:
    """The id that a reference leads to, "Patient/7" as well as "urn:uuid:7"."""
    return str(reference.get("reference", "")).rsplit("/", 1)[-1].removeprefix("urn:uuid:").removeprefix("#")


def words(concept: Json) -> str:
    """A CodeableConcept in its words, else those of its first code."""
    codings = parts(concept, "coding")
    return str(
        concept.get("text") or (codings[0].get("display") or codings[0].get("code") if codings else "") or ""
    )


def part(resource: Json, name: str) -> Json:
    """An element that is an object; an empty one where it is not there."""
    value = resource.get(name)
    return value if isinstance(value, dict) else {}


def parts(resource: Json, name: str) -> list[Json]:
    """The objects of an element that repeats."""
    value = resource.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def moment(text: Any) -> datetime | None:
    """A dateTime that says its offset."""
    with suppress(ValueError, TypeError):
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    return None
