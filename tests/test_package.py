"""What is installed is what is here: three packages, the protocol files and the style ride along."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_has_every_file_the_app_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in ("protocols", "store", "tui")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".toml", ".tcss", ".ttf", ".txt", ".typed", ".json")
    }
    assert wanted <= names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("stepward-")} == {"protocols", "store", "tui"}
