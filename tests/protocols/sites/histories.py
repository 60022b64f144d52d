"""Random histories of one patient at two sites that send, receive, and record while the patient is away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from protocols import entries as e
from protocols.gate.gate import gate
from protocols.sites.import_conflicts import Takes
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import PRESCRIBER
from tests.protocols.helpers.site import Site

RELEASES = ("resume", "repeat", "back", "stay")


@dataclass
class History:
    """One history. `knew` says of each decision which entries its site had; what is wrong is in `faults`."""

    seed: int
    faults: list[str] = field(default_factory=list)
    knew: dict[str, frozenset[str]] = field(default_factory=dict)
    received: int = 0
    conflicts: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        zones = self.random.sample(["Europe/Berlin", "Europe/London", "Asia/Kolkata"], 2)
        self.clinic, self.hospital = Site("Clinic", zones[0]), Site("Hospital", zones[1])
        self.off = timedelta(minutes=self.random.choice([0, 0, 3, -3, 12]))
        self.clinic.at(date(2026, 11, 2), "07:00")
        self.clinic.begin()
        self.true = self.clinic.now

    @property
    def sites(self) -> tuple[Site, Site]:
        return self.clinic, self.hospital

    def run(self, steps: int = 40) -> History:
        """Live it, then bring both sites together, and look at what they say."""
        for _ in range(steps):
            self.true += timedelta(minutes=self.random.choice([5, 60, 240, 300, 720]))
            self._clocks()
            site = self.random.choice([one for one in self.sites if one.entries])
            self._something(site)
        self._together()
        return self

    def _clocks(self) -> None:
        self.clinic.now, self.hospital.now = self.true, self.true + self.off

    def _something(self, site: Site) -> None:
        other = self.hospital if site is self.clinic else self.clinic
        acts = [
            self._give,
            self._give,
            self._give,
            self._check,
            self._check,
            self._rash,
            self._hold,
            self._start,
            self._start,
            self._decide,
            self._decide,
            self._decide,
            self._decide,
            self._note,
        ]
        roll = self.random.random()
        if roll < 0.12:
            self._try(site, lambda: site.send(other.name))
        elif roll < 0.22:
            self._receive(other, site)
        else:
            act = self.random.choice(acts)
            self._try(site, lambda: act(site))

    def _try(self, site: Site, act: Callable[[], object]) -> None:
        before = len(site.entries)
        known = frozenset(entry.id for entry in site.folded.entries) if site.entries else frozenset()
        try:
            act()
        except Refused:
            return
        for entry in site.entries[before:]:
            self.knew[entry.id] = known

    def _give(self, site: Site) -> None:
        if site.next is not None:
            site.give()

    def _check(self, site: Site) -> None:
        site.rash_free()

    def _rash(self, site: Site) -> None:
        if self.random.random() < 0.3:
            site.rash()

    def _hold(self, site: Site) -> None:
        if self.random.random() < 0.3:
            site.record(e.HoldPlaced("scan"))

    def _note(self, site: Site) -> None:
        site.record(e.NoteAdded("seen"), course="")

    def _start(self, site: Site) -> None:
        if site.chart.step_number < len(site.protocol.steps):
            site.start(site.chart.step_number + 1)

    def _decide(self, site: Site) -> None:
        kind = self.random.choice(["resume", "stay", "target", "back"])
        step = {"back": site.chart.step_number - 1, "target": self.random.randint(2, 5)}.get(kind)
        site.decide(kind, step, residual=False)  # type: ignore[arg-type]

    def _receive(self, to: Site, of: Site, takes: Takes = "") -> None:
        """Every record that is offered comes in, whatever answers it needs."""
        if not of.entries:
            return
        ahead = max((entry.recorded or entry.at for entry in of.folded.entries), default=to.now) - to.now
        minutes = max(int(ahead.total_seconds() // 60) + 1, 0) if ahead > timedelta(0) else 0
        now, known = to.now, of.now
        of.now = to.now  # the helper takes the later of two clocks
        try:
            found = to.look(of)
            if found.state == "conflict":
                self.conflicts += 1
                takes = takes or self.random.choice(["here", "there"])
                to.receive(of, takes, same=True, by=PRESCRIBER, clock_off=minutes)
            else:
                to.receive(of, clock_off=minutes)
            self.received += 1
        except Refused as refused:
            self.faults.append(f"{to.name} cannot receive from {of.name}: {refused}")
        finally:
            to.now, of.now = now, known

    def _together(self) -> None:
        """Both sites get all there is; what they say of it must agree, and free nobody."""
        self._clocks()
        self._receive(self.hospital, self.clinic)
        self._receive(self.clinic, self.hospital, "there")
        self._receive(self.hospital, self.clinic, "there")
        one, other = ({entry.id for entry in site.folded.entries if _travels(entry)} for site in self.sites)
        if one != other:
            self.faults.append(f"an entry is at one site alone: {sorted(one ^ other)}")
        for site in self.sites:
            self._frees_nobody(site)
        if self.clinic.chart.step_number != self.hospital.chart.step_number:
            self.faults.append("the two sites are on two steps")

    def _frees_nobody(self, site: Site) -> None:
        """A finding that no decision knew of holds, whoever saw it; and every fact is on the chart."""
        record, chart = site.folded, site.chart
        decisions = [
            entry
            for entry in record.entries
            if isinstance(entry.what, e.DecisionMade)
            and entry.what.decision in RELEASES
            and entry.id not in record.aside
        ]
        for entry in record.entries:
            if entry.course == chart.id and isinstance(entry.what, e.Fact) and entry.id not in chart.lines:
                self.faults.append(f"{site.name}: {entry.id} is not on the chart")
            if not isinstance(entry.what, e.RashFound | e.HoldPlaced):
                continue
            known = any(entry.id in self.knew.get(one.id, ()) for one in decisions)
            if not known and (gate(chart, site.now).open or chart.running):
                self.faults.append(f"{site.name}: nobody who knew {entry.id} released it, and doses are due")


def _travels(entry: e.Entry) -> bool:
    return not isinstance(entry.what, e.RecordImported)
