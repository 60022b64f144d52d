"""The hazard log has every part of every hazard, and the tests it names are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
PARTS = ("Cause", "Effect", "Severity and likelihood", "Control", "What is left", "Tests")
SECTIONS = re.split(r"^### ", TEXT, flags=re.MULTILINE)[1:]
IDS = [section.split(".", 1)[0] for section in SECTIONS]


@cache
def names(path: Path) -> frozenset[str]:
    """The tests a file defines."""
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    defined = {node.name for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assigned = re.findall(r"^(Test\w+) = ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return frozenset({name for name in defined if name.startswith("test_")} | set(assigned))


def missing(section: str) -> list[str]:
    """What is wrong with a hazard: parts it lacks, tests that do not exist."""
    wrong = [part for part in PARTS if section.count(f"- **{part}.** ") != 1]
    tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", section.partition("- **Tests.** ")[2])
    wrong += [] if tests else ["no test at all"]
    for file, name in tests:
        path = ROOT / file
        if not path.is_file() or name not in names(path):
            wrong.append(f"{file}::{name}")
    return wrong


@pytest.mark.parametrize("section", SECTIONS, ids=IDS)
def test_every_hazard_has_all_its_parts_and_names_tests_that_exist(section: str) -> None:
    assert missing(section) == []


def test_the_hazards_are_numbered_from_h1_and_those_of_the_specification_are_all_there() -> None:
    assert [f"H{number}" for number in range(1, len(IDS) + 1)] == IDS
    assert len(IDS) >= 18


def test_a_hazard_without_a_control_or_with_a_test_that_is_gone_is_found() -> None:
    gone = SECTIONS[0].replace("- **Control.** ", "").replace("::test_", "::test_once_", 1)
    assert missing(gone)[0] == "Control"
    assert any("::test_once_" in part for part in missing(gone))
