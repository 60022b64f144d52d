"""What is installed is what is here: three packages, the protocol files and the style ride along."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.reference import SHARED
from tui import __version__

ROOT = Path(__file__).parents[1]
DOCS = (
    "README.md",
    "CHANGELOG.md",
    "docs/tutorial.md",
    "docs/protocol.schema.json",
    "docs/examples/order.json",
)


def test_the_wheel_has_every_file_the_app_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shared = f"{wheel.name.removesuffix('-py3-none-any.whl')}.data/data/share/"
    for name in (*SHARED, *(f"doc/stepward/{page}" for page in DOCS)):
        assert f"{shared}{name}" in names
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in ("protocols", "store", "tui")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".toml", ".tcss", ".ttf", ".txt", ".typed", ".json")
    }
    assert wanted <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("stepward-")} == {"protocols", "store", "tui"}


def test_the_licence_of_everything_that_comes_along_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT AND Bitstream-Vera"
    assert all((ROOT / name).is_file() for name in project["license-files"])
    released = re.search(r"^## \[(\d\S*)\] - (\d{4}-\d\d-\d\d)$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert released is None or released[1] == __version__


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["package", "module", "gone"])
def test_another_package_in_the_place_of_one_of_ours_is_said(kind: str, tmp_path: Path) -> None:
    here, other = tmp_path / "site", tmp_path / "other"
    shutil.copytree(ROOT / "tui", here / "tui", ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copytree(ROOT / "protocols", here / "protocols", ignore=shutil.ignore_patterns("__pycache__"))
    other.mkdir()
    if kind == "package":
        (other / "store").mkdir()
        (other / "store" / "__init__.py").write_text("raise RuntimeError")
    elif kind == "module":
        (other / "store.py").write_text("raise RuntimeError")
    code = f"import sys; sys.path[:0] = [{str(other)!r}, {str(here)!r}]; import tui.__main__"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=other, capture_output=True, text=True)
    assert done.returncode == 2
    said = "is not beside tui" if kind == "gone" else "Another package named store lies in the place"
    assert said in done.stderr
    assert "pipx" in done.stderr
    assert "Traceback" not in done.stderr
