"""Every output against the second opinion: how many facts were compared, and which disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from protocols.record.fold import Record
from store.exchange.jsonl_export import jsonl
from store.ledger.reader import Reading
from tests.protocols.helpers.bedside import MRN
from tests.tui.one_fact import told_in_files as files
from tests.tui.one_fact import told_on_screens as screens
from tests.tui.one_fact.random_courses import RandomCourse
from tests.tui.one_fact.second_opinion import Opinion, facts_of

SCREENS = (
    screens.board,
    screens.listing,
    screens.supply,
    screens.show,
    screens.sheet,
    screens.skin_trend,
    screens.picture,
    screens.drawing,
    screens.statistics,
)


@dataclass
class Compared:
    """How many facts of how many courses agree, by output, and the others in words."""

    courses: int = 0
    outputs: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    """In how many courses there was what is easily told in two ways."""
    disagreements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All comparisons."""
        return self.facts.total()

    def output(self, name: str, told: screens.Told, true: screens.Told, where: str) -> None:
        """One output. What it tells under a name that nobody else has is not compared."""
        self.outputs += 1
        for fact, value in told.items():
            if fact[0] == "rows":
                fact, value = ("dose", *fact[1:]), _standing_row(value, true.get(("dose", *fact[1:])))
            if fact == ("day of the chart",):
                fact = ("day",)
            if fact in true:
                self.facts[name] += 1
                if value != true[fact]:
                    self.disagreements.append(f"{where} {name} {fact}: {value!r}, and it is {true[fact]!r}")


def _standing_row(rows: object, true: object) -> object:
    """Of several records of one dose in a spreadsheet, the one that counts is among them."""
    assert isinstance(rows, list)
    return true if true in rows else rows[0]


def told_by(ledger: Reading, now: datetime, *, as_pdf: bool = False) -> dict[str, screens.Told]:
    """What each output tells of the patient of `ledger` as things are at `now`."""
    record = ledger.record(MRN)
    chart = record.charts[-1]
    told = {output.__name__: output(record, chart, now) for output in SCREENS}
    told["spreadsheet"] = files.spreadsheet(ledger, record, now, chart.id)
    told["fhir"] = files.fhir(ledger, record, chart)
    for paper in (files.medication_record, files.downtime):
        told[paper.__name__] = paper(ledger, record, chart, now, as_pdf=as_pdf)
    return told


def compare(ledger: Reading, now: datetime, found: Compared, where: str, *, as_pdf: bool = False) -> None:
    """All outputs of the patient of `ledger` as they are at `now`."""
    true = facts_of(Opinion(jsonl(ledger, ledger.record(MRN), now)), now)
    outputs = told_by(ledger, now, as_pdf=as_pdf)
    for told in outputs.values():  # what only one output is asked for, the others are compared with
        true |= {fact: value for fact, value in told.items() if fact[0] == "agreed" and fact not in true}
    for name, told in outputs.items():
        found.output(name, told, true, where)


def _kinds(record: Record) -> Iterator[str]:
    """What is easily told in two ways, as far as the record has it."""
    if len({chart.protocol.drug for chart in record.charts}) > 1:
        yield "two drugs"
    if any(hold.cause == "check" for chart in record.charts for hold in chart.holds):
        yield "a lost check"
    if any(entry.clock != "ok" for entry in record.entries):
        yield "a wrong clock"
    if record.brought:
        yield "an import"


def compare_course(
    seed: int, found: Compared, *, moments: int = 4, acts: int = 12, as_pdf: bool = False
) -> None:
    """One random course, compared again and again as it goes on."""
    with TemporaryDirectory() as folder:
        course = RandomCourse(seed, Path(folder))
        try:
            for moment in range(moments):
                course.go_on(acts)
                ledger = course.bed.sessions[0]
                ledger.refresh()
                compare(ledger, course.bed.now, found, f"course {seed}, moment {moment}", as_pdf=as_pdf)
            found.kinds.update(_kinds(ledger.record(MRN)))
        finally:
            course.close()
    found.courses += 1
