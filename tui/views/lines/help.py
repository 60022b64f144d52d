"""What help says of a screen, made from the table of keys and the table of status words."""

from __future__ import annotations

from protocols.reports.status import MEANINGS
from tui import glyphs
from tui.keymap.command import Place
from tui.keymap.commands import COMMANDS
from tui.views.lines.lines import Line, wrap
from tui.views.lines.status import CHIP, chip

_ABOUT: dict[Place, str] = {
    "staff": "Who may sign on, in which role, and who is locked out after wrong PINs. Only an admin changes "
    "the list; whatever is done to it is an entry of the ledger. PINs are kept as hashes and never shown.",
    "handover": "A line a patient, then what is to be said of each: situation, background, assessment, "
    "recommendation; then what was recorded this shift, and what is missing. Left and Right go "
    "to the patient before and the next one. A handover that was given stays as it was. Until another "
    "person accepts it, everybody stays with whoever has them. Care never waits for a handover.",
    "handovers": "Every handover that was given, the newest first, and what became of it. Enter shows it as "
    "it was given.",
    "board": "The ward: one line a patient, the most urgent first. Below the list: what was recorded on the "
    "ward since the shift began; and, in a wide window beside it, the highlighted patient, what is next with "
    "its key, and why.",
    "chart": "One course: the dose that is next, the steps, today's doses, and the gate to the next "
    "step in words.",
    "history": "Every entry, newest first. A star marks an entry that was recorded late or corrected; "
    "a corrected one is struck through and stays.",
    "trend": "The skin over the course, the newest day first: skin checks, extent, steps and holds. The "
    "grades are computed from the findings in three versions of CTCAE, from 1 to 3; the gate never "
    "asks for them, and grades 4 and 5 a clinician gives.",
    "protocols": "The protocols that came with Stepward, quoted from published cases, not validated. "
    "Mark two to five with the space bar to compare them.",
    "compare": "What protocols ask for, side by side by protocol day: # is the step, sums are never a dose. "
    "Where not all have room, Left and Right pass columns by, and the first one stays. "
    "Below: what their sources report.",
    "picture": "The course by protocol day: each dose on its step, gates passed (G), skin checks, "
    "holds (=), what is still planned; a model of the drug level; what the shelf must still hold; the case.",
    "reader": "What a protocol asks for, what its steps add up to, and what its source leaves open.",
}
_NOT = (
    "Stepward is a record and a checklist for clinicians. It shows the prescribed protocol's next step "
    "and whether its preconditions are recorded. It never computes or recommends a dose. "
    "It is not a medical device."
)


_POINTED = (
    "A row (a second click on it is Enter), a tab, a key at the foot. The wheel moves the list, or scrolls."
)
_POINTED_IN_A_FORM = "A field, a line of a choice, Back."
_RECORDS_NOTHING = (
    "The mouse records nothing: on a button that does, a click only goes there, and Enter does it."
)


def help_lines(place: Place, cells: int, *, mouse: bool = False) -> list[Line]:
    """What the screen shows, its keys by group, what a `mouse` points at, what each status word means."""
    lines: list[Line] = [[(text, "")] for text in wrap(_ABOUT[place], cells)]
    for group in dict.fromkeys(command.group for command in COMMANDS):
        commands = [c for c in COMMANDS if c.group == group and place in c.places]
        if commands:
            lines += [[("", "")], [(group, "strong")]]
        for command in commands:
            lines += key_lines(command.key_text, command.sentence, cells)
    if mouse:
        lines += mouse_lines(cells, in_form=False)
    lines += [[("", "")], *status_words(cells), [("", "")], *_symbols()]
    lines += [[("", "")], *_paragraph(_NOT, cells)]
    return lines


def key_lines(key: str, sentence: str, cells: int) -> list[Line]:
    """One key and what it does."""
    texts = wrap(sentence, cells - 9)
    lines: list[Line] = [[(f"  {key:<7}", "key"), (texts[0], "")]]
    lines += [[(" " * 9 + text, "")] for text in texts[1:]]
    return lines


def mouse_lines(cells: int, *, in_form: bool) -> list[Line]:
    """What a mouse points at where somebody has asked for it, and that it records nothing."""
    pointed = _POINTED_IN_A_FORM if in_form else _POINTED
    words = key_lines("click", f"{pointed} {_RECORDS_NOTHING}", cells)
    return [[("", "")], [("Mouse", "strong")], *words]


def status_words(cells: int) -> list[Line]:
    """What each status word means."""
    lines: list[Line] = [[("Status words", "strong")]]
    for word, meaning in MEANINGS.items():
        texts = wrap(meaning, cells - CHIP - 4)
        lines.append([("  ", ""), chip(word), (f"  {texts[0]}", "")])
        lines += [[(" " * (CHIP + 4) + text, "")] for text in texts[1:]]
    return lines


def _symbols() -> list[Line]:
    """What each symbol means, here and on every screen."""
    lines: list[Line] = [[("Symbols", "strong")]]
    for symbol, meaning in SYMBOLS.items():
        lines.append([("  ", ""), (f"{symbol:<7}", "strong"), (meaning, "")])
    return lines


def _paragraph(text: str, cells: int) -> list[Line]:
    return [[(line, "dim")] for line in wrap(text, cells)]


SYMBOLS = {
    glyphs.URGENT: "Stop and look.",
    glyphs.ATTENTION: "Something is to be done now.",
    glyphs.OPEN: "Where the course stands, or a gate that is open.",
    glyphs.WAITING: "Not begun yet.",
    glyphs.DONE: "As it should be; behind it, how long ago the skin was seen.",
    glyphs.ENDED: "The course has ended.",
    "[x] [ ]": "Met, or not met yet; ticked, or not.",
    "(x) ( )": "Chosen, or not.",
    "*": "Recorded late, or corrected since.",
    "...": "Something is left out; the line below the list has it whole.",
}
"""The symbols of the screens in the order of their urgency."""
