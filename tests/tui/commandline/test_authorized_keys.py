"""`stepward staff authorized-keys`: each key opens Stepward for one person, and nothing else."""

from __future__ import annotations

import base64
import shlex
import sys
from pathlib import Path

import pytest

from protocols.entries import StaffDisabled
from store.access.ssh_keys import KeyFault, PublicKey, read_keys
from tests.tui.helpers.bedside_app import OTHER_NURSE, Ward
from tests.tui.helpers.shell import data, err, out
from tests.tui.helpers.staffed import ADMIN, hire
from tui.exit_codes import Exit


def blob(*parts: bytes) -> str:
    return base64.b64encode(b"".join(len(part).to_bytes(4) + part for part in parts)).decode()


def ed25519(seed: int = 1) -> str:
    return f"ssh-ed25519 {blob(b'ssh-ed25519', bytes([seed]) * 32)}"


def rsa(bits: int) -> str:
    modulus = (1 << (bits - 1)).to_bytes(bits // 8 + 1)
    return f"ssh-rsa {blob(b'ssh-rsa', bytes([1, 0, 1]), modulus)}"


@pytest.fixture
def folder(ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    hire(ward)
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "ao.pub").write_text(f"# Ada\n{ed25519(1)} ada@home\n\n{rsa(3072)}\n")
    (keys / "CM.pub").write_text(ed25519(2))
    (keys / "notes.txt").write_text("sh")
    return keys


def words(ward: Ward, folder: Path, *more: str) -> tuple[str, ...]:
    return "staff", "authorized-keys", "--keys", str(folder), "--data", str(ward.path), *more


def test_each_key_opens_stepward_for_its_person(
    ward: Ward, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = out(capsys, *words(ward, folder)).splitlines()
    assert lines[0].startswith("# Ward 3")
    assert len(lines) == 4
    for line, who in zip(lines[1:], ("CM", "AO", "AO"), strict=True):
        options, _, rest = line.partition('" ')
        head, _, command = options.partition('"')
        assert head == "restrict,pty,command="
        assert shlex.split(command) == [
            *(sys.executable, "-I", "-m", "tui", "--data", str(ward.path), f"--as={who}"),
        ]
        assert rest.endswith(f" {who}")
        assert "ada@home" not in rest
    found = data(capsys, *words(ward, folder, "--program", "/opt/step ward/bin/stepward"))["keys"]
    assert [key["initials"] for key in found] == ["CM", "AO", "AO"]
    assert "command=\"'/opt/step ward/bin/stepward' --data" in found[0]["line"]


def test_a_path_is_never_read_as_shell_or_options(
    ward: Ward, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = '/opt/";$(a)`/stepward'
    line = out(capsys, *words(ward, folder, "--program", hostile)).splitlines()[1]
    quoted = line.split('command="', 1)[1].rsplit('" ssh-ed25519', 1)[0]
    assert '"' not in quoted.replace('\\"', "")
    assert shlex.split(quoted.replace('\\"', '"'))[0] == hostile


def test_who_may_not_sign_on_is_left_out_and_that_is_said(
    ward: Ward, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "BL.pub").write_text(ed25519(3))
    gone = ward.ledger.staff.find(OTHER_NURSE.initials)
    assert gone is not None
    ward.record(StaffDisabled(gone.id, "left"), by=ADMIN, patient="", course="")
    from tui.__main__ import main

    assert main([*words(ward, folder)]) == 0
    captured = capsys.readouterr()
    assert "--as=BL" not in captured.out
    assert "BL.pub" in captured.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'command="sh" {ed25519()}', "options before it"),
        (f"no-pty,{ed25519()}", "options before it"),
        (f"ssh-dss {blob(b'ssh-dss', b'x')}", "other kinds"),
        ("ssh-ed25519 AAAA!", "cut off or damaged"),
        (f"ssh-ed25519 {blob(b'ssh-rsa', b'x')}", "cut off or damaged"),
        (ed25519()[:-8], "cut off or damaged"),
        ("ssh-ed25519", "cut off or damaged"),
        (rsa(2048), "3072 bits"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n", "PRIVATE"),
        ("# nothing\n", "no key in it"),
    ],
)
def test_what_is_no_plain_public_key_is_refused_in_words(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "AO.pub"
    file.write_text(text)
    with pytest.raises(KeyFault) as fault:
        read_keys(file)
    assert told in str(fault.value)
    assert str(file) in str(fault.value)


def test_a_line_feed_cannot_bring_a_second_line_along(tmp_path: Path) -> None:
    file = tmp_path / "AO.pub"
    file.write_text(f"{ed25519()} ada\x0bssh-rsa AAAA")
    with pytest.raises(KeyFault):
        read_keys(file)
    file.write_text(f"{ed25519(4)} ada \x1b]0;x\x07")
    kind, text = ed25519(4).split(" ")
    assert read_keys(file) == [PublicKey(kind, text)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda keys: (keys / "CM.pub").write_text(ed25519(1)), "have the same key"),
        (lambda keys: [file.unlink() for file in keys.iterdir()], "Name the files INITIALS.pub"),
        (lambda keys: (keys / "CM.pub").write_text("sh"), "CM.pub"),
    ],
)
def test_nothing_is_written_where_something_does_not_fit(
    change: object, told: str, ward: Ward, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder)  # type: ignore[operator]
    assert told in err(capsys, *words(ward, folder), code=4)


def test_a_program_that_is_looked_for_is_refused(
    ward: Ward, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "whole path" in err(capsys, *words(ward, folder, "--program", "stepward"), code=4)


def test_the_file_is_written_whole_or_stays_as_it_was(
    ward: Ward, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stepward_keys"
    lines = out(capsys, *words(ward, folder))
    assert out(capsys, *words(ward, folder, "-o", str(file))).strip() == str(file)
    assert file.read_text() == lines
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o640)
    (folder / "BL.pub").write_text("no key at all")
    assert "a line has to begin" in err(capsys, *words(ward, folder, "-o", str(file)), code=Exit.REFUSED)
    assert file.read_text() == lines, "sshd still lets in whom it let in before"
    (folder / "BL.pub").write_text((folder / "CM.pub").read_text())
    assert "the same key" in err(capsys, *words(ward, folder, "-o", str(file)), code=Exit.REFUSED)
    (folder / "BL.pub").unlink()
    (folder / "CM.pub").unlink()
    out(capsys, *words(ward, folder, "-o", str(file)))
    assert len(file.read_text().splitlines()) == len(lines.splitlines()) - 1
    assert file.stat().st_mode & 0o777 == 0o640
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_nothing_but_a_file_is_written_over(
    ward: Ward, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = err(capsys, *words(ward, folder, "-o", str(tmp_path)), code=Exit.REFUSED)
    assert f"{tmp_path} was left as it was." in told
