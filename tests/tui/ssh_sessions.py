"""Many SSH sessions on one ward: `python -m tests.tui.ssh_sessions [--sessions 20] [--seconds 60] [--host]`.

Each is a real `ssh` to a real sshd on 127.0.0.1 with the whole app in a terminal, at which somebody writes
notes by keys; at the beginning all of them press the keys for the same dose at once. It prints what was
recorded, lost and refused, and the longest time from the last key to "Recorded". With --host a host forks the
sessions. It is killed when all have signed on; each window changes its size; every second connection is cut.
"""

from __future__ import annotations

import argparse
import os
import select
import shlex
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from protocols.entries import NoteAdded
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.tui.helpers.ssh_server import missing, ssh_server
from tests.tui.helpers.terminal import DEADLINE, END, ROOT, Terminal, environment, find, type_pin
from tui.demo.people import PIN
from tui.demo.ward import build

RACED = "00560-4"
"""A patient of the demonstration ward with a dose that is due."""


@dataclass
class Session:
    """What one session was told."""

    number: int
    notes: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    dose: str = ""
    fault: str = ""
    hosted: bool = False

    def work(self, login: list[str], ready: threading.Barrier, seconds: float) -> None:
        """Sign on, race for the dose, write notes until the time is over."""
        try:
            with Terminal(login, environment()) as terminal:
                terminal.wait_for("Initials")
                type_pin(terminal, "AD", PIN)
                terminal.wait_for("5[All 13]")
                if self.hosted:
                    terminal.resize(60, 15)
                    terminal.wait_for("Needs 80x23")
                    terminal.resize(80, 24)
                    terminal.wait_for("5[All 13]")
                self._race(terminal, ready)
                end = time.monotonic() + seconds
                while time.monotonic() < end:
                    self._note(terminal)
                if self.hosted and self.number % 2:
                    terminal.process.kill()
                else:
                    terminal.send("\x11")
                terminal.end()
        except Exception as error:  # counted and shown, so that the others go on
            self.fault = str(error)
            ready.abort()

    def _race(self, terminal: Terminal, ready: threading.Barrier) -> None:
        find(terminal, RACED)
        terminal.send("d")
        terminal.wait_for("What happened")
        terminal.send("g")
        terminal.wait_for("(x) G")  # with the Enter of the last to come it would be taken for a scanner's
        ready.wait(DEADLINE)
        terminal.send("\r")
        text = terminal.wait_for(lambda text: "Recorded: " in text or "has changed while" in text)
        self.dose = "recorded" if "Recorded: " in text else "told"
        if self.dose == "told":
            terminal.send("\x1b")
        terminal.wait_for(lambda text: "Back (Esc)" not in text)
        terminal.send("\x1b")
        terminal.wait_for(lambda text: "Found 1" not in text)
        terminal.send("j" * (self.number % 12))
        terminal.wait_until_quiet()

    def _note(self, terminal: Terminal) -> None:
        words = f"session {self.number} note {len(self.notes)}"
        terminal.send("n")
        terminal.wait_for("Back (Esc)")
        terminal.send(words)
        terminal.wait_for(words)
        terminal.send(END + "\r")
        began = time.monotonic()
        while True:
            terminal.send("\r")
            text = terminal.wait_for(lambda text: "Back (Esc)" not in text or "Press Record again" in text)
            if "Back (Esc)" not in text or "Back (Esc)" not in terminal.wait_until_quiet():
                break
        self.seconds.append(time.monotonic() - began)
        self.notes.append(words)


class Host:
    """A host, and the sessions it has forked until it was killed."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._sessions: list[int] = []
        self.forked = 0

    def crash(self) -> None:
        """Kill it, as a fault would."""
        children = Path(f"/proc/{self._process}/task/{self._process}/children").read_text().split()
        self.forked, self._sessions = len(children), [os.pidfd_open(int(child)) for child in children]
        os.kill(self._process, signal.SIGKILL)

    def all_gone(self) -> bool:
        """Whether every session it had forked comes to its end."""
        return all(select.select([session], [], [], DEADLINE)[0] for session in self._sessions)


@contextmanager
def host_of(login: list[str], start: str) -> Iterator[Host]:
    """A host that somebody has logged in to start: a session is of whoever has the same rights."""
    with Terminal(
        [*login, f"cd {shlex.quote(str(ROOT))} && echo $$ && exec {start} host"], environment()
    ) as seen:
        yield Host(int(seen.wait_for("start from here").split()[0]))


def run(folder: Path, count: int, seconds: float, hosted: bool = False) -> tuple[list[Session], Host | None]:
    """Let so many sessions work for so long on the demonstration's ward in `folder`; and their host."""
    ledger = folder / "ward.json"
    build(ledger)
    start = ["env", f"XDG_STATE_HOME={folder / 'state'}", sys.executable, "-m", "tui", "--data", str(ledger)]
    home = folder / "ssh"
    home.mkdir()
    more = f"MaxStartups {count * 2}\nMaxSessions {count * 2}\n"
    with (
        ssh_server(home, more=more) as ssh,
        host_of(ssh, shlex.join(start)) if hosted else nullcontext() as host,
    ):
        sessions = [Session(number, hosted=hosted) for number in range(count)]
        ready = threading.Barrier(count, action=host.crash if host else None)
        login = [*ssh, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(start)}"]
        threads = [
            threading.Thread(target=session.work, args=(login, ready, seconds)) for session in sessions
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sessions, host


def told(ledger: Path, sessions: list[Session], seconds: float) -> tuple[str, bool]:
    """The figures in a line, and whether all is well."""
    with Ledger.open(ledger, read_only=True) as opened:
        entries = opened.entries()
    notes = [entry.what.text for entry in entries if isinstance(entry.what, NoteAdded)]
    said = [words for session in sessions for words in session.notes]
    lost = len(set(said) - set(notes))
    doubled = len([words for words in notes if words.startswith("session")]) - len(
        {words for words in notes if words.startswith("session")}
    )
    winners = sum(session.dose == "recorded" for session in sessions)
    faults = [session.fault for session in sessions if session.fault]
    slowest = max((length for session in sessions for length in session.seconds), default=0.0)
    whole = verify(ledger).ok
    words = (
        f"{len(sessions)} SSH sessions, {seconds:g} s: {len(said) + winners} recorded, {lost} lost, "
        f"{doubled} doubled; one dose pressed by all at once: {winners} recorded, "
        f"{sum(session.dose == 'told' for session in sessions)} told; slowest record {slowest:.2f} s "
        f"from the key to the word; the file is {'good' if whole else 'DAMAGED'}"
    )
    return "\n".join([words, *faults]), whole and not (lost or doubled or faults) and winners == 1


def main() -> int:
    """Run as the command line says; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.tui.ssh_sessions", description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--host", action="store_true", help="let a host fork them, and kill it")
    args = parser.parse_args()
    if missing():
        sys.exit(f"OpenSSH is not complete here: no {missing()}.")
    with tempfile.TemporaryDirectory() as folder:
        sessions, host = run(Path(folder), args.sessions, args.seconds, args.host)
        words, good = told(Path(folder) / "ward.json", sessions, args.seconds)
    print(words)
    if host:
        gone = host.all_gone()
        print(f"{host.forked} of a host that was then killed; {'all ended' if gone else 'SOME STILL RUN'}")
        good = good and gone and host.forked == len(sessions)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
