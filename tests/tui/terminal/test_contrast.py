"""Every text stands out from what is behind it, in every theme, at 16 and 256 colours, in every palette."""

from __future__ import annotations

import pytest
from rich.color import ANSI_COLOR_NAMES, ColorSystem
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.widgets import OptionList

from tests.tui.helpers.bedside_app import MRN, Bedside, Ward, bedside
from tests.tui.terminal.test_preferences import AA, AAA, contrast
from tui.forms.doses.dose import DoseForm
from tui.forms.skin.skin import SkinForm
from tui.terminal.few_colours import PAIRS, FewColours, part_of
from tui.terminal.no_color import NoColours
from tui.terminal.theme import THEMES, ThemeName

PUTTY = "000 b00 0b0 bb0 00b b0b 0bb bbb 555 f55 5f5 ff5 55f f5f 5ff fff"
XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5"
    " 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
VGA = "000 a00 0a0 a50 00a a0a 0aa aaa 555 f55 5f5 ff5 55f f5f 5ff fff"
PALETTES = {
    name: [Color.parse(f"#{colour}") for colour in text.split()]
    for name, text in (("PuTTY", PUTTY), ("xterm", XTERM), ("VGA", VGA))
}
LEAST: dict[str, float] = {"dark": AA, "light": AA, "contrast": AAA}


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("theme", THEMES)
def test_each_pair_of_the_sixteen_stands_out(theme: ThemeName, palette: str) -> None:
    colours = PALETTES[palette]
    for part, (ink, behind, bold) in PAIRS[theme].items():
        inks = {ink, ink + 8 if bold and ink < 8 else ink}  # many terminals brighten what is bold
        for number in inks:
            assert contrast(colours[number], colours[behind]) >= LEAST[theme], (part, number)
    assert colours[1].rgb[0] > colours[1].rgb[2]


@pytest.mark.parametrize("theme", THEMES)
def test_the_most_urgent_is_never_the_dimmest(theme: ThemeName) -> None:
    """Judged by brightness alone, as whoever tells no colours apart does."""
    pairs = PAIRS[theme]
    for colours in PALETTES.values():
        strength = {part: contrast(colours[ink], colours[behind]) for part, (ink, behind, _) in pairs.items()}
        background = colours[pairs["text"][1]]
        alone = contrast(colours[pairs["bad"][1]], background)
        assert alone >= 1.5 or strength["bad"] >= AA, "a bar of its own, or letters that stand out"


def styles(here: Bedside) -> list[tuple[str, Style]]:
    strips = here.app.screen._compositor.render_strips()
    return [(text, style) for strip in strips for text, style, _ in strip if style and text.strip()]


async def walk(here: Bedside, ward: Ward) -> list[tuple[str, Style]]:
    """Every piece of text on the main screens, with the highlight on each line of the board."""
    found: list[tuple[str, Style]] = []
    for keys in ((), ("enter",), ("t",), ("escape", "x"), ("escape", "escape", "f1"), ("escape", "l")):
        await here.press(*keys)
        found += styles(here)
    await here.press("escape")
    for _ in range(here.app.screen.query_one(OptionList).option_count):
        await here.press("down")
        found += styles(here)
    for form in (DoseForm(MRN, ward.course), SkinForm(MRN, ward.course)):
        await here.open(form)
        found += styles(here)
        await here.press("escape")
    return found


@pytest.mark.parametrize("theme", THEMES)
async def test_sixteen_colours_are_only_used_in_those_pairs(theme: ThemeName, ward: Ward) -> None:
    ward.gate_open()
    pairs = {(ink, behind) for ink, behind, _ in PAIRS[theme].values()}
    dull = {(ink, behind) for ink, behind, bold in PAIRS[theme].values() if not bold}
    async with bedside(ward) as here:
        here.app.few_colours = True
        here.app.show_in("dark")
        await here.settle()
        here.app.show_in(theme)
        await here.settle()
        for text, style in await walk(here, ward):
            assert style.color, text
            assert style.bgcolor, text
            pair = (style.color.number, style.bgcolor.number)
            assert pair in pairs, (text, pair)
            assert not style.reverse
            assert not style.dim
            assert not (style.bold and pair in dull), text


def in_256(colour: RichColor | None, other: Color) -> Color:
    if colour is None or colour.is_default:
        return other
    return Color.from_rich_color(
        RichColor.from_triplet(colour.downgrade(ColorSystem.EIGHT_BIT).get_truecolor())
    )


@pytest.mark.parametrize("theme", THEMES)
async def test_what_is_rounded_to_256_colours_stands_out(theme: ThemeName, ward: Ward) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        here.app.show_in(theme)
        await here.settle()
        background = here.app.screen.styles.background
        weak = set()
        for text, style in await walk(here, ward):
            ink = in_256(style.color, Color.parse("white"))
            behind = in_256(style.bgcolor, background)
            if style.reverse:
                ink, behind = behind, ink
            ratio = contrast(ink, behind)
            if any(char.isalnum() for char in text) and ratio < LEAST[theme]:
                weak.add((text.strip(), round(ratio, 2), ink.hex, behind.hex))
        assert not weak


def test_a_tone_is_told_by_its_colour_and_the_highlight_by_what_is_behind() -> None:
    def style(ink: str, behind: str = "default") -> Style:
        return Style(color=RichColor.parse(ink), bgcolor=RichColor.parse(behind))

    assert ANSI_COLOR_NAMES["red"] == 1
    assert part_of(style("red")) == "bad"
    assert part_of(style("yellow")) == "warn"
    assert part_of(style("default", "red")) == "alarm"
    assert part_of(style("default", "bright_blue")) == "chosen"
    assert part_of(style("red", "bright_blue")) == "bad", "a status keeps its colour under the highlight"
    assert part_of(Style(reverse=True)) == "chosen"


def test_without_colours_the_whole_width_of_a_field_is_underlined() -> None:
    blank, field = Segment("    ", Style(bgcolor="#1e1e1e")), Segment("    ", Style(bgcolor="#010203"))
    drawn = NoColours().apply([blank, field], Color(0, 0, 0))
    assert [bool(one.style and one.style.underline) for one in drawn] == [False, True]
    assert not any(one.style.bgcolor for one in drawn if one.style)


@pytest.mark.parametrize("theme", THEMES)
def test_at_sixteen_colours_the_whole_width_of_a_field_is_underlined(theme: ThemeName) -> None:
    blank, field = Segment("    ", Style()), Segment("    ", Style(bgcolor="yellow"))
    drawn = FewColours(theme).apply([blank, field], Color(0, 0, 0))
    assert [bool(one.style and one.style.underline) for one in drawn] == [False, True]
    assert len({one.style.bgcolor for one in drawn if one.style}) == 1, "and it looks like any other text"
