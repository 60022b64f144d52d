"""A whole shift by scanner in a real terminal: ten patients, of whom each gets the dose that is due.

`python -m tests.tui.shift` plays it in a pseudo-terminal, `--ssh` through SSH, at 3 ms a key. Two of the
patients are alike, one pack is past its last day, one has a wrong strength, one wristband cannot be read.
Prints the keys and the seconds of each dose; fails where anything but those ten doses was recorded.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from protocols import entries as e
from protocols.course.schedule import next_dose, scheduled
from protocols.record.slots import open_slot
from protocols.values.clinic_time import day_of
from protocols.values.formatting import time_text
from store.ledger.ledger import Ledger
from store.site.library import find
from tests.protocols.helpers.seconds import seconded
from tests.tui.helpers.bedside_app import NURSE, Ward
from tests.tui.helpers.scanning import G20, G150, PHARMACIST, pack, scans
from tests.tui.helpers.ssh_server import ssh_server
from tests.tui.helpers.staffed import HASH, PIN, hire
from tests.tui.helpers.terminal import END, ROOT, Terminal, environment

PEOPLE = [
    *(("00481-7", "Ng", "Li Wei"), ("00481-9", "Ng", "Li Mei"), ("10002-3", "Adeyemi", "Tolu")),
    *(("10003-1", "Brandt", "Uwe"), ("10004-9", "Costa", "Ines"), ("10005-6", "Dahl", "Maja")),
    *(("10006-4", "Eriksen", "Nils"), ("10007-2", "Fontaine", "Luc"), ("10008-0", "Grau", "Pia")),
    ("10009-8", "Haas", "Timo"),
]
ALIKE, EXPIRED, WRONG, UNREADABLE = "00481-9", "10003-1", "10005-6", "10007-2"
GAP, WALK = 0.003, 2.0
"""Seconds between two keys of a scan, and from one bed to the next."""


def in_the_evening(now: datetime) -> str:
    """A zone in which it is between 20:00 and 21:00, so that the shift is the same at any time of day."""
    ahead = (20 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def build(folder: Path) -> Path:
    """Ten patients on step 1, whose first dose was given this morning and whose second is due now."""
    now = datetime.now(UTC)
    zone = in_the_evening(now)
    ward = Ward(folder, day_of(now, zone), zone)
    ward.now = now - timedelta(hours=12)
    hire(ward)
    added = e.StaffAdded(PHARMACIST.name, PHARMACIST.initials, "pharmacist", HASH)
    ward.record(added, by=_admin(ward), patient="", course="")
    scans(ward, "required", "required")
    plan, morning = find("alectinib-report-2020"), ward.now + timedelta(minutes=5)
    times = {
        "morning": time_text(morning, ward.zone),
        "evening": time_text(now + timedelta(minutes=10), ward.zone),
    }
    for bed, (number, family, given) in enumerate(PEOPLE, 1):
        who = e.PatientAdmitted(family, given, date(1950 + bed, 3, 12), "female", str(bed), "")
        ward.record(who, patient=number, course="")
        steps = len(plan.steps)
        enrolled = e.CourseEnrolled(plan, "Cleo Marsh", steps, plan.strengths, times, ward.zone, "suspension")
        ward.course = ward.record(enrolled, patient=number, course="").id
        ward.record(e.RashFreeChecked(True, True), patient=number)
        chart = ward.ledger.record(number).chart(ward.course)
        assert chart is not None
        first = open_slot(chart.plan, chart.protocol.step(1), ward.now, chart.known, chart.step)
        ward.record(e.StepStarted(1, first), patient=number)
    ward.now = morning
    for number, *_ in PEOPLE:
        chart = ward.ledger.record(number).charts[0]
        dose = next_dose(scheduled(chart, ward.now))
        assert dose is not None
        what = seconded(chart, e.DoseGiven(dose.key, dose.amount, with_food=True), ward.now)
        ward.record(what, patient=number, course=chart.id)
    ward.ledger.close()
    return ward.path


def _admin(ward: Ward) -> e.Person:
    return ward.ledger.staff.members[0].person()


AGAIN = "can again"
"""What is said of a code that came in parts."""


class Nurse:
    """Somebody with a scanner, who counts what she presses."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.keys, self.torn = terminal, 0, 0
        self.wristband = ("", "")

    def scan(self, code: str, shown: str, gone: str = "") -> None:
        """Scan `code`, Enter behind it, and wait for what it shows, and until `gone` is shown no more.

        Where a loaded computer tore it and Stepward says so, once more, the wristband before it.
        """
        self.wristband = (code, shown) if shown.startswith("Wristband") else self.wristband
        while True:
            for char in f"{code}\r":
                self.terminal.send(char)
                time.sleep(GAP)
            if not self._is_torn(shown, gone):
                return
            self.torn += 1
            self.terminal.send(END)  # a key that takes the notice away
            self.terminal.wait_for(lambda text: AGAIN not in " ".join(text.split()))
            if self.wristband[0] not in ("", code):
                self.terminal.send("\x1b")
                self.sees("Gate to step")
                self.scan(*self.wristband)

    def _is_torn(self, words: str, gone: str) -> bool:
        """Whether the screen says that the code is to be scanned again, and not what it shows."""
        seen = ""

        def told(text: str) -> bool:
            nonlocal seen
            seen = " ".join(text.split())
            return AGAIN in seen or (words in seen and not (gone and gone in seen))

        self.terminal.wait_for(told)
        return AGAIN in seen

    def press(self, key: str, shown: str) -> None:
        """Press one key."""
        self.keys += 1
        self.terminal.send(key)
        self.sees(shown)

    def write(self, words: str) -> None:
        """Type words at a person's pace."""
        for char in words:
            self.keys += 1
            self.terminal.send(char)
            time.sleep(0.1)

    def sees(self, words: str, gone: str = "") -> None:
        """Wait until the screen shows `words`, wherever its lines break, and `gone` no more."""

        def shown(text: str) -> bool:
            plain = " ".join(text.split())
            return words in plain and not (gone and gone in plain)

        self.terminal.wait_for(shown)


def dose(nurse: Nurse, number: str, name: str) -> None:
    """The dose of one patient, with what goes wrong there."""
    good = pack(G150, expiry="301231")
    if number == UNREADABLE:
        nurse.press("/", "Find by name")
        nurse.write(number)
        nurse.press(END + "\r", "Found 1")
        nurse.press("\r", "Gate to step")
        nurse.scan(good, "Scanned:")
        nurse.press("l", "Damaged or cannot be read")
    else:
        nurse.scan(number, f"Wristband of {name}")
    if number == ALIKE:
        nurse.scan(good, "Scanned:")
        nurse.scan(PEOPLE[0][0], "WRONG PATIENT")
        nurse.scan(number, "Scanned:", gone="WRONG PATIENT")
    elif number == EXPIRED:
        nurse.scan(pack(G150, expiry="240131"), "PAST ITS LAST DAY")
        nurse.write("No other pack")
        nurse.press("\r", "Record")
    elif number == WRONG:
        nurse.scan(pack(G20, expiry="301231"), "WRONG STRENGTH")
        nurse.scan(good, "capsule of 150 mg, batch", gone="WRONG STRENGTH")
    elif number != UNREADABLE:
        nurse.scan(good, "Scanned:")
    nurse.press("\r", "Recorded:")


def play(command: list[str], path: Path) -> int:
    """Sign on by badge, give ten doses; how many went wrong."""
    with Terminal(command, environment()) as terminal:
        nurse = Nurse(terminal)
        nurse.sees("Initials")
        nurse.scan(f"STAFF:{NURSE.initials}", NURSE.initials)
        nurse.write(PIN)
        nurse.press(END + "\r", "DUE")
        for number, family, given in sorted(PEOPLE, key=lambda one: one[0] != UNREADABLE):
            time.sleep(WALK)
            nurse.keys, nurse.wristband, began = 0, ("", ""), time.monotonic()
            before = _count(path)
            dose(nurse, number, f"{family.upper()}, {given}")
            taken = time.monotonic() - began
            print(f"{number} {family}: {nurse.keys} keys, {taken:.1f} s", flush=True)
            assert _count(path) == before + 1
    with Ledger.open(path, read_only=True) as ledger:
        wrong = [number for number, *_ in PEOPLE if not _is_right(ledger, number)]
    print(f"{len(PEOPLE)} patients, wrong: {wrong or 'none'}; codes torn and scanned again: {nurse.torn}")
    return len(wrong)


def _count(path: Path) -> int:
    with Ledger.open(path, read_only=True) as ledger:
        return ledger.position


def _is_right(ledger: Ledger, number: str) -> bool:
    """Whether the last entry of the patient is the evening's dose with what was scanned for it."""
    what = ledger.record(number).entries[-1].what
    if not isinstance(what, e.DoseGiven) or len(ledger.record(number).charts[0].taken) != 2:
        return False
    read, expired = what.scanned.wristband, bool(what.scanned.expired)
    gtins = {used.gtin for used in what.scanned.packs}
    return (read, expired, gtins) == (number != UNREADABLE, number == EXPIRED, {G150})


def main() -> int:
    """Play the shift."""
    parser = argparse.ArgumentParser(prog="python -m tests.tui.shift")
    parser.add_argument("--ssh", action="store_true")
    args = parser.parse_args()
    with ExitStack() as open_things:
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        path = build(folder)
        command = [
            *("env", f"XDG_STATE_HOME={folder / 'state'}", sys.executable, "-m", "tui", "--data", str(path))
        ]
        if args.ssh:
            (folder / "ssh").mkdir()
            ssh = open_things.enter_context(ssh_server(folder / "ssh"))
            command = [*ssh, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(command)}"]
        return 1 if play(command, path) else 0


if __name__ == "__main__":
    sys.exit(main())
