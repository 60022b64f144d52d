#!/usr/bin/env python3
"""Set up and run Stepward from a clone, with nothing but Python: `python3 dev.py demo` or `test`.

The first run makes `.venv` beside this file with the versions of constraints.txt; later runs use it again.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - a sentence for whoever runs this with an older one
    sys.exit("Stepward needs Python 3.11 or newer. This is Python {}.{}.".format(*sys.version_info))

import argparse
import hashlib
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "stepward-stamp.txt"
SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
PROGRAMS = {
    "sshd": ["openssh-server", "openssh-client"],
    "strace": ["strace"],
    "tmux": ["tmux"],
    "pg_ctlcluster": ["postgresql"],
    "soffice": ["libreoffice-calc-nogui"],
    "qpdf": ["qpdf"],
    "groff": ["groff-base"],
    "systemd-analyze": ["systemd"],
    "openssl": ["openssl"],
}
"""Programs that tests start, and the Debian packages that bring them."""
PAGES, SITE = VENV / "site-source", ROOT / "dist" / "site"
"""Where the pages of the site are gathered, and where it is built: both are named in properdocs.yml."""
VALIDATORS = ROOT / "tests" / "store" / "fhir"
"""Where the FHIR validators are named that one test runs by Node.js."""


def main() -> int:
    """Do what the command line asks for; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="start Stepward on an invented ward")
    commands.add_parser("test", help="run the linter, the type checker and all tests")
    commands.add_parser("screenshots", help="write the pictures in screenshots/ anew")
    commands.add_parser("tour", help="record a shift on the invented ward, into docs/tour.cast and tour.svg")
    commands.add_parser("docs", help="build the documents as a site, into dist/site")
    commands.add_parser("terminals", help="try the real terminals of this computer under a virtual display")
    args, rest = parser.parse_known_args()
    does = {"demo": demo, "test": test, "screenshots": screenshots, "tour": tour}
    does |= {"docs": docs, "terminals": terminals}
    return does[args.command](rest)


def demo(args: list[str]) -> int:
    """Start Stepward on an invented ward."""
    set_up("pdf")
    command = [str(PYTHON), "-m", "tui", "--demo", *args]
    if os.name == "nt":
        return subprocess.call(command, cwd=ROOT)
    os.chdir(ROOT)
    os.execv(command[0], command)


def test(args: list[str]) -> int:
    """Run every check, also after one has failed; `args` go to pytest.

    The type checker keeps one processor busy: it works beside what comes after it, and is heard last.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of hundreds of processes compiles all modules
    set_up("test")
    command = program_of(["mypy"])
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, cwd=ROOT, stdout=told, stderr=told) as type_checker,
    ):
        install_programs()
        install_validators()
        checks = [
            ["ruff", "check", "."],
            ["ruff", "format", "--check", "."],
            ["lint-imports", "--no-cache"],
            ["pytest", "-n", str(2 * (os.cpu_count() or 1)), "--dist", "worksteal", *args],  # many only wait
        ]
        failed = [" ".join(check[:2]).partition(" -")[0] for check in checks if run(check) != 0]
        say("$ mypy")
        if type_checker.wait() != 0:
            failed.append("mypy")
        told.seek(0)
        say(told.read().decode(errors="replace").rstrip())
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


def screenshots(args: list[str]) -> int:
    """Draw the main screens on the invented ward, for README; the tests compare them."""
    set_up("test")
    return run(["python", "-m", "tests.tui.pictures", *args])


def tour(args: list[str]) -> int:
    """Record a shift on the invented ward."""
    set_up("test")
    return run(["python", "-m", "tests.tui.tour", *args])


def docs(args: list[str]) -> int:
    """Build the documents as a site: the pages are gathered as they lie here, so that links stay true."""
    set_up("docs")
    gather_pages()
    done = run(["properdocs", "build", "--quiet", *args])
    if done == 0:
        say(f"The site is in {SITE}: open index.html there.")
    return done


def gather_pages() -> None:
    """Copy what the site is made of to one folder, anew."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    for page in (*ROOT.glob("*.md"), ROOT / "LICENSE"):
        shutil.copy(page, PAGES)
    for folder in ("docs", "screenshots"):
        shutil.copytree(ROOT / folder, PAGES / folder)


def terminals(args: list[str]) -> int:
    """Try every terminal that is installed; as root on Debian or Ubuntu, install what is missing first."""
    set_up("test")
    ours = shutil.which("apt-get") and os.name != "nt" and os.geteuid() == 0
    return run(["python", "-m", "tests.tui.real_terminals", *(["--install"] if ours else []), *args])


def set_up(extra: str) -> None:
    """Make or complete `.venv`, with the optional dependencies named `extra`; quick when all is there."""
    wanted = fingerprint()
    there = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else [""]
    extras = there[1:] if there[0] == wanted else []
    if extra in extras or "test" in extras:  # which brings what all the others do
        return
    if there[0] != wanted:
        say("Setting up .venv: this takes a minute the first time.")
        make_venv()
    extras.append(extra)
    package = f".[{','.join(extras)}]"
    must([str(PYTHON), "-m", "pip", "install", "--quiet", "-c", "constraints.txt", "-e", package])
    STAMP.write_text(f"{wanted} {' '.join(extras)}\n", encoding="utf-8")


def fingerprint() -> str:
    """What `.venv` depends on, as one word: the requirements, and the Python and folder it was made for."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    made_for = f"{sys.version} {sys.base_prefix} {ROOT}".encode()
    return hashlib.sha256(b"\0".join([*parts, made_for])).hexdigest()


def make_venv() -> None:
    """Make `.venv` anew."""
    if not (find_spec("venv") and find_spec("ensurepip")):
        sys.exit(
            "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"
        )
    import venv

    venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(VENV)


def install_programs() -> None:
    """Bring the programs that a few tests need, where it is ours to do: as root on Debian or Ubuntu."""
    missing = [name for name in PROGRAMS if not shutil.which(name, path=SYSTEM_PATH)]
    if not missing or not shutil.which("apt-get") or os.name == "nt" or os.geteuid() != 0:
        return
    say(f"Installing {' and '.join(missing)}, without which some tests are skipped.")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [package for name in missing for package in PROGRAMS[name]]
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if subprocess.call(install, env=environ) != 0:
        subprocess.call(["apt-get", "update"], env=environ)
        subprocess.call(install, env=environ)


def install_validators() -> None:
    """Bring the FHIR validators into `.venv` where npm is there; without them their test is skipped."""
    npm, folder = shutil.which("npm"), VENV / "fhir-validators"
    stamp, lock = folder / "installed.json", VALIDATORS / "package-lock.json"
    if not npm or (stamp.is_file() and stamp.read_bytes() == lock.read_bytes()):
        return
    say("Installing the FHIR validators, without which a test is skipped.")
    folder.mkdir(exist_ok=True)
    for file in (lock, VALIDATORS / "package.json"):
        shutil.copy(file, folder)
    quiet = ["--omit=peer", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    if subprocess.call([npm, "ci", "--silent", *quiet], cwd=folder) == 0:
        shutil.copy(lock, stamp)


def run(command: list[str]) -> int:
    """Run a program of `.venv` in the clone, and say what it is; its exit code."""
    say(" ".join(["$", *command]))
    return subprocess.call(program_of(command), cwd=ROOT)


def program_of(command: list[str]) -> list[str]:
    """The command, with where its program is in `.venv`."""
    program, *args = command
    return [str(PYTHON.with_name(program)), *args]


def must(command: list[str]) -> None:
    """Run `command` in the clone; end here when it fails."""
    if subprocess.call(command, cwd=ROOT) != 0:
        sys.exit("Setting up failed: what went wrong is said above. Nothing outside .venv was changed.")


def say(sentence: str) -> None:
    """Tell the person at the terminal, before what follows writes there."""
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
