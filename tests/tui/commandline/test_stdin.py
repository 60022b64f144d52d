"""A command reads what another one writes: - is standard input where a file is read."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest

from protocols.entries import StaffAdded
from store.ledger.ledger import Ledger
from tests.protocols.helpers.site_file import GOOD
from tests.store.helpers.ward import entry
from tests.tui.helpers.shell import NOT_BEGUN, NOW, OPEN, data, err, out
from tests.tui.helpers.staffed import ADMIN, HASH, PIN
from tui.__main__ import main

pytestmark = pytest.mark.usefixtures("demo_ward")


def piped(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_an_export_goes_through_a_pipe_into_another_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = out(capsys, "export", OPEN, "-o", "-").encode()
    new = ("--data", str(tmp_path / "new.json"))
    piped(monkeypatch, out(capsys, "export", "-o", "-").encode())
    out(capsys, "import", "-", "--recreate", *new)
    piped(monkeypatch, text)
    found = data(capsys, "import", "-", "--dry-run", *new)
    assert (found["path"], [one["state"] for one in found["patients"]]) == ("-", ["known"])
    piped(monkeypatch, text.replace(b"alectinib", b"alectinob", 1))
    assert "standard input" in err(capsys, "import", "-", "--dry-run", *new, code=3)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert "- reads what another program writes" in err(capsys, "import", "-", *new, code=2)


def test_the_pin_comes_before_the_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = out(capsys, "export", NOT_BEGUN, "-o", "-").encode()
    path = tmp_path / "ward.json"
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, now=lambda: NOW))
    with Ledger.create(path, "Ward 9", "Europe/London", ADMIN, now=lambda: NOW) as ledger:
        added = StaffAdded(ADMIN.name, ADMIN.initials, "admin", HASH)
        ledger.append(entry(added, NOW, patient="", by=ADMIN), ledger.record("").version)
    words = ("import", "-", "--by", ADMIN.initials, "--pin-stdin", "--data", str(path))
    piped(monkeypatch, f"{PIN}\n".encode() + text)
    assert "imported" in out(capsys, *words)
    piped(monkeypatch, b"000000\n" + text)
    assert "do not belong together" in err(capsys, *words, code=4)


def test_a_protocol_is_checked_and_made_even_in_a_pipe(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped(monkeypatch, GOOD.encode())
    assert "standard input: no fault." in " ".join(out(capsys, "protocol", "check", "-").split())
    piped(monkeypatch, GOOD.replace(" = ", "   =   ").encode())
    even = out(capsys, "protocol", "fmt", "-")
    piped(monkeypatch, even.encode())
    assert out(capsys, "protocol", "fmt", "-") == even
    assert "   =" not in even
    bad = GOOD.replace("days = 2", "days = 0").encode()
    piped(monkeypatch, bad)
    assert "days" in err(capsys, "protocol", "fmt", "-", code=4)
    piped(monkeypatch, bad)
    assert main(["protocol", "check", "-", "--json"]) == 4
    (one,) = json.loads(capsys.readouterr().out)["files"]
    assert one["file"] == "-"
    assert one["faults"][0]["sentence"].startswith("standard input, line 35, steps 1, days")
