"""A site's own protocol file: seen in the library, approved, enrolled on; each version anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from protocols.entries import CourseEnrolled, ProtocolApproved
from protocols.remarks.remarks import unusual
from protocols.rules.check import Refused
from protocols.toml.parser import read
from protocols.wording.entries import sentence
from store.site.library import library, site_folder
from tests.protocols.helpers.site_file import GOOD
from tests.tui.helpers.bedside_app import NURSE, PRESCRIBER, ZONE, Bedside, Ward, bedside, said
from tui.forms.course.enrol import EnrolForm
from tui.forms.ward.approve import ApproveForm

SITE = read(GOOD, "site.toml")


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    ward = Ward(tmp_path)
    ward.admit()
    folder = site_folder(ward.path)
    folder.mkdir()
    (folder / "site.toml").write_text(GOOD, encoding="utf-8")
    return ward


def enrolled() -> CourseEnrolled:
    times = {"morning": "08:00", "evening": "20:00"}
    return CourseEnrolled(SITE, "Cleo Marsh", 3, SITE.strengths, times, ZONE)


async def read_it(here: Bedside) -> None:
    await here.press("l")
    rows = here.app.screen.query_one(OptionList)
    place = [str(option.prompt) for option in rows.options]
    rows.highlighted = next(at for at, line in enumerate(place) if "Alectinib, our ward" in line)
    await here.press("enter")


def test_nobody_enrols_on_a_version_that_no_prescriber_approved(ward: Ward) -> None:
    with pytest.raises(Refused, match="Alectinib, our ward is not approved here in this version"):
        ward.record(enrolled(), course="")
    with pytest.raises(Refused, match="A protocol is approved by a prescriber"):
        ward.record(ProtocolApproved(SITE), patient="", course="")
    approved = ward.record(ProtocolApproved(SITE, "with the pharmacy"), patient="", course="", by=PRESCRIBER)
    assert (
        sentence(approved, ward.ledger.record(""))
        == "Protocol approved: Alectinib, our ward. with the pharmacy"
    )
    with pytest.raises(Refused, match="is approved already"):
        ward.record(ProtocolApproved(SITE), patient="", course="", by=PRESCRIBER)
    assert ward.record(enrolled(), course="").what == enrolled()


def test_a_changed_file_is_another_version(ward: Ward) -> None:
    ward.record(ProtocolApproved(SITE), patient="", course="", by=PRESCRIBER)
    newer = read(GOOD.replace("days = 5", "days = 6"), "site.toml")
    assert ward.ledger.approvals.has(SITE)
    assert not ward.ledger.approvals.has(newer)
    ward.record(ProtocolApproved(newer), patient="", course="", by=PRESCRIBER)
    with pytest.raises(Refused, match="not approved here in this version"):
        ward.record(enrolled(), course="")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "site"', 'id = "alectinib-kimura"', "is the id of a protocol that comes with Stepward"),
        (GOOD[GOOD.index("[[steps]]") :], "", "has no schedule"),
    ],
)
def test_what_needs_or_can_have_no_approval(ward: Ward, old: str, new: str, words: str) -> None:
    text = GOOD.replace(old, new)
    text = text if new else f"steps = []\n{text}"
    protocol = read(text, "alectinib-kimura.toml" if "kimura" in new else "site.toml")
    with pytest.raises(Refused, match=words):
        ward.record(ProtocolApproved(protocol), patient="", course="", by=PRESCRIBER)


async def test_a_prescriber_approves_in_the_library_and_a_nurse_enrols(ward: Ward) -> None:
    async with bedside(ward, PRESCRIBER) as here:
        await here.press("e")
        assert isinstance(here.app.screen, EnrolForm)
        assert "site" not in here.app.screen.library
        await here.press("escape")
        await read_it(here)
        assert said(here.app.screen.query_one("#text", Static)).startswith("Not approved yet. A prescriber")
        await here.press("p")
        assert isinstance(here.app.screen, ApproveForm)
        remarks = [said(words) for words in here.app.screen.query(Static)]
        for remark in unusual(SITE, library()):
            assert any(remark.words in words for words in remarks), remark
        await here.key_in("pharmacy")
        await here.press("enter", "enter")
        assert said(here.app.screen.query_one("#text", Static)).startswith(
            "Approved Mon 02-Nov-2026 07:00 by Cleo"
        )
        here.app.session.person = NURSE
        await here.press("escape", "escape", "e")
        assert isinstance(here.app.screen, EnrolForm)
        assert here.app.screen.library["site"] == SITE
    ward.ledger.refresh()
    what = ward.ledger.record("").entries[-1].what
    assert what == ProtocolApproved(SITE, "pharmacy")


async def test_a_nurse_is_told_who_approves_and_a_faulty_file_where_it_is_wrong(ward: Ward) -> None:
    (site_folder(ward.path) / "bad.toml").write_text("unit = 1\n", encoding="utf-8")
    async with bedside(ward) as here:
        await here.press("l")
        assert "1 file of this site cannot be used" in said(here.app.screen.query_one("#counts", Static))
        lines = " ".join(str(option.prompt) for option in here.app.screen.query_one(OptionList).options)
        assert "bad.toml: the steps are missing. Add a table [[steps]] for each" in " ".join(lines.split())
        await here.press("escape")
        await read_it(here)
        await here.press("p", "enter", "enter")
        assert "A protocol is approved by a prescriber" in here.message
