"""The base of every paper: the frame on each page, names whole and visible, the same bytes, both sizes."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from store.site.exports import ExportFault
from tests.tui.helpers.papers import HEAD, assert_sound, pages_of, words_of
from tui.paper.page.fault import NEEDS_EXTRA
from tui.paper.page.fonts import BUNDLED, advances
from tui.paper.page.frame import CODES, SIZES, Frame, PaperSize
from tui.paper.page.sheet import Sheet, together
from tui.paper.page.table import Column, table
from tui.paper.page.typeface import printable
from tui.paper.page.wrapping import wrapped

NOW = datetime(2026, 11, 25, 13, 5, tzinfo=UTC)
WHO = ("NG, Li Wei", "Born 12-Mar-1958 (68y)  female  MRN 00481-7  Bed 12", "Known allergies penicillin")
LONG = "Wolfeschlegel" * 15 + "steinh"


def frame(who: tuple[str, ...] = WHO, title: str = "A paper") -> Frame:
    return Frame(title, "Ward 3", "Europe/Berlin", NOW, HEAD, who)


def filled(who: tuple[str, ...] = WHO, paper: PaperSize = "A4", *, landscape: bool = False) -> Sheet:
    sheet = Sheet(frame(who), paper, landscape=landscape)
    sheet.heading("A heading")
    sheet.text("A paragraph of 450 mg and more. " * 30)
    sheet.text("Something further in, with words that go on and on. " * 5, indent=6)
    rows = [[str(n), "words " * n, LONG if n == 7 else "x"] for n in range(60)]
    table(sheet, [Column("Number", 1), Column("Words", 3), Column("More", 2)], rows)
    return sheet


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_every_page_says_who_where_when_and_which_page_it_is(paper: PaperSize, landscape: bool) -> None:
    sheet = filled(paper=paper, landscape=landscape)
    assert_sound(sheet)
    content = sheet.pdf()
    pages = pages_of(content)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Printed at Wed 25-Nov-2026 14:05 (24-hour, Europe/Berlin)" in page
        assert HEAD in page
        for said in ("A paper", "Ward 3", "NG, Li Wei", "Born 12-Mar-1958", "MRN 00481-7"):
            assert said in page
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    wide, high = (float(side) / 72 * 25.4 for side in (box.width, box.height))
    assert sorted((wide, high)) == pytest.approx(sorted(SIZES[paper]), abs=0.1)
    assert (wide > high) is landscape


def test_the_headings_of_a_table_stand_on_every_page_it_goes_over() -> None:
    for page in pages_of(filled().pdf())[1:]:
        assert "Number Words More" in page


def test_the_same_paper_is_the_same_bytes() -> None:
    assert filled().pdf() == filled().pdf()
    assert filled().pdf() != filled(("NG, Other", *WHO[1:])).pdf()


@pytest.mark.parametrize(
    "name", ["NGUYỄN, Thị Thu Hà", "ŁUKASIEWICZ, Zbigniew", "ÖZ, Ömer", "ΑΘΗΝΑ, Νίκη", "ИВАНОВ, Юрий", LONG]
)
def test_a_name_is_printed_whole(name: str) -> None:
    sheet = filled((name, *WHO[1:]))
    assert_sound(sheet)
    for page in pages_of(sheet.pdf()):
        assert name.replace(" ", "") in page.replace(" ", "")
        assert "U+" not in page


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("佐藤", "[U+4F50][U+85E4]"),
        ("a\u202eb\x1b", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"),
        ("e\u0301", "é"),
        ("\N{PILE OF POO}", "[U+1F4A9]"),
    ],
)
def test_what_no_font_has_is_seen_and_said(name: str, printed: str) -> None:
    assert printable(name) == printed
    (page,) = pages_of(Sheet(frame((name, *WHO[1:]))).pdf())
    assert printed in page
    assert (CODES in page) is ("[U+" in printed)


def test_every_letter_of_latin_greek_and_cyrillic_is_in_both_faces() -> None:
    letters = {code for code in (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x386, 0x3CF))}
    letters |= {*range(0x400, 0x460), *range(0x1EA0, 0x1EFA), *map(ord, "●○◌")}
    known = {code for code in letters if BUNDLED.has(chr(code))}
    assert {chr(code) for code in letters - known} <= {chr(0x38B), chr(0x38D), chr(0x3A2)}


def test_a_row_higher_than_a_page_goes_on_over_the_next_ones() -> None:
    sheet = Sheet(frame())
    many = [f"word{n}" for n in range(4000)]
    table(sheet, [Column("Number", 1), Column("Words", 3)], [["1", " ".join(many)], ["2", "the last row"]])
    assert_sound(sheet)
    words = words_of(sheet).split()
    assert [word for word in words if word.startswith("word")] == many
    assert words[-4:] == ["2", "the", "last", "row"]


def test_the_file_was_made_when_the_paper_says() -> None:
    made = PdfReader(io.BytesIO(filled().pdf())).xmp_metadata
    assert made is not None
    assert made.xmp_create_date == NOW.replace(tzinfo=None)


def test_a_number_stays_with_its_unit() -> None:
    for room in range(20, 60):
        for line in wrapped("Given 450 mg and then 1,050 mg in the evening", room, 9):
            assert not line.startswith("mg")


def test_papers_in_one_file_count_their_own_pages() -> None:
    pages = pages_of(together([filled(), Sheet(frame(title="Another"))]))
    assert "Page 1 of 1" in pages[-1]
    assert f"of {len(pages) - 1}" in pages[0]


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("fpdf", "fontTools")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fpdf", None)
    monkeypatch.setitem(sys.modules, "fontTools.ttLib", None)
    advances.cache_clear()
    with pytest.raises(ExportFault, match=r"stepward\[pdf\]") as fault:
        filled().pdf()
    assert str(fault.value) == NEEDS_EXTRA
    advances.cache_clear()
