"""The ledger as its callers know it: one gated way in, versions, retries, what others wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from store.errors import AlreadyThere, NoSuchLedger, NotALedger, Replaced
from store.ledger.ledger import Ledger
from tests.store.helpers.ward import MRN, NURSE, ZONE, Clock, add


def test_create_never_takes_the_place_of_a_file(ledger: Ledger) -> None:
    with pytest.raises(AlreadyThere):
        Ledger.create(ledger.path, "Ward 4", ZONE, NURSE)
    assert ledger.path.exists()
    assert [found.name for found in ledger.path.parent.iterdir()] == ["ward.json"]


def test_stock_tinydb_reads_every_entry_after_every_commit(ledger: Ledger, clock: Clock) -> None:
    for n in range(4):
        add(ledger, f"note {n}", clock())
        with TinyDB(ledger.path, access_mode="r") as stock:
            documents = stock.table("entries").all()
        assert [document.doc_id for document in documents] == list(range(1, n + 4))
        assert [document["number"] for document in documents] == list(range(1, n + 4))
        assert documents[-1]["what"] == {"kind": "note added", "text": f"note {n}"}


@pytest.mark.parametrize(
    "text",
    [
        "Müller 日本語 \N{FIRE} e\u0301",
        'quotes " and \\ and {"entries":{ and }}',
        "two  blanks, three   blanks" + " " * 5000,
        "line\nfeed \r\n tab \t nul \0 delete \x7f escape \x1b[31m line sep \u2028",
        '"patient":"X","recorded":" ,"kind":"new',
    ],
)
def test_any_text_comes_back_as_it_was_and_no_control_byte_is_in_the_file(
    ledger: Ledger, clock: Clock, text: str
) -> None:
    text = text[:1900]
    add(ledger, text, clock())
    data = ledger.path.read_bytes()
    assert all(byte == 10 or 32 <= byte < 127 for byte in data)
    assert b"  " not in data.rstrip(b" ")
    with Ledger.open(ledger.path, now=clock) as again:
        assert again.entries(patient=MRN)[-1].what.text == text  # type: ignore[union-attr]
    with TinyDB(ledger.path, access_mode="r") as stock:
        assert stock.table("entries").get(doc_id=3)["what"]["text"] == text


def test_what_is_no_ledger_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(NoSuchLedger, match="no such file"):
        Ledger.open(tmp_path / "none.json")
    for number, content in enumerate([b"", b"{}", b'{"entries":{}}', b'{"entries":{\n "1":{"h":']):
        path = tmp_path / f"{number}.json"
        path.write_bytes(content)
        with pytest.raises(NotALedger):
            Ledger.open(path)
        assert path.read_bytes() == content


def test_a_file_replaced_while_it_is_open_is_noticed(ledger: Ledger, clock: Clock, tmp_path: Path) -> None:
    copy = ledger.path.read_bytes()
    ledger.path.rename(tmp_path / "aside.json")
    with pytest.raises(Replaced):
        add(ledger, "to nowhere", clock())
    ledger.path.write_bytes(copy)
    with pytest.raises(Replaced):
        add(ledger, "to nowhere", clock())
    assert ledger.path.read_bytes() == copy


def test_a_file_overwritten_in_place_by_an_older_copy_is_noticed(ledger: Ledger, clock: Clock) -> None:
    older = ledger.path.read_bytes()
    add(ledger, "newer", clock())
    ledger.path.write_bytes(older)
    with pytest.raises(Replaced):
        add(ledger, "to nowhere", clock())
    assert ledger.path.read_bytes() == older
