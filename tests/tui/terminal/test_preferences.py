"""The screens: legible in each theme, changed by a key, remembered for each person."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color as RichColor
from textual.color import Color

from protocols.entries import Person
from store.site.preferences import Preferences
from tests.tui.helpers.bedside_app import MRN, NURSE, OTHER_NURSE, Ward, bedside
from tests.tui.helpers.rest import come_to_rest, press
from tui.app.app import StepwardApp
from tui.forms.doses.dose import DoseForm
from tui.forms.skin.skin import SkinForm
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.terminal.theme import THEMES, ThemeName, usual_theme

AAA, AA = 7.0, 4.5
"""Contrast of text that WCAG 2.2 asks for: 1.4.6 and 1.4.3."""


def _colour(colour: RichColor | None, other: Color) -> Color:
    return Color.from_rich_color(colour) if colour is not None and not colour.is_default else other


def _luminance(colour: Color) -> float:
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def faint(app: StepwardApp) -> dict[str, float]:
    """Every piece of text on the screen with the contrast it has to what is behind it."""
    background = app.screen.styles.background
    found: dict[str, float] = {}
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if style is None or not any(char.isalnum() for char in text):
                continue
            behind, ink = _colour(style.bgcolor, background), _colour(style.color, Color.parse("white"))
            if style.reverse:
                behind, ink = ink, behind
            found[text] = min(found.get(text, 99), contrast(ink, behind))
    return found


@pytest.mark.parametrize(("theme", "least"), [("contrast", AAA), ("dark", AA), ("light", AA)])
async def test_every_text_stands_out_from_what_is_behind_it(
    theme: ThemeName, least: float, ward: Ward
) -> None:
    ward.gate_open()
    async with bedside(ward) as here:
        here.app.show_in(theme)
        for keys in ((), ("enter",), ("t",), ("escape", "x"), ("escape", "escape", "f1"), ("escape", "l")):
            await here.press(*keys)
            weak = {text: ratio for text, ratio in faint(here.app).items() if ratio < least}
            assert not weak, (keys, weak)
        await here.press("escape")
        for form in (DoseForm(MRN, ward.course), SkinForm(MRN, ward.course)):
            await here.open(form)
            weak = {text: ratio for text, ratio in faint(here.app).items() if ratio < least}
            assert not weak, (form, weak)
            await here.press("escape")


async def test_a_key_goes_through_the_themes_and_says_which(ward: Ward) -> None:
    async with bedside(ward) as here:
        seen = []
        for _ in THEMES:
            await here.press("m")
            seen.append(here.app.shown_theme)
        assert seen == ["light", "contrast", "dark"]
        assert "Light on dark" in [note.message for note in here.app._notifications][-1]


async def test_each_person_finds_the_theme_they_have_chosen(ward: Ward, tmp_path: Path) -> None:
    preferences = Preferences(tmp_path)

    async def sit_down(person: Person, *keys: str) -> str:
        app = StepwardApp(Session(ward.path, now=ward.clock, preferences=preferences))
        async with app.run_test(size=(80, 24)) as pilot:
            app.prefer(app.first_preference())
            await come_to_rest(pilot)
            app.come_in(person)
            await come_to_rest(pilot)
            assert isinstance(app.screen, BoardScreen)
            for key in keys:
                await press(pilot, key)
            return app.preference

    assert await sit_down(NURSE, "m", "m") == "contrast"
    assert await sit_down(OTHER_NURSE, "m", "M") == "dark ascii", "began with the theme chosen last here"
    assert await sit_down(NURSE) == "contrast"
    assert await sit_down(OTHER_NURSE) == "dark ascii"
    text = (tmp_path / "looks.json").read_text(encoding="utf-8")
    assert "Okafor" not in text


def test_what_is_remembered_may_be_gone_or_damaged(tmp_path: Path) -> None:
    for damaged in (b"", b"[1]", b'{"": 3}', b"\xff"):
        (tmp_path / "looks.json").write_bytes(damaged)
        assert Preferences(tmp_path).of() == ""
    Preferences(tmp_path / "nowhere").keep("dark", NURSE)
    app = StepwardApp(Session(tmp_path / "ward.json"))
    app.prefer("a theme of a newer version")
    assert app.shown_theme == "dark"


@pytest.mark.parametrize(
    ("value", "theme"),
    [("15;0", "dark"), ("0;15", "light"), ("0;default;7", "light"), ("", "dark"), ("x", "dark")],
)
def test_a_light_terminal_begins_light(value: str, theme: ThemeName) -> None:
    assert usual_theme({"COLORFGBG": value}) == theme


def test_every_theme_is_there_for_many_colours_and_for_few(tmp_path: Path) -> None:
    app = StepwardApp(Session(tmp_path / "ward.json"))
    for few in (False, True):
        app.few_colours = few
        for theme in THEMES:
            app.show_in(theme)
            assert app.theme in app.available_themes
            assert app.has_class("-contrast") == (theme == "contrast" and not few)
