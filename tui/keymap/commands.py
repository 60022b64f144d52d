"""The one table of keys: bindings, footer, help and the reference are all made from it.

A letter means the same on every screen. Everyday keys are lower-case letters; the red flag stands
apart from them (domain.md 2.1, "Keyboard").
"""

from __future__ import annotations

from textual.binding import Binding

from tui.keymap.command import NAMES, Command, Place, given_by

# fmt: off
_TABLE = (
    # pressed    does          in a word          group         works on; * named at its foot
    ("F1 ?",     "help",       "Help",            "Everywhere", "everywhere*"),
    ("Enter",    "open",       "Open",            "Moving",     "board* protocols* staff* handovers*"),
    ("Esc",      "back",       "Back",            "Moving",     "below*"),
    ("/",        "find",       "Find",            "Moving",     "board* history* protocols*"),
    ("Tab",      "next_due",   "Next",            "Moving",     "board*"),
    ("1",        "tab_now",    "Now",             "Moving",     "board"),
    ("2",        "tab_checks", "Checks",          "Moving",     "board"),
    ("3",        "tab_open",   "Open gates",      "Moving",     "board"),
    ("4",        "tab_mine",   "Mine",            "Moving",     "board"),
    ("5",        "tab_all",    "All",             "Moving",     "board"),
    (": Ctrl+P", "palette",    "Commands",        "Moving",     "everywhere"),
    ("d",        "dose",       "Dose",            "Recording",  "board* chart*"),
    ("+",        "from_paper", "From paper",      "Recording",  "board chart"),
    ("s",        "skin",       "Skin",            "Recording",  "board* chart*"),
    ("k",        "named_check", "Checks",         "Recording",  "board chart"),
    ("u",        "step_up",    "Step",            "Recording",  "board* chart*"),
    ("r",        "reaction",   "Reaction",        "Recording",  "board chart"),
    ("<",        "earlier",    "Before",          "Recording",  "chart picture*"),
    ("n",        "note",       "Note",            "Recording",  "board chart"),
    ("v",        "vomited",    "Vomited",         "Recording",  "board chart"),
    ("w",        "medicines",  "Other medicines", "Recording",  "board chart"),
    ("y",        "follow_up",  "Follow-up",       "Recording",  "board chart"),
    ("c",        "correct",    "Correct",         "Recording",  "board chart history*"),
    ("h",        "hold",       "Hold",            "Stopping",   "board chart"),
    ("! F9",     "red_flag",   "Red flag",        "Stopping",   "everywhere*"),
    ("*",        "alarm_seen", "Flag seen",       "Stopping",   "board chart"),
    ("p",        "decision",   "Prescriber",      "Prescriber", "board chart* reader*"),
    ("o",        "handover",   "Handover",        "Reading",    "board chart handover*"),
    ("t",        "history",    "History",         "Reading",    "board chart* handover*"),
    ("g",        "trend",      "Skin trend",      "Reading",    "board chart"),
    ("x",        "picture",    "Picture",         "Reading",    "board chart"),
    (">",        "write_out",  "Write out",       "Reading",    "board chart picture* handover*"),
    ("f",        "filter",     "Filter",          "Reading",    "history*"),
    ("-",        "fold",       "Fold",            "Reading",    "chart history* handover*"),
    ("l",        "library",    "Library",         "Reading",    "everywhere"),
    ("Space",    "mark",       "Mark",            "Reading",    "board protocols*"),
    ("=",        "compare",    "Compare",         "Reading",    "protocols*"),
    ("a",        "admit",      "Admit",           "Patients",   "board"),
    ("e",        "enrol",      "Enrol",           "Patients",   "board chart"),
    ("E",        "amend",      "Change plan",     "Patients",   "board chart"),
    ("b",        "details",    "Bed, details",    "Patients",   "board chart"),
    ("L",        "way",        "Leaves, returns", "Patients",   "board chart"),
    ("J",        "number",     "Right number",    "Patients",   "board chart"),
    ("T",        "send",       "Send",            "Patients",   "board chart"),
    ("R",        "receive",    "Receive",         "Patients",   "board"),
    ("i",        "sign_on",    "Sign on",         "Everywhere", "everywhere"),
    (". Ctrl+L", "lock",       "Lock",            "Everywhere", "everywhere"),
    ("@",        "staff",      "Staff",           "Everywhere", "everywhere"),
    ("S",        "scanning",   "Scanning",        "Everywhere", "staff*"),
    ("N",        "numbers",    "Numbers",         "Everywhere", "staff*"),
    ("Z",        "zone",       "Time zone",       "Everywhere", "staff*"),
    ("m",        "theme",      "Light, dark",     "Everywhere", "everywhere"),
    ("B",        "call",       "Bell",            "Everywhere", "everywhere"),
    ("M",        "characters", "ASCII",           "Everywhere", "everywhere"),
    ("z",        "clock",      "Clock",           "Everywhere", "board"),
    ("q Ctrl+Q", "leave",      "Quit",            "Everywhere", "board"),
)
# fmt: on
"""In the order in which help lists them within their group; "below" is every screen but the board."""

_SENTENCES = {
    "help": "What this screen shows, its words and keys.",
    "open": "Open the highlighted line.",
    "back": "Go back. Never ends the program and never records.",
    "find": "Find a patient by name, number or bed, an entry or a protocol by words; Esc shows all again.",
    "next_due": "Go to the next patient who needs something.",
    "tab_now": "Show who needs something now; again, or 5, shows everybody.",
    "tab_checks": "Show whose skin is to be seen.",
    "tab_open": "Show whose gate to the next step is open.",
    "tab_mine": "Show the patients you have taken for the shift.",
    "tab_all": "Show everybody.",
    "palette": "Choose a command of this screen by its words instead of its key.",
    "dose": "Record the dose: given, or why not.",
    "from_paper": "Enter a paper sheet: doses, checks, steps, decisions, at their true times.",
    "skin": "Record a skin check: rash-free, or what was found.",
    "named_check": "Record a check that the protocol asks for beside the skin: a value, or a statement.",
    "step_up": "Start the next step, when every precondition of the gate is met.",
    "reaction": "Assess a reaction by the ten Naranjo items, with sum and class.",
    "earlier": "Record the reaction that led to the course: course day 1, onset, treatment, resolution.",
    "note": "Write a note.",
    "vomited": "Record that a dose already given was vomited.",
    "medicines": "Another medicine beside the drug: start, given, stop.",
    "follow_up": "Record a follow-up: how the patient is after the last step.",
    "correct": "Correct what was just recorded, or the highlighted entry of the history; both versions stay.",
    "hold": "Hold the course: nothing is due until a prescriber decides.",
    "red_flag": "Red flag: hold at once, stop and call. F9 does the same, in forms and while text is "
    "typed too.",
    "alarm_seen": "Say that you have seen a red flag on the board: its line shrinks, the hold stays.",
    "decision": "A prescriber's decision, waiver, or approval of a site's own protocol.",
    "handover": "The handover of the ward, on a chart of one patient; there it gives or answers it.",
    "history": "Every entry of the patient, newest first; of a handover, the earlier ones.",
    "trend": "The skin over the course: extent and grades by day, with steps and holds.",
    "picture": "The course as a picture: ladder, model of the drug level, units needed, case timeline.",
    "write_out": "Write a paper or a file into the exports folder: medication record, downtime, "
    "handover, figure.",
    "filter": "Show only one kind of entry, then the next kind.",
    "fold": "Fold: what is long in a line each, or everything again.",
    "library": "The protocols, their steps, totals and sources.",
    "mark": "Take the patient for your shift, or let go; in the library, mark a protocol to be compared.",
    "compare": "Two to five marked protocols side by side, by protocol day.",
    "admit": "Admit a patient.",
    "enrol": "Enrol the patient on a protocol.",
    "amend": "Change dose times, strengths in stock or the prescriber of a course that goes on.",
    "details": "Change the bed, the name, the allergies.",
    "way": "The patient goes on leave, is discharged, has died, or is on the ward again.",
    "number": "Put a wrong hospital number right, or join two numbers of one person; two people confirm it.",
    "send": "Send a patient's record to another site: closed here for steps until it comes back.",
    "receive": "Receive the record of a patient who comes from another site, or comes back.",
    "sign_on": "Sign on as another person.",
    "lock": "Lock the screen (Ctrl+L while typing); it locks by itself too when nobody presses a key.",
    "staff": "The staff list: who may sign on; your own PIN. An admin adds people and sets PINs.",
    "scanning": "What this ward scans before a dose: wristbands, packs. An admin sets it.",
    "numbers": "What hospital numbers look like: pattern and check digit. An admin sets it.",
    "zone": "Correct the time zone of the ward's clocks. An admin does.",
    "theme": "Change between light on dark, dark on light and high contrast; kept for you.",
    "characters": "ASCII characters only, for a console that shows others wrongly, or all again; kept "
    "for you.",
    "call": "How you are called when something falls due: by a line, the terminal's bell, a notification; "
    "kept for you.",
    "clock": "What is wrong with the computer's clock, how to set it, and when what was recorded meanwhile "
    "happened.",
    "leave": "End Stepward.",
}
"""What each does, as help and the command palette say it."""

COMMANDS: tuple[Command, ...] = tuple(
    given_by(pressed, action, label, _SENTENCES[action], group, works_on)
    for pressed, action, label, group, works_on in _TABLE
)


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
