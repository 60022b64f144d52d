"""The two sites, the true time, and by how much each site's clock is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from textual.widgets import Static

from protocols import entries as e
from protocols.record.fold import Record
from protocols.values.clinic_time import instant_of
from store.maintenance.verify import verify
from tests.tui.helpers.bedside_app import FIRST_DAY, MRN, NURSE, ZONE, Bedside, Ward, bedside, said

ABROAD = e.Person("Anna Olsen", "AO", "prescriber", "anna")
"""A prescriber of the hospital with the initials of the clinic's nurse."""


@dataclass
class Fortnight:
    """Where everything happens. `off` is by how much a site's clock is ahead of the true time."""

    folder: Path
    shown: list[str] = field(default_factory=list)
    """What stood on the screens, for whoever takes the tour by hand."""
    off: dict[str, timedelta] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clinic = self._site("clinic", ZONE)
        self.hospital = self._site("hospital", "Europe/London")
        self.true = self.clinic.now

    def _site(self, name: str, zone: str) -> Ward:
        (self.folder / name).mkdir(parents=True)
        return Ward(self.folder / name, zone=zone)

    @property
    def sites(self) -> dict[str, Ward]:
        return {"clinic": self.clinic, "hospital": self.hospital}

    def at(self, day: int, wall: str) -> None:
        """It is `wall` in Berlin on that day of the fortnight; each site's clock shows what it shows."""
        self.true = instant_of(FIRST_DAY + timedelta(days=day - 1), wall, ZONE)
        self.tick()

    def tick(self) -> None:
        """Set both clocks by the true time and by how wrong they are."""
        for name, ward in self.sites.items():
            ward.now = self.true + self.off.get(name, timedelta(0))

    def record_of(self, ward: Ward) -> Record:
        ward.ledger.refresh()
        return ward.ledger.record(MRN)

    @asynccontextmanager
    async def sitting(self, ward: Ward, by: e.Person = NURSE) -> AsyncIterator[Bedside]:
        """Somebody opens the program at `ward`, and closes it again; the last screen is kept for the tour."""
        async with bedside(ward, by) as here:
            yield here
            await here.settle()
            self.shown = _lines(here)

    def whole(self) -> bool:
        """Whether both ledgers are as they were recorded."""
        return all(verify(ward.path).ok for ward in self.sites.values())


def _lines(here: Bedside) -> list[str]:
    """The lines of the screen, as a terminal shows them."""
    strips = here.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def everything(here: Bedside) -> str:
    """All the words on the screen that is on top."""
    return " ".join(said(static) for static in here.app.screen.query(Static))
