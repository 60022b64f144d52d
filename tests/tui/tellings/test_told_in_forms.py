"""Some tellings through the forms, in two zones; `python -m tests.tui.tellings 0 1 240` takes more."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.tui.tellings.told_in_forms import KINDS, tell_in_forms, ward_before_a_change


@pytest.mark.parametrize(("zone", "part"), [("Europe/Berlin", 0), ("Australia/Lord_Howe", 1)])
async def test_what_is_kept_through_a_form_is_what_was_meant(zone: str, part: int, tmp_path: Path) -> None:
    """Each kind once, half of them in each zone."""
    random, half = Random(3 + part), -(-KINDS // 2)
    ward = ward_before_a_change(tmp_path, zone, random)
    assert await tell_in_forms(ward, random, half, part * half) == []
