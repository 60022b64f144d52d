"""Every mutant of a module: one small change of its syntax tree, put in and taken out again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.changes import changes

Function = ast.FunctionDef | ast.AsyncFunctionDef
SKIPPED = {"annotation", "returns", "format_spec", "decorator_list", "type_params"}
"""Fields that say nothing about what the code does."""


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in the field `field` of `parent`, at `place` where that is a list.

    `where` is the function or class; `function` the outermost one whose code changes, None for what
    runs when the module is imported. `lines` are those of the statement.
    """

    where: str
    lines: range
    function: Function | None
    parent: ast.AST
    field: str
    place: int | None
    old: ast.AST
    new: ast.AST

    @property
    def told(self) -> str:
        """The change in one line, the same as long as the code is."""
        new = self.new.body[0] if isinstance(self.new, Function) else self.new
        return f"`{self.where}`: `{_source(self.old)}` to `{_source(new)}`"

    @property
    def begins(self) -> int | None:
        """The first line of the function, its decorators included; None for what runs on import."""
        if self.function is None:
            return None
        return min(node.lineno for node in (self.function, *self.function.decorator_list))

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The tree with the change in it."""
        self._put(self.new)
        try:
            yield
        finally:
            self._put(self.old)

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


def _source(node: ast.AST) -> str:
    lines = [line for line in ast.unparse(node).strip().splitlines() if not line.startswith("@")]
    return lines[0] if len(lines) == 1 else f"{lines[0]} ..."


@dataclass(frozen=True)
class Module:
    """A source file, its tree and its name as it is imported."""

    name: str
    path: Path
    tree: ast.Module

    @classmethod
    def read(cls, path: Path, root: Path) -> Module:
        """The module in the file `path` below `root`."""
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        return cls(name, path, ast.parse(path.read_text(encoding="utf-8")))

    def mutants(self) -> list[Mutant]:
        """Every mutant, in the order of the file."""
        return list(_within(self.tree, self.name.rpartition(".")[2], None, range(1)))


def _within(node: ast.AST, where: str, function: Function | None, lines: range) -> Iterator[Mutant]:
    """The mutants of everything below `node`."""
    for field, place, child in _children(node):
        extent = _extent(child, lines)
        inside = function or (node if isinstance(node, Function) and field == "body" else None)
        whole = child if isinstance(child, Function) else None
        for new in changes(child, node, field):
            ast.copy_location(new, child)
            ast.fix_missing_locations(new)
            changed = range(whole.body[0].lineno, _last_line(whole) + 1) if whole else extent
            yield Mutant(where, changed, inside or whole, node, field, place, child, new)
        name = f"{where}.{child.name}" if isinstance(child, Function | ast.ClassDef) else where
        yield from _within(child, name, inside, extent)


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """What may change below `node`, with its field and its place there."""
    if isinstance(node, ast.JoinedStr):
        return
    for field, value in ast.iter_fields(node):
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if field not in SKIPPED and isinstance(child, ast.AST) and not _is_said_only(child):
                yield field, place, child


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _is_said_only(node: ast.AST) -> bool:
    """Docstrings, imports, assertions and names for the type checker."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith(("Literal[", "TypeVar(")):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Assert)


def _extent(node: ast.AST, outer: range) -> range:
    """The lines of the statement `node`, of its head only where it has a body."""
    if isinstance(node, ast.match_case):
        return range(node.pattern.lineno, node.body[0].lineno + 1)
    if not isinstance(node, ast.stmt):
        return outer
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    first = body[0] if body else None
    if isinstance(first, ast.match_case):
        return range(node.lineno, first.pattern.lineno)
    end = first.lineno - 1 if first is not None else _last_line(node)
    return range(node.lineno, max(end, node.lineno) + 1)
