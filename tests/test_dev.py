"""The commands of the clone: the pins fit the package, and an old Python is told so."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev

ROOT = Path(__file__).resolve().parents[1]


def test_every_dependency_has_a_pin_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        Requirement(line)
        for line in (
            *project["dependencies"],
            *(line for extra in project["optional-dependencies"].values() for line in extra),
        )
    ]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.lower().split("==") for line in lines if not line.startswith("#"))
    for requirement in wanted:
        assert pins[requirement.name.lower()] in requirement.specifier, requirement.name


def test_the_lock_has_every_requirement_of_a_ward_with_its_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        Requirement(line).name.lower()
        for line in (*project["dependencies"], *extras["pdf"], *extras["postgres"])
    }
    locked = {
        name.lower(): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }
    assert wanted <= {name.partition("[")[0] for name in locked}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.lower().split("==") for line in lines if not line.startswith("#"))
    assert {name: version for name, version in locked.items() if pins.get(name, version) != version} == {}
    for entry in re.split(r"\n(?=[a-z])", "\n".join(line for line in text.splitlines() if line[:1] != "#")):
        assert "--hash=sha256:" in entry
    assert "://" not in text


def test_what_continuous_integration_runs_is_what_the_readme_says() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    (.*)$", readme, re.MULTILINE)
    assert commands[0].endswith("&& python3 dev.py demo")
    assert commands[1] == "python3 dev.py test"
    assert "python3 dev.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_change_of_the_pins_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    before = dev.fingerprint()
    assert dev.fingerprint() == before
    (tmp_path / "constraints.txt").write_text("textual==0\n", encoding="utf-8")
    assert dev.fingerprint() != before


@pytest.mark.parametrize("broken", ["", "ruff", "lint-imports", "mypy", "pytest"])
def test_the_one_check_that_fails_is_named_and_all_of_them_are_run(
    broken: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def program_of(command: list[str]) -> list[str]:
        said = f"{command[0]} is done"
        return [
            sys.executable,
            "-ISc",
            f"print({said!r}, flush=True); raise SystemExit({command[0] == broken:d})",
        ]

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(dev, "program_of", program_of)
    for step in ("set_up", "install_programs", "install_validators"):
        monkeypatch.setattr(dev, step, lambda *_args: None)
    assert dev.test([]) == bool(broken)
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    said = capfd.readouterr().out
    for program in ("ruff", "lint-imports", "mypy", "pytest"):
        assert f"{program} is done" in said, program
    told = {"": "All checks passed.", "ruff": "Failed: ruff check, ruff format"}
    assert said.splitlines()[-1] == told.get(broken, f"Failed: {broken}")


def test_an_older_python_is_told_in_a_sentence() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")
    pretend = f"import sys; sys.version_info = (3, 9, 1); exec({source!r})"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Stepward needs Python 3.11 or newer. This is Python 3.9.\n"


def test_the_fhir_validators_are_pinned_and_no_registry_is_named() -> None:
    wanted = json.loads((dev.VALIDATORS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = (dev.VALIDATORS / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    fetched = [package for name, package in packages.items() if name and not package.get("inBundle")]
    assert all("integrity" in package for package in fetched)
    assert '"resolved"' not in lock


def test_the_test_extra_brings_what_all_the_others_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {line for lines in extras.values() for line in lines} == set(extras["test"])
