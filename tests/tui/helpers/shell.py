"""What the tests of the plain commands share: a fixed moment, running a command, reading its table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import fastjsonschema
import pytest
from rich.cells import cell_len

from tui.__main__ import main
from tui.commandline.schemas import names, schema_of
from tui.demo.patients import MRNS

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
EXTENDED, LONG_NAME, OPEN, KIMURA, STOPPED = MRNS[6], MRNS[2], MRNS[3], MRNS[5], MRNS[11]
NOT_BEGUN = MRNS[7]


def out(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(list(words)) == code
    text = capsys.readouterr().out
    if "--json" in words and text:
        assert_fits(json.loads(text), words)
    return text


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(out(capsys, *words, "--json"))


def assert_fits(found: Any, words: Sequence[str]) -> None:
    """What a command wrote with --json is as its published schema says, with no key that is not in it."""
    command = next(word for word in words if word in names())
    fits(command)(found)


@cache
def fits(command: str) -> Callable[[Any], Any]:
    """A check of data by the schema of a command, with every object closed."""
    check: Callable[[Any], Any] = fastjsonschema.compile(_closed(schema_of(command, "")))
    return check


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return {**closed, "additionalProperties": False} if "required" in schema else closed


def cells(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    """The rows of the table that a command writes with --csv."""
    text = out(capsys, *words, "--csv")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def err(capsys: pytest.CaptureFixture[str], *words: str, code: int) -> str:
    assert main(list(words)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def stepward(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code, and what it wrote on both streams, each as one line."""
    code = main(list(words))
    captured = capsys.readouterr()
    return code, " ".join(captured.out.split()), " ".join(captured.err.split())


def column(text: str, heading: str) -> list[str]:
    """The cells of one column, found by where its heading stands."""
    head, *lines = text.splitlines()
    start = head.index(heading)
    found = []
    for line in lines:
        place = next(i for i in range(len(line) + 1) if cell_len(line[:i]) >= start)
        found.append(line[place:].split("  ")[0])
    return found
