"""Thirty people at a shared server, each with a key of their own: they sign on over SSH and record.

A program for the machine on which docs/deploy.md was carried out: `tests.deploy.people STEP PORT WORDS`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.tui.helpers.terminal import END, Terminal, environment, type_pin

COUNT = 30
PIN = "518273"
ADMIN, ADMIN_PIN = "MS", "902718"
KEYS = Path("/root/keys")


def initials(number: int) -> str:
    """AA, AB, AC and so on."""
    return f"{chr(65 + number // 26)}{chr(65 + number % 26)}"


EVERYBODY = [initials(number) for number in range(COUNT)]
ROLES = ("nurse", "nurse", "nurse", "prescriber", "pharmacist")


def joined(first: str, adding: str) -> str:
    """The guide's command for each, and a key; the `first` admin is there and has none yet."""
    lines = [f"install -d {KEYS}", f"ssh-keygen -q -t ed25519 -N '' -f {KEYS}/{first}"]
    for number, who in enumerate(EVERYBODY):
        named = adding.replace("--initials AD", f"--initials {who}").replace("Ada Diallo", f"Invented {who}")
        lines.append(named.replace("--role nurse", f"--role {ROLES[number % len(ROLES)]}").strip())
        lines.append(f"ssh-keygen -q -t ed25519 -N '' -f {KEYS}/{who}")
    return "\n".join([*lines, f"cp {KEYS}/*.pub /etc/stepward-keys/"])


def coming_in(who: str, port: str) -> list[str]:
    """The command by which that person comes in."""
    options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "BatchMode=yes")
    asked = [part for option in options for part in ("-o", option)]
    return ["ssh", "-tt", "-p", port, "-i", str(KEYS / who), *asked, "stepward@127.0.0.1"]


@contextmanager
def signed_on(people: Sequence[str], port: str) -> Iterator[list[Terminal]]:
    """All of them at once, each in a terminal; the key has said who it is, and the PIN is asked."""
    with ExitStack() as leave:
        found = []
        for who in people:
            terminal = Terminal(coming_in(who, port), environment(), columns=100, rows=30)
            found.append(leave.enter_context(terminal))
        for who, terminal in zip(people, found, strict=True):
            terminal.wait_for("type your PIN")
            type_pin(terminal, "", ADMIN_PIN if who == ADMIN else PIN)
            terminal.wait_for("All 1]")
        yield found
        for terminal in found:
            terminal.send("\x11")
            terminal.end()


def write_notes(terminals: Sequence[Terminal], words: str) -> None:
    """A note of each on the only patient."""
    for number, terminal in enumerate(terminals):
        terminal.send("n")
        terminal.wait_for("Back (Esc)")
        terminal.send(f"{words} {number}")
        terminal.wait_for(f"{words} {number}")
        terminal.send(END + "\r")
        while "Back (Esc)" in terminal.wait_until_quiet():
            terminal.send("\r")


def write_paper(terminal: Terminal, label: str) -> None:
    """Choose the paper from the list of `>`, as a new file."""
    terminal.send(">")
    terminal.wait_for(label)
    offered = [line for line in terminal.wait_until_quiet().splitlines() if re.search(r"\([A-Z].*\)$", line)]
    at = next(number for number, line in enumerate(offered) if label in line)
    terminal.send("\x1b[B" * at)
    terminal.wait_until_quiet()
    terminal.send("\r")
    terminal.wait_for("Written: /srv/ward-3-exports/")
    terminal.send("\x1b")
    terminal.wait_until_quiet()


def main() -> int:
    """`work`: several record; `paper`: one also writes one; `across`: a file is carried out meanwhile.

    `refused`: the key of one opens nothing any more.
    """
    step, port, words, *file = sys.argv[1:]
    if step == "refused":
        with Terminal(coming_in(words, port), environment()) as terminal:
            terminal.wait_for("Permission denied")
        return 0
    with signed_on(EVERYBODY[:6] if step == "across" else EVERYBODY[::4], port) as terminals:
        if file:
            subprocess.run(["bash", "-euo", "pipefail", *file], check=True)
        write_notes(terminals, words)
        if step == "paper":
            write_paper(terminals[0], "Downtime records of the whole ward (PDF)")
        print(f"{len(terminals)} people wrote: {words}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
