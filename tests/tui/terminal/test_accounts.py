"""Shell accounts that share a folder, and the service account of docs/deploy.md, over a real SSH server."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from protocols.entries import AccountTied, Entry
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from store.site.access_log import AccessRecord
from tests.tui.helpers.accounts import GROUP_ID, Account, namespace, obstacle
from tests.tui.helpers.forced import sign_on as sign_on_with_the_key
from tests.tui.helpers.ssh_server import make_key, missing, ssh_server
from tests.tui.helpers.terminal import ROOT, Terminal, environment, find, type_pin
from tests.tui.terminal.test_forced_command import wait_until
from tests.tui.terminal.test_ssh import assert_gone
from tests.tui.terminal.test_ssh_ward import sign_on
from tui.demo.people import ADMIN
from tui.demo.ward import build

ADA, BEN, EVE = Account("ada", 41001), Account("ben", 41002), Account("eve", 41003, member=False)
SERVICE = Account("stepward", 41004, member=False)
ACCOUNTS = (ADA, BEN, EVE, SERVICE)
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")


class Server:
    """The server; `shared` is the folder of the group, `own` that of the service account."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.shared, self.own = folder, folder / "shared", folder / "own"
        self.ssh: list[str] = []
        self.shared.mkdir()
        os.chown(self.shared, 0, GROUP_ID)
        self.shared.chmod(0o2770)
        self.own.mkdir(mode=0o700)
        for path in (self.shared, self.own):
            build(path / "ward.json")
        for path in (self.own, self.own / "ward.json"):
            os.chown(path, SERVICE.number, SERVICE.number)
        (self.own / "ward.json").chmod(0o600)
        self._tie("AD", ADA.name)

    def _tie(self, initials: str, account: str) -> None:
        """Let the person sign on from that account of the computer only."""
        with Ledger.open(self.shared / "ward.json") as ledger:
            member = ledger.staff.find(initials)
            assert member is not None
            what = AccountTied(member.id, account)
            entry = Entry(
                id=uuid.uuid4().hex, patient="", at=datetime.now(UTC), zone=ledger.zone, by=ADMIN, what=what
            )
            ledger.append(entry, ledger.record("").version)

    def login(self, account: Account, *command: str, key: str = "nurse") -> Terminal:
        """A terminal in which that account logs in and runs `command`."""
        ssh = list(self.ssh[:-1])
        ssh[ssh.index("-i") + 1] = str(self.folder / key)
        asked = [shlex.join(command)] if command else []
        return Terminal([*ssh, f"{account.name}@127.0.0.1", *asked], environment())

    def stepward(self, account: Account, *options: str) -> Terminal:
        """A terminal in which that account starts Stepward on the shared ward."""
        program = [sys.executable, "-I", "-m", "tui", "--data", str(self.shared / "ward.json")]
        return self.login(account, *program, *options)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if reason := obstacle():
        pytest.skip(reason)
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    server = Server(tmp_path_factory.mktemp("accounts"))
    folder = server.folder
    for name in ("nurse", "AD"):
        make_key(folder / name)
    keys = folder / "service_keys"
    (folder / "authorized_keys").write_bytes((folder / "nurse.pub").read_bytes())
    (folder / "keys").mkdir()
    (folder / "keys" / "AD.pub").write_bytes((folder / "AD.pub").read_bytes())
    program = [sys.executable, "-I", "-m", "tui", "staff", "authorized-keys"]
    options = ["--data", str(server.own / "ward.json"), "--keys", str(folder / "keys")]
    keys.write_bytes(subprocess.run([*program, *options], check=True, capture_output=True).stdout)
    block = guide_block().replace("/etc/ssh/stepward_keys", str(keys))
    with ssh_server(folder, namespace(folder, ACCOUNTS), block) as server.ssh:
        yield server


def guide_block() -> str:
    """The configuration of sshd that the guide gives; a silent client is given up sooner."""
    found = re.search(r"^    ClientAliveInterval.*?\n\n", GUIDE, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    assert "Match User stepward" in found[0]
    return found[0].replace("ClientAliveInterval 5", "ClientAliveInterval 1")


def test_two_accounts_share_a_ward_and_each_entry_names_its_account(server: Server) -> None:
    with server.stepward(ADA) as ada, server.stepward(BEN) as ben:
        sign_on(ada, "AD")
        sign_on(ben, "TN")
        for terminal, patient in ((ada, "00560-4"), (ben, "00533-2")):
            find(terminal, patient)
            terminal.send("d")
            terminal.wait_for("What happened")
            terminal.send("g\r")
            terminal.wait_for("Recorded: ")
        ben.send("\x1b")
        ben.wait_for(lambda text: "Found 1" not in text)
        find(ben, "00560-4")
        ben.send("t")
        ben.wait_for("f shows")
        ben.wait_for("450 mg given")
        for terminal in (ada, ben):
            terminal.send("\x11")
            assert terminal.end() == 0
    with Ledger.open(server.shared / "ward.json", read_only=True) as ledger:
        accounts = {(entry.by.initials, entry.by.account) for entry in ledger.recent(2)}
    assert accounts == {("AD", "ada"), ("TN", "ben")}
    for name in ("ward.json", "ward.access.jsonl"):
        found = (server.shared / name).stat()
        assert (found.st_gid, found.st_mode & 0o777) == (GROUP_ID, 0o660), name
    assert verify(server.shared / "ward.json").ok


def test_a_person_tied_to_an_account_signs_on_from_nowhere_else(server: Server) -> None:
    with server.stepward(BEN) as terminal:
        terminal.wait_for("Initials")
        type_pin(terminal, "AD", "224466")
        terminal.wait_for("signs on from the account ada")


def test_who_is_not_in_the_group_reads_nothing(server: Server) -> None:
    for what in ([], ["list"], ["verify"]):
        with server.stepward(EVE, *what) as terminal:
            assert terminal.end() == 2
            told = " ".join(terminal.text().split())
            assert "may not look into the folder" in told
            assert "Errno" not in told


def test_rights_that_are_too_wide_are_told_at_the_start(server: Server) -> None:
    server.shared.chmod(0o2771)
    (server.shared / "ward.json").chmod(0o664)
    try:
        with server.stepward(ADA) as terminal:
            sign_on(terminal, "AD")
            terminal.wait_for("Everybody on this computer can")
            terminal.send("\x11")
            assert terminal.end() == 0
    finally:
        server.shared.chmod(0o2770)
        for name in ("ward.json", "ward.access.jsonl"):
            (server.shared / name).chmod(0o660)


def test_the_service_account_opens_the_ward_with_the_line_and_the_block_of_the_guide(server: Server) -> None:
    with server.login(SERVICE, key="AD") as terminal:
        sign_on_with_the_key(terminal)
        terminal.send("q")
        assert terminal.end() == 0
    looks = [look for look in AccessRecord(server.own / "ward.json").read() if look]
    assert [(look.initials, look.account) for look in looks] == [("AD", SERVICE.name)]
    with server.login(SERVICE) as stranger:
        assert stranger.end() == 255, "the key of the shell accounts does not open the service account"
    assert {path.stat().st_mode & 0o777 for path in server.own.iterdir()} == {0o600}


def test_a_network_that_is_gone_without_a_word_ends_the_session_and_keeps_the_form(server: Server) -> None:
    """A client that is stopped answers nothing any more, as one behind a cable that was pulled."""
    with server.login(SERVICE, key="AD") as terminal:
        sign_on_with_the_key(terminal)
        terminal.send("n")
        terminal.wait_for("Back (Esc)")
        terminal.send("Half a sentence")
        terminal.wait_for("Half a sentence")
        (process,) = processes(SERVICE)
        terminal.process.send_signal(signal.SIGSTOP)
        assert_gone(process)
    drafts = SERVICE.home(server.folder) / ".local/state/stepward"
    wait_until(lambda: list(drafts.glob("draft-*.json")))
    with server.login(SERVICE, key="AD") as terminal:
        terminal.wait_for("type your PIN")
        type_pin(terminal, "", "224466")
        terminal.wait_for("TYPED")
        terminal.wait_for("Half a sentence")
        terminal.send("\x1b")
        terminal.send("\x11")
        assert terminal.end() == 0


def processes(account: Account) -> list[int]:
    """The processes of Stepward that run for `account`."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            ours = path.stat().st_uid == account.number and b"\0tui\0" in (path / "cmdline").read_bytes()
        except OSError:
            continue
        if ours:
            found.append(int(path.name))
    return found
