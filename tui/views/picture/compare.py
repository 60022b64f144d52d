"""Two to five protocols side by side, by protocol day, with what their sources report."""

from __future__ import annotations

from collections.abc import Sequence

from protocols.definition.comparison import Days, Level, by_day, largest_growth, levels, passing
from protocols.definition.protocol import Protocol, Published
from protocols.definition.stock import Stock, doses_before_last, doses_of_a_day, stock_for
from protocols.definition.totals import before_last, ratio_text, step_text
from protocols.values.formatting import amount_text, listed, number_text, plural
from protocols.values.text import visible
from tui.views.course.board import short_name
from tui.views.lines.grid import Grid
from tui.views.lines.lines import Line, Part, width, wrap

NONE: Part = ("", "")
"""What stands where a publication has no schedule."""

_REPORTED = (
    ("Onset of rash", "onset_of_rash"),
    ("Type of rash", "rash_type"),
    ("Time to improvement", "time_to_improvement"),
    ("Highest dose", "maximum_dose"),
    ("Follow-up", "follow_up"),
)
"""The columns of the case report's Table 2."""


def names(protocols: Sequence[Protocol], cells: int) -> list[Line]:
    """Whose column is whose, to stand above `comparison`."""
    return _grid(protocols, cells).row("", [(short_name(protocol), "strong") for protocol in protocols])


_COLUMN = 22
"""Cells in which the words of a protocol can be read."""


def columns_in(cells: int) -> int:
    """How many protocols have room beside each other, two at least."""
    return max((cells - len("10-11 ")) // _COLUMN, 2)


def comparison(protocols: Sequence[Protocol], cells: int) -> list[Line]:
    """Everything that can be put side by side, for a screen of `cells` cells."""
    grid = _grid(protocols, cells)
    parts = (
        _overall(protocols, grid),
        _headed("Dose of each protocol day, and # its step", _daily(protocols, grid)),
        _headed("All doses up to the end of the day", _so_far(protocols, grid)),
        _headed("First protocol day with so much a day", _levels(protocols, grid)),
        _passings(protocols, grid),
        _headed("As published", _reported(protocols, grid)),
    )
    lines: list[Line] = []
    for part in parts:
        lines += [*part, [("", "")]] if part else []
    return lines + [[(text, "dim")] for text in wrap(" ".join(_notes(protocols)), cells)]


def _grid(protocols: Sequence[Protocol], cells: int) -> Grid:
    """Columns beside a label as wide as the longest one."""
    labels = ["Units", *map(days_text, by_day(protocols)), *(number_text(v.daily) for v in levels(protocols))]
    return Grid(cells, len(protocols), max(map(width, labels)) + 1)


def _headed(title: str, lines: list[Line]) -> list[Line]:
    return [[(title, "strong")], *lines] if lines else []


def _overall(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    rows: list[tuple[str, list[Part]]] = [
        ("Steps", [(str(len(p.steps)) if p.startable else "no schedule", "") for p in protocols]),
        ("First", [_step(p, 0) for p in protocols]),
        ("Last", [_step(p, -1) for p in protocols]),
    ]
    before: list[tuple[str, list[Part]]] = [
        ("Days", [_before(p, "days") for p in protocols]),
        ("Doses", [_before(p, "doses") for p in protocols]),
        ("Total", [_before(p, "amount") for p in protocols]),
        ("Units", [_units(p) for p in protocols]),
    ]
    after: list[Part] = [_units(p, of_last_step=True) for p in protocols]
    lines = [line for label, parts in rows for line in grid.row(label, parts)]
    lines += grid.titled("Largest rise from one step to the next", [growth(p) for p in protocols])
    lines += [[("", "")], [("Before the last step", "strong")]]
    lines += [line for label, parts in before for line in grid.row(label, parts)]
    return [*lines, [("", "")], *grid.titled("Units for the doses of a day of the last step", after)]


def _step(protocol: Protocol, place: int) -> Part:
    return (step_text(protocol.steps[place], protocol.unit), "") if protocol.startable else NONE


def growth(protocol: Protocol) -> Part:
    """The largest growth from one step to the next, of the daily amount and of a single dose."""
    found = largest_growth(protocol)
    if found is None:
        return NONE
    daily, single = found
    return f"daily {ratio_text(daily)} times, single dose {ratio_text(single)} times", ""


def _before(protocol: Protocol, what: str) -> Part:
    found = before_last(protocol)
    if found is None:
        return NONE
    counted = {"days": str(found.days), "doses": str(found.doses)}
    return counted.get(what) or amount_text(found.amount, protocol.unit), ""


def _units(protocol: Protocol, *, of_last_step: bool = False) -> Part:
    if not protocol.startable:
        return NONE
    if protocol.per:
        return f"by the {'weight' if protocol.per == 'kg' else 'body surface'}", ""
    doses = doses_of_a_day(protocol, len(protocol.steps)) if of_last_step else doses_before_last(protocol)
    return stock_text(stock_for(doses, protocol.strengths, protocol), protocol), ""


def stock_text(stock: Stock, protocol: Protocol) -> str:
    """Units by strength, mL, and what nothing makes: "4 capsules of 150 mg; 1 dose of 75 mg cannot be made".

    Of the units those that are cut are named.
    """
    unit = protocol.unit
    made = [f"{plural(count, protocol.form)} of {amount_text(size, unit)}" for size, count in stock.units]
    parts = [listed(made)] if made else []
    cut = [f"{count:,} of {amount_text(size, unit)}" for size, count in stock.divided]
    if cut:
        parts[-1] += f" ({listed(cut)} of them divided, each for one dose)"
    parts += [f"{number_text(volume)} mL of {visible(name)}" for name, volume in stock.liquids]
    rest = [f"{plural(count, 'dose')} of {amount_text(amount, unit)}" for amount, count in stock.unmade]
    parts += [f"{listed(rest)} cannot be made"] if rest else []
    return "; ".join(parts) or "none"


def _daily(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    lines: list[Line] = []
    before: Days | None = None
    for days in by_day(protocols):
        cells: list[Part] = []
        for column, (protocol, here) in enumerate(zip(protocols, days.places, strict=True)):
            if here is None:
                cells.append(("", ""))
                continue
            earlier = before.places[column] if before else None
            tone = "strong" if earlier is None or earlier.step != here.step else "dim"
            shown = "finished" if here.ended else f"{amount_text(here.daily, protocol.unit)} #{here.step}"
            cells.append((shown, tone))  # type: ignore[arg-type]
        lines += grid.row(days_text(days), cells)
        before = days
    return lines


def _so_far(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    lines: list[Line] = []
    for days in by_day(protocols):
        label = str(days.last or days.first)
        cells: list[Part] = [
            (amount_text(here.so_far, protocol.unit), "") if here else ("", "")
            for protocol, here in zip(protocols, days.places, strict=True)
        ]
        lines += grid.row(label, cells)
    return lines


def days_text(days: Days) -> str:
    """A run of days: "3", "16-23", "24 on"."""
    if days.last is None:
        return f"{days.first} on"
    return str(days.first) if days.first == days.last else f"{days.first}-{days.last}"


def _levels(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    lines: list[Line] = []
    for level in levels(protocols):
        cells = [_reached(level, column, protocol) for column, protocol in enumerate(protocols)]
        lines += grid.row(number_text(level.daily), cells)
    return lines


def _reached(level: Level, column: int, protocol: Protocol) -> Part:
    if not protocol.startable:
        return "", ""
    day = level.reached[column]
    if day is None:
        return "never", "dim"
    return (f"day {day}", "strong") if level.exact[column] else (f"day {day}, more", "")


def _passings(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    """For each protocol's last daily amount: when the others equal it and when they go beyond."""
    lines: list[Line] = []
    for other in protocols:
        if not other.startable or len([p for p in protocols if p.startable]) < 2:
            continue
        amount = amount_text(other.steps[-1].daily, other.unit)
        title = f"Against the last step of {short_name(other)}, {amount} a day"
        lines += grid.titled(title, [passing_text(protocol, other) for protocol in protocols])
    return lines


def passing_text(protocol: Protocol, other: Protocol) -> Part:
    """Since when `protocol` has as much a day as the last step of `other`, and since when more."""
    found = passing(protocol, other)
    if found is None:
        return "", ""
    if found.reached is None:
        return "never as much", "dim"
    if protocol.id == other.id:
        return f"from day {found.reached}", "dim"
    if found.higher is None:
        return f"equal from day {found.reached}, never more", ""
    if found.reached == found.higher:
        return f"more from day {found.higher}", ""
    return f"equal from day {found.reached}, more from day {found.higher}", ""


def _reported(protocols: Sequence[Protocol], grid: Grid) -> list[Line]:
    return [
        line
        for title, key in _REPORTED
        for line in grid.titled(title, [_told(protocol.published, key) for protocol in protocols])
    ]


def _told(published: Published, key: str) -> Part:
    return visible(getattr(published, key)), ""


def _notes(protocols: Sequence[Protocol]) -> list[str]:
    notes = [
        "Worked out from the steps, every dose given on its day; sums are never a dose.",
        "Units are in the strengths of each protocol's own file.",
    ]
    drugs = list(dict.fromkeys(visible(protocol.drug) for protocol in protocols))
    if len(drugs) > 1:
        notes.insert(0, f"Different drugs: {listed(drugs)}. Equal amounts mean nothing.")
    return notes
