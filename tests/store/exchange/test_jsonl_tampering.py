"""JSON Lines that somebody changed: refused whatever it was, with the line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from protocols.entries import StepStarted
from store.errors import BadExport, LedgerError, NewerFormat
from store.exchange.jsonl_export import jsonl
from store.exchange.jsonl_import import read_export
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from store.log import codec
from tests.protocols.helpers.bedside import MRN
from tests.store.helpers.clinic import clinic, exported, step_on
from tests.store.helpers.ward import smuggle

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = clinic(tmp_path_factory.mktemp("clinic"))
    step_on(made)
    made.sessions[0].refresh()
    yield made.sessions[0]
    for session in made.sessions:
        session.close()


@pytest.fixture(scope="module")
def whole(ledger: Ledger) -> str:
    return jsonl(ledger, None, NOW)


KIND, AMOUNT, MORE = b'"kind":"dose given"', b'"amount":"', b'"amount":"9'


def _first_dose(lines: list[bytes]) -> int:
    return next(place for place, line in enumerate(lines) if KIND in line)


def _amount(lines: list[bytes]) -> int:
    place = _first_dose(lines)
    lines[place] = lines[place].replace(AMOUNT, MORE, 1)
    return place + 1


def _hashed_anew(lines: list[bytes], place: int, old: bytes, new: bytes) -> None:
    line = json.loads(lines[place])
    seal, body = lines[place].split(b'"entry":')
    body = body[:-1].replace(old, new, 1)
    digest = hashlib.sha256(line["previous"].encode() + body).hexdigest().encode()
    lines[place] = seal.replace(line["hash"].encode(), digest) + b'"entry":' + body + b"}"


def _amount_and_hash(lines: list[bytes]) -> int:
    """One amount is changed, and the line's own hash computed anew: the next one tells."""
    place = _first_dose(lines)
    _hashed_anew(lines, place, AMOUNT, MORE)
    return place + 2


def _blanks(lines: list[bytes]) -> int:
    """What the file of a ledger could not hold: a run of blanks is taken for a hole there."""
    place = _first_dose(lines)
    _hashed_anew(lines, place, b'"name":"', b'"name":"  ')
    return place + 1


def _other_ledger(lines: list[bytes]) -> int:
    lines[0] = lines[0].replace(b'"id":"', b'"id":"0')
    return 2


def _other_head(lines: list[bytes]) -> int:
    head = json.loads(lines[0])["head"]["hash"].encode()
    lines[0] = lines[0].replace(head, b"0" * 64)
    return len(lines) - 1


def _first_entry(lines: list[bytes]) -> int:
    lines[1] = lines[1].replace(b'"previous":""', b'"previous":"' + b"0" * 64 + b'"')
    return 2


def _does(act: Callable[[list[bytes]], object], number: int) -> Callable[[list[bytes]], int]:
    def change(lines: list[bytes]) -> int:
        act(lines)
        return number or len(lines)

    return change


TAMPERED: dict[str, tuple[Callable[[list[bytes]], int], str]] = {
    "an amount": (_amount, "hash does not fit"),
    "an amount and its hash": (_amount_and_hash, "does not follow"),
    "a line gone": (_does(lambda lines: lines.pop(8), 9), "entry 8 is missing"),
    "a line twice": (_does(lambda lines: lines.insert(8, lines[8]), 10), "there twice"),
    "two lines changed over": (_does(lambda lines: lines.insert(5, lines.pop(6)), 6), "entry 5 is missing"),
    "the last line gone": (_does(lambda lines: lines.pop(-2), 1), "lines were taken away"),
    "cut in the middle": (_does(lambda lines: lines.pop(), 0), "cut off"),
    "words before": (_does(lambda lines: lines.insert(0, b"hello"), 1), "not the first line"),
    "words between": (_does(lambda lines: lines.insert(3, b"hello"), 4), "not as Stepward writes"),
    "another first entry": (_first_entry, "hash does not fit"),
    "another ledger in the header": (_other_ledger, "not the first entry of the ledger"),
    "another head in the header": (_other_head, "not the last entry that the header names"),
    "two blanks, hashed anew": (_blanks, "not as Stepward writes"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_refused_and_the_line_named(how: str, whole: str, tmp_path: Path) -> None:
    change, words = TAMPERED[how]
    lines = whole.encode().split(b"\n")
    number = change(lines)
    file = tmp_path / "all.jsonl"
    file.write_bytes(b"\n".join(lines))
    with pytest.raises(BadExport) as refused:
        read_export(file)
    assert words in str(refused.value)
    assert refused.value.line == number
    assert f"line {number}: " in str(refused.value)
    with pytest.raises(BadExport):
        recreate(file, tmp_path / "clinic.json")
    assert [path.name for path in tmp_path.iterdir()] == ["all.jsonl"]


def test_every_character_of_every_entry_counts(ledger: Ledger, tmp_path: Path) -> None:
    text = jsonl(ledger, ledger.record(MRN), NOW).encode()
    file = tmp_path / "one.jsonl"
    for place in range(text.index(b"\n"), len(text), 97):
        file.write_bytes(text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :])
        with pytest.raises(LedgerError):
            read_export(file)


def test_no_ledger_is_made_of_what_should_not_have_been_possible(tmp_path: Path) -> None:
    """Whatever all the hashes say: the gate is gone through before a file is put in place."""
    made = clinic(tmp_path / "c")
    ledger = made.sessions[0]
    ledger.refresh()
    start = next(entry for entry in ledger.entries() if isinstance(entry.what, StepStarted))
    assert isinstance(start.what, StepStarted)
    second = StepStarted(2, start.what.first)
    number = ledger.position + 1
    forged = msgspec.structs.replace(start, id="forged", number=number, recorded=made.now, what=second)
    smuggle(ledger.path, codec.encode(forged))
    ledger.refresh()
    file = exported(ledger, tmp_path / "all.jsonl")
    with pytest.raises(BadExport, match="should not have been possible") as refused:
        recreate(file, tmp_path / "again.json")
    assert refused.value.line == forged.number + 1
    assert {path.name for path in tmp_path.iterdir()} == {"c", "all.jsonl"}
    for session in made.sessions:
        session.close()


def test_a_newer_format_is_said(whole: str, tmp_path: Path) -> None:
    file = tmp_path / "new.jsonl"
    file.write_text(whole.replace('"format":1', '"format":2', 1))
    with pytest.raises(NewerFormat, match="its format is 2"):
        read_export(file)


def test_a_header_nested_without_end_is_refused_in_words(whole: str, tmp_path: Path) -> None:
    deep = "[" * 100_000
    path = tmp_path / "ward.jsonl"
    path.write_text(whole.replace('"format"', f'"more":{deep},"format"', 1))
    with pytest.raises(BadExport, match="the header cannot be read"):
        read_export(path)
