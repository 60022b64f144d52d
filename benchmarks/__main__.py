"""What one more record costs, beside other ways to keep it. `python -m benchmarks [--quick] [FOLDER]`

All numbers of a table come from the same run, in turns. FOLDER is on the disk to be measured.
`python -m benchmarks.screens` measures what a person sees: the start, keys, bytes, memory.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.telling import Goals, machine, row
from benchmarks.ways import FAST, LAYER, LEDGER, SLOW, SQLITE, UP_TO, Keep, build, ledger, shared_file
from store.ledger.ledger import Ledger


def timed(keep: Keep, times: int) -> list[float]:
    """Milliseconds of each of `times` calls."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        keep()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def records(folder: Path, sizes: list[int], goals: Goals) -> None:
    """Median milliseconds of one record at each size, and the ratio to raw append + fsync."""
    medians: dict[str, dict[int, float]] = {name: {} for name in (*FAST, *SLOW)}
    for size in sizes:
        path = folder / f"{size}.json"
        build(path, size)
        ways = {name: make(path) for name, make in FAST.items()}
        taken: dict[str, list[float]] = {name: [] for name in FAST}
        for _ in range(40):
            for name, keep in ways.items():
                taken[name] += timed(keep, 15)
        for name, make in SLOW.items():
            if size <= UP_TO[name]:
                taken[name] = timed(make(path), max(1, min(50, 20_000 // size)))
        for name, times in taken.items():
            medians[name][size] = median(times)
    raw = medians["append + fsync"]
    print("\nOne record, median ms (times raw append + fsync of the same bytes)")
    row("entries kept before", *(f"{size:,}" for size in sizes))
    for name, found in medians.items():
        cells = (
            f"{found[size]:.2f} (x{found[size] / raw[size]:.2f})" if size in found else "-" for size in sizes
        )
        row(name, *cells)
    for name in (LEDGER, LAYER):
        found = medians[name]
        goals.at_most(f"{name}: times raw, worst size", max(found[n] / raw[n] for n in sizes), 1.2)
        goals.at_most(
            f"{name}: times SQLite, worst size", max(found[n] / medians[SQLITE][n] for n in sizes), 1
        )
        growth = found[sizes[-1]] / raw[sizes[-1]] / (found[sizes[0]] / raw[sizes[0]])
        goals.at_most(f"{name}: {sizes[-1]:,} entries against {sizes[0]:,}, each to raw", growth, 1.2)


OPENINGS = {
    "ledger": "from store.ledger.ledger import Ledger; from pathlib import Path",
    "json.loads": "import json",
    "SQLite": "import sqlite3",
}
OPEN = {
    "ledger": "kept = Ledger.open(Path(path), read_only=True)",
    "json.loads": "kept = json.loads(open(path, 'rb').read())",
    "SQLite": "sqlite3.connect(path[:-5] + '.sqlite').execute('select max(number) from entries').fetchone()",
}
PROBE = """
import sys, time
{imports}
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
path, before, begun = sys.argv[1], peak(), time.perf_counter()
{open}
print(time.perf_counter() - begun, (peak() - before) / 1024)
"""


def openings(path: Path, goals: Goals) -> None:
    """Milliseconds and megabytes (Linux only) to open the file, each in a process of its own."""
    print(f"\nOpening {int(path.stem):,} entries, {path.stat().st_size / 1e6:.0f} MB (best of 5)")
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in OPENINGS}
    for _ in range(5):
        for name in OPENINGS:
            code = PROBE.format(imports=OPENINGS[name], open=OPEN[name])
            done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
            found[name].append(tuple(float(word) for word in done.stdout.split()))
    best = {name: min(times) for name, times in found.items()}
    row("", "ms", "MB of memory")
    for name, (seconds, memory) in best.items():
        row(name, f"{seconds * 1000:.0f}", f"{memory:.0f}")
    goals.at_most("opening: times json.loads", best["ledger"][0] / best["json.loads"][0], 0.5)
    goals.at_most("opening: memory", best["ledger"][1], 50, " MB")


def refreshes(path: Path, goals: Goals) -> None:
    """Microseconds of a look at what others wrote."""
    with Ledger.open(path, read_only=True) as reader:
        keep = ledger(path)
        idle = median(timed(reader.refresh, 2000)) * 1000
        new = []
        for _ in range(200):
            keep()
            new += timed(reader.refresh, 1)
    print("\nA look at what others wrote, median µs")
    row("nothing new", f"{idle:.1f}")
    row("one new entry", f"{median(new) * 1000:.0f}")
    goals.at_most("a look, nothing new", idle, 10, " µs")


def writer(path: Path, count: int, nth: int, of: int) -> None:
    """One of many writers: waits for a line, records, and prints its milliseconds."""
    keep = shared_file(path) if path.suffix == ".layer" else ledger(path, nth, of)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*(f"{taken:.3f}" for taken in timed(keep, count)))


def together(path: Path, name: str, goals: Goals) -> None:
    """Entries a second of several writers at once, and how long one of them waits.

    Raw is one process alone that appends and syncs the same bytes, just before and after.
    """
    print(f"\nWriters at once: {name}")
    row("writers", "raw/s", "entries/s", "of raw", "p50 ms", "p99 ms", "max ms")
    append = FAST["append + fsync"](path.with_suffix(".json"))
    for writers in (1, 8, 50):
        alone = timed(append, 300)
        count = max(40, 2000 // writers)
        command = [sys.executable, "-m", "benchmarks", str(path), "--writer", str(count)]
        running = [
            subprocess.Popen(
                [*command, str(nth), str(writers)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for nth in range(writers)
        ]
        for process in running:
            assert process.stdout
            process.stdout.readline()
        begun = time.perf_counter()
        for process in running:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        taken = [float(word) for process in running for word in process.communicate()[0].split()]
        rate = len(taken) / (time.perf_counter() - begun)
        raw = 1000 / median(alone + timed(append, 300))
        p99 = quantiles(taken, n=100)[-1]
        cells = f"{raw:.0f}", f"{rate:.0f}", f"{rate / raw:.0%}", f"{median(taken):.2f}", f"{p99:.1f}"
        row(str(writers), *cells, f"{max(taken):.0f}")
    goals.at_least(f"50 writers, {name}: of raw", rate / raw, 0.7)
    goals.at_most(f"50 writers, {name}: p99", p99, 100, " ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 entries only")
    parser.add_argument("--writer", type=int, nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()))
    chosen = parser.parse_args()
    if chosen.writer:
        writer(chosen.folder, *chosen.writer)
        return
    sizes = [100, 1_000, 10_000] if chosen.quick else [100, 1_000, 10_000, 100_000, 1_000_000]
    goals = Goals()
    print(machine(chosen.folder))
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        records(folder, sizes, goals)
        middle = folder / f"{sizes[-1] if chosen.quick else 100_000}.json"
        openings(middle, goals)
        refreshes(middle, goals)
        together(middle, f"{LEDGER}, each for patients of its own", goals)
        together(middle.with_suffix(".layer"), LAYER, goals)
    goals.tell()
    print(f"At the end: {machine(chosen.folder)}")


if __name__ == "__main__":
    main()
