"""A key with a forced command reaches Stepward and nothing else, whatever its owner tries."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.maintenance.verify import verify
from store.site.access_log import AccessRecord
from tests.tui.helpers.forced import Server, forced_server, sign_on
from tests.tui.helpers.ssh_server import missing
from tests.tui.helpers.terminal import DEADLINE, environment, find, type_pin
from tui.keymap.commands import COMMANDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an SSH server to start as on Linux")

OWN_FOLDER = re.compile(r"\.local/state/stepward/seen-[0-9a-f]+\.json")
"""All that a session leaves in the home of the account."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    with forced_server(tmp_path_factory.mktemp("forced")) as server:
        yield server


@pytest.fixture(autouse=True)
def _nothing_is_left_outside(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "server" in request.fixturenames:
        server: Server = request.getfixturevalue("server")
        assert not {name for name in server.files() if not OWN_FOLDER.fullmatch(name)}
        left = {path.name for path in server.data.rglob("*") if path.is_file()}
        assert {name for name in left if not name.endswith(".svg")} <= {"ward.json", "ward.access.jsonl"}


def test_two_nurses_record_at_the_same_moment_and_a_lost_form_is_offered_again(server: Server) -> None:
    with server.session("AD") as one, server.session("TN") as other:
        sign_on(one)
        sign_on(other)
        for terminal, patient in ((one, "00560-4"), (other, "00533-2")):
            find(terminal, patient)
            terminal.send("d")
            terminal.wait_for("What happened")
            terminal.send("g")
        one.send("\r")
        other.send("\r")
        one.wait_for("Recorded: ")
        other.wait_for("Recorded: ")
        for terminal, patient in ((one, "00533-2"), (other, "00560-4")):
            terminal.send("\x1b")
            terminal.wait_for(lambda text: "Found 1" not in text)
            find(terminal, patient)
            terminal.send("t")
            terminal.wait_for("f shows")
            terminal.wait_for("450 mg given" if patient == "00560-4" else "300 mg given")
        one.send("\x1b")
        one.wait_for("F1 Help  Enter Open")
        one.send("n")
        one.wait_for("Back (Esc)")
        one.send("Half a sentence that is not")
        one.wait_for("that is not")
        one.process.kill()
        other.send("\x1b")
        other.wait_for("Found 1")
        other.send("\x1b")
        other.wait_for(lambda text: "5[All 13]" in text and "Found 1" not in text)
        other.send("q")
        assert other.end() == 0
    drafts = server.home / ".local/state/stepward"
    wait_until(lambda: len(list(drafts.glob("draft-*.json"))) == 1)
    with server.session("TN") as other:
        sign_on(other)
        assert "Half a sentence" not in other.wait_until_quiet(), "it is nobody else's"
    with server.session("AD") as one:
        one.wait_for("type your PIN")
        type_pin(one, "", "224466")
        one.wait_for("TYPED")
        one.wait_for("Half a sentence that is not")
        one.send("00:01")  # when it was is asked again
        one.wait_for("00:01")
        one.send("\r\r")
        one.wait_for("Recorded: ")
    assert verify(server.ledger).ok
    looks = {(look.initials, look.patient) for look in AccessRecord(server.ledger).read() if look}
    assert {("AD", "00560-4"), ("TN", "00533-2")} <= looks


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def wait_until(true: object) -> None:
    """Wait for what another process does; fails when it does not."""
    import time

    end = time.monotonic() + DEADLINE
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("asked", ["sh", "cat /etc/passwd; touch pwned", "stepward list", "$(id)"])
def test_another_command_is_not_run(server: Server, asked: str) -> None:
    ended = server.run([part for part in server.command("AD") if part != "-tt"] + [server.host, asked])
    assert ended.returncode == 2
    assert b"opens Stepward and nothing else" in ended.stderr
    assert b"A terminal is needed" in ended.stderr
    assert b"root:" not in ended.stdout
    assert ended.stdout == b""


def test_another_command_with_a_terminal_opens_the_ward(server: Server) -> None:
    with server.session("AD", asked=["sh -i"]) as terminal:
        terminal.wait_for("This session is for AD")
        terminal.send("id\r\x11")
        assert terminal.end() == 0
        assert b"opens Stepward and nothing else" in terminal.raw
        assert b"uid=" not in terminal.raw


def test_neither_files_are_copied_nor_ports_forwarded(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("x")
    batch = tmp_path / "batch"
    batch.write_text(f"put {mine} pwned\nget {server.ledger} {tmp_path}/stolen\n")
    assert server.run([*server.command("AD", "-b", str(batch), program="sftp"), server.host]).returncode
    scp = server.command("AD", program="scp")
    assert server.run([*scp, str(mine), f"{server.host}:pwned"]).returncode
    assert server.run([*scp, f"{server.host}:{server.ledger}", str(tmp_path / "stolen")]).returncode
    assert server.run([*scp, "-O", f"{server.host}:{server.ledger}", str(tmp_path / "stolen")]).returncode
    assert not (tmp_path / "stolen").exists()
    assert "-D" not in server.command("AD")
    sshd = int(server.command("AD")[server.command("AD").index("-p") + 1])
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    tunnel = [*server.command("AD", "-N", "-L", f"{port}:127.0.0.1:{sshd}"), server.host]
    with subprocess.Popen(tunnel, env=environment(), stderr=subprocess.PIPE) as client:
        try:
            wait_until(lambda: answers(port))
            with socket.create_connection(("127.0.0.1", port), DEADLINE) as through:
                assert through.recv(100) == b"", "nothing answers through the tunnel"
        finally:
            client.kill()


def test_the_environment_redirects_nothing(server: Server, tmp_path: Path) -> None:
    evil = tmp_path / "evil"
    evil.mkdir()
    (evil / "sitecustomize.py").write_text(f"open({str(evil / 'ran')!r}, 'w')")
    hostile = {
        "STEPWARD_DATA": str(evil / "ward.json"),
        "TEXTUAL_LOG": str(evil / "keys.log"),
        "TEXTUAL_DRIVER": "sitecustomize:X",
        "PYTHONPATH": str(evil),
        "PYTHONSTARTUP": str(evil / "sitecustomize.py"),
        "PYTHONINSPECT": "1",
        "XDG_CONFIG_HOME": str(evil),
        "XDG_STATE_HOME": str(evil),
        "HOME": str(evil),
        "PAGER": "sh",
        "EDITOR": "sh",
        "LANG": "xx_XX.evil",
    }
    options = [part for name, value in hostile.items() for part in ("-o", f"SendEnv={name}")]
    with server.session("AD", *options, **hostile) as terminal:
        sign_on(terminal)
        terminal.send("q")
        assert terminal.end() == 0
    assert [path.name for path in evil.iterdir()] == ["sitecustomize.py"]


def test_a_nurse_chooses_the_printer_and_paper_comes_out(server: Server) -> None:
    script, tray = server.folder / "lp", server.folder / "tray"
    script.write_text('#!/bin/sh\ncat > "$2"\n', encoding="utf-8")
    script.chmod(0o755)
    settings = server.home / ".config" / "stepward" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'print_command = {{ "Ward printer" = "{script} -d {tray}-1", "Office" = "{script} -d {tray}-2" }}\n',
        encoding="utf-8",
    )
    try:
        with server.session("AD") as terminal:
            sign_on(terminal)
            find(terminal, "00533-2")
            terminal.send(">")
            terminal.wait_for("Medication administration record (PDF)")
            terminal.send("\r")
            terminal.wait_for("where is it to come out?")
            terminal.send("\x1b[B\r")
            terminal.wait_for("Printed on Office")
            terminal.send("\x11")
            assert terminal.end() == 0
    finally:
        shutil.rmtree(settings.parents[1])
    assert tray.with_name("tray-2").read_bytes().startswith(b"%PDF")
    assert not tray.with_name("tray-1").exists()


CONTROLS = "\x1a\x03\x1c\x04\x19\x14\x0f\x10\x16"
ESCAPES = "\x1bc\x1b]52;c;ZWNobw==\x07\x1b[21t\x9b5n"
SHELLS = "!sh\r:!sh\r|sh\r;sh\r`sh`\r$(sh)\r~C\r\r~.x\r"


def test_no_key_and_no_paste_leads_out(server: Server) -> None:
    with server.session("AD", "-e", "none") as terminal:
        terminal.wait_for("type your PIN")
        terminal.send(CONTROLS + ESCAPES + SHELLS + "1\r")
        terminal.wait_for("Others sign on with their own key")
        terminal.wait_until_quiet()
        sign_on(terminal)
        terminal.send(CONTROLS + "n")
        terminal.wait_for("Write a note")
        terminal.send("\x1b[200~" + ("a; `sh` $(id)\r\n" * 4000) + "\x1b[201~")
        terminal.wait_for("`sh`")
        terminal.send("\x1b")
        terminal.wait_for("F1 Help  Enter Open")
        for command in COMMANDS:
            if command.action not in ("leave", "lock", "back"):
                terminal.send(_BYTES.get(command.keys.split(",")[0], command.keys.split(",")[0]))
                terminal.read(0.02)
                terminal.send("\x1b")
        terminal.wait_until_quiet()
        terminal.send("\x11")
        assert terminal.end() == 0
        assert b"pwned" not in terminal.raw
        assert b"uid=" not in terminal.raw
    assert verify(server.ledger).ok


_BYTES = {
    "f1": "\x1bOP",
    "f9": "\x1b[20~",
    "question_mark": "?",
    "enter": "\r",
    "escape": "\x1b",
    "slash": "/",
    "exclamation_mark": "!",
    "space": " ",
    "equals_sign": "=",
    "at": "@",
    "full_stop": ".",
    "ctrl+l": "\x0c",
    "ctrl+q": "\x11",
}


@pytest.mark.parametrize("lang", ["C", "C.UTF-8"])
@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "screen", "linux", "vt100"])
def test_the_board_is_readable_on_every_terminal(server: Server, term: str, lang: str) -> None:
    with server.session("TN", "-o", "SendEnv=LANG", TERM=term, LANG=lang) as terminal:
        sign_on(terminal)
        screen = terminal.text()
        assert "OKONKWO" in screen
        assert "!! RED FLAG" in screen or "!! STOP AND CALL" in screen
        assert "\\u" not in screen
        terminal.send("q")
        assert terminal.end() == 0
