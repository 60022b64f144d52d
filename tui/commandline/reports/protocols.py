"""`stepward protocols [ID]`: the protocol library, or everything one protocol says.

Where there is a ledger, the site's own protocols stand with them, and below them the versions that open
courses are on and the site has not. A protocol file can be named instead of an ID; its faults are listed with
file and line.

JSON: without ID an object with `protocols`, with ID that one. A protocol has `source` ("library", "site",
"in use": not as the site has it), `approved` (whether patients can be enrolled on it), `open_courses` (on
exactly this version), `version` (sentences: in what it differs from this site's), `id`, `title`, `drug`,
`form`, `route`, `unit`, `strengths`, `startable`, `steps`, `before_last_step` (null or `days`, `doses`,
`amount`: sums, never a dose), `gate`, `windows` and `doses` (the file's numbers and words), `peak_hours`,
`half_life_hours`, `with_food`, `ctcae` (the version of grades), `red_flags`, `co_medications`,
`citation`, `published`, `left_open`, `divisible`, `liquids`, `syringe_step`, `checks`, `gate_down`,
`round_to` and `at_most` (as in the file). A step has `step`,
`doses` (amounts by time of day), `daily_amount`, `days`, `hours` or `doses_given` (how long it lasts, two
of them null), `every_days`, `weekdays`, `days_on`, `days_off`, `pattern` (amounts day by day),
`every_minutes` (null at times of day), `at_most_days`, `first_day`, `last_day` (protocol days), `amount`
(step total), `cumulative_amount`, `daily_ratio`, `single_ratio` (to the step before, two decimals),
`words` and `text`. The open-ended last step has null for `days`, `last_day`, `amount` and
`cumulative_amount`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import msgspec

from protocols.definition.protocol import Protocol
from protocols.definition.step import WEEKDAYS
from protocols.definition.totals import (
    StepTotals,
    before_last,
    length_text,
    ratio_text,
    step_text,
    step_totals,
)
from protocols.record.approvals import Approvals
from protocols.reports.versions import InUse, beside, courses_on, used_words
from protocols.toml.faults import ProtocolFault
from protocols.values.formatting import amount_text, plural
from protocols.values.text import visible
from store.errors import LedgerError
from store.location.where import Where
from store.site.library import UnknownProtocol, built_in, find, library, load, shelf
from tui.commandline.base.opening import open_to_read
from tui.commandline.base.output import (
    COLUMNS,
    Data,
    exact,
    put,
    say,
    write_json,
    write_paragraphs,
    write_table,
)
from tui.exit_codes import Exit
from tui.views.lines.lines import text_of
from tui.views.picture.protocol import reading


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward protocols`."""
    parser.add_argument("id", metavar="ID", nargs="?", help="a protocol's id, or a protocol file (.toml)")
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the library or one protocol; no ledger is needed."""
    code, site = Exit.OK, NOT_BEGUN
    if args.id is None or not args.id.endswith(".toml"):
        try:
            site = _site(args, ledger)
        except LedgerError as error:
            say(str(error))
            say("Only what comes with Stepward is listed.")
            code = Exit.LEDGER
    if args.id is None:
        _library(site, as_json=args.json)
        return code
    try:
        protocol = load(Path(args.id)) if args.id.endswith(".toml") else _found(args.id, site)
    except (UnknownProtocol, ProtocolFault) as error:
        for line in str(error).splitlines():
            say(line)
        return Exit.REFUSED
    if args.json:
        write_json(_data(protocol, site))
        return code
    put(text_of(reading(protocol, COLUMNS)))
    write_paragraphs(
        [words for one in site.others if one.protocol.id == protocol.id for words in site.of(one)]
    )
    return code


@dataclass(frozen=True)
class SiteProtocols:
    """What is on the shelf of a site, and the versions its open courses are on."""

    shelf: tuple[Protocol, ...]
    approvals: Approvals
    used: tuple[InUse, ...] = ()

    @property
    def others(self) -> list[InUse]:
        """The versions that courses are on and the shelf has not."""
        return beside(self.shelf, self.used)

    def of(self, used: InUse) -> tuple[str, ...]:
        """What is to be said of a version in use, in sentences."""
        return used_words(used, self.approvals.known)

    def source(self, protocol: Protocol) -> str:
        """Where it comes from: "library", "site", or only "in use"."""
        if protocol in library():
            return "library"
        return "site" if protocol in self.shelf else "in use"

    def word(self, protocol: Protocol) -> str:
        """The same for a line of a list."""
        courses, source = courses_on(protocol, self.used), self.source(protocol)
        words = [{"library": "Stepward", "site": "this site", "in use": "OTHER VERSION"}[source]]
        words += ["not approved"] if source == "site" and not self.approvals.has(protocol) else []
        return ", ".join([*words, *([plural(courses, "open course")] if courses else [])])


NOT_BEGUN = SiteProtocols(library(), Approvals(built_in))
"""A site without a ledger."""


def _site(args: argparse.Namespace, place: Where) -> SiteProtocols:
    """What the site has; LedgerError where its ledger cannot be read."""
    if isinstance(place, Path) and not place.exists():
        return NOT_BEGUN
    found = shelf(place)
    for fault in found.faults:
        for line in str(fault).splitlines():
            say(line)
    with open_to_read(args, place) as ledger:
        return SiteProtocols(found.protocols, ledger.approvals, tuple(ledger.in_use()))


def _found(id: str, site: SiteProtocols) -> Protocol:
    """The protocol with this id: the site's, else the library's, else one that only courses are on."""
    everywhere = (*site.shelf, *(one.protocol for one in site.others))
    return next((one for one in everywhere if one.id == id), None) or find(id)


def _library(site: SiteProtocols, *, as_json: bool) -> None:
    protocols = (*site.shelf, *(one.protocol for one in site.others))
    if as_json:
        write_json({"protocols": [_data(protocol, site) for protocol in protocols]})
        return
    heads = ("ID", "From", "Steps", "Before the last", "Last step", "Title")
    write_table(heads, [_row(protocol, site) for protocol in protocols])
    for one in site.others:
        put(f"\n{visible(one.protocol.id)}")
        write_paragraphs(site.of(one))


def _row(protocol: Protocol, site: SiteProtocols) -> tuple[str, ...]:
    before, source = before_last(protocol), site.word(protocol)
    if before is None:
        return protocol.id, source, "none", "", "can be read, not started", visible(protocol.title)
    sums = f"{length_text(before.length)}, {amount_text(before.amount, protocol.unit)} in all"
    last = step_text(protocol.steps[-1], protocol.unit)
    return protocol.id, source, str(len(protocol.steps)), sums, last, visible(protocol.title)


def _data(protocol: Protocol, site: SiteProtocols) -> Data:
    before = before_last(protocol)
    sums = before and {"days": before.days, "doses": before.doses, "amount": exact(before.amount)}
    written = msgspec.to_builtins(protocol, enc_hook=exact)
    other = next((one for one in site.others if one.protocol == protocol), None)
    return {
        **written,
        "source": site.source(protocol),
        "approved": protocol.startable and site.approvals.has(protocol),
        "open_courses": courses_on(protocol, site.used),
        "version": list(site.of(other)[1:]) if other else [],
        "startable": protocol.startable,
        "steps": [_step(row, protocol) for row in step_totals(protocol)],
        "before_last_step": sums,
    }


def _step(row: StepTotals, protocol: Protocol) -> Data:
    return {
        "step": row.number,
        "doses": {dose.slot: exact(dose.amount) for dose in row.step.doses},
        "daily_amount": exact(row.step.daily),
        "days": row.step.days,
        "hours": row.step.hours,
        "doses_given": row.step.doses_given,
        "every_days": row.step.every_days,
        "every_minutes": row.step.every_minutes,
        "weekdays": [WEEKDAYS[day] for day in row.step.weekdays],
        "days_on": row.step.days_on,
        "days_off": row.step.days_off,
        "pattern": [{dose.slot: exact(dose.amount) for dose in day} for day in row.step.pattern],
        "at_most_days": row.step.at_most_days,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "amount": None if row.amount is None else exact(row.amount),
        "cumulative_amount": None if row.cumulative is None else exact(row.cumulative),
        "daily_ratio": _ratio(row.daily_ratio),
        "single_ratio": _ratio(row.single_ratio),
        "words": step_text(row.step, protocol.unit),
        "text": row.step.text,
    }


def _ratio(ratio: Fraction | None) -> str | None:
    return ratio_text(ratio) if ratio else None
