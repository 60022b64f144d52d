"""`stepward protocol new FILE`: a question a line, each answer judged at once, the file at the end.

When the answers end early they are kept in FILE with .draft at its end, and the same command goes on there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from protocols.remarks.remarks import unusual
from protocols.toml.faults import Faults, Place, place_text
from protocols.toml.parser import read, read_tables
from protocols.toml.values import id_wrong
from protocols.toml.writer import written
from store.files.overwriting import write_over
from store.site.library import library
from tui.commandline.base.output import put, say
from tui.commandline.data import protocol_questions as questions
from tui.commandline.data.protocol_answers import Answers, Question
from tui.exit_codes import Exit

OWNER_ONLY = 0o600


def ask_for_protocol(file: Path) -> int:
    """Ask, write, and say what is unusual. The file is not there before the last answer."""
    if file.suffix != ".toml" or id_wrong(file.stem, file.stem):
        say(
            "Name the file in small letters, digits and hyphens with .toml at the end, such as our-ward.toml."
        )
        return Exit.USAGE
    if file.exists() or file.is_symlink():
        say(f"{file} is there already. Name another file; nothing was changed.")
        return Exit.REFUSED
    answers = Answers(file.stem, _kept(_draft(file)))
    try:
        _ask(answers)
        _write(file, answers)
    except (EOFError, KeyboardInterrupt):
        return _keep(file, answers, "The answers ended before the protocol did.")
    except OSError as error:
        return _keep(file, answers, f"{file} cannot be written ({error.strerror}).")
    return Exit.OK


def _ask(answers: Answers) -> None:
    put("An empty answer takes what stands in brackets. Ctrl+C leaves: what was answered is kept.")
    everything = _yes(answers, "everything", "Ask for everything a file can say")
    for question in questions.needed():
        answers.ask(question)
        if question.place == ("unit",) and answers.per_size:
            for more in questions.of_size():
                answers.ask(more)
    for one in questions.optional() if everything else ():
        if isinstance(one, questions.Lines):
            _lines(answers, one)
        else:
            answers.ask(one)
    if not everything:
        answers.tables["published"] = dict.fromkeys(questions.PUBLISHED, questions.NOT_REPORTED)
    if everything and _several(
        answers, "liquids", "Are doses measured from another liquid", questions.liquid
    ):
        answers.ask(questions.syringe_step())
    _steps(answers, everything)
    if everything:
        _several(answers, "checks", "Does the gate ask for another check beside the skin", questions.check)
        _several(answers, "co_medications", "Is another medicine taken beside the drug", questions.medicine)
    _mend(answers)


def _lines(answers: Answers, asked: questions.Lines) -> None:
    place = 1
    while answers.ask(questions.line(asked, place)):
        place += 1


def _steps(answers: Answers, everything: bool) -> None:
    number = 0
    while not answers.finished:
        number += 1
        put(f"Step {number}. Amounts in {answers.tables['unit']}; an empty answer where no dose is taken.")
        while not _step(answers, number, everything):
            answers.forget("steps", number)


def _step(answers: Answers, number: int, everything: bool) -> bool:
    """Ask for one step; False where it is none, or says what the one before says."""
    clock = everything and _yes(answers, f"steps {number}, clock", "  Doses by the clock")
    if clock:
        if not answers.ask(questions.every_hours(number)):
            answers.ask(questions.every_minutes(number))
        answers.ask(questions.amount(number))
    else:
        _at_times_of_day(answers, number, everything)
    last = number > 1 and _yes(answers, f"steps {number}, last", "Is this the last step")
    answers.finished = last
    ends = last and everything and _yes(answers, f"steps {number}, ends", "  Does the course end with it")
    if ends or not last:
        answers.ask(questions.length(number, _how_long(answers, number, clock, everything)))
    for question in questions.extras(number, last=last, per=answers.per_size) if everything else ():
        answers.ask(question)
    found = [wrong for place, wrong in answers.faults() if place[:2] == ("steps", number)]
    for wrong, right in found[:1]:
        put(f"  Step {number}: {wrong}. {right}.")
        answers.finished = False
    return not found


def _at_times_of_day(answers: Answers, number: int, everything: bool) -> None:
    """The rhythm, and the amounts at times of day; in turn they are asked for day by day."""
    which = questions.RHYTHMS[0]
    if everything:
        which = _one_of(answers, f"steps {number}, rhythm", questions.rhythm_words(), questions.RHYTHMS)
    if which == "days on and days off":
        answers.stand_in(("steps", number, "days_off"), 1)
    for question in questions.rhythm(number, which):
        answers.ask(question)
    if which == "amounts in turn":
        day = 1
        while answers.ask(questions.day_of_turn(number, day)):
            day += 1
        return
    for question in questions.times_of_day(number, every=everything):
        answers.ask(question)


def _how_long(answers: Answers, number: int, clock: bool, everything: bool) -> str:
    """What a step is measured in."""
    if not everything:
        return "days"
    units = ("days", "doses", "hours") if clock else ("days", "doses")
    words = f"  It is measured in {', '.join(f'{place} {unit}' for place, unit in enumerate(units, start=1))}"
    return _one_of(answers, f"steps {number}, measured in", words, units)


def _one_of(answers: Answers, key: str, words: str, choices: Sequence[str]) -> str:
    """One of several, by its number; the first where nothing is typed."""
    while True:
        answer = answers.line(key, words, "1")
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1]
        put(f"  Write a number from 1 to {len(choices)}.")


def _several(answers: Answers, key: str, words: str, asked: Callable[[int], Iterable[Question]]) -> int:
    """Ask for tables of one kind until there is no more; how many there are."""
    number = 0
    while _yes(answers, f"{key} {number + 1}", words):
        number += 1
        for question in asked(number):
            answers.ask(question)
    return number


def _mend(answers: Answers) -> None:
    """Ask again for what only the whole protocol shows to be wrong."""
    while found := answers.faults():
        place, (wrong, right) = found[0]
        put(f"{place_text(place)}: {wrong}. {right}.")
        answers.ask(answers.asked[_asked_at(answers, place)])


def _asked_at(answers: Answers, place: Place) -> Place:
    """The question whose answer stands at a place, or the first one asked of the table around it."""
    if place in answers.asked:
        return place
    return next(asked for asked in answers.asked if asked[: len(place)] == place)


def _yes(answers: Answers, key: str, words: str) -> bool:
    while (answer := answers.line(key, f"{words}, y or n", "n")) not in ("y", "n"):
        put("  Write y or n.")
    return answer == "y"


def _write(file: Path, answers: Answers) -> None:
    text = written(read_tables(answers.tables, file.stem, Faults()))
    protocol = read(text, file.name)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w", encoding="utf-8") as out:
        out.write(text)
    with contextlib.suppress(OSError):
        _draft(file).unlink()
    for remark in unusual(protocol, library()):
        say(str(remark))
    say(f"{file} is written. What was not asked can be added in the file.")


def _draft(file: Path) -> Path:
    return file.with_name(f"{file.name}.draft")


def _kept(draft: Path) -> dict[str, str]:
    """The answers of an earlier attempt, none where there was no such."""
    try:
        found = msgspec.json.decode(draft.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}
    put(f"What was answered before is taken from {draft}. To begin anew, delete it.")
    return found


def _keep(file: Path, answers: Answers, words: str) -> int:
    """Keep what was answered for the next attempt."""
    draft, given = _draft(file), {**answers.kept, **answers.given}
    try:
        write_over(draft, msgspec.json.format(msgspec.json.encode(given)), OWNER_ONLY)
    except OSError as error:
        say(f"{words} The answers cannot be kept either: {draft} ({error.strerror}).")
    else:
        say(f"{words} What was answered is kept in {draft}: the same command goes on from there.")
    return Exit.REFUSED
