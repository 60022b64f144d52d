"""HL7 v2 messages of type ADT: admissions, transfers, discharges, updates, merges.

Only the fields that are used are read: MSH-7, 9 and 18, PID-3, 5, 7, 8 and 30, PV1-3, AL1-3,
IAM-3 and 6, MRG-1, and EVN-1 where MSH-9 names no event.
HL7 2.5.1, chapter 3 (ADT).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from protocols.sites.arrivals import About, Arrival
from protocols.values.birth import Birth, birth_of
from store.arrivals.hl7_message import Fields, Message
from store.arrivals.unread import Unread

_KINDS: dict[str, About] = {
    **dict.fromkeys(("A01", "A02", "A04", "A05", "A06", "A07", "A12", "A13", "A28"), "here"),
    "A03": "left",
    "A08": "updated",
    "A11": "withdrawn",
    "A31": "told",
    "A40": "merged",
}
"""What each event says: admitted, transferred, registered, expected, changed class; a transfer or a discharge
taken back; a person added. A08 updates a stay, A31 a person; A11 takes an admission back, A40 makes two
numbers one."""

_SEX = {"F": "female", "M": "male", "O": "other"}
NO_KNOWN_ALLERGY = "716186003"
"""SNOMED CT."""


def read_message(message: Message, zone: str) -> list[Arrival]:
    """What a message says; times without an offset are the ward's, in `zone`. Unread."""
    whole = Fields(message)
    kind, event = whole.parts("MSH", 9)[:2]
    event = event or whole.first("EVN", 1)
    about = _KINDS.get(event)
    if kind != "ADT" or about is None:
        told = f"{kind or '?'} {event or '?'}"
        raise Unread(f"It is a message {told}. Only ADT A01 to A08, A11 to A13, A28, A31, A40 are read.")
    at = _moment(whole.first("MSH", 7), zone)
    people = whole.each_patient()
    if about == "merged":
        return [each for one in people for each in _merged(one, at)]
    if len(people) > 1:
        raise Unread("It is about several patients (PID): only A40 may be.")
    return [_arrival(people[0], at, about)]


def _arrival(message: Fields, at: datetime, about: About) -> Arrival:
    found = Arrival(_number(message, "PID", 3), at, about, **_person(message))
    return replace(found, about="died") if message.first("PID", 30) == "Y" else found


def _merged(message: Fields, at: datetime) -> list[Arrival]:
    """The number that goes on, then the one that does not."""
    goes_on = _arrival(message, at, "told")
    return [goes_on, Arrival(_number(message, "MRG", 1), at, "merged", into=goes_on.patient)]


def _number(message: Fields, segment: str, field: int) -> str:
    """The hospital number: the one of type MR, or the only one."""
    numbers = [[*each, "", "", "", "", ""] for each in message.repeated(segment, field) if each[0]]
    chosen = [each for each in numbers if each[4] in ("MR", "MRN")] or numbers
    if len({each[0] for each in chosen}) != 1:
        many = "several hospital numbers, and none alone is of type MR" if chosen else "no hospital number"
        raise Unread(f"It has {many} ({segment}-{field}).")
    return chosen[0][0]


def _person(message: Fields) -> dict[str, Any]:
    names = [[*each, "", "", "", "", "", "", ""] for each in message.names()]
    name = next((each for each in names if each[6] == "L"), names[0])
    born = _birth(message.first("PID", 7))
    ward, room, bed = message.parts("PV1", 3)[:3]
    return {
        "family": name[0],
        "given": " ".join(filter(None, name[1:3])),
        "born": born.day,
        "born_about": born.about,
        "sex": _SEX.get(message.first("PID", 8), ""),
        "ward": ward,
        "bed": "-".join(filter(None, (room, bed))),
        **_allergies(message),
    }


def _allergies(message: Fields) -> dict[str, Any]:
    """Those that are told. AL1 and IAM list them all; an IAM with an action (IAM-6) says what changes."""
    actions = list(zip(message.each("IAM", 3), (each[:1] for each in message.fields("IAM", 6)), strict=True))
    told = [*message.each("AL1", 3), *(each for each, action in actions if action != "D")]
    none = [each for each in told if each[:1] == [NO_KNOWN_ALLERGY]]
    return {
        "allergies": _names(each for each in told if each not in none),
        "taken_back": _names(each for each, action in actions if action == "D"),
        "adds": any(action for _, action in actions),
        "no_allergies": bool(none) and len(none) == len(told),
    }


def _names(told: Iterable[list[str]]) -> tuple[str, ...]:
    words = ((each[1] if len(each) > 1 and each[1] else each[0]) for each in told if any(each))
    return tuple(dict.fromkeys(words))


def _birth(text: str) -> Birth:
    """A day, a month ("195803") or a year ("1958"), as far as it is said."""
    found = re.match(r"(\d{4})(\d\d)?(\d\d)?", text, re.ASCII)
    try:
        return birth_of("-".join(filter(None, found.groups()))) if found else Birth()
    except ValueError as error:
        raise Unread(f"{text} is not a day (PID-7).") from error


def _moment(text: str, zone: str) -> datetime:
    found = re.fullmatch(r"(\d{8})(\d{4})?(\d{2})?(?:\.\d+)?([+-]\d{4})?", text)
    try:
        if found is None:
            raise ValueError(text)
        digits = found[1] + (found[2] or "0000") + (found[3] or "00")
        local = datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - its zone follows
        offset = found[4]
        if offset is None:
            return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        return local.replace(
            tzinfo=timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        ).astimezone(UTC)
    except ValueError as error:
        raise Unread(f"{text or 'nothing'} is not a time (MSH-7).") from error
