"""The handover on paper: every word, whom it is about on every page, nothing outside the margins."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from protocols.entries import Entry, HandoverAccepted, HandoverGiven, NoteAdded, PatientAdmitted, What
from protocols.record.handovers import Handover
from protocols.values.clinic_time import local
from store.ledger.ledger import Ledger
from store.site.exports import ExportFault
from tests.tui.helpers.shell import LONG_NAME
from tui.demo.people import DAY_NURSE, NIGHT_NURSE
from tui.demo.ward import build
from tui.paper.handover import handover_pdf, paper_of, written
from tui.paper.outputs import OUTPUTS, write_out
from tui.paper.page.frame import MARGIN, Frame, PaperSize
from tui.paper.page.marks import Words as Mark
from tui.paper.page.typeface import printable, width
from tui.views.handover.sheets import sheet_now
from tui.views.handover.waiting import handovers

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
ZONE = "Europe/London"
ENDLESS = "Wolfeschlegel" * 15 + "steinha"


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The demo ward, and a patient with a name of 202 letters and notes of half a page; handed over once."""
    path = tmp_path_factory.mktemp("ward") / "ward.json"
    build(path, NOW, ZONE)
    with Ledger.open(path, now=lambda: NOW) as ledger:
        keep(ledger, PatientAdmitted(ENDLESS, ENDLESS, date(1960, 1, 1), "", "", "", "not recorded"), "long")
        for number in range(8):
            keep(ledger, NoteAdded(f"note {number} " + "word " * 300), "long")
        given = HandoverGiven("Ward 3", ledger.position, sheet_now(ledger, local(NOW, ZONE)).digest)
        id = keep(ledger, given).id
        keep(ledger, HandoverAccepted(id, NIGHT_NURSE, True))
        yield ledger


def keep(ledger: Ledger, what: What, patient: str = "") -> Entry:
    at = local(NOW, ZONE)
    entry = Entry(id=f"k{ledger.position}", patient=patient, at=at, zone=ZONE, by=DAY_NURSE, what=what)
    return ledger.append(entry, ledger.record(patient).version)


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_every_word_of_the_sheet_can_be_read_out_of_the_file(ward: Ledger) -> None:
    (handover,) = handovers(ward)
    paper = paper_of(ward, handover, NOW)
    text = "".join("".join(pages(handover_pdf(ward, handover, NOW))).split())
    for block in paper.words.blocks:
        said = [said.text for part in block.parts for said in part.said]
        for words in (block.name, block.facts, block.allergies.text, block.care.text):
            assert "".join(printable(words).split()) in text
        short = [words for words in said if len(words) < 90]
        assert short
        assert all("".join(printable(words).split()) in text for words in short)
    around = [paper.words.title, paper.words.as_of, *paper.words.foot]
    for words in (*around, *(said.text for said in paper.state)):
        assert "".join(words.split()) in text


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_nothing_is_outside_the_margins_and_nothing_stands_on_another_line(
    ward: Ledger, size: PaperSize
) -> None:
    sheet = written(Frame.of(ward, "Handover", NOW), paper_of(ward, None, NOW), size)
    for page in sheet.finished():
        words = [mark for mark in page if isinstance(mark, Mark)]
        for mark in words:
            assert mark.x >= MARGIN
            assert mark.x + width(mark.text, mark.size, mark.bold) <= sheet.right + 0.01, mark
            assert MARGIN < mark.y <= sheet.size[1] - MARGIN + 0.01, mark
        places = [(round(mark.x, 1), round(mark.y, 1)) for mark in words]
        assert len(places) == len(set(places))


def test_every_page_says_whom_it_goes_on_about_and_how_many_there_are(ward: Ledger) -> None:
    found = pages(handover_pdf(ward, None, NOW))
    names = [printable(block.name) for block in paper_of(ward, None, NOW).words.blocks]
    assert len(found) > 6
    for number, text in enumerate(found, 1):
        assert text.startswith("Handover Ward Demonstration ward")
        assert f"Page {number} of {len(found)}" in text
        assert f"Ledger up to entry {ward.head}" in text
        assert "Printed at Sun 22-Nov-2026 14:20" in text
        begin = "".join(text.split())[: len("HandoverWardDemonstrationward") + 250]
        assert any("".join(name.split())[:60] in begin for name in names), begin
    assert any("MRN long, continued" in text for text in found)


def test_one_patient_has_two_identifiers_in_the_frame_of_every_page(ward: Ledger) -> None:
    (text,) = pages(handover_pdf(ward, None, NOW, LONG_NAME, "Letter"))
    assert text.startswith(
        "Handover Ward Demonstration ward DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda"
    )
    assert f"MRN {LONG_NAME}" in text[:200]
    assert "OKONKWO" not in text
    page = PdfReader(io.BytesIO(handover_pdf(ward, None, NOW, LONG_NAME, "Letter"))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


def test_a_sheet_is_signed_by_hand_only_where_nobody_has_signed(ward: Ledger) -> None:
    (handover,) = handovers(ward)
    assert "Accepted by, or refused and why" in pages(handover_pdf(ward, None, NOW))[0]
    assert "Accepted by, or refused and why" in pages(handover_pdf(ward, Handover(handover.given), NOW))[0]
    signed = pages(handover_pdf(ward, handover, NOW))[0]
    assert "Accepted by, or refused and why" not in signed
    assert "Accepted Sun 22-Nov-2026 14:20 by Tomasz Nowak (TN), nurse, satisfied." in signed


def test_the_same_sheet_gives_the_same_bytes(ward: Ledger) -> None:
    (handover,) = handovers(ward)
    first = handover_pdf(ward, handover, NOW)
    assert first.startswith(b"%PDF")
    assert first == handover_pdf(ward, handover, NOW)


def test_without_the_extra_it_is_refused_in_words(ward: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(ExportFault, match="needs the PDF extra"):
        handover_pdf(ward, None, NOW)


def test_it_is_in_the_list_of_what_can_be_written_out(ward: Ledger) -> None:
    found = {output.name: output for output in OUTPUTS if output.label.startswith("Handover")}
    paths = [
        write_out(found[name], ward, ward.path, LONG_NAME, "", NOW) for name in ("handover", "handover ward")
    ]
    assert [path.name for path in paths] == [f"handover-{LONG_NAME}.pdf", "handover-ward.pdf"]
    one, whole = ("".join(pages(path.read_bytes())) for path in paths)
    assert "one patient" in one
    assert "12 patients" in whole


def test_the_brief_one_is_a_page_with_everybody_and_nowhere_to_sign(ward: Ledger) -> None:
    (page,) = pages(handover_pdf(ward, None, NOW, brief=True))[:1]
    whole = pages(handover_pdf(ward, None, NOW))
    for block in sheet_now(ward, local(NOW, ZONE)).blocks:
        for glance in block.glances:
            if block.mrn != "long":
                assert all(" ".join(text.split()) in page for text, _ in (glance[1], glance[3], glance[5]))
    assert "Accepted by" not in page
    assert "Situation" not in page
    assert "Patient" in whole[0], "the same lines stand first on the whole sheet"
