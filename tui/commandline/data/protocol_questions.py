"""The questions of `stepward protocol new`: what every protocol needs, and all else that the format can say.

The words are those of docs/protocols.md; a test asks for every key of docs/protocol.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from protocols.definition.liquid import DIVISIBLE
from protocols.definition.named_check import WAIVED_BY
from protocols.definition.protocol import CTCAE_VERSIONS, SECOND_CHECK_RULES
from protocols.definition.step import SLOTS
from protocols.definition.usual import USUAL_GATE, USUAL_WINDOWS
from tui.commandline.data.protocol_answers import Question, amounts_of_day, number, numbers, one_of, text, yes

NOT_REPORTED = "Not reported"
COMMON_SLOTS = ("morning", "midday", "evening", "bedtime")
"""The times of day that are asked for where not everything is."""
RHYTHMS = ("every day", "every so many days", "days of the week", "days on and days off", "amounts in turn")
"""When the doses at times of day are taken."""


class Lines(NamedTuple):
    """A list of lines of text, asked for one by one until an answer is empty."""

    key: str
    words: str


_GATE_AND_WINDOWS = (
    (
        ("gate", "check_after_dose_hours"),
        "A check counts so many hours after a dose",
        USUAL_GATE.check_after_dose_hours,
    ),
    (("gate", "check_valid_hours"), "It is good for so many hours", USUAL_GATE.check_valid_hours),
    (
        ("gate", "treatment_break_hours"),
        "So many hours without a dose are a break",
        USUAL_GATE.treatment_break_hours,
    ),
    (("gate", "watch_days"), "Daily checks go on so many days after an increase", USUAL_GATE.watch_days),
    (
        ("windows", "once_daily_minutes"),
        "Once daily: early or late beyond so many minutes",
        USUAL_WINDOWS.once_daily_minutes,
    ),
    (
        ("windows", "more_often_minutes"),
        "More often: early or late beyond so many minutes",
        USUAL_WINDOWS.more_often_minutes,
    ),
)


def needed() -> Iterator[Question]:
    """What every protocol needs, in the order of the file, but for its steps."""
    yield Question(("unit",), "Unit of every amount", text, "mg")
    yield Question(("title",), "Title in lists, without doses", text)
    yield Question(("drug",), "Drug, generic name", text)
    yield Question(("form",), "One unit of it", text, "capsule")
    yield Question(("route",), "Route", text, "oral")
    yield Question(("strengths",), "Strengths that exist, such as 20, 150", numbers)
    yield Question(("with_food",), "With food, y or n", yes, "n")
    yield Question(("citation", "text"), "Source: where it was published, or who agreed on it", text)
    for place, words, usual in _GATE_AND_WINDOWS:
        yield Question(place, words, number, str(usual))
    second = f"Second check by another person: {_numbered(SECOND_CHECK_RULES)}"
    yield Question(("doses", "second_check"), second, one_of(SECOND_CHECK_RULES), "2")


def of_size() -> Iterator[Question]:
    """What is asked only of doses per kg or m²."""
    by = "The fixed amounts are rounded by, in the unit itself"
    yield Question(("round_to",), by, number, needed=False)
    yield Question(("at_most",), "One dose is never more than, in the unit itself", number, needed=False)


def optional() -> Iterator[Question | Lines]:
    """All else that stands outside steps and co-medications; an empty answer leaves it out."""
    yield Question(("peak_hours",), "Hours from a dose to the peak of the drug", number, needed=False)
    yield Question(("half_life_hours",), "Half-life of the drug, in hours", number, needed=False)
    versions = f"Version of CTCAE of this site: {_numbered(CTCAE_VERSIONS)}"
    yield Question(("ctcae",), versions, one_of(CTCAE_VERSIONS), "2")
    parts = f"A piece may be divided: {_numbered(DIVISIBLE)}"
    yield Question(("divisible",), parts, one_of(DIVISIBLE), "1")
    yield Lines("red_flags", "A red flag besides the common ones")
    yield Question(("citation", "evidence"), "How strong the evidence is, in words", text, needed=False)
    yield Question(("citation", "reference"), "How the source is cited", text, needed=False)
    for name in ("doi", "pmid", "pmcid"):
        yield Question(("citation", name), name.upper(), text, needed=False)
    for name, words in _PUBLISHED.items():
        yield Question(("published", name), f"As published: {words}", text, NOT_REPORTED)
    onset = "Published rashes came so many days after a start"
    yield Question(("gate", "onset_from_days"), f"{onset}, the first", number, needed=False)
    yield Question(("gate", "onset_to_days"), f"{onset}, the last", number,
                   follows=("gate", "onset_from_days"))  # fmt: skip
    down = "Before a step down"
    after, valid = "check_after_dose_hours", "check_valid_hours"
    yield Question(
        ("gate_down", after), f"{down} a check counts so many hours after a dose", number, needed=False
    )
    yield Question(("gate_down", valid), f"{down} it is good for so many hours", number, needed=False)
    not_given = "A dose not given can be made up, unless the next is due within so many hours"
    yield Question(("doses", "make_up_not_given_hours"), not_given, number, needed=False)
    vomited = "A vomited dose can be made up until so many minutes after it"
    yield Question(("doses", "make_up_vomited_minutes"), vomited, number, needed=False)
    yield Lines("left_open", "What the source leaves open, and what was decided")


_PUBLISHED = {
    "onset_of_rash": "onset of the rash",
    "rash_type": "type of rash",
    "time_to_improvement": "time to improvement",
    "maximum_dose": "highest dose",
    "outcome": "outcome",
    "follow_up": "follow-up",
}
PUBLISHED = tuple(_PUBLISHED)


def medicine(place: int) -> Iterator[Question]:
    """One medicine beside the drug."""
    at = ("co_medications", place)
    yield Question((*at, "drug"), "  Its generic name", text)
    yield Question((*at, "text"), "  What the source says of it", text)
    yield Question((*at, "amount"), "  Amount, in words", text, needed=False)
    yield Question((*at, "how_often"), "  How often, in words", text, needed=False)
    yield Question((*at, "taper"), "  How it ends, in words", text, needed=False)
    yield Question((*at, "first_day"), "  From protocol day", number, needed=False)
    first = (*at, "first_day")
    yield Question((*at, "last_day"), "  To protocol day", number, needed=False, follows=first)


def liquid(place: int) -> Iterator[Question]:
    """One liquid that doses are measured from."""
    yield Question(("liquids", place, "name"), "  Its name, such as suspension", text)
    yield Question(("liquids", place, "amount"), "  Amount of the drug in 1 mL", number)


def check(place: int) -> Iterator[Question]:
    """One named check beside the skin."""
    at = ("checks", place)
    yield Question((*at, "name"), "  Its name, such as neutrophils", text)
    yield Question((*at, "at_least"), "  At least; empty for no such limit", number, needed=False)
    yield Question((*at, "at_most"), "  At most; empty for no such limit", number, needed=False)
    yield Question((*at, "unit"), "  Unit of a measurement", text, needed=False)
    yield Question((*at, "valid_hours"), "  It is good for so many hours", number, "24")
    steps = "  Numbers of the steps that wait for it; empty for all"
    yield Question((*at, "before_steps"), steps, numbers, needed=False)
    waived = f"  It can be waived by: {_numbered(WAIVED_BY)}"
    yield Question((*at, "waived_by"), waived, one_of(WAIVED_BY), "1")
    yield Question((*at, "holds"), "  Out of range holds the course, y or n", yes, "n")
    yield Question((*at, "text"), "  Text for whoever records it", text, needed=False)
    yield Question((*at, "loinc"), "  LOINC code", text, needed=False)
    yield Question((*at, "ucum"), "  UCUM code of the unit", text, needed=False, follows=(*at, "unit"))


def syringe_step() -> Question:
    """What a liquid is measured in."""
    return Question(("syringe_step",), "The syringe measures in steps of so many mL", number)


def rhythm_words() -> str:
    """The question after the rhythm of a step."""
    return f"  Its doses are taken: {_numbered(RHYTHMS)}"


def rhythm(step: int, which: str) -> Iterator[Question]:
    """What the chosen rhythm of a step needs; amounts in turn are asked for day by day."""
    at = ("steps", step)
    if which == "every so many days":
        yield Question((*at, "every_days"), "  Every so many days, such as 2", number)
    if which == "days of the week":
        yield Question((*at, "weekdays"), "  Days of the week, such as Mon, Wed, Fri", text)
    if which == "days on and days off":
        yield Question((*at, "days_on"), "  So many days on", number)
        yield Question((*at, "days_off"), "  Then so many days off", number)


def day_of_turn(step: int, day: int) -> Question:
    """The amounts of one day of a pattern; from the third on there may be no more."""
    more = "; empty for no more" if day > 2 else ""
    words = f"  Day {day} of the turn, such as morning 50, evening 25{more}"
    return Question(("steps", step, "pattern", day), words, amounts_of_day, needed=day <= 2)


def times_of_day(step: int, *, every: bool) -> Iterator[Question]:
    """The doses of a step at times of day: at `every` one there is, or at the common ones."""
    for slot in SLOTS if every else COMMON_SLOTS:
        yield Question(("steps", step, slot), f"  {slot.capitalize()}", number, needed=False)


def every_hours(step: int) -> Question:
    """The rhythm of doses by the clock."""
    words = "  Every so many hours; empty to write minutes"
    return Question(("steps", step, "every_hours"), words, number, needed=False)


def every_minutes(step: int) -> Question:
    """The rhythm of doses that are not whole hours apart."""
    return Question(("steps", step, "every_minutes"), "  Every so many minutes", number)


def amount(step: int) -> Question:
    """The amount of every dose by the clock."""
    return Question(("steps", step, "amount"), "  Amount of each dose", number)


def length(step: int, how: str) -> Question:
    """How long a step lasts: "days", "hours" or "doses"."""
    usual = "2" if how == "days" else ""
    return Question(("steps", step, how), f"  It lasts so many {how}", number, usual)


def extras(step: int, *, last: bool, per: bool) -> Iterator[Question]:
    """What else a step can say; `per` of one with doses per kg or m²."""
    if per:
        words = "  One dose of this step is never more than"
        yield Question(("steps", step, "at_most"), words, number, needed=False)
    if not last:
        words = "  At most so many days, before it is said"
        yield Question(("steps", step, "at_most_days"), words, number, needed=False)
    yield Question(("steps", step, "text"), "  Text for the nurse", text, needed=False)


def _numbered(words: tuple[str, ...]) -> str:
    return ", ".join(f"{number} {word}" for number, word in enumerate(words, start=1))


def line(asked: Lines, place: int) -> Question:
    """One line of a list."""
    return Question((asked.key, place), f"{asked.words}; empty for no more", text, needed=False)
