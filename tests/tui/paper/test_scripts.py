"""Names in every script: printed as they are written, or said before they are printed that they are not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from protocols.entries import PatientDetailsChanged
from tests.tui.helpers.bedside_app import NG, Ward, bedside
from tests.tui.helpers.papers import pages_of
from tui.__main__ import main
from tui.paper.page import fonts, runs, typeface
from tui.paper.page.fonts import BUNDLED
from tui.paper.page.marks import Words
from tui.paper.page.pdf import empty_file, pdf
from tui.paper.page.runs import Run
from tui.paper.page.typeface import POINT, printable, width
from tui.paper.page.wrapping import wrapped

MADE = datetime(2026, 11, 25, tzinfo=UTC)
ARABIC = "\u0645\u062d\u0645\u062f \u0639\u0644\u064a"
HEBREW = "\u05e9\u05e8\u05d4"
HAN, THAI, HINDI = "\u4f50\u85e4", "\u0e43\u0e08\u0e14\u0e35", "\u0936\u0930\u094d\u092e\u093e"
EMPTY = 600
"""Width of every letter of an invented font, in thousandths of the size."""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """No fonts but those that a test installs: a file name, and the letters it has."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "folders", lambda: (folder,))
    fonts._installed.cache_clear()
    fonts._found.cache_clear()

    def install(name: str, letters: str) -> Path:
        names = [".notdef", *(f"u{ord(char):04X}" for char in letters)]
        builder = FontBuilder(1000, isTTF=True)
        builder.setupGlyphOrder(names)
        builder.setupCharacterMap({ord(char): f"u{ord(char):04X}" for char in letters})
        builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in names})
        builder.setupHorizontalMetrics(dict.fromkeys(names, (EMPTY, 0)))
        builder.setupHorizontalHeader(ascent=800, descent=-200)
        builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name})
        builder.setupOS2()
        builder.setupPost()
        builder.save(folder / name)
        fonts._installed.cache_clear()
        fonts._found.cache_clear()
        return folder / name

    return install


def page(*texts: str) -> bytes:
    marks = [Words(20, 20 + 10 * line, text, 12) for line, text in enumerate(texts)]
    return pdf([marks], (210, 297), "x", MADE)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (HAN, "NotoSansCJK-Regular.ttf"),
        (HAN, "msyh.ttf"),
        (THAI, "NotoSansThai[wdth,wght].ttf"),
        (HINDI, "NotoSerifDevanagari-Regular.ttf"),
        (HINDI, "FreeSans.ttf"),
    ],
)
def test_a_font_of_the_system_prints_what_the_own_one_lacks(
    installed: Callable[[str, str], Path], name: str, file: str
) -> None:
    assert printable(name) == "".join(f"[U+{ord(char):04X}]" for char in name)
    installed(file, name)
    assert printable(name) == name
    assert {run.font.plain.name for run in runs.runs(name)} == {file}
    widest = len(name) * EMPTY / 1000 * 10 * POINT
    assert width(name, 10) == pytest.approx(widest) if name == HAN else 0 < width(name, 10) <= widest
    (said,) = pages_of(page(f"NG, {name} 450 mg"))
    assert set(name) <= set(said)
    assert said.startswith("NG,")
    assert said.endswith("450 mg")


def test_the_own_font_comes_first_and_bold_is_bold_where_there_is_one(
    installed: Callable[[str, str], Path],
) -> None:
    plain = installed("NotoSansThai-Regular.ttf", THAI + "abc")
    assert runs.runs("abc") == [Run("abc", BUNDLED)]
    (run,) = runs.runs(THAI)
    assert run.font.file(bold=True) == plain
    bold = installed("NotoSansThai-Bold.ttf", THAI)
    (run,) = runs.runs(THAI)
    assert (run.font.file(bold=False), run.font.file(bold=True)) == (plain, bold)


def test_a_damaged_font_is_passed_over(installed: Callable[[str, str], Path]) -> None:
    installed("NotoSansThai-Regular.ttf", THAI).write_bytes(b"no font")
    fonts.advances.cache_clear()
    assert printable(THAI).startswith("[U+")
    installed("NotoSerifThai-Regular.ttf", THAI)
    assert printable(THAI) == THAI


@pytest.mark.parametrize("name", [ARABIC, HEBREW])
def test_what_runs_from_the_right_is_printed_with_the_own_font(name: str) -> None:
    assert printable(name) == name
    assert runs.runs(f"{name}, 450 mg") == [Run(name, BUNDLED, True, True), Run(", 450 mg")]
    assert "U+" not in pages_of(page(f"{name}, 450 mg"))[0]


def test_arabic_letters_are_joined() -> None:
    alone = sum(width(char, 10) for char in ARABIC)
    assert width(ARABIC, 10) < 0.95 * alone


def test_a_mark_stands_on_its_letter() -> None:
    assert width("Z\u030c\u0301", 10) == pytest.approx(width("Z", 10), rel=0.05)
    for room in range(2, 30):
        assert not any(line.startswith("\u0301") for line in wrapped("Z\u0301" * 20, room, 10))


def test_a_joiner_says_how_letters_are_joined_and_is_never_a_code(
    installed: Callable[[str, str], Path],
) -> None:
    persian, nepali = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0915\u094d\u200d\u0937"
    assert printable(persian) == persian
    assert runs.runs(persian) == [Run(persian, BUNDLED, True, True)]
    assert width(persian, 10) > width(persian.replace("\u200c", ""), 10)
    assert printable(nepali) == "[U+0915][U+094D][U+0937]"
    installed("NotoSansDevanagari-Regular.ttf", nepali.replace("\u200d", ""))
    assert printable(nepali) == nepali
    assert [run.text for run in runs.runs(f"NG, {nepali}")] == ["NG, ", nepali]
    for said in pages_of(page(f"NG, {nepali} 450 mg, {persian}")):
        assert "U+" not in said
    for room in range(2, 30):
        assert not any(line.startswith("\u200d") for line in wrapped(nepali * 9, room, 10))


@pytest.mark.parametrize(
    "name", ["\u0645\u062d\u0645\u0651\u062f", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"]
)
def test_a_name_is_shaped_in_one_piece_its_marks_and_joiners_with_it(name: str) -> None:
    file = empty_file((210, 297))
    file.add_font("own", "", BUNDLED.plain)
    file.set_font("own")
    file.set_text_shaping(direction="rtl")
    (piece,) = file._preload_bidirectional_text(name, False)
    assert piece.string == name


def test_without_the_shaping_library_such_names_stand_as_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "can_shape", lambda: False)
    assert printable(HEBREW) == "[U+05E9][U+05E8][U+05D4]"
    assert printable("M\u00fcller") == "M\u00fcller"


words = st.sampled_from(["450 mg", "08:00", "Bed 12", "(3 of 5)", ",", "12-Mar-1958", "Ng", " "])
names = st.sampled_from([ARABIC, HEBREW, f"{ARABIC}-{HEBREW}", "\u0623\u0651"])


@given(st.lists(st.tuples(words, names), min_size=1, max_size=4), words)
def test_no_number_beside_a_name_changes_its_place(parts: list[tuple[str, str]], last: str) -> None:
    """Between Latin words each name stands where it was written, and what follows it stays behind it."""
    text = "".join(f"Dose {word} {name}" for word, name in parts) + f" {last}"
    found = runs.runs(text)
    assert sorted("".join(run.text for run in found)) == sorted(text)
    expected = [f"Dose {word} " for word, _ in parts]
    assert [run.text for run in found if not run.backwards] == [*expected, f" {last}"]


async def test_the_list_says_before_a_paper_is_written_whose_name_stands_as_codes(tmp_path: Path) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    details = msgspec.structs.replace(NG, family=HAN, given="Hana")
    ward.record(PatientDetailsChanged(details, "as in the passport"), course="")
    async with bedside(ward) as here:
        await here.press("greater_than_sign")
        said = here.text("#wrote")
        assert said.startswith("Enter writes a new file")
        assert f"This computer has no font for letters of {HAN}, Hana" in said
        assert "codes such as [U+4F50]" in said
        await here.press("end")
        assert "no font" not in here.text("#wrote")


def test_the_command_says_it_too_and_writes_the_paper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], installed: Callable[[str, str], Path]
) -> None:
    ward = Ward(tmp_path)
    ward.begin()
    details = msgspec.structs.replace(NG, family=HAN, given="Hana")
    ward.record(PatientDetailsChanged(details, "as in the passport"), course="")
    ward.ledger.close()
    line = ("--data", str(tmp_path / "ward.json"), "downtime", "-o")
    assert main([*line, str(tmp_path / "codes.pdf")]) == 0
    assert f"no font for letters of {HAN}, Hana" in capsys.readouterr().err
    installed("NotoSansCJK-Regular.ttf", HAN)
    assert main([*line, str(tmp_path / "letters.pdf")]) == 0
    assert "no font" not in capsys.readouterr().err
    assert HAN in "".join(pages_of((tmp_path / "letters.pdf").read_bytes()))
    assert "[U+4F50][U+85E4]" in "".join(pages_of((tmp_path / "codes.pdf").read_bytes()))
