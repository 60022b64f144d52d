"""Opens every terminal that is installed, over a real sshd, and compares what it shows with what was meant.

`python -m tests.tui.real_terminals [NAME ...]`, on Debian as root also with `--install`. Each shows a ward of
names in twelve scripts while another session records. Then the same terminal draws the same cells without the
names, each at its own position: every dose, number and bed has to look the same at the same place. The exit
code is 1 where one does not.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tui.helpers.ssh_server import make_key, missing, ssh_server
from tests.tui.helpers.terminal import ROOT
from tests.tui.real_terminals import ward
from tests.tui.real_terminals.display import PATIENCE, Frame, Picture, display, frame, picture, window
from tests.tui.real_terminals.drawing import COLUMNS, Cell, meant
from tests.tui.real_terminals.terminals import PACKAGES, Kind, command, installed
from tui.demo.people import PIN

STAGES = ("board", "board after another session", "chart", "history")
SAME, BESIDE = 0.03, 0.12
"""The share of pixels of a cell that may differ, and beside a name, whose letters may reach over."""


class Trial:
    """One terminal, with files of its own."""

    def __init__(self, kind: Kind, folder: Path, ssh: list[str]) -> None:
        self.kind, self.folder = kind, folder
        self.ssh = self._putty(ssh) if kind.own_ssh else ssh
        self.ledger = folder / "ward.json"

    def _putty(self, ssh: list[str]) -> list[str]:
        server = self.folder.parent
        key = server / "nurse.ppk"
        if not key.exists():
            subprocess.run(["puttygen", str(server / "nurse"), "-O", "private", "-o", str(key)], check=True)
        told = subprocess.run(
            ["ssh-keygen", "-lf", str(server / "host.pub")], capture_output=True, text=True, check=True
        ).stdout
        port = ssh[ssh.index("-p") + 1]
        host = f"{getpass.getuser()}@127.0.0.1"
        return ["-ssh", "-P", port, "-i", str(key), "-hostkey", told.split()[1], host]

    @contextmanager
    def opened(self, *words: str) -> Iterator[str]:
        """The terminal, logged in, with the command of `words` in it; its window."""
        environ = f"LANG=C.UTF-8 NO_COLOR=1 PYTHONPATH={ROOT} XDG_STATE_HOME={self.folder}/state"
        key = (self.folder.parent / "nurse.pub").read_text(encoding="utf-8")
        forced = f'command="env {environ} {sys.executable} -m {" ".join(words)}" {key}'
        (self.folder.parent / "authorized_keys").write_text(forced, encoding="utf-8")
        here = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        process = subprocess.Popen(
            command(self.kind, self.ssh),
            env=here,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield window()
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if self.kind.program == "tmux":
                subprocess.run(
                    ["tmux", "-L", "stepward-tried", "kill-server"], capture_output=True, check=False
                )
            time.sleep(0.5)

    def shown(self) -> list[Picture]:
        """What the terminal shows at each stage; what was meant is kept beside it."""
        ward.make(self.ledger)
        for name in ("keys", "log"):
            (self.folder / name).write_bytes(b"")
        app = f"{sys.executable} -m tui --data {self.ledger} --on-share"
        with self.opened("tests.tui.real_terminals.recorder", str(self.folder), *app.split()) as name:
            self._until(lambda: b"PIN" in self._log())
            found = []
            for number, _ in enumerate(STAGES):
                if number == 1 and not ward.record_elsewhere(self.ledger):
                    raise AssertionError("the other session recorded nothing")
                if number == 0:
                    self._press(f"AD{PIN}")  # Enter in the same burst would be a scanner's
                self._press(("\r", "", "\r", "t")[number])
                found.append(picture(name))
                rows = meant(self._log())
                (self.folder / f"meant-{number}").write_text(json.dumps(rows), encoding="utf-8")
                if number < 2:
                    self._check_board(rows)
        return found

    def _press(self, keys: str) -> None:
        with (self.folder / "keys").open("ab") as file:
            file.write(keys.encode())
        self._quiet()

    def _check_board(self, rows: list[list[Cell]]) -> None:
        """What was meant has to be what the ledger says, of each patient in sight."""
        lines = ["".join(text or "?" for text, *_ in row) for row in rows]
        beds = {line[12:16].strip(): line for line in lines if not line.startswith(" ")}
        expected = [(bed, following) for bed, following in ward.expected(self.ledger) if bed in beds]
        assert len(expected) > 10, lines
        for bed, following in expected:
            if following:
                assert f" {following} " in beds[bed], (bed, following, beds[bed])

    def drawn(self) -> tuple[list[Picture], Frame]:
        """The same terminal with the same cells drawn without the names, and where they are."""
        (self.folder / "blank").write_text("[]", encoding="utf-8")
        (self.folder / "draw").write_text("", encoding="utf-8")
        (self.folder / "drawn").write_text("", encoding="utf-8")
        with self.opened("tests.tui.real_terminals.drawing", str(self.folder)) as name:
            pictures = []
            for wanted in ("blank", "all", *(f"meant-{number}" for number in range(len(STAGES)))):
                (self.folder / "draw").write_text(wanted, encoding="utf-8")
                self._until(lambda wanted=wanted: (self.folder / "drawn").read_text() == wanted)  # type: ignore[misc]
                time.sleep(0.8)
                pictures.append(picture(name))
        return pictures[2:], frame(pictures[0], pictures[1])

    def _log(self) -> bytes:
        return (self.folder / "log").read_bytes()

    def _until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(self._log()[-300:])
            time.sleep(0.1)

    def _quiet(self) -> None:
        """Wait until nothing has been sent for a while, and the terminal has had time to draw it."""
        last, since = -1, time.monotonic()
        while time.monotonic() - since < 2.0:
            if len(self._log()) != last:
                last, since = len(self._log()), time.monotonic()
            time.sleep(0.1)


def wrong(shown: Picture, drawn: Picture, rows: list[list[Cell]], where: Frame) -> tuple[int, list[str]]:
    """How many cells were compared, and those that do not look as they should."""
    count, found = 0, []
    for y, row in enumerate(rows):
        for x, (text, *_) in enumerate(row):
            beside = any(not row[at][0] for at in range(max(x - 2, 0), min(x + 3, COLUMNS)))
            if text.strip() and not (beside and not text.isdigit()):  # a comma of the name is the name's
                count += 1
                if shown.differing(drawn, where.box(x, y)) > (BESIDE if beside else SAME):
                    found.append(f"row {y + 1} column {x + 1} {text!r}")
    return count, found


def tried(kind: Kind, folder: Path, ssh: list[str]) -> bool:
    """Try one terminal and say what was found; whether all was right."""
    folder.mkdir()
    trial = Trial(kind, folder, ssh)
    shown = trial.shown()
    drawn, where = trial.drawn()
    good = True
    for number, stage in enumerate(STAGES):
        rows = json.loads((folder / f"meant-{number}").read_text(encoding="utf-8"))
        count, found = wrong(shown[number], drawn[number], rows, where)
        print(f"{kind.name:<18} {stage:<28} {count:>5} cells, {len(found)} wrong", *found[:6], flush=True)
        good = good and not found
    return good


def main(words: Sequence[str]) -> int:
    """Try every terminal, or those whose names begin with one of `words`."""
    if "--install" in words:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], check=True)
    names = [word.lower() for word in words if not word.startswith("-")]
    lacking = missing() or ", ".join(name for name in ("Xvfb", "xdotool", "import") if not shutil.which(name))
    if lacking:
        print(f"Not here: {lacking}. On Debian, as root: --install", file=sys.stderr)
        return 2
    good = True
    with display(), TemporaryDirectory(prefix="stepward-terminals-") as folder:
        make_key(Path(folder) / "nurse")
        (Path(folder) / "authorized_keys").write_bytes((Path(folder) / "nurse.pub").read_bytes())
        with ssh_server(Path(folder)) as ssh:
            for number, kind in enumerate(installed()):
                if names and not any(kind.name.lower().startswith(name) for name in names):
                    continue
                try:
                    good = tried(kind, Path(folder) / str(number), ssh) and good
                except (AssertionError, TimeoutError, subprocess.CalledProcessError) as error:
                    print(f"{kind.name:<18} could not be tried: {error}", flush=True)
                    good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
