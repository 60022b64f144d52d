"""Tellings through the forms of one ward, one kind after the other."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from protocols.values.clinic_time import day_of
from tests.tui.helpers.bedside_app import Ward, bedside
from tests.tui.tellings.corrections import correction
from tests.tui.tellings.enrolled import dose_times
from tests.tui.tellings.facts import FACTS
from tests.tui.tellings.patients import world
from tests.tui.tellings.people import changes
from tests.tui.tellings.sheets import beside, paper
from tests.tui.tellings.teller import Teller


def ward_before_a_change(folder: Path, zone: str, random: Random) -> Ward:
    """A ward in `zone`, begun the day before its clocks change."""
    return Ward(folder, day_of(random.choice(changes(zone)) - timedelta(days=1), zone), zone)


KINDS = len(FACTS) + 8
"""How many tellings go through each kind once, corrections several times."""


async def tell_in_forms(ward: Ward, random: Random, count: int, first: int = 0) -> list[str]:
    """What is wrong with what was kept of `count` tellings at one ward, from the kind `first` on."""
    courses, wrong = world(ward), list[str]()
    async with bedside(ward) as here:
        teller = Teller(here, courses, random)
        facts = [partial(teller.tell, way) for way in FACTS]
        corrections = [partial(teller.tell, correction)] * 5
        ways = [
            *facts,
            partial(paper, teller),
            *corrections,
            partial(beside, teller),
            partial(dose_times, teller),
        ]
        assert len(ways) == KINDS
        for number in range(first, first + count):
            found = await ways[number % KINDS]()
            wrong += [f"{ward.zone}: {found}"] if found else []
    return wrong
