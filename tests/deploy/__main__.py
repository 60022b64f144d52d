"""What of docs/deploy.md takes minutes: `python -m tests.deploy [offline] [thirty]`, as root on Linux.

`offline` is the offline install for real, with a network at the beginning: the wheels are fetched from the
package index with the command of the guide, and installed with its commands on a machine without any
network, where a paper is printed then. That takes 100 MB. `thirty` is a shared server for thirty people.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.guide import Guide
from tests.deploy.machine import carried_out, obstacle_here
from tests.deploy.thirty import thirty
from tests.tui.helpers.terminal import ROOT

LONGEST = 3600.0
"""Seconds."""

PYTHON = f'python3() {{ {shlex.quote(os.path.realpath(sys.executable))} "$@"; }}'
"""The same one at both ends."""


def main() -> int:
    """What was named, or both; what was typed, and the exit code."""
    if why := obstacle_here():
        print(why)
        return 1
    done = {"offline": offline, "thirty": thirty}
    for name in sys.argv[1:] or done:
        with tempfile.TemporaryDirectory(prefix=f"stepward-{name}-") as folder:
            Path(folder).chmod(0o755)
            print(done[name](Path(folder)))
    return 0


def offline(folder: Path) -> str:
    """Fetch, carry over, install, print."""
    guide = Guide("deploy.md")
    clone, clinic = folder / "clone", folder / "clinic"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    fetching = guide.block("Install", "python3 -m pip wheel")
    subprocess.run(["bash", "-euc", f"{PYTHON}\n{fetching}"], cwd=clone, check=True, timeout=LONGEST)
    clinic.mkdir()
    (clone / "wheels").rename(clinic / "wheels")
    size = sum(wheel.stat().st_size for wheel in (clinic / "wheels").iterdir())
    print(f"{len(list((clinic / 'wheels').iterdir()))} wheels, {size / 1e6:.0f} MB")
    return carried_out(_typed(guide, clinic), folder, online=False, longest=LONGEST)


def _typed(guide: Guide, clinic: Path) -> str:
    """The guide's commands, then a paper, where nothing but what was carried over can be reached."""
    return f"""
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null
cd {shlex.quote(str(clinic))}
{PYTHON}
{guide.block("Install", "python3 -m venv /opt/stepward-0.2.0" + chr(10))}
{guide.block("Install", "export MANPATH")}
cd /
stepward --version
test -e "${{MANPATH%%:*}}/man1/stepward.1"
stepward --demo downtime -o {shlex.quote(str(clinic))}/ward.pdf
head -c 4 {shlex.quote(str(clinic))}/ward.pdf | grep %PDF
"""


if __name__ == "__main__":
    sys.exit(main())
