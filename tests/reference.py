"""docs/reference.md, made of the code: commands, keys, settings, kinds of entries, exit codes, JSON.

So are the manual page and the completions of shells in share/, and the example of a configuration.

`python -m tests.reference` writes them anew; a test says when that is due.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import get_args

from protocols import entries as e
from store.location.config import SETTINGS
from tui.__main__ import main
from tui.commandline import COMMANDS, PACKAGE
from tui.commandline.base.parser import options, parser_for, subparsers
from tui.commandline.schemas import names
from tui.exit_codes import MEANING
from tui.keymap.command import EVERYWHERE, Place
from tui.keymap.commands import COMMANDS as KEYS

ROOT = Path(__file__).parents[1]
FILE, SHARE = ROOT / "docs" / "reference.md", ROOT / "share"
EXAMPLE = ROOT / "docs" / "examples" / "stepward.toml"
EXAMPLE_HEAD = """\
# /etc/stepward.toml, or config.toml in the user's configuration folder: what can be said there.
# Take out the number sign before a line to use it; `stepward config show` says what holds.
"""
SHARED = {
    "man/man1/stepward.1": ("manual",),
    "bash-completion/completions/stepward": ("completion", "bash"),
    "zsh/site-functions/_stepward": ("completion", "zsh"),
    "fish/vendor_completions.d/stepward.fish": ("completion", "fish"),
}
"""What an installation puts where `man` and the shells look, and the commands that write it."""

HEAD = """\
# Reference

Made of the code by `python -m tests.reference`; do not edit it. What each command is for is in
[administration.md](administration.md), what the words mean in [glossary.md](glossary.md)."""


MOVING = """
Arrows, Page Up and Page Down, or `j` and `k`, move. In a form, a letter chooses its line, Tab goes on,
Enter goes to the next field that is needed, and Esc leaves without recording. Notes and reasons take
several lines: Ctrl+J begins one. F1 explains the form and the field you are in."""

CONFIGURATION = """
## Configuration

`config.toml` in the user's configuration folder, then `/etc/stepward.toml`; the first that has a
setting counts. `stepward config show` says which. What it can say, each with an example:
"""


def reference() -> str:
    """The page."""
    parts = [HEAD, *_keys(), *_commands(), *_settings(), *_kinds(), *_codes()]
    return "\n".join(parts) + "\n"


def keys_table() -> str:
    """Every key, what it does and where."""
    rows = [f"| {c.key_text} | {c.sentence} | {_where(c.places)} |" for c in KEYS]
    return "\n".join(["| key | what it does | where |", "| --- | --- | --- |", *rows])


def _where(places: tuple[Place, ...]) -> str:
    return "everywhere" if places == EVERYWHERE else ", ".join(places)


def _keys() -> Iterator[str]:
    yield from ("\n## Keys\n", keys_table())
    yield MOVING


def _commands() -> Iterator[str]:
    parser = parser_for(None)
    common = {text for action in options(parser) for text in action.option_strings}
    yield "\n## Commands\n\nData goes to stdout, everything else to stderr. Every command takes:\n"
    yield from (
        _option(action)
        for action in options(parser)
        if not {"--version", "--help"} & {*action.option_strings}
    )
    subs = subparsers(parser)
    for command in COMMANDS:
        yield f"\n### stepward {command.name}\n\n{command.summary[:1].upper()}{command.summary[1:]}.\n"
        yield from _of_command(subs[command.name], common, "")
        yield f"\n{_words(command.module)}"
        if command.name in names():
            yield f"\n`stepward schema {command.name}` prints the JSON Schema."


def _of_command(parser: argparse.ArgumentParser, common: set[str], indent: str) -> Iterator[str]:
    for action in options(parser):
        if not common.intersection(action.option_strings):
            yield indent + _option(action)
    for name, sub in subparsers(parser).items():
        yield f"{indent}- `{name}`: {_plain(sub.description or '')}".rstrip(": ")
        yield from _of_command(sub, common, f"{indent}  ")


def _option(action: argparse.Action) -> str:
    takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    named = ", ".join(action.option_strings) or takes
    value = f" {takes}" if takes and action.option_strings else ""
    return f"- `{named}{value}`: {_plain(action.help or '')}".rstrip(": ")


def _words(module: str) -> str:
    """What the module of a command says of itself; its first paragraph is the summary again."""
    words = import_module(f"{PACKAGE}.{module}").__doc__ or ""
    return _plain("\n\n".join(" ".join(part.split()) for part in words.split("\n\n")[1:])).strip()


def _settings() -> Iterator[str]:
    yield CONFIGURATION
    yield from (f"    {example}" for example in SETTINGS.values())


def _kinds() -> Iterator[str]:
    yield "\n## Kinds of entries\n\nWhat a ledger holds (`kind` in an export), each with what it says:\n"
    yield "| kind | what it says | holds |\n| --- | --- | --- |"
    for kind in sorted(get_args(e.What), key=lambda kind: str(kind.__struct_config__.tag)):
        said = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
        holds = ", ".join(f"`{name}`" for name in kind.__struct_fields__)
        yield f"| {kind.__struct_config__.tag} | {_plain(said).replace('|', '/')} | {holds} |"


def _codes() -> Iterator[str]:
    yield "\n## Exit codes\n\n| code | meaning |\n| --- | --- |"
    yield from (f"| {code} | {words} |" for code, words in MEANING.items())


def _plain(words: str) -> str:
    return words.replace("%%", "%")


def example() -> str:
    """Every setting, commented out."""
    return "\n".join([EXAMPLE_HEAD, *(f"# {line}" for line in SETTINGS.values())]) + "\n"


def _said(*words: str) -> str:
    """What a plain command writes."""
    with redirect_stdout(StringIO()) as told:
        assert main(words) == 0
    return told.getvalue()


def made() -> dict[Path, str]:
    """Every file that is made of the code, and what has to stand in it."""
    return {
        FILE: reference(),
        EXAMPLE: example(),
        **{SHARE / name: _said(*words) for name, words in SHARED.items()},
    }


if __name__ == "__main__":
    for file, text in made().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
