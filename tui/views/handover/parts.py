"""What a handover sheet is made of: parts with a heading, and sentences with a tone."""

from __future__ import annotations

from dataclasses import dataclass

from tui.views.lines.lines import Tone


@dataclass(frozen=True)
class Said:
    """One sentence. The tone only repeats what the words say already."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class Part:
    """One part of what is said of a patient, under its heading."""

    heading: str
    said: tuple[Said, ...]
