"""No plain command sends a terminal anything but text, whatever stands in any field of any kind of entry.

The ledger is written past the gate, as somebody with an editor would: each text of each entry ends in codes
that set a window's title, ring, clear the screen, or turn the reading direction.
"""

from __future__ import annotations

import codecs
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from protocols import entries as e
from protocols.values.refusal import Refused
from store.files.engine import begin
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from store.log import codec
from tests.protocols.helpers.bedside import MRN
from tests.store.fhir.bundles import whole
from tests.store.helpers.ward import NURSE, ZONE, Clock, admission
from tui.__main__ import main
from tui.commandline import COMMANDS

EVIL = "\x1b]0;title\x07\x9b2J\x08\r\u202e\x00\u2028!"
OF_MEANING = ("zone", "slot")
"""Texts with other words in which an entry says nothing at all."""


def spoiled(value: Any) -> Any:
    """A value with the codes behind each text in it that may be any text."""
    if isinstance(value, tuple):
        return tuple(spoiled(each) for each in value)
    if not isinstance(value, msgspec.Struct):
        return value
    kinds = get_type_hints(type(value))
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    return type(value)(
        **{name: part if name in OF_MEANING else _spoiled(part, kinds[name]) for name, part in fields.items()}
    )


def _spoiled(value: Any, kind: Any) -> Any:
    if isinstance(value, str):
        return value + EVIL if kind is str else value
    if isinstance(value, tuple) and get_args(kind)[:1] == (str,):
        return tuple(text + EVIL for text in value)
    return spoiled(value)


def of_the_ledger() -> list[e.What]:
    """What is recorded of staff and ward."""
    given = e.HandoverGiven("Ward 3", 2, "0" * 64, others="Dr Berg", note="All quiet.")
    return [
        e.StaffAdded("Ada Okafor", "AO", "nurse", "$argon2id$"),
        e.AccountTied("s1", "ada"),
        e.PinSet("s1", "$argon2id$"),
        e.SignOnFailed("s1"),
        e.StaffDisabled("s1", "left"),
        e.ClockConfirmed("the wall clock"),
        e.ProtocolApproved(whole().protocol, "agreed"),
        e.PackConfirmed("05012345678900", "alectinib", Decimal(150), "mg", "56 capsules"),
        e.ScanningSet("offered", "offered", "scanners are here", "(.*)"),
        e.NumbersSet("as printed", example="00481-7"),
        e.ZoneCorrected("Europe/Berlin", "the server is elsewhere"),
        given,
        e.HandoverAccepted("h", NURSE, True, "fine"),
        e.HandoverRefused("h", NURSE, "too short"),
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "ward.json"
    first = whole().entries[0]
    ids = {e.StaffAdded: "s1", e.HandoverGiven: "h"}
    ward = [
        msgspec.structs.replace(first, id=ids.get(type(what), str(n)), patient="", course="", what=what)
        for n, what in enumerate([e.LedgerBegun(e.FORMAT, "Ward 3", first.zone), *of_the_ledger()])
    ]
    last = whole().entries[-1]
    sent = e.PatientSent("the clinic"), e.RecordTakenBack("did not go")
    kinds = (e.AlarmSeen((last.id,)), e.PatientTaken(), *sent)
    beside = [msgspec.structs.replace(last, id=f"beside {n}", what=what) for n, what in enumerate(kinds)]
    entries = [spoiled(entry) for entry in (*ward, *whole().entries, *beside)]
    numbered = [
        msgspec.structs.replace(entry, number=number, recorded=entry.recorded or entry.at)
        for number, entry in enumerate(entries, 1)
    ]
    begin(this_disk(), path, [codec.encode(entry) for entry in numbered])
    return path


def test_the_hostile_ledger_has_every_kind_but_those_of_files_and_imports(hostile: Path) -> None:
    with Ledger.open(hostile, read_only=True) as ledger:
        kinds = {type(entry.what) for entry in ledger.entries()}
    left = {e.LedgerContinued, e.CarriedOver, e.RecordImported, e.SignedOn, e.StaffChanged, e.RecordJoined}
    assert kinds == set(get_args(e.What)) - left


COMMON = [
    ("list",),
    ("list", "--all"),
    ("list", "--json"),
    ("show", MRN + EVIL),
    ("show", MRN + EVIL, "--json"),
    ("show", "nobody" + EVIL),
    ("protocols",),
    ("needs",),
    ("handover",),
    ("stats",),
    ("stats", "--csv"),
    ("figure", MRN + EVIL, "-o", "-"),
    ("fhir", MRN + EVIL, "-o", "-"),
    ("verify",),
    ("check",),
    ("doctor",),
    ("config", "show"),
    ("staff", "list"),
    ("batches",),
    ("batches", "--csv"),
    ("scanning",),
    ("scanning", "--csv"),
    ("arrivals",),
    ("audit",),
    ("audit", "--csv"),
    ("export", "-o", "-"),
    ("export", "-o", "-", "--csv"),
    ("import", "{}", "--dry-run"),
    ("backup", "{}.copies"),
    ("send", MRN + EVIL, "the clinic" + EVIL),
    ("receive", "{}"),
]

EXPECTED = {
    ("verify",): 3,
    ("check",): 2,
    ("import", "{}", "--dry-run"): 3,
    ("receive", "{}"): 3,
    ("show", "nobody" + EVIL): 4,
}
"""Exit codes other than 0: entries that no gate would have taken, no such file, no such patient."""


@pytest.mark.parametrize("words", COMMON, ids=" ".join)
def test_nothing_but_text_is_written(
    words: tuple[str, ...],
    hostile: Path,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    code = main([*(word.format(tmp_path / "copy") for word in words), "--data", str(hostile)])
    found = capfdbinary.readouterr()
    if words != ("doctor",):  # which looks at the computer too
        assert code == EXPECTED.get(words, 0), found.err
    table = found.out.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")  # As spreadsheets like it.
    for text in (table.decode(), found.err.decode()):
        bad = {char for char in text if char != "\n" and unicodedata.category(char)[0] == "C"}
        assert not bad, (bad, text[:200])


def test_every_command_that_reads_the_ledger_is_tried() -> None:
    paper = {"mar", "downtime"}  # PDF, which is no text; tests/tui/paper looks into them.
    others = {
        "schema",
        "host",
        "protocol",
        "compare",
        "rollover",
        "move",
        "database",
        "restore",
        "completion",
        "manual",
        "init",
    }
    assert {command.name for command in COMMANDS} == {words[0] for words in COMMON} | paper | others


@pytest.mark.parametrize("bad", ["\x1b[2J", "\u202e", "\x07", "\x9b"])
def test_a_number_that_cannot_be_shown_is_refused(bad: str, tmp_path: Path) -> None:
    clock = Clock()
    with (
        Ledger.create(tmp_path / "ward.json", "Ward 3", ZONE, NURSE, now=clock) as ledger,
        pytest.raises(Refused, match="a character that cannot be shown"),
    ):
        ledger.append(admission(clock(), f"00481{bad}-7"), 0)
