"""A widget has the styles that Textual works out anew, whatever was opened, chosen or pressed before."""

from __future__ import annotations

from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.tui.helpers.bedside_app import Bedside, Ward, bedside
from tui.terminal.painter import read_once
from tui.terminal.painter.remembered_rules import RememberedRules

Styled = dict[DOMNode, tuple[dict[str, Any], dict[str, dict[str, Any]]]]
STEPS = [
    "d",
    "r",
    "tab",
    "escape",
    "m",
    "enter",
    "d",
    "tab",
    "tab",
    "escape",
    "n",
    "f1",
    "escape",
    "escape",
    "m",
]
"""The dose form, a choice, help above a form, the chart, and other themes in between."""


def styles(here: Bedside) -> Styled:
    nodes = [node for screen in here.app.screen_stack for node in screen.walk_children(with_self=True)]
    return {
        node: (
            dict(node._css_styles._rules),
            {name: dict(found.base._rules) for name, found in node._component_styles.items()},
        )
        for node in nodes
    }


def anew(here: Bedside, patch: pytest.MonkeyPatch) -> Styled:
    """What Textual gives each of them when nothing is remembered."""
    with patch.context() as without:
        without.setattr(RememberedRules, "apply", Stylesheet.apply)
        for screen in here.app.screen_stack:
            for node in screen.walk_children(with_self=True):
                here.app.stylesheet.apply(node)
        return styles(here)


async def test_what_is_remembered_is_what_textual_works_out(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.begin()
    async with bedside(ward) as here:
        for step in STEPS:
            await here.press(step)
            seen = styles(here)
            assert len(seen) > 10
            for node, expected in anew(here, monkeypatch).items():
                assert seen[node] == expected, (step, node)


async def test_a_form_opened_again_has_no_rule_held_against_it_anew(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_once, "_READ", {})
    ward.begin()
    worked, work_out = [0], RememberedRules._work_out

    def counting(rules: RememberedRules, *args: Any) -> None:
        worked[-1] += 1
        work_out(rules, *args)

    async with bedside(ward) as here:
        monkeypatch.setattr(RememberedRules, "_work_out", counting)
        for _ in range(3):
            worked.append(0)
            await here.press("d")
            assert type(here.app.screen).__name__ == "DoseForm"
            await here.press("escape")
        assert worked[1] > 20
        assert worked[3] == 0, worked
