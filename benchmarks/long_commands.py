"""What commands on a whole ledger take: `python -m benchmarks.long_commands [ENTRIES] [FOLDER]`.

Processor time, the most memory, and the size of what they write, each in its own process. Not on Windows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.telling import machine, row

ENTRIES, PATIENTS = 200_001, 400
_MAKE = """
import pathlib, sys, benchmarks.wards
benchmarks.wards.ward(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
"""
"""Made elsewhere: what the measuring process ever had counts as memory of those that it starts."""

OUT = "OUT"
"""Stands for the new file in the words of a command."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "export --csv": ("export", "--csv", "-o", OUT),
    "export (JSON Lines)": ("export", "-o", OUT),
    "verify": ("verify",),
    "backup": ("backup", OUT),
    "rollover": ("rollover",),
}


class Taken(NamedTuple):
    """What one command took: exit code, seconds of processor time, megabytes of memory and of its file."""

    code: int
    seconds: float
    memory: int
    written: float


def taken(words: tuple[str, ...], ledger: Path) -> Taken:
    """Run a plain command on the ledger."""
    out = ledger.with_name("out.json")
    command = [sys.executable, "-m", "tui", *(str(out) if word == OUT else word for word in words)]
    environ = {**os.environ, "XDG_STATE_HOME": str(ledger.parent / "state")}
    process = subprocess.Popen(
        [*command, "--data", str(ledger), "--on-share"],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    written = out.stat().st_size / 1e6 if out.exists() else 0.0
    out.unlink(missing_ok=True)
    memory = used.ru_maxrss // (1024 if sys.platform == "linux" else 1024**2)
    return Taken(process.returncode, used.ru_utime + used.ru_stime, memory, written)


def main() -> None:
    """Make the ledger, and run one after the other."""
    entries = int(sys.argv[1]) if sys.argv[1:] else ENTRIES
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if sys.argv[2:] else None) as folder:
        ledger = Path(folder) / "ward.json"
        subprocess.run([sys.executable, "-c", _MAKE, str(ledger), str(PATIENTS), str(entries)], check=True)
        print(machine(Path(folder)))
        print(f"{entries:,} entries of {PATIENTS} patients, {ledger.stat().st_size / 1e6:.0f} MB")
        row("", "s of CPU", "MB of memory", "MB written", "exit code")
        for name, words in COMMANDS.items():
            found = taken(words, ledger)
            row(name, f"{found.seconds:.1f}", found.memory, f"{found.written:.0f}", found.code)


if __name__ == "__main__":
    main()
