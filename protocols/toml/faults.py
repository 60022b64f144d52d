"""What is wrong in a protocol file: where, and what would be right, in words a pharmacist can act on."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from protocols.values.text import visible

Place = tuple[str | int, ...]
"""A way into the file: ("steps", 2, "evening") is the evening of the second step."""

Wrong = tuple[str, str]
"""What is wrong, and what would be right."""


class Fault(Struct, frozen=True):
    """One fault. `place` is "" for the file as a whole, `line` None where no line can be named."""

    file: str
    line: int | None
    place: str
    wrong: str
    right: str

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ", ".join(part for part in (visible(self.file), line, self.place) if part)
        return f"{where}: {self.wrong}. {self.right}{'' if self.right.endswith('?') else '.'}"


class ProtocolFault(ValueError):
    """A protocol file that cannot be used, with every fault found in it, in the order of the file."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class Faults:
    """Gathers the faults of one file, so that all of them are told at once."""

    def __init__(self) -> None:
        self.found: list[tuple[Place, Wrong]] = []

    def add(self, place: Place, wrong: Wrong) -> None:
        """Note one fault and go on."""
        self.found.append((place, wrong))

    def told(self, file: str, lines: Mapping[Place, int]) -> ProtocolFault:
        """All faults in the order of the file; a place without a line has that of the table around it."""

        def line(place: Place) -> int | None:
            around = (place[:end] for end in range(len(place), 0, -1))
            return next((lines[part] for part in around if part in lines), None)

        faults = [Fault(file, line(place), place_text(place), *wrong) for place, wrong in self.found]
        return ProtocolFault(*sorted(faults, key=lambda fault: fault.line or 0))


def place_text(place: Place) -> str:
    """A place in words: "steps 2, evening"."""
    words = ""
    for part in place:
        words += f" {part}" if isinstance(part, int) else f", {short(part)}"
    return words.removeprefix(", ")


def short(text: str) -> str:
    """Words from the file, safe to show and at most 40 characters."""
    text = visible(text)
    return text if len(text) <= 40 else f"{text[:37]}..."


def shown(value: object) -> str:
    """A value from the file as a sentence names it: "12,5" in quotation marks, 0, true, a list."""
    if isinstance(value, str):
        return f'"{short(value)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, int) and abs(value) >= 10**40:
        return "a very long number"
    return short(str(value))
