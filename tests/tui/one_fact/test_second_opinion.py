"""Every screen, paper and file tells the facts that an export alone gives: some thousand comparisons here.

`python -m tests.tui.one_fact` makes a million.
"""

from __future__ import annotations

import ast
import os
from pathlib import Path

from tests.tui.one_fact import second_opinion
from tests.tui.one_fact.comparison import Compared, compare_course
from tests.tui.one_fact.told_on_screens import Told

COMPARISONS = 1_800 * max(int(os.environ.get("STEPWARD_EXAMPLES", "0")) // 100, 1)


def test_every_output_agrees_with_the_second_opinion() -> None:
    found, seed = Compared(), 1
    while found.total < COMPARISONS:
        compare_course(seed, found, as_pdf=seed == 5)
        seed += 1
    assert not found.disagreements, "\n".join(found.disagreements[:20])
    assert len(found.facts) == 13, "every output told something that was compared"
    assert set(found.kinds) == {"two drugs", "a lost check", "a wrong clock", "an import"}


def test_a_fact_told_otherwise_is_a_disagreement() -> None:
    found = Compared()
    told: Told = {("step",): 3, ("day",): 2, ("of nobody else",): 1}
    found.output("board", told, {("step",): 2, ("day",): 2}, "here")
    assert (found.total, found.disagreements) == (2, ["here board ('step',): 3, and it is 2"])


def test_the_second_opinion_knows_nothing_of_the_product() -> None:
    tree = ast.parse(Path(second_opinion.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not {str(name).split(".")[0] for name in imported} & {"protocols", "store", "tui", "tests"}
