"""Codes through a real terminal, as fast as a scanner or all at once: they open only whom they name.

`python -m tests.tui.scans 10000` scans so many on an invented ward in a pseudo-terminal, each key 1 to 10 ms
after the one before, in every place of `PLACES` in turn; with `--ssh` through an SSH server, with `--torn`
each in parts. Every tenth is the wristband of a patient of the ward, the others are random. Prints what was
recorded, which has to be nothing, and how many charts wristbands opened; fails where a code led elsewhere.
"""

from __future__ import annotations

import argparse
import random
import re
import shlex
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from protocols.entries import Entry, ScanningSet
from protocols.values.clinic_time import local
from store.ledger.ledger import Ledger
from tests.tui.helpers.ssh_server import ssh_server
from tests.tui.helpers.terminal import END, ROOT, Terminal, environment, type_pin
from tui.demo.people import ADMIN, PIN
from tui.demo.ward import build
from tui.terminal.driver.burst import LEAST, SCAN_GAP

SIGNS = [chr(code) for code in range(33, 127)] + ["\x1d", " "]
DUE = (("/", "Find by name"), ("00560-4", "Found 1"), (END + "\r", "Found 1"))
"""To a patient of the demonstration ward with a dose that is due."""
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "board": (),
    "line to find somebody": (("/", "Find by name"),),
    "chart": (*DUE, ("\r", "Gate to step")),
    "dose on Record": (*DUE, ("d", "What happened"), ("g", "(x) G")),
    "skin check": (("s", "Whole skin"),),
    "note": (("n", "Back (Esc)"),),
    "lock": ((".", "LOCKED"),),
}
"""Each place with the keys that lead there from the board, and what the screen shows then."""
OPENS = ("board", "chart")
"""Where a plain number is a wristband that opens its patient; elsewhere the screen stays."""
AS_TYPED = ("-e", "none")
"""Else `ssh` itself takes a code that begins with ~. for the wish to end the connection."""
EVERY = 10
"""One code of so many is the wristband of a patient."""


def random_code(chance: random.Random) -> str:
    """A code as a scanner types it, with or without Enter or Tab behind."""
    code = chance.choice(SIGNS[:-2]) + "".join(chance.choices(SIGNS, k=chance.randint(LEAST, 60)))
    return code + chance.choice(("\r", "\r", "\t", "\r\n", ""))


def where(text: str) -> tuple[str, str]:
    """Which screen it is, by its title without the clock, and whose number stands at its top."""
    number = re.search(r"MRN (\S+)", " ".join(text.splitlines()[:4]))
    title = re.sub(r"\w{3} \d\d-\w{3}-\d{4} \d\d:\d\d", "", text.splitlines()[0])
    return title.strip(), number[1] if number else ""


class Whereabouts:
    """Where the terminal has to be after each code: where it was, or at the patient of the wristband."""

    def __init__(self, terminal: Terminal, place: str, wristbands: frozenset[str]) -> None:
        self.terminal, self.opened, self.seen = terminal, 0, where(terminal.wait_until_quiet())
        self._wristbands = wristbands if place in OPENS else frozenset[str]()
        self._allowed = {self.seen}

    def check(self, code: str) -> None:
        """Fail, with the screen, when `code` led where it must not; notices may hide the title meanwhile."""
        if code.strip() in self._wristbands:
            self._allowed.add((self.seen[0], code.strip()))
        self.terminal.wait_for(lambda text: where(text) in self._allowed)
        seen = where(self.terminal.text())
        if seen != self.seen and seen in self._allowed:
            self.seen, self._allowed, self.opened = seen, {seen}, self.opened + 1


def at_once(terminal: Terminal, code: str) -> None:
    """All in one packet, as through SSH."""
    terminal.send(code)
    terminal.read(2 * SCAN_GAP)


def key_by_key(chance: random.Random) -> Callable[[Terminal, str], None]:
    """At the pace of a scanner: 1 to 10 ms a key."""

    def scan(terminal: Terminal, code: str) -> None:
        pace = chance.uniform(0.001, 0.01)
        for char in code:
            terminal.send(char)
            time.sleep(pace)
        time.sleep(2 * SCAN_GAP)
        terminal.text()

    return scan


def in_parts(terminal: Terminal, *parts: str) -> None:
    """Torn apart by the line: each part long after a person's next key."""
    for part in parts:
        terminal.send(part)
        time.sleep(2 * SCAN_GAP)
        terminal.text()


def torn(chance: random.Random) -> Callable[[Terminal, str], None]:
    """In two to four parts, once so much of it has come that no person typed it."""

    def scan(terminal: Terminal, code: str) -> None:
        cuts = sorted({0, *chance.choices(range(3, len(code)), k=chance.randint(1, 3))})
        in_parts(terminal, *[code[start:end] for start, end in zip(cuts, [*cuts[1:], None], strict=True)])

    return scan


def scanned(
    command: list[str], ledger: Path, place: str, codes: list[str], scan: Callable[[Terminal, str], None]
) -> tuple[int, int]:
    """How many entries came of scanning `codes` in `place`, and how many patients their wristbands opened.

    Fails when the app does not go on, and when a code opened what it does not name.
    """
    before, wristbands = _entries(ledger), numbers(ledger)
    with Terminal(command, environment()) as terminal:
        terminal.wait_for("Initials")
        type_pin(terminal, "AD", PIN)
        terminal.wait_for("RED FLAG")
        for keys, shown in PLACES[place]:
            terminal.send(keys)
            terminal.wait_for(shown)
        whereabouts = Whereabouts(terminal, place, wristbands)
        for code in codes:
            scan(terminal, code)
            whereabouts.check(code)
        terminal.wait_until_quiet()
        ended = terminal.process.poll()
        assert ended is None, f"the app has ended with {ended}. The screen:\n{terminal.text()}"
        whereabouts.check("")
    return _entries(ledger) - before, whereabouts.opened


def numbers(ledger: Path) -> frozenset[str]:
    """The numbers of the ward's patients."""
    with Ledger.open(ledger, read_only=True) as opened:
        return frozenset(opened.patients())


def offer_scanning(ledger: Path) -> None:
    """Let the ward of the demonstration scan."""
    with Ledger.open(ledger) as opened:
        wanted = ScanningSet("offered", "offered", "scanners are here")
        at, version = local(datetime.now(UTC), opened.zone), opened.record("").version
        opened.append(
            Entry(id="scanning", patient="", course="", at=at, zone=opened.zone, by=ADMIN, what=wanted),
            version,
        )


def _entries(ledger: Path) -> int:
    with Ledger.open(ledger, read_only=True) as opened:
        return opened.position


def main() -> int:
    """Scan and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.tui.scans")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--ssh", action="store_true")
    parser.add_argument("--torn", action="store_true", help="in parts, as through a line that loses packets")
    parser.add_argument("--seed", type=int, default=19)
    args = parser.parse_args()
    chance, total = random.Random(args.seed), 0
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        ledger = folder / "ward.json"
        build(ledger)
        offer_scanning(ledger)
        wristbands = sorted(numbers(ledger))
        if args.ssh:
            (folder / "ssh").mkdir()
            ssh = open_things.enter_context(ssh_server(folder / "ssh"))
        for number, place in enumerate(PLACES):  # each without a form that was left open in the last
            state = f"XDG_STATE_HOME={folder / str(number)}"
            command = ["env", state, sys.executable, "-m", "tui", "--data", str(ledger)]
            if args.ssh:
                command = [
                    *ssh[:-1],
                    *AS_TYPED,
                    ssh[-1],
                    f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(command)}",
                ]
            codes = [random_code(chance) for _ in range(-(-args.count // len(PLACES)))]
            codes[EVERY - 1 :: EVERY] = [f"{chance.choice(wristbands)}\r" for _ in codes[EVERY - 1 :: EVERY]]
            recorded, opened = scanned(
                command, ledger, place, codes, (torn if args.torn else key_by_key)(chance)
            )
            total += recorded
            print(
                f"{place}: {len(codes):,} codes scanned, {recorded} entries recorded, {opened} charts opened",
                flush=True,
            )
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
