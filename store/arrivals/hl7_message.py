"""An HL7 v2 message taken apart as its first line says: letters, separators, escapes.

HL7 2.5.1, chapter 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.arrivals.unread import Unread

_LETTERS = {
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "ASCII": "ascii",
    "GB 18030-2000": "gb18030",
    "BIG-5": "big5",
    "KS X 1001": "euc_kr",
    **{f"8859/{part}": f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15)},
}
"""The letters that MSH-18 may name (table 0211)."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENDS = r"[\r\n\x0b\x1c]+"
"""What ends a line; the last two are put round a message by MLLP."""

_BATCH = ("", "BHS", "BTS", "FHS", "FTS")


class Message(NamedTuple):
    """The lines of one message, and the letters in which its escapes are written."""

    lines: tuple[str, ...]
    letters: str = "utf-8"


def messages(data: bytes) -> list[Message]:
    """The messages in a file, also of a batch. Unread where its letters cannot be told."""
    letters = "utf-16" if data.startswith(_UTF_16) else _named(data)
    try:
        text = data.decode(letters).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Unread(
            "Its letters are not those that it names in MSH-18, or it names none: send UTF-8."
        ) from error
    found: list[list[str]] = []
    for line in (line.lstrip() for line in re.split(_ENDS, text)):
        if re.match(r"MSH[^A-Za-z0-9]", line) or line == "MSH":
            found.append([line])
        elif found and line[:3] not in _BATCH:
            found[-1].append(line)
    return [Message(tuple(each), letters) for each in found]


def _named(data: bytes) -> str:
    """The letters that the first message names; UTF-8 where it names none."""
    found = re.search(rb"(?:^|[\r\n\x0b]|\xbf)MSH([^\r\n]+)", data)
    fields = found[1].split(found[1][:1]) if found else []
    name = fields[17].split(b"~")[0].decode("ascii", "replace").strip().upper() if len(fields) > 17 else ""
    if name and name not in _LETTERS and not data.isascii():
        raise Unread(f"It names {name} in MSH-18, which is not read here: send UTF-8.")
    return _LETTERS.get(name, "utf-8")


class Fields:
    """What stands in the fields of a message."""

    def __init__(self, message: Message) -> None:
        self._message = message
        head = message.lines[0]
        self._field = head[3:4]
        signs = head[4:].split(self._field)[0] if self._field else ""
        if len(signs) < 4 or len({self._field, *signs[:4]}) < 5:
            raise Unread("Its first line, MSH, is cut short: it has to name four signs beside the separator.")
        self._part, self._again, self._escape, self._sub = list(signs[:4])

    def each_patient(self) -> list[Fields]:
        """The same, once for each PID, with what stands before the next one; once where there is none."""
        places = [place for place, line in enumerate(self._message.lines) if self._name(line) == "PID"]
        if not places:
            return [self]
        ends = [*places[1:], len(self._message.lines)]
        before = self._message.lines[: places[0]]
        return [
            Fields(self._message._replace(lines=(*before, *self._message.lines[begin:end])))
            for begin, end in zip(places, ends, strict=True)
        ]

    def _name(self, line: str) -> str:
        return line.split(self._field, 1)[0]

    def fields(self, segment: str, number: int) -> list[str]:
        """This field of each segment of that name."""
        place = number - 1 if segment == "MSH" else number  # MSH-1 is the separator itself
        rows = (line.split(self._field) for line in self._message.lines if self._name(line) == segment)
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

    def names(self) -> list[list[str]]:
        """The components of each name of the patient."""
        (field, *_) = self.fields("PID", 5) or [""]
        return [self._words(each) for each in field.split(self._again)]

    def _split(self, field: str) -> list[str]:
        if field == '""':  # said to be empty
            return [""]
        return [self._plain(part.split(self._sub)[0]) for part in field.split(self._part)]

    def _words(self, field: str) -> list[str]:
        """The components of a field of people's words, in which nothing may fall away."""
        return [] if field == '""' else [self._whole(part) for part in field.split(self._part)]

    def _whole(self, component: str) -> str:
        """The first subcomponent; of a family name it holds the others. Where one would be lost: Unread."""
        first, *others = (self._plain(part) for part in component.split(self._sub))
        lost = next((part for part in others if part not in first), "")
        if lost:
            raise Unread(f'"{lost}" stands behind a bare {self._sub} and would be lost: send it as \\T\\.')
        return first

    def _plain(self, text: str) -> str:
        mark = re.escape(self._escape)
        return re.sub(f"{mark}([^{mark}]*){mark}", lambda found: self._meant(found[1]), text).strip()

    def _meant(self, escape: str) -> str:
        """What stands for an escape: a separator, letters as bytes, a line of formatted text."""
        signs = {"F": self._field, "S": self._part, "R": self._again, "E": self._escape, "T": self._sub}
        if escape in signs:
            return signs[escape]
        if escape in ("H", "N"):  # begin and end of what is in bold
            return ""
        if escape.startswith("."):  # .br, .sp and the like
            return " "
        if re.fullmatch(r"X(?:[0-9A-Fa-f]{2})+", escape):
            try:
                return bytes.fromhex(escape[1:]).decode(self._message.letters)
            except UnicodeDecodeError:
                pass
        shown = f"{self._escape}{escape}{self._escape}"
        raise Unread(f"It has {shown}, which stands for no sign that is known here: send the sign itself.")
