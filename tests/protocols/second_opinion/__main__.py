"""`python -m tests.protocols.second_opinion --steps N --seed S`: where do the rules and the product disagree?

Prints how much was compared, how often each kind of disagreement came up, and the first of each kind with the
fewest entries that lead to it. Ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from tests.protocols.second_opinion.episode import patients, shortest
from tests.protocols.second_opinion.told import told


def main(arguments: list[str]) -> int:
    """Run it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.protocols.second_opinion", description=__doc__)
    parser.add_argument("--steps", type=int, default=50_000, help="things tried")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--each", type=int, default=1, help="disagreements of a kind that are shown")
    parser.add_argument("--without", nargs="*", default=[], help="kinds left out, by how they begin")
    args = parser.parse_args(arguments)
    began = perf_counter()
    known = tuple(args.without)
    tally = patients(args.steps, args.seed, known, args.each)
    seconds = perf_counter() - began
    print(f"{tally.steps:,} steps, {tally.patients:,} patients, {seconds:.0f} s")
    for name, count in sorted(tally.compared.items()):
        print(f"  compared {name}: {count:,}")
    print(f"{sum(tally.counts.values())} disagreements")
    for name, count in tally.counts.most_common():
        print(f"  {name}: {count}")
    for acts, disagreement in tally.found:
        few = shortest(acts, disagreement.kind, known)
        print(f"\n## {disagreement.kind}\n\n{told(few)}\n{disagreement.said}")
    return int(bool(tally.counts))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
