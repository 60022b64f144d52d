"""Protocol files drawn at random: every rhythm, ending or not, checks beside the skin, steps down."""

from __future__ import annotations

from pathlib import Path
from random import Random

HEAD = """\
id = "drawn"
title = "Drawn"
drug = "drawn"
form = "tablet"
route = "oral"
unit = "mg"
strengths = [5]
with_food = false
[citation]
text = "drawn"
[published]
onset_of_rash = "Not reported"
rash_type = "Not reported"
time_to_improvement = "Not reported"
maximum_dose = "Not reported"
outcome = "Not reported"
follow_up = "Not reported"
[gate]
check_after_dose_hours = {after}
check_valid_hours = 24
treatment_break_hours = 336
watch_days = 2
[windows]
once_daily_minutes = 120
more_often_minutes = 20
[doses]
second_check = "never"
"""
CHECK = '[[checks]]\nname = "Sodium"\nunit = "mmol/L"\nat_least = 130\nat_most = 150\nvalid_hours = 48\n'
SLOTS = ("waking", "morning", "midmorning", "midday", "afternoon", "teatime", "evening", "bedtime")


def drawn(rng: Random, folder: Path) -> Path:
    """A file with two or three steps; the last may end."""
    count = rng.choice((2, 3))
    steps = [_step(rng, number, last=number == count) for number in range(1, count + 1)]
    checks = CHECK if rng.random() < 0.5 else ""
    path = folder / "drawn.toml"
    path.write_text(HEAD.format(after=rng.choice(("0", "1"))) + checks + "".join(steps), encoding="utf-8")
    return path


def _step(rng: Random, number: int, *, last: bool) -> str:
    """`number` is in every amount, so that no two steps are the same.

    Weekdays are drawn for the first step alone: until one of them comes the step before would go on.
    """
    open_end = last and rng.random() < 0.4
    kinds = ("daily", "cycle", "pattern", "clock", "alternate")
    kind = rng.choice((*kinds, "weekdays") if number == 1 else kinds)
    slots = sorted(rng.sample(SLOTS, rng.choice((1, 1, 2))), key=SLOTS.index)
    amounts = {slot: 5 * number + 5 * rng.randrange(3) for slot in slots}
    lines = [f"{slot} = {amount}" for slot, amount in amounts.items()]
    days = rng.choice((2, 3, 5))
    if kind == "weekdays":
        chosen = sorted(rng.sample(range(7), rng.choice((2, 3))))
        names = ", ".join(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day] for day in chosen)
        lines.append(f'weekdays = "{names}"')
        days = 7
    elif kind == "cycle":
        lines += [f"days_on = {rng.choice((1, 2))}", f"days_off = {rng.choice((1, 3))}"]
    elif kind == "alternate":
        lines.append("every_days = 2")
    elif kind == "pattern":
        turns = [{slot: 5 * number + 5 * turn for slot in slots} for turn in range(rng.choice((2, 3)))]
        written = (", ".join(f"{slot} = {amount}" for slot, amount in turn.items()) for turn in turns)
        lines = [f"pattern = [{', '.join(f'{{ {turn} }}' for turn in written)}]"]
    elif kind == "clock":
        lines = [f"amount = {5 * number}", f"every_hours = {rng.choice((2, 6))}"]
        ends = "" if open_end else f"doses = {rng.choice((1, 2))}\n"
        return f"[[steps]]\n{ends}" + "\n".join(lines) + "\n"
    return "[[steps]]\n" + ("" if open_end else f"days = {days}\n") + "\n".join(lines) + "\n"
