"""The one table of keys: bindings, footer, help and README are all made from it.

A letter means the same on every screen. Everyday keys are lower-case letters; the red flag stands
apart from them (domain.md 2.1, "Keyboard").
"""

from __future__ import annotations

from textual.binding import Binding

from tui.keymap.command import BOARD, EVERYWHERE, NAMES, PAST, PATIENT, SHELF, Command, Place

COMMANDS: tuple[Command, ...] = (
    Command(
        "f1,question_mark",
        "help",
        "Help",
        "What this screen shows, its words and keys.",
        "Everywhere",
        EVERYWHERE,
        EVERYWHERE,
        "F1",
    ),
    Command(
        "enter",
        "open",
        "Open",
        "Open the highlighted line.",
        "Moving",
        ("board", "protocols", "staff", "handovers"),
        ("board", "protocols", "staff", "handovers"),
        "Enter",
    ),
    Command(
        "escape",
        "back",
        "Back",
        "Go back. Never ends the program and never records.",
        "Moving",
        EVERYWHERE[1:],
        EVERYWHERE[1:],
        "Esc",
    ),
    Command(
        "slash",
        "find",
        "Find",
        "Find a patient by name, number or bed, a protocol by its words; Esc shows all again.",
        "Moving",
        ("board", "protocols"),
        ("board", "protocols"),
        "/",
    ),
    Command(
        "colon,ctrl+p",
        "palette",
        "Commands",
        "Choose a command of this screen by its words instead of its key.",
        "Moving",
        EVERYWHERE,
        shown=":",
    ),
    Command("d", "dose", "Dose", "Record the dose: given, or why not.", "Recording", PATIENT, PATIENT),
    Command(
        "plus",
        "afterwards",
        "From paper",
        "Enter doses from a paper record: many at once, at their true times, for one reason.",
        "Recording",
        PATIENT,
        shown="+",
    ),
    Command(
        "s",
        "skin",
        "Skin",
        "Record a skin check: rash-free, or what was found.",
        "Recording",
        PATIENT,
        PATIENT,
    ),
    Command(
        "u",
        "step_up",
        "Step",
        "Start the next step, when every precondition of the gate is met.",
        "Recording",
        PATIENT,
        PATIENT,
    ),
    Command(
        "r",
        "reaction",
        "Reaction",
        "Assess a reaction by the ten Naranjo items, with sum and class.",
        "Recording",
        PATIENT,
    ),
    Command(
        "less_than_sign",
        "earlier",
        "Before",
        "Record the reaction that led to the course: course day 1, onset, treatment, resolution.",
        "Recording",
        ("chart", "picture"),
        ("picture",),
        "<",
    ),
    Command("n", "note", "Note", "Write a note.", "Recording", PATIENT),
    Command("v", "vomited", "Vomited", "Record that a dose already given was vomited.", "Recording", PATIENT),
    Command(
        "w",
        "medicines",
        "Other medicines",
        "Another medicine beside the drug: start, given, stop.",
        "Recording",
        PATIENT,
    ),
    Command(
        "y",
        "follow_up",
        "Follow-up",
        "Record a follow-up: how the patient is after the last step.",
        "Recording",
        PATIENT,
    ),
    Command(
        "c",
        "correct",
        "Correct",
        "Correct the highlighted entry of the history; both versions stay.",
        "Recording",
        ("chart", "history"),
        ("history",),
    ),
    Command(
        "h",
        "hold",
        "Hold",
        "Hold the course: nothing is due until a prescriber decides.",
        "Stopping",
        PATIENT,
    ),
    Command(
        "exclamation_mark,f9",
        "red_flag",
        "Red flag",
        "Red flag: hold at once, stop and call. F9 does the same, in forms and while text is typed too.",
        "Stopping",
        EVERYWHERE,
        EVERYWHERE,
        "!",
    ),
    Command(
        "p",
        "decision",
        "Prescriber",
        "A prescriber's decision, waiver, or approval of a site's own protocol.",
        "Prescriber",
        (*PATIENT, "reader"),
        ("chart", "reader"),
    ),
    Command(
        "o",
        "handover",
        "Handover",
        "The handover of the ward, on a chart of one patient; there it gives or answers it.",
        "Reading",
        (*PATIENT, "handover"),
        ("handover",),
    ),
    Command(
        "t",
        "history",
        "History",
        "Every entry of the patient, newest first; of a handover, the earlier ones.",
        "Reading",
        (*PATIENT, "handover"),
        ("chart", "handover"),
    ),
    Command(
        "g",
        "trend",
        "Skin trend",
        "The skin over the course: extent and grades by day, with steps and holds.",
        "Reading",
        PATIENT,
    ),
    Command(
        "x",
        "picture",
        "Picture",
        "The course as a picture: ladder, model of the drug level, units needed, case timeline.",
        "Reading",
        PATIENT,
    ),
    Command(
        "greater_than_sign",
        "write_out",
        "Write out",
        "Write a paper or a file into the exports folder: medication record, downtime, handover, figure.",
        "Reading",
        (*PATIENT, "picture", "handover"),
        ("picture", "handover"),
        ">",
    ),
    Command(
        "f", "filter", "Filter", "Show only one kind of entry, then the next kind.", "Reading", PAST, PAST
    ),
    Command(
        "l", "library", "Library", "The protocols, their steps, totals and sources.", "Reading", EVERYWHERE
    ),
    Command("space", "mark", "Mark", "Mark a protocol to be compared.", "Reading", SHELF, SHELF, "Space"),
    Command(
        "equals_sign",
        "compare",
        "Compare",
        "Two to five marked protocols side by side, by protocol day.",
        "Reading",
        SHELF,
        SHELF,
        "=",
    ),
    Command("a", "admit", "Admit", "Admit a patient.", "Patients", BOARD),
    Command("e", "enrol", "Enrol", "Enrol the patient on a protocol.", "Patients", PATIENT),
    Command("b", "details", "Bed, details", "Change the bed, the name, the allergies.", "Patients", PATIENT),
    Command("i", "sign_on", "Sign on", "Sign on as another person.", "Everywhere", EVERYWHERE),
    Command(
        "full_stop,ctrl+l",
        "lock",
        "Lock",
        "Lock the screen (Ctrl+L while typing); it locks by itself too when nobody presses a key.",
        "Everywhere",
        EVERYWHERE,
        shown=".",
    ),
    Command(
        "at",
        "staff",
        "Staff",
        "The staff list: who may sign on; your own PIN. An admin adds people and sets PINs.",
        "Everywhere",
        EVERYWHERE,
        shown="@",
    ),
    Command(
        "m",
        "theme",
        "Light, dark",
        "Change between light on dark, dark on light and high contrast; kept for you.",
        "Everywhere",
        EVERYWHERE,
    ),
    Command(
        "M",
        "characters",
        "ASCII",
        "ASCII characters only, for a console that shows others wrongly, or all again; kept for you.",
        "Everywhere",
        EVERYWHERE,
    ),
    Command(
        "z",
        "clock",
        "Clock",
        "Say that the computer's clock is right, after comparing it.",
        "Everywhere",
        BOARD,
    ),
    Command("q,ctrl+q", "leave", "Quit", "End Stepward.", "Everywhere", BOARD, BOARD),
)
"""Every command, in the order in which help lists them within their group."""


def bindings(place: Place) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """The bindings of a screen."""
    return [
        Binding(command.keys, command.action, command.label, show=False)
        for command in COMMANDS
        if place in command.places
    ]


def footer(place: Place) -> list[Command]:
    """The commands a screen names at its foot."""
    return [command for command in COMMANDS if place in command.footer]


def elsewhere(key: str, place: Place) -> str:
    """Why `key` does nothing on this screen, "" if it is no command at all."""
    for command in COMMANDS:
        if key in command.keys.split(",") and place not in command.places:
            where = " or ".join(NAMES[name] for name in command.places)
            return f"{command.key_text} does nothing here. {command.sentence} Use it on {where}."
    return ""
