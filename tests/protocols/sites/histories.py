"""Random histories of one patient at two or three sites that send, receive, and record while away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from protocols import entries as e
from protocols.gate.gate import gate
from protocols.record.clock import clock_mark
from protocols.record.people import initials_of
from protocols.sites.import_conflicts import Takes
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import NURSE, PRESCRIBER
from tests.protocols.helpers.site import Site
from tests.protocols.sites.one_site import as_one_site, opens_alone

STAFF = {
    NURSE: e.Person("Anna Olsen", "AO", "nurse", "anna"),
    PRESCRIBER: e.Person("Carl Mohr", "CM", "prescriber", "carl"),
}
"""The people of the hospital: they have the initials of those of the clinic."""

OTHERS = {
    NURSE: e.Person("Aino Orava", "AO", "nurse", "aino"),
    PRESCRIBER: e.Person("Chloe Marchand", "CM", "prescriber", "chloe"),
}
"""The people of a second hospital, with the same initials again."""

RELEASES = ("resume", "repeat", "back", "stay")


@dataclass
class History:
    """One history. `knew` says of each decision which entries its site had; what is wrong is in `faults`."""

    seed: int
    three: bool = False
    faults: list[str] = field(default_factory=list)
    knew: dict[str, frozenset[str]] = field(default_factory=dict)
    received: int = 0
    conflicts: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        zones = self.random.sample(["Europe/Berlin", "Europe/London", "Asia/Kolkata"], 2)
        self.clinic, self.hospital = Site("Clinic", zones[0]), Site("Hospital", zones[1], STAFF)
        self.off = timedelta(minutes=self.random.choice([0, 0, 3, -3, 12]))
        self.sites = [self.clinic, self.hospital]
        if self.three:
            self.sites.append(Site("Second", self.random.choice(zones), OTHERS))
        self.clinic.at(date(2026, 11, 2), "07:00")
        self.clinic.begin()
        self.true = self.clinic.now

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
        for site in self.sites:
            site.now = self.true + self._ahead(site)
        for site in self.sites:  # who opens after a long time compares the clock
            if clock_mark(site.now, site.newest) == "ahead":
                site.confirm_clock()

    def _something(self, site: Site) -> None:
        other = self.random.choice([one for one in self.sites if one is not site])
        acts = [
            *[self._care] * 12,
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
            self._take_back,
            self._correct,
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

    def _care(self, site: Site) -> None:
        """What a good day is made of: each dose at its time, then the check, then the step."""
        for _ in range(4):
            if site.next is None:
                break
            self.true = max(self.true, site.next.at.astimezone(self.true.tzinfo) - self._ahead(site))
            self._clocks()
            site.give()
        if [one.number for one in site.gate.missing if one.number not in (2, 3)] == []:
            self.true += timedelta(hours=5)
            self._clocks()
            site.rash_free()
            self._start(site)

    def _ahead(self, site: Site) -> timedelta:
        return self.off if site is self.hospital else timedelta(0)

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
        self._as_one(site)
        if site.chart.step_number < len(site.protocol.steps):
            site.start(site.chart.step_number + 1)
            self.steps += 1

    def _as_one(self, site: Site) -> None:
        """No step is open that would not be, had one site seen all that this one knows."""
        if not site.gate.open:
            return
        one = as_one_site(site.folded, site.course, site.zone, self._off)
        wrong = opens_alone(site.chart, site.now, one, self.true)
        self.faults += [f"{site.name}, {self.true:%d %H:%M}: {wrong}"] if wrong else []

    def _off(self, entry: e.Entry) -> timedelta:
        return self.off if self.hospital.name in entry.id else timedelta(0)

    def _take_back(self, site: Site) -> None:
        if site.folded.sent is not None and self.random.random() < 0.5:
            site.record(e.RecordTakenBack("came home"), course="", by=PRESCRIBER)

    def _correct(self, site: Site) -> None:
        """A check or a rash was another patient's."""
        facts = [
            line
            for line in site.chart.lines.values()
            if isinstance(line.what, e.RashFreeChecked | e.RashFound)
        ]
        if facts and self.random.random() < 0.3:
            site.correct(self.random.choice(facts).entry)

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
        """All sites get all there is; what they say of it must agree, and free nobody."""
        self._clocks()
        last, others = self.sites[-1], self.sites[:-1]
        for of in others:
            self._receive(last, of)
        ways = [*((last, to) for to in others), *((of, last) for of in others)]
        for of, to in ways:
            if of.folded.sent is not None:
                of.record(e.RecordTakenBack("called home"), course="", by=PRESCRIBER)
            of.send(to.name)
            self._receive(to, of)
        for of, to in ways[: len(others)] if self.three else ():
            self._receive(to, of)  # once more, as an export that nobody sent
        one, *more = ({entry.id for entry in site.folded.entries if _travels(entry)} for site in self.sites)
        for other in more:
            if one != other:
                self.faults.append(f"an entry is at one site alone: {sorted(one ^ other)}")
        for site in self.sites:
            self._frees_nobody(site)
            self._as_one(site)
        self._told_apart()
        if len({(site.chart.step_number, site.chart.target) for site in self.sites}) != 1:
            self.faults.append("the sites are on two steps")

    def _told_apart(self) -> None:
        """Nobody stands under another's initials, at either site."""
        for site in self.sites:
            people = {(entry.by.name, entry.by.initials) for entry in site.folded.entries}
            shown = {initials_of(site.folded.initials, entry.by) for entry in site.folded.entries}
            if len(shown) != len(people):
                self.faults.append(f"{site.name}: {len(people)} people, {len(shown)} initials")

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
