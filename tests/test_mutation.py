"""The mutation command changes what it says, only that, and sees whether a test would notice."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.mutants import Module, Mutant
from tests.mutation.runner import Watched, functions_of, swap

SOURCE = '''\
"""A rule to be changed."""

LIMIT = 12


def too_old(hours: int, rash: bool) -> bool:
    """Whether a check is too old."""
    if rash:
        return True
    return hours > LIMIT
'''
PLACES = {
    "`rule`: `12` to `13`",
    "`rule`: `def too_old(hours: int, rash: bool) -> bool: ...` to `return True`",
    "`rule`: `def too_old(hours: int, rash: bool) -> bool: ...` to `return False`",
    "`rule.too_old`: `rash` to `True`",
    "`rule.too_old`: `rash` to `False`",
    "`rule.too_old`: `True` to `False`",
    "`rule.too_old`: `hours > LIMIT` to `hours >= LIMIT`",
    "`rule.too_old`: `hours > LIMIT` to `hours <= LIMIT`",
}


@pytest.fixture
def rule(tmp_path: Path) -> tuple[Module, ModuleType]:
    """The source as a module to be mutated, and imported."""
    path = tmp_path / "rule.py"
    path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("rule", path)
    assert spec is not None
    assert spec.loader is not None
    imported = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(imported)
    return Module.read(path, tmp_path), imported


def named(module: Module, told: str) -> Mutant:
    return next(mutant for mutant in module.mutants() if mutant.told.endswith(told))


def test_every_slip_is_listed_once_and_nothing_that_is_only_said(rule: tuple[Module, ModuleType]) -> None:
    found = [mutant.told for mutant in rule[0].mutants()]
    assert len(found) == len(set(found))
    assert set(found) == PLACES


def test_a_changed_function_behaves_as_changed_and_the_tree_is_whole_again(
    rule: tuple[Module, ModuleType],
) -> None:
    module, imported = rule
    assert not imported.too_old(12, False)
    swap(module, named(module, "`hours >= LIMIT`"), functions_of(str(module.path)))
    assert imported.too_old(12, False)
    assert not imported.too_old(11, False)
    swap(module, named(module, "`rash` to `False`"), functions_of(str(module.path)))
    assert not imported.too_old(12, True)
    assert {mutant.told for mutant in module.mutants()} == PLACES


def test_a_mutant_names_its_lines_and_the_function_whose_tests_matter(
    rule: tuple[Module, ModuleType],
) -> None:
    module = rule[0]
    assert list(named(module, "`rash` to `True`").lines) == [8]
    assert list(named(module, "`hours >= LIMIT`").lines) == [10]
    assert list(named(module, "`return True`").lines) == [7, 8, 9, 10]
    assert named(module, "`return True`").begins == named(module, "`hours >= LIMIT`").begins == 6
    assert named(module, "`13`").begins is None


def test_the_first_call_of_a_function_is_noted_and_it_is_as_it_was(rule: tuple[Module, ModuleType]) -> None:
    module, imported = rule
    code, watched = imported.too_old.__code__, Watched({str(module.path)})
    watched.arm()
    assert list(watched.called()) == []
    assert imported.too_old.__code__ is code
    watched.arm()
    assert [imported.too_old(12, rash=False), imported.too_old(hours=13, rash=False)] == [False, True]
    assert list(watched.called()) == [(str(module.path), 6)]
    assert imported.too_old.__code__ is code
