"""The JSON Schema for editors: it takes every file the reader takes, and knows every key of the format."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from protocols.toml.parser import read
from tests.protocols.helpers.site_file import GOOD, changed

ROOT = Path(__file__).parents[1]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "protocol.schema.json").read_text(encoding="utf-8"))
FILES = sorted((ROOT / "protocols" / "library").rglob("*.toml"))
fits = fastjsonschema.compile(SCHEMA)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_good_file_fits(file: Path) -> None:
    fits(tomllib.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("days = 2\n", ""),  # the schema cannot know which step is the last, the reader does
        ("days = 5", "hours = 5"),
        ("days = 5", "days = 366"),
        ("morning = 20\n", 'morning = "20 mg"\n'),
        ("morning = 20\n", "moring = 20\n"),
        ("morning = 20\n", "morning = 20\namount = 4\nevery_hours = 6\n"),
        ("morning = 20\n", "amount = 4\n"),
        ("morning = 20\n", "amount = 4\nevery_hours = 6\nevery_minutes = 5\n"),
        ("check_valid_hours = 12", "check_valid_hours = 0.1"),
        ("watch_days = 14", "watch_days = 14\nonset_from_days = 11"),
        ('unit = "mg"', 'unit = "ug"'),
        ('"every dose"', '"sometimes"'),
        ("[citation]", "[citaton]"),
        ("with_food = true\n", ""),
        ('id = "site"', 'id = "Site 1"'),
    ],
)
def test_what_the_reader_refuses_does_not_fit(old: str, new: str) -> None:
    text = changed(old, new)
    with pytest.raises(ValueError, match=r"site\.toml"):
        read(text, "site.toml")
    found = tomllib.loads(text)
    if old == "days = 2\n":
        fits(found)
        return
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        fits(found)


def test_steps_by_the_clock_and_not_daily_fit() -> None:
    clock = GOOD.replace("days = 2\nmorning = 20\n", "doses = 1\namount = 0.04\nevery_minutes = 60\n")
    weekly = GOOD.replace("days = 2\nmorning = 20\n", "days = 28\nevery_days = 7\nbedtime = 20\n")
    for text in (clock, weekly.replace("treatment_break_hours = 48", "treatment_break_hours = 300")):
        assert read(text, "site.toml").steps
        fits(tomllib.loads(text))
