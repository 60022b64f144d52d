"""What one more record costs, beside other ways to keep it. `python -m benchmarks [--quick] [FOLDER]`

Everything in a row of the table comes from the same run, in turns. FOLDER is on the disk to be measured.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from benchmarks.ways import FAST, SLOW, Keep, build, ledger
from store.ledger import Ledger


def timed(keep: Keep, times: int) -> list[float]:
    """Milliseconds of each of `times` calls."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        keep()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def row(name: str, *cells: object) -> None:
    """One line of a table."""
    print(f"{name:<36}" + "".join(f"{cell!s:>17}" for cell in cells), flush=True)


def records(folder: Path, sizes: list[int]) -> None:
    """Median milliseconds of one record at each size, and the ratio to raw append + fsync."""
    results: dict[str, list[str]] = {name: [] for name in (*FAST, *SLOW)}
    for size in sizes:
        path = folder / f"{size}.json"
        build(path, size)
        ways = {name: make(path) for name, make in FAST.items()}
        taken: dict[str, list[float]] = {name: [] for name in results}
        for _ in range(10):
            for name, keep in ways.items():
                taken[name] += timed(keep, 50)
        for name, make in SLOW.items():
            taken[name] = timed(make(path), max(1, min(50, 20_000 // size))) if size <= 100_000 else []
        raw = median(taken["append + fsync"])
        for name, times in taken.items():
            results[name].append(f"{median(times):.2f} (x{median(times) / raw:.2f})" if times else "-")
    print("\nOne record, median ms (times raw append + fsync of the same bytes)")
    row("entries kept before", *(f"{size:,}" for size in sizes))
    for name, cells in results.items():
        row(name, *cells)


OPENINGS = {
    "ledger": "from store.ledger import Ledger; from pathlib import Path",
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


def openings(path: Path) -> None:
    """Milliseconds and megabytes (Linux only) to open the file, each in a process of its own."""
    print(f"\nOpening {int(path.stem):,} entries, {path.stat().st_size / 1e6:.0f} MB (best of 5)")
    row("", "ms", "MB of memory")
    for name in OPENINGS:
        code, found = PROBE.format(imports=OPENINGS[name], open=OPEN[name]), []
        for _ in range(5):
            done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
            found.append(tuple(float(word) for word in done.stdout.split()))
        seconds, memory = min(found)
        row(name, f"{seconds * 1000:.0f}", f"{memory:.0f}")


def refreshes(path: Path) -> None:
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


def writer(path: Path, count: int, nth: int, of: int) -> None:
    """One of many writers: waits for a line, records, and prints its milliseconds."""
    keep = ledger(path, nth, of)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*(f"{taken:.3f}" for taken in timed(keep, count)))


def together(path: Path, raw: float) -> None:
    """Entries a second of several writers at once, and how long one of them waits."""
    print(f"\nWriters at once; raw append + fsync of one alone: {1000 / raw:.0f}/s")
    row("writers", "entries/s", "of raw", "p50 ms", "p99 ms", "max ms")
    for writers in (1, 8, 50):
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
        p99 = quantiles(taken, n=100)[-1]
        row(
            str(writers),
            f"{rate:.0f}",
            f"{rate * raw / 1000:.0%}",
            f"{median(taken):.2f}",
            f"{p99:.1f}",
            f"{max(taken):.0f}",
        )


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
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        records(folder, sizes)
        middle = folder / f"{sizes[-1] if chosen.quick else 100_000}.json"
        openings(middle)
        refreshes(middle)
        together(middle, median(timed(FAST["append + fsync"](middle), 500)))


if __name__ == "__main__":
    main()
