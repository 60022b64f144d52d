"""`stepward protocol new FILE`: a question a line, each answer judged at once, the file at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from protocols.definition.protocol import (
    SECOND_CHECK_RULES,
    Citation,
    DoseRules,
    GateRules,
    Protocol,
    Published,
    SecondCheckRule,
    Windows,
)
from protocols.definition.remarks import unusual
from protocols.definition.step import SLOTS, PlannedDose, Step
from protocols.toml.faults import ProtocolFault, Wrong
from protocols.toml.parser import read
from protocols.toml.values import amount_wrong, id_wrong, text_wrong, unit_wrong, whole_wrong
from protocols.toml.writer import written
from store.site.library import built_in
from tui.commandline.base.output import put, say
from tui.exit_codes import Exit

NOT_REPORTED = "Not reported"


def ask_for_protocol(file: Path) -> int:
    """Ask, write, and say what is unusual. Nothing is written before the last answer."""
    wrong = id_wrong(file.stem, file.stem)
    if file.suffix != ".toml" or wrong:
        say(
            "Name the file in small letters, digits and hyphens with .toml at the end, such as our-ward.toml."
        )
        return Exit.USAGE
    if file.exists():
        say(f"{file} is there already. Name another file; nothing was changed.")
        return Exit.REFUSED
    try:
        text = written(_asked(file.stem))
        protocol = read(text, file.name)
    except EOFError:
        say("The answers ended before the protocol did: nothing was written.")
        return Exit.REFUSED
    except ProtocolFault as fault:
        say(f"{fault} Nothing was written.")
        return Exit.REFUSED
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w", encoding="utf-8") as out:
        out.write(text)
    for remark in unusual(protocol, built_in()):
        say(str(remark))
    say(f"{file} is written. Sources, co-medications and texts for the nurse are added in the file.")
    return Exit.OK


def _asked(protocol_id: str) -> Protocol:
    put("An empty answer takes what stands in brackets. Ctrl+C leaves without writing.")
    unit = _text("Unit of every amount", "mg", unit_wrong)
    put("The gate: from when to when a rash-free check counts, and what a treatment break is.")
    return Protocol(
        id=protocol_id,
        title=_text("Title in lists, without doses"),
        drug=_text("Drug, generic name"),
        form=_text("One unit of it", "capsule"),
        route=_text("Route", "oral"),
        unit=unit,
        strengths=_amounts(f"Strengths that exist, in {unit}, such as 20, 150"),
        with_food=_yes("With food"),
        citation=Citation(_text("Source: where it was published, or who agreed on it")),
        published=Published(*[NOT_REPORTED] * 6),
        gate=GateRules(
            _whole("A check counts so many hours after a dose", 4, 0, 24),
            _whole("It is good for so many hours", 12, 1, 72),
            _whole("So many hours without a dose are a break", 48, 2, 1440),
            _whole("Daily checks go on so many days after an increase", 14, 1, 365),
        ),
        windows=Windows(
            _whole("Once daily: early or late beyond so many minutes", 120, 1, 720),
            _whole("More often: early or late beyond so many minutes", 60, 1, 360),
        ),
        doses=DoseRules(_second_check()),
        steps=_steps(unit),
    )


def _steps(unit: str) -> tuple[Step, ...]:
    steps: list[Step] = []
    while True:
        number = len(steps) + 1
        put(f"Step {number}. Amounts in {unit}; an empty answer where no dose is taken.")
        doses = _doses()
        last = number > 1 and _yes("Is this the last step, with no end")
        days = None if last else _whole("It lasts so many days", 2, 1, 365)
        steps.append(Step(doses, days))
        if last:
            return tuple(steps)


def _doses() -> tuple[PlannedDose, ...]:
    while True:
        amounts = [(slot, _ask(f"  {slot.capitalize()}", "", _maybe_amount)) for slot in SLOTS]
        doses = tuple(PlannedDose(slot, Decimal(amount)) for slot, amount in amounts if amount)
        if doses:
            return doses
        put("  A step has at least one dose.")


def _second_check() -> SecondCheckRule:
    for number, rule in enumerate(SECOND_CHECK_RULES, start=1):
        put(f"  {number} {rule}")
    chosen = _whole("Second check by another person", 2, 1, len(SECOND_CHECK_RULES))
    return SECOND_CHECK_RULES[chosen - 1]


def _text(question: str, usual: str = "", wrong: Callable[[object], Wrong | None] = text_wrong) -> str:
    return _ask(question, usual, wrong)


def _whole(question: str, usual: int, low: int, high: int) -> int:
    def wrong(answer: object) -> Wrong | None:
        text = str(answer)
        return whole_wrong(int(text) if text.isdecimal() else text, low, high)

    return int(_ask(question, str(usual), wrong))


def _yes(question: str) -> bool:
    def wrong(answer: object) -> Wrong | None:
        return None if answer in ("y", "n") else ("that is not y or n", "Write y or n")

    return _ask(f"{question}, y or n", "n", wrong) == "y"


def _amounts(question: str) -> tuple[Decimal, ...]:
    def wrong(answer: object) -> Wrong | None:
        found = [_maybe_amount(part) or (None if part.strip() else _EMPTY) for part in str(answer).split(",")]
        return next((one for one in found if one), None)

    return tuple(Decimal(part.strip()) for part in _ask(question, "", wrong).split(","))


_EMPTY = ("an amount is missing", "Write numbers such as 20, 150")


def _maybe_amount(answer: object) -> Wrong | None:
    """An amount or nothing; numbers exactly as a protocol file takes them."""
    text = str(answer).strip()
    if not text:
        return None
    try:
        return amount_wrong(Decimal(text))
    except InvalidOperation:
        return f'"{text}" is not a number', "Write a number such as 150 or 37.5"


def _ask(question: str, usual: str, wrong: Callable[[object], Wrong | None]) -> str:
    """Ask until the answer is right."""
    while True:
        answer = input(f"{question}{f' [{usual}]' if usual else ''}: ").strip() or usual
        found = wrong(answer)
        if found is None:
            return answer
        put(f"  {found[0][:1].upper()}{found[0][1:]}. {found[1]}.")
