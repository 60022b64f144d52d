"""A machine to carry a guide out on: this one, with other files laid over it that are gone afterwards.

It is a mount namespace in which /etc, /srv, /opt and the like have a writable layer on top. That needs root
on Linux. What comes from a network there, pip and apt, is stood in for by the tree that is tested.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.tui.helpers.accounts import _opened, obstacle
from tests.tui.helpers.terminal import ROOT

__all__ = ["carried_out", "obstacle_here"]

LAYERED = ("/etc", "/var/lib", "/home", "/opt", "/srv", "/usr/local/bin", "/run")
"""What a guide changes, beside what it puts into /root."""

LONGEST = 600
"""Seconds a guide may take."""

_INSTALL = r"""
install_here() {  # In the place of pip, which needs a network: this tree, as version $2, in the folder $1.
    {python} -m venv --without-pip "$1"
    site=$(echo "$1"/lib/python3*/site-packages)
    cp -r {root}/tui {root}/store {root}/protocols "$site"
    sed -i "s/^__version__ = .*/__version__ = \"$2\"/" "$site/store/__init__.py"
    echo {packages} > "$site/others.pth"
    echo "#!$1/bin/python" > "$1/bin/stepward"
    printf 'import sys\nfrom tui.__main__ import main\nsys.exit(main())\n' >> "$1/bin/stepward"
    chmod -R a+rX "$1"
    chmod +x "$1/bin/stepward"
}
unset STEPWARD_DATA XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME PYTHONPATH
export HOME=/root TERM=xterm LANG=C.UTF-8
cd {root}
"""


def obstacle_here() -> str:
    """Why nothing can be carried out here, "" when it can."""
    why = obstacle()
    if not why:
        tried = subprocess.run(
            ["unshare", "--mount", "sh", "-ec", _layers()],
            capture_output=True,
            text=True,
            timeout=30,
        )
        why = "no layers can be laid over folders here" if tried.returncode else ""
    return why or ("" if shutil.which("useradd") else "there is no useradd")


def carried_out(script: str, folder: Path, *, online: bool = True, longest: float = LONGEST) -> str:
    """What `script` says, typed by root on such a machine; AssertionError, with it, when a line fails.

    One that is not `online` has no network at all.
    """
    packages = [path for path in sys.path if path.endswith("site-packages")]
    packages = packages or [sysconfig.get_path("purelib")]
    begun = _INSTALL
    for name, value in (("python", sys.executable), ("root", str(ROOT)), ("packages", "\n".join(packages))):
        begun = begun.replace(f"{{{name}}}", shlex.quote(value))
    file = folder / "typed.sh"
    file.write_text(f"set -euo pipefail\n{begun}\n{script}", encoding="utf-8")
    wanted = [folder, ROOT, Path(sys.prefix), Path(os.path.realpath(sys.base_prefix))]
    wanted += [Path(path) for path in packages]
    cover = "\n".join([*_opened([path for path in dict.fromkeys(wanted) if path.exists()]), _layers()])
    done = subprocess.run(
        [
            *("unshare", "--mount", "--pid", "--fork"),
            *(() if online else ("--net",)),
            "--kill-child",
            "sh",
            "-ec",
            f'{cover}\nexec bash "$0"',
            str(file),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=longest,
    )
    assert done.returncode == 0, done.stdout[-6_000:]
    return done.stdout


def _layers() -> str:
    """Commands that lay them. /root is left as it is where it was laid over already, to be looked into."""
    lines = ["mountpoint -q /mnt || mount -t tmpfs none /mnt"]
    for number, path in enumerate([*LAYERED, "/root"]):
        upper, work = f"/mnt/layer{number}/upper", f"/mnt/layer{number}/work"
        options = f"lowerdir={path},upperdir={upper},workdir={work}"
        unless = f"mountpoint -q {path} || " if path == "/root" else ""
        lines += [f"mkdir -p {upper} {work}", f"{unless}mount -t overlay overlay -o {options} {path}"]
    return "\n".join([*lines, "mount -t proc proc /proc"])
