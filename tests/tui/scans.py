"""Random codes through a real terminal, as fast as a scanner or all at once: they record and open nothing.

`python -m tests.tui.scans 10000` scans so many on an invented ward in a pseudo-terminal, each key 1 to 10 ms
after the one before, in every place of `PLACES` in turn; with `--ssh` through an SSH server. Prints what was
recorded, which has to be nothing; with `--torn` each comes in parts.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from store.ledger.ledger import Ledger
from tests.tui.helpers.ssh_server import ssh_server
from tests.tui.helpers.terminal import END, ROOT, Terminal, environment, type_pin
from tui.demo import build
from tui.demo.people import PIN
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


def random_code(chance: random.Random) -> str:
    """A code as a scanner types it, with or without Enter or Tab behind."""
    code = chance.choice(SIGNS[:-2]) + "".join(chance.choices(SIGNS, k=chance.randint(LEAST, 60)))
    return code + chance.choice(("\r", "\r", "\t", "\r\n", ""))


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
) -> int:
    """How many entries came of scanning `codes` in `place`; fails when the app does not go on."""
    before = _entries(ledger)
    with Terminal(command, environment()) as terminal:
        terminal.wait_for("Initials")
        type_pin(terminal, "AD", PIN)
        terminal.wait_for("RED FLAG")
        for keys, shown in PLACES[place]:
            terminal.send(keys)
            terminal.wait_for(shown)
        for code in codes:
            scan(terminal, code)
        terminal.wait_until_quiet()
        ended = terminal.process.poll()
        assert ended is None, f"the app has ended with {ended}. The screen:\n{terminal.text()}"
    return _entries(ledger) - before


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
        if args.ssh:
            (folder / "ssh").mkdir()
            ssh = open_things.enter_context(ssh_server(folder / "ssh"))
        for number, place in enumerate(PLACES):  # each without a form that was left open in the last
            state = f"XDG_STATE_HOME={folder / str(number)}"
            command = ["env", state, sys.executable, "-m", "tui", "--data", str(ledger)]
            if args.ssh:
                command = [*ssh, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(command)}"]
            codes = [random_code(chance) for _ in range(-(-args.count // len(PLACES)))]
            recorded = scanned(command, ledger, place, codes, (torn if args.torn else key_by_key)(chance))
            total += recorded
            print(f"{place}: {len(codes):,} codes scanned, {recorded} entries recorded", flush=True)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
