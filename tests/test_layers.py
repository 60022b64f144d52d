"""The house keeps its floors: who may import whom, what the pure floor never does, and how long a file is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("protocols", "store", "tui")
LONGEST_FILE = 300

SCREEN = {"textual", "rich", "tui"}
OUTSIDE_WORLD = {
    *("asyncio", "fcntl", "io", "locale", "logging", "multiprocessing", "os", "pathlib", "platform"),
    *("argon2", "platformdirs", "random", "secrets", "shutil", "socket", "subprocess", "tempfile"),
    *("threading", "time", "tinydb", "uuid", "warnings"),
}
FORBIDDEN = {"protocols": {"store", *SCREEN, *OUTSIDE_WORLD}, "store": SCREEN, "tui": set[str]()}
CLOCK_AND_FILES = {"open", "input", "print", "exec", "eval", "now", "utcnow", "today"}
PROCESS = {"argv", "environ", "stdin", "stdout", "stderr", "exit"}


def sources(floor: str) -> list[Path]:
    """Every Python file of `floor`."""
    return sorted((ROOT / floor).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level name of every import in `tree`, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not is_pure(node):
            yield (node.module or "").partition(".")[0] if node.level == 0 else "a relative import"


def is_pure(node: ast.ImportFrom) -> bool:
    """Whether it imports nothing but paths that are only text."""
    return node.module == "pathlib" and all(alias.name.startswith("Pure") for alias in node.names)


def called(tree: ast.AST) -> Iterator[str]:
    """The last name of everything that is called in `tree`: `now` for `datetime.now()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr


def process_attributes(tree: ast.AST) -> Iterator[str]:
    """What `tree` reads of the process it runs in: `argv` for `sys.argv`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in PROCESS:
            yield node.attr


def parse(path: Path) -> ast.Module:
    """The syntax tree of the file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("floor", FLOORS)
def test_each_floor_stands_only_on_those_below(floor: str) -> None:
    wrong = FORBIDDEN[floor] | {"a relative import", "tests"}
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(floor)
        for name in imported(parse(path))
        if name in wrong
    }
    assert not found


def test_the_pure_floor_reads_no_clock_and_no_file() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("protocols")
        for tree in [parse(path)]
        for name in [*(CLOCK_AND_FILES & set(called(tree))), *process_attributes(tree)]
    }
    assert not found


def test_the_checks_above_see_what_they_look_for() -> None:
    lines = ["import os.path", "from tui import plain", "from .x import y", "from pathlib import Path"]
    tree = ast.parse(
        "\n".join(["def f():", *(f"    {line}" for line in lines), "    d.now()", "    open(p)"])
    )
    assert set(imported(tree)) == {"os", "tui", "a relative import", "pathlib"}
    assert set(called(tree)) == {"now", "open"}
    assert list(process_attributes(ast.parse("sys.argv, sys.maxsize"))) == ["argv"]


def test_there_are_three_floors_and_the_tests() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*FLOORS, "tests"}


def test_no_source_file_is_too_long_to_be_read_at_once() -> None:
    files = [path for floor in FLOORS for kind in ("*.py", "*.tcss") for path in (ROOT / floor).rglob(kind)]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*files, ROOT / "dev.py"]
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}
