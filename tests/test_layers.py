"""What import-linter does not see: the pure floor calls no clock, and files and rooms stay small."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("protocols", "store", "tui")
LONGEST_FILE = 300
MOST_MODULES = 15

CLOCK_AND_FILES = {"open", "input", "print", "exec", "eval", "now", "utcnow", "today"}
PROCESS = {"argv", "environ", "stdin", "stdout", "stderr", "exit"}


def sources(floor: str) -> list[Path]:
    """Every Python file of `floor`."""
    return sorted((ROOT / floor).rglob("*.py"))


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


def test_the_pure_floor_reads_no_clock_and_no_file() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("protocols")
        for tree in [parse(path)]
        for name in [*(CLOCK_AND_FILES & set(called(tree))), *process_attributes(tree)]
    }
    assert not found


def test_the_checks_above_see_what_they_look_for() -> None:
    tree = ast.parse("def f():\n    d.now()\n    open(p)")
    assert set(called(tree)) == {"now", "open"}
    assert list(process_attributes(ast.parse("sys.argv, sys.maxsize"))) == ["argv"]
    late = "async def f():\n    from tui.app import app\n    import store.errors"
    assert list(imported_late(ast.parse(late))) == ["tui.app", "store.errors"]


LATE = {
    "store/ledger/engine.py: store.postgres.engine",
    "store/log/known.py: protocols.reports.trouble",
    "store/maintenance/move.py: store.maintenance.into_database",
    "store/maintenance/move.py: store.maintenance.out_of_database",
    "tui/commandline/admin/database.py: store.postgres.admin",
    "tui/glyphs.py: tui.widths",
}
"""Ours that is imported inside a function, because it is heavy and most runs do without: the database's
driver, the tables of widths, what no record of this ward needs."""


def imported_late(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported inside a function of `tree`."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module or ""
                elif isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)


def test_nothing_of_ours_is_imported_inside_a_function_but_what_is_heavy() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for floor in FLOORS
        for path in sources(floor)
        for name in imported_late(parse(path))
        if name.partition(".")[0] in FLOORS
    }
    assert found == LATE


def test_there_are_three_floors_and_the_tests() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages == {*FLOORS, "tests"}


def test_every_room_says_in_one_line_what_it_is_for() -> None:
    rooms = [path for floor in FLOORS for path in sources(floor) if path.name == "__init__.py"]
    said = {path.parent.relative_to(ROOT).as_posix(): ast.get_docstring(parse(path)) for path in rooms}
    assert not [room for room, words in said.items() if not words]


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for floor in FLOORS:
        tree = text.partition(f"### {floor}/")[2].partition("###")[0]
        rooms = {path.parent.name for path in sources(floor) if len(path.relative_to(ROOT).parts) > 2}
        assert not {room for room in rooms if f"{room}/" not in tree}, floor


def test_no_room_is_too_full_to_be_seen_at_once() -> None:
    modules = [path for floor in FLOORS for path in sources(floor) if path.name != "__init__.py"]
    rooms = Counter(path.parent.relative_to(ROOT).as_posix() for path in modules)
    assert not {room: count for room, count in rooms.items() if count > MOST_MODULES}


def test_no_source_file_is_too_long_to_be_read_at_once() -> None:
    files = [path for floor in FLOORS for kind in ("*.py", "*.tcss") for path in (ROOT / floor).rglob(kind)]
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*files, ROOT / "dev.py"]
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}
