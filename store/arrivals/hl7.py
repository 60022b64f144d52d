"""HL7 v2 messages of type ADT: admissions, transfers, discharges, updates, merges.

Only the fields that are used are read: MSH-7, 9 and 18, PID-3, 5, 7, 8 and 30, PV1-3, AL1-3, IAM-3, MRG-1.
The separators are those that the message names. HL7 2.5.1, chapters 2 (encoding) and 3 (ADT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from protocols.sites.arrivals import About, Arrival
from protocols.values.birth import Birth, birth_of
from store.arrivals.unread import Unread

_KINDS: dict[str, About] = {
    **dict.fromkeys(("A01", "A02", "A04", "A05", "A06", "A07", "A08", "A13", "A28", "A31"), "here"),
    "A03": "left",
    "A11": "withdrawn",
    "A40": "merged",
}
"""What each event says: admitted, transferred, registered, expected, changed class, updated; a discharge
taken back; a person added or updated. A11 takes an admission back, A40 makes two numbers one."""

_SEX = {"F": "female", "M": "male", "O": "other"}
_LETTERS = {"UNICODE UTF-8": "utf-8", "8859/1": "latin-1", "8859/15": "iso8859-15", "ASCII": "ascii"}
NO_KNOWN_ALLERGY = "716186003"
"""SNOMED CT."""

_FRAMES = "\x0b\x1c"
"""What MLLP puts round a message."""


def messages(data: bytes) -> list[str]:
    """The messages in a file, also of a batch. Unread where its letters cannot be told."""
    named = re.search(rb"MSH(.)(?:[^\r\n]*?\1){16}([^\r\n]*?)\1?[\r\n]", data)
    coding = _LETTERS.get(named[2].split(b"~")[0].decode("ascii", "replace").strip(), "") if named else ""
    try:
        text = data.decode(coding or "utf-8")
    except UnicodeDecodeError as error:
        raise Unread(
            "Its letters are not those that it names in MSH-18, or it names none: send UTF-8."
        ) from error
    lines = [line.strip(_FRAMES) for line in re.split(r"[\r\n]+", text)]
    found: list[list[str]] = []
    for line in lines:
        if line.startswith("MSH"):
            found.append([line])
        elif found and line[:3] not in ("", "BTS", "FTS", "BHS", "FHS"):
            found[-1].append(line)
    return ["\n".join(each) for each in found]


def read_message(text: str, zone: str) -> list[Arrival]:
    """What a message says; times without an offset are the ward's, in `zone`. Unread."""
    message = _Message(text)
    kind, event = message.parts("MSH", 9)[:2]
    about = _KINDS.get(event)
    if kind != "ADT" or about is None:
        told = f"{kind or '?'} {event or '?'}"
        raise Unread(f"It is a message {told}. Only ADT A01 to A08, A11, A13, A28, A31, A40 are read.")
    at = _moment(message.first("MSH", 7), zone)
    found = [Arrival(_number(message, "PID", 3), at, about, **_person(message))]
    if message.first("PID", 30) == "Y":
        found[0] = replace(found[0], about="died")
    if about == "merged":
        return [
            replace(found[0], about="here"),
            Arrival(_number(message, "MRG", 1), at, "merged", into=found[0].patient),
        ]
    return found


class _Message:
    """A message taken apart as its first line says."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        head = self._lines[0]
        if len(head) < 8:
            raise Unread("Its first line, MSH, is cut short.")
        self._field, self._part, self._again, self._escape, self._sub = list(head[3:8])

    def fields(self, segment: str, number: int) -> list[str]:
        """This field of each segment of that name."""
        place = number - 1 if segment == "MSH" else number  # MSH-1 is the separator itself
        rows = (line.split(self._field) for line in self._lines if line.startswith(segment + self._field))
        return [row[place] if place < len(row) else "" for row in rows]

    def repeated(self, segment: str, number: int) -> list[list[str]]:
        """The components of each repetition of a field of the first such segment."""
        (field, *_) = self.fields(segment, number) or [""]
        return [self._split(each) for each in field.split(self._again)]

    def parts(self, segment: str, number: int) -> list[str]:
        """The components of a field, three at least."""
        return [*self.repeated(segment, number)[0], "", "", ""]

    def first(self, segment: str, number: int) -> str:
        """The first component of a field."""
        return self.parts(segment, number)[0]

    def each(self, segment: str, number: int) -> Iterator[list[str]]:
        """The components of this field of people's words, of every such segment."""
        return (self._words(field.split(self._again)[0]) for field in self.fields(segment, number))

    def _split(self, field: str) -> list[str]:
        if field == '""':  # said to be empty
            return [""]
        return [self._plain(part.split(self._sub)[0]) for part in field.split(self._part)]

    def _words(self, field: str) -> list[str]:
        """The components of a field of people's words, in which nothing may fall away."""
        return [] if field == '""' else [self._whole(part) for part in field.split(self._part)]

    def names(self) -> list[list[str]]:
        """The components of each name of the patient."""
        (field, *_) = self.fields("PID", 5) or [""]
        return [self._words(each) for each in field.split(self._again)]

    def _whole(self, component: str) -> str:
        """The first subcomponent; of a family name it holds the others. Where one would be lost: Unread."""
        first, *others = (self._plain(part) for part in component.split(self._sub))
        lost = next((part for part in others if part not in first), "")
        if lost:
            raise Unread(f'"{lost}" stands behind a bare {self._sub} and would be lost: send it as \\T\\.')
        return first

    def _plain(self, text: str) -> str:
        signs = {
            "F": self._field,
            "S": self._part,
            "R": self._again,
            "E": self._escape,
            "T": self._sub,
            ".br": " ",
        }
        mark = re.escape(self._escape)
        return re.sub(f"{mark}([^{mark}]*){mark}", lambda found: signs.get(found[1], found[0]), text).strip()


def _number(message: _Message, segment: str, field: int) -> str:
    """The hospital number: the one of type MR, or the only one."""
    numbers = [[*each, "", "", "", "", ""] for each in message.repeated(segment, field) if each[0]]
    chosen = [each for each in numbers if each[4] in ("MR", "MRN")] or numbers
    if len({each[0] for each in chosen}) != 1:
        many = "several hospital numbers, and none alone is of type MR" if chosen else "no hospital number"
        raise Unread(f"It has {many} ({segment}-{field}).")
    return chosen[0][0]


def _person(message: _Message) -> dict[str, Any]:
    names = [[*each, "", "", "", "", "", "", ""] for each in message.names()]
    name = next((each for each in names if each[6] == "L"), names[0])
    born = _birth(message.first("PID", 7))
    ward, room, bed = message.parts("PV1", 3)[:3]
    told = [*message.each("AL1", 3), *message.each("IAM", 3)]
    words = [(each[1] if len(each) > 1 and each[1] else each[0]) for each in told if any(each)]
    none = [each for each in told if each[:1] == [NO_KNOWN_ALLERGY]]
    return {
        "family": name[0],
        "given": " ".join(filter(None, name[1:3])),
        "born": born.day,
        "born_about": born.about,
        "sex": _SEX.get(message.first("PID", 8), ""),
        "ward": ward,
        "bed": "-".join(filter(None, (room, bed))),
        "allergies": tuple(dict.fromkeys(words)) if len(none) < len(told) else (),
        "no_allergies": bool(told) and len(none) == len(told),
    }


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
