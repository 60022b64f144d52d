"""How the benchmarks tell what they measured: rows, goals, and the machine it was."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterator
from pathlib import Path


def memory_of(pid: int) -> float:
    """Megabytes that are a process's own or its share of what several use (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def row(name: str, *cells: object) -> None:
    """One line of a table."""
    print(f"{name:<36}" + "".join(f"{cell!s:>17}" for cell in cells), flush=True)


class Goals:
    """What was to be reached, what was measured, and whether that is enough."""

    def __init__(self) -> None:
        self._told: list[tuple[str, str, str, bool]] = []
        self.failed: list[str] = []
        """What could not be measured."""

    @contextlib.contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Measure one line: what goes wrong is said in it, and the next one goes on."""
        try:
            yield
        except Exception as error:  # whatever it is, it is of this line alone
            self.failed.append(name)
            row(name, f"  FAILED: {type(error).__name__}: {str(error)[:300]}")

    def at_most(self, what: str, measured: float, goal: float, unit: str = "") -> None:
        """Note a number that should be small."""
        self._told.append((what, f"{measured:.2f}{unit}", f"at most {goal:g}{unit}", measured <= goal))

    def at_least(self, what: str, measured: float, goal: float) -> None:
        """Note a number that should be large."""
        self._told.append((what, f"{measured:.2f}", f"at least {goal:g}", measured >= goal))

    @property
    def names(self) -> list[str]:
        """What was measured."""
        return [what for what, *_ in self._told]

    def tell(self) -> None:
        """Print them."""
        print("\nGoals")
        for what, measured, goal, reached in self._told:
            print(f"{what:<64}{measured:>14}  {goal:<22}{'reached' if reached else 'NOT REACHED'}")
        for name in self.failed:
            print(f"{name:<64}{'':>14}  {'':<22}FAILED")


def machine(folder: Path) -> str:
    """What this was measured on."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(": ")[1] for line in lines if line.startswith("model name"))
    with contextlib.suppress(OSError):
        folder = folder.resolve()
        mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
        under = [words for words in mounts if folder.is_relative_to(words[1])]
        model += f", {max(under, key=lambda words: len(words[1]))[2]}"
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} x {model}, {platform.platform()}, Python {platform.python_version()}{load}"
