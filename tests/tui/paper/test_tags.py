"""Papers for archives and for reading aloud: PDF/A-2u, and every word of a page in a tag, in its order."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.tui.paper.test_paper import filled
from tui.paper.page.marks import Rule, Words
from tui.paper.page.tags import groups


@pytest.fixture(scope="module")
def content() -> bytes:
    return filled().pdf()


def elements(reader: PdfReader) -> list[Any]:
    root: Any = reader.trailer["/Root"]
    (document,) = root["/StructTreeRoot"]["/K"]
    return [each.get_object() for each in document.get_object()["/K"]]


def test_it_is_pdf_a_and_says_so(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    told = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in told
    assert 'xmp:CreateDate="2026-11-25T13:05:00+00:00"' in told
    assert ">A paper</rdf:li>" in told
    assert root["/Lang"] == "en-GB"
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    fonts: Any = reader.pages[0]["/Resources"]
    for font in fonts["/Font"].values():
        below = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in below["/FontDescriptor"].get_object()


def test_every_word_is_in_a_tag_and_every_line_is_left_out(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    marked = 0
    for page in reader.pages:
        stream = page.get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
        depth, kind = 0, ""
        for word in re.findall(r"/Artifact BMC|/\w+ <</MCID \d+>> BDC|\bEMC\b|\bBT\b|\bre\b|\bS\b", stream):
            if word == "EMC":
                depth -= 1
            elif word.endswith(("BMC", "BDC")):
                depth, kind = depth + 1, word
                marked += word.endswith("BDC")
            else:
                assert depth == 1, stream[:200]
                assert ("MCID" in kind) is (word == "BT")
        assert depth == 0
    assert marked == len(elements(reader))


def test_a_title_is_a_title_on_each_page_and_a_heading_a_heading(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    kinds = [each["/S"] for each in elements(reader)]
    assert kinds.count("/H1") == len(reader.pages)
    assert set(kinds) == {"/H1", "/H2", "/P"}
    assert kinds[0] == "/H1"


def test_lines_of_one_paragraph_are_one_element() -> None:
    first, second, other = (Words(1, y, "x", 9) for y in (1, 2, 1))
    rule = Rule(0, 0, 1, 1)
    assert list(groups([first, second, rule, rule, other])) == [[first, second], [rule, rule], [other]]
    assert list(groups([first, Words(1, 2, "x", 9, bold=True)])) == [
        [first],
        [Words(1, 2, "x", 9, bold=True)],
    ]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not there")
def test_qpdf_finds_nothing_wrong(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(content)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, "No syntax or stream encoding errors" in done.stdout) == (0, True), done.stdout
