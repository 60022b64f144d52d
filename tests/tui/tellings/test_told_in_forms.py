"""Some tellings through the forms, in two zones; `python -m tests.tui.tellings 0 1 240` takes more."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.tui.tellings.told_in_forms import tell_in_forms, ward_before_a_change


@pytest.mark.parametrize(("zone", "seed"), [("Europe/Berlin", 3), ("Australia/Lord_Howe", 4)])
async def test_what_is_kept_through_a_form_is_what_was_meant(zone: str, seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    assert await tell_in_forms(ward_before_a_change(tmp_path, zone, random), random, 6) == []
