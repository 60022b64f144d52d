"""`stepward completion SHELL`: what the shell needs so that Tab completes commands and options.

bash: `stepward completion bash > ~/.local/share/bash-completion/completions/stepward`
zsh: `stepward completion zsh > ~/.zfunc/_stepward`, with `fpath+=~/.zfunc` in .zshrc
fish: `stepward completion fish > ~/.config/fish/completions/stepward.fish`
"""

from __future__ import annotations

import argparse
from typing import Any

import shtab

from store.location.where import Where
from tui.commandline.base.parser import options, parser_for, subparsers
from tui.exit_codes import Exit

SHELLS = ("bash", "zsh", "fish")
_FILES = frozenset({"FILE", "PATH", "TARGET", "BACKUP", "FOLDER"})


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward completion`."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=" or ".join(SHELLS))


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the script; the ledger is not opened."""
    parser = parser_for(None)
    _name_files(parser)
    print(shtab.complete(parser, args.shell))
    return Exit.OK


def _name_files(parser: argparse.ArgumentParser) -> None:
    """Where a path is asked for, files are offered."""
    for action in options(parser):
        if action.metavar in _FILES:
            told: Any = action
            told.complete = shtab.FILE
    for sub in subparsers(parser).values():
        _name_files(sub)
