"""Text from people is never read as markup: the code has no such place, and the widgets keep it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.widgets import Button, DataTable, Input, OptionList, Static, TextArea, Tree
from textual.widgets.option_list import Option

from protocols.values.text import visible
from tui.terminal.app import TerminalApp
from tui.widgets.plain import cell, plain

ROOT = Path(__file__).resolve().parents[3]

SAFE_CALLS = {"plain", "cell", "drawn"}
NEED_MARKUP_OFF = {"OptionList", "SelectionList", "notify"}
NEED_SAFE_TEXT = {
    *("Static", "Label", "Button", "Checkbox", "RadioButton", "Tab", "TabPane", "Collapsible", "Select"),
    *("add_row", "add_column", "add_columns", "update_cell", "update_cell_at", "add_leaf", "set_label"),
}
TEXT_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label"}
NEVER = {"from_markup", "render_markup"}


def is_safe(node: ast.expr) -> bool:
    """Whether text that is written so is never markup: a literal without brackets, a constant, `plain`."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or "[" not in node.value
    if isinstance(node, ast.Call):
        return name_of(node) in SAFE_CALLS
    if isinstance(node, ast.Attribute):
        return node.attr.isupper()
    if isinstance(node, ast.Starred) and isinstance(node.value, ast.GeneratorExp | ast.ListComp):
        return is_safe(node.value.elt)
    return isinstance(node, ast.Name) and node.id.isupper()


def name_of(call: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def markup_is_off(call: ast.Call) -> bool:
    """Whether the call says `markup=False`."""
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in call.keywords
    )


def faults(source: str) -> Iterator[str]:
    """Every place in `source` where a variable text could be read as markup."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from faults_of_call(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in TEXT_ATTRIBUTES
                    and not is_safe(node.value)
                ):
                    yield f"line {node.lineno}: .{target.attr} wants plain(...)"


def faults_of_call(call: ast.Call) -> Iterator[str]:
    """What is wrong with one call."""
    name = name_of(call)
    if name in NEED_MARKUP_OFF and not markup_is_off(call):
        yield f"line {call.lineno}: {name} wants markup=False"
    if name in NEED_SAFE_TEXT and not markup_is_off(call) and not all(map(is_safe, call.args)):
        yield f"line {call.lineno}: {name} wants plain(...) or markup=False"
    if name == "update" and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args):
        yield f"line {call.lineno}: update wants plain(...)"
    if name in NEVER:
        yield f"line {call.lineno}: {name} is never right here"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tui").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_no_variable_text_is_read_as_markup(path: Path) -> None:
    assert not list(faults(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "wrong",
    [
        "Static(name)",
        "Static(f'{name}')",
        "Label('[b]' + name)",
        "self.app.notify(plain(name).plain)",
        "widget.update(f'{name}')",
        "OptionList(id='rows')",
        "table.add_row(*names)",
        "table.add_row(cell(name), name)",
        "widget.border_title = name",
        "Content.from_markup(name)",
        "Button('[b]Record')",
    ],
)
def test_the_search_finds(wrong: str) -> None:
    assert len(list(faults(wrong))) == 1


HOSTILE = [
    "O[/] Neil",
    "[bold]Ng[/bold]",
    "[@click=app.quit]tap[/]",
    "a [/ b",
    "a\\[b",
    "[red",
    "X\x1b]0;PWN\x07\x9b31m",
    "a\u202eb\u200bc",
    "tab\there",
    "山田 花子",
    "bad\udce9byte",
    "$error [$error]x",
    "\ue000\U000e0041",
]


class Gallery(TerminalApp):
    """Every kind of widget that shows text from people, with the same text."""

    CSS: ClassVar = (
        "* { height: auto; } #tree { height: 3; } DataTable { height: 3; } TextArea { height: 3; }"
    )

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        text = self._text
        yield Static(plain(text), id="static")
        yield Static(visible(text), markup=False, id="static-off")
        yield Button(plain(text), compact=True, id="button")
        yield OptionList(Option(plain(text)), visible(text), markup=False, compact=True, id="options")
        yield DataTable(show_header=False, id="table")
        yield Tree(cell(text), id="tree")
        yield Input(visible(text), compact=True, id="input")
        yield TextArea(visible(text), compact=True, id="area")

    def on_mount(self) -> None:
        table: DataTable[object] = self.query_one(DataTable)
        table.add_columns("name", "")
        table.add_row(cell(self._text), cell("|"))
        self.screen.border_title = plain(self._text)
        self.screen.styles.border = ("round", "white")
        self.notify(visible(self._text), markup=False)

    def shown(self) -> str:
        """The screen as text."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_every_widget_shows_hostile_text_as_it_is(text: str) -> None:
    app = Gallery(text)
    async with app.run_test(size=(60, 30), notifications=True) as pilot:
        await pilot.pause()
        shown = app.shown()
    assert shown.count(visible(text)) == 11, shown
    assert shown.replace("\n", "").isprintable()
