"""What is written with --json is published as JSON Schema: each command, each key; and what breaks it shows.

Every test of a plain command that asks for --json compares what it gets with the schema (`helpers/shell.py`).
Here are those that no other test asks.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from tests.tui.helpers.shell import KIMURA, OPEN, assert_fits, data, fits, out
from tui.__main__ import main
from tui.commandline.base.parser import options, parser_for, subparsers
from tui.commandline.schemas import VERSION, names

pytestmark = pytest.mark.usefixtures("demo_ward")


def with_json(parser: argparse.ArgumentParser) -> bool:
    return any("--json" in action.option_strings for action in options(parser)) or any(
        map(with_json, subparsers(parser).values())
    )


def test_every_command_with_json_has_a_schema_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    commands = {name for name, sub in subparsers(parser_for(None)).items() if with_json(sub)}
    assert commands == set(names())
    assert out(capsys, "schema").split() == names()


def test_a_schema_is_whole_and_says_what_its_keys_are(capsys: pytest.CaptureFixture[str]) -> None:
    for name in names():
        schema = json.loads(out(capsys, "schema", name))
        assert schema["$id"] == f"urn:stepward:json:{name}:{VERSION}"
        assert schema["description"].startswith("JSON"), name
        fastjsonschema.compile(schema)
        missing = {key for key in keys(schema) if f"`{key}`" not in schema["description"]}
        assert not missing, (name, missing)


def keys(schema: Any) -> Iterator[str]:
    """The names of the properties of a schema's outermost objects."""
    for one in schema.get("anyOf", [schema]):
        yield from one["properties"]


FEW = [
    ("needs",),
    ("needs", KIMURA),
    ("stats",),
    ("handover",),
    ("handover", "--earlier"),
    ("audit",),
    ("batches",),
    ("scanning",),
    ("config", "show"),
    ("staff", "list"),
    ("verify",),
    ("protocols",),
]


@pytest.mark.parametrize("words", FEW, ids=" ".join)
def test_what_the_invented_ward_gives_fits(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert data(capsys, *words)


def test_what_a_monitor_gets_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) in range(3)
    assert_fits(json.loads(capsys.readouterr().out), ("check",))


@pytest.mark.parametrize(
    ("command", "suffix"),
    [("figure", ".svg"), ("fhir", ".json"), ("mar", ".pdf"), ("downtime", ".pdf"), ("export", ".jsonl")],
)
def test_what_is_said_of_a_file_fits(
    command: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data(capsys, command, OPEN, "-o", str(tmp_path / f"a{suffix}"))["mrn"] == OPEN


def test_a_key_too_many_a_key_too_few_and_another_type_do_not_fit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = data(capsys, "list")
    del found["patients"][3:]
    fits("list")(found)
    for spoil in SPOILED:
        spoiled = json.loads(json.dumps(found))
        spoil(spoiled["patients"][0])
        with pytest.raises(fastjsonschema.JsonSchemaValueException):
            fits("list")(spoiled)


SPOILED: tuple[Callable[[Any], object], ...] = (
    lambda patient: patient.update(more=1),
    lambda patient: patient.pop("bed"),
    lambda patient: patient["course"].update(step="3"),
    lambda patient: patient["course"]["skin"].update(last_check="yesterday"),
)
