"""Two versions beside each other, and a link that says which one is started: an open session is not mixed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.terminal import ROOT

PROGRAM = """
import os, sys
from tui.__main__ import main
try:
    main(["--version"])
except SystemExit:
    pass
os.replace("next", "current")
from tui.app.routes import kind
import store.site.library
for name in ("dose", "enrol"):
    print(sys.modules[kind(name).__module__].__file__)
print(store.site.library.__file__)
assert store.site.library.built_in()
from importlib import import_module
from tui.app.follower import BEHIND_THE_BOARD, BEHIND_THE_SIGN_ON
from tui.terminal import own_version
import tui.app.sitting
for name in (*BEHIND_THE_SIGN_ON, *BEHIND_THE_BOARD):
    import_module(name)
assert own_version.is_here()
os.rename("old", "gone")
assert not own_version.is_here()
for name in ("red_flag", "which_patient", "problem"):
    kind(name)
os.mkdir("old")
os.mkdir("old/tui")
os.link("new/tui/__init__.py", "old/tui/__init__.py")
assert not own_version.is_here(), "another one in its place"
"""


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_what_is_opened_later_is_of_the_version_that_was_started(tmp_path: Path) -> None:
    for version in ("old", "new"):
        for package in ("tui", "store", "protocols"):
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / package, tmp_path / version / package, ignore=left_out)
    (tmp_path / "current").symlink_to("old")
    (tmp_path / "next").symlink_to("new")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[0] = {str(tmp_path / 'current')!r}; exec({PROGRAM!r})"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    version, *files = done.stdout.split()[1:]
    assert version
    assert (tmp_path / "current").readlink() == Path("new")
    assert len(files) == 3
    assert all(Path(file).is_relative_to(tmp_path / "old") for file in files), files
