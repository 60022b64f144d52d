"""Wristband and bed label: printed, drawn by a PDF reader, and read back by another decoder than ours."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from protocols import entries as e
from tests.tui.helpers.bedside_app import MRN, NG, Ward
from tests.tui.helpers.papers import assert_sound, pages_of, words_of
from tests.tui.helpers.scanning import ADMIN, scans
from tui.paper.labels import labels, labels_sheet
from tui.paper.mar import mar_sheet, medication_record
from tui.paper.page.data_matrix import SIZES, Modules, data_matrix

zxingcpp = pytest.importorskip("zxingcpp")
pdfium = pytest.importorskip("pypdfium2")

QUIET, DOTS = 2, 4
"""Modules around a code that stay white, and dots along the side of a module."""


def picture(code: Modules) -> memoryview:
    """`code` in dots, 0 for dark."""
    side = (len(code) + 2 * QUIET) * DOTS
    dots = bytearray(b"\xff" * side * side)
    for row, modules in enumerate(code):
        for column, dark in enumerate(modules):
            for line in range(DOTS if dark else 0):
                at = ((row + QUIET) * DOTS + line) * side + (column + QUIET) * DOTS
                dots[at : at + DOTS] = bytes(DOTS)
    return memoryview(bytes(dots)).cast("B", (side, side))


def read(image: memoryview) -> list[tuple[str, str]]:
    return [(str(found.format), found.text) for found in zxingcpp.read_barcodes(image)]


def drawn(pdf: bytes, page: int = 0) -> memoryview:
    """A page as a PDF reader draws it, with 200 dots an inch."""
    bitmap: Any = pdfium.PdfDocument(pdf)[page].render(scale=200 / 72, grayscale=True)
    flat = bytes(bitmap.buffer)
    rows = b"".join(flat[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    return memoryview(rows).cast("B", (bitmap.height, bitmap.width))


def test_the_medication_record_has_the_number_on_every_page_for_a_scanner(ward: Ward) -> None:
    ward.enrol()
    ward.rash_free()
    ward.start(1)
    ledger, now = ward.ledger, ward.now
    ledger.refresh()
    assert_sound(mar_sheet(ledger, ledger.record(MRN), ward.chart, now, "A4"))
    pdf = medication_record(ledger, ledger.record(MRN), ward.chart, now)
    for page in range(len(pages_of(pdf))):
        assert [text for _, text in read(drawn(pdf, page))] == [MRN]


def test_every_length_and_sign_is_read_back_as_it_was() -> None:
    chance, sizes = Random(7), set()
    for length in range(1, 41):
        text = "".join(chance.choices("0123456789-/ ABCXYZabcé\N{LATIN SMALL LETTER THORN}", k=length))
        code = data_matrix(text)
        if code is None:
            continue
        sizes.add(len(code))
        assert [found for _, found in read(picture(code))] == [text]
    assert sizes == {side for side, _ in SIZES}


def test_a_code_that_lost_a_part_is_still_read() -> None:
    code = data_matrix("00481-7")
    assert code is not None
    for row, column in ((3, 4), (5, 5), (6, 3)):
        code[row][column] = not code[row][column]
    assert [text for _, text in read(picture(code))] == ["00481-7"]


def test_what_no_code_can_hold_has_none() -> None:
    assert data_matrix("") is None
    assert data_matrix("a" * 45) is None
    assert data_matrix("\N{CYRILLIC CAPITAL LETTER A}1") is None


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.admit()
    return scans(ward)


def of(ward: Ward, patient: str = MRN) -> bytes:
    ward.ledger.refresh()
    return labels(ward.ledger, ward.ledger.record(patient), ward.now)


def test_each_code_on_the_paper_is_the_number_in_words_beside_it(ward: Ward) -> None:
    found = read(drawn(of(ward)))
    assert [text for _, text in found] == [MRN] * 3, "two on the wristband, one for the bed"
    assert all("Matrix" in kind for kind, _ in found)
    said = pages_of(of(ward))[0]
    assert said.count(f"MRN {MRN}") == 3
    assert said.count("NG, Li Wei") == 3
    assert said.count("12-Mar-1958") == 3
    assert "Bed 12" in said


def test_a_long_name_makes_the_label_higher_and_nothing_is_cut(ward: Ward) -> None:
    long = msgspec.structs.replace(
        NG, family="Wolfeschlegelsteinhausenbergerdorff" * 3, given="Hubert Blaine " * 4
    )
    ward.record(long, patient="77-1", course="")
    sheet = labels_sheet(ward.ledger, ward.ledger.record("77-1"), ward.now, "Letter")
    assert_sound(sheet)
    assert words_of(sheet).replace(" ", "").count("HubertBlaine" * 4) == 3


@pytest.mark.parametrize("number", ["5012345678900", "\N{CYRILLIC CAPITAL LETTER A}-1"])
def test_a_number_that_a_scanner_would_not_read_as_a_wristband_has_no_code_and_says_so(
    number: str, ward: Ward
) -> None:
    ward.record(NG, patient=number, course="")
    assert read(drawn(of(ward, number))) == []
    assert "No code is printed" in pages_of(of(ward, number))[0]


def test_a_ward_with_a_layout_of_its_own_is_told_that_this_code_is_not_read(ward: Ward) -> None:
    ward.record(
        e.ScanningSet("offered", "off", "our bands", format=r"8018\d{7}(\d{10})\d"),
        by=ADMIN,
        patient="",
        course="",
    )
    assert "No code is printed" in pages_of(of(ward))[0]
