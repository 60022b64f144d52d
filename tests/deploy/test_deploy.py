"""docs/deploy.md, typed by root: each kind of ward, a lost disk, an upgrade and the way back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.deploy.guide import Guide, replaced
from tests.deploy.machine import carried_out, obstacle_here
from tests.store.helpers.cluster import free_port

WHY = obstacle_here()
pytestmark = pytest.mark.skipif(bool(WHY), reason=WHY)

GUIDE = Guide("deploy.md")
INIT = "stepward init --ward 'Ward 3' --zone Europe/London --name 'Mara Silva' --initials MS --pin-stdin"
PIP = re.compile(r'python3 -m venv (/opt/stepward-([0-9.]+)) && \1/bin/pip install "\.\[pdf\]".*')


OFFLINE = re.compile(
    r"python3 -m venv (/opt/stepward-([0-9.]+))\n"
    r'\1/bin/pip install --no-index --find-links wheels "stepward\[pdf\]"'
)


def installing(text: str) -> str:
    """Lines that fetch packages, as they are stood in for here."""
    made, count = PIP.subn(r"install_here \1 \2", text)
    assert count, "the guide installs in another way"
    return made


INSTALL = installing(GUIDE.block("Install", "python3 -m venv"))
SERVICE = GUIDE.block("Shared server: forced command", "useradd").replace(
    "runuser -u stepward -- stepward --data", "# by hand: stepward --data"
)
BEGIN = "echo 902718 > /root/first-pin\n" + GUIDE.block(
    "Shared server: forced command", "runuser -u stepward -- stepward init"
)
BACKUP = GUIDE.block("Backup and restore", "install -d")
WRITTEN = (
    "from pathlib import Path; from store.site.exports import export; "
    "export(Path('/srv/ward-3/ward.json'), 'paper', '.pdf', b'%PDF of a nurse')"
)
"""What a session writes with `>`; from the screen itself: tests/deploy/people.py."""
CRON = GUIDE.block("Backup and restore", "0 * * * *")


def hourly() -> str:
    """What cron runs each hour, as the account it names."""
    account, command = CRON.split(maxsplit=6)[5:]
    return f"runuser -u {account} -- sh -c '{command.strip()}'"


def test_a_shared_server_from_nothing_through_a_lost_disk(tmp_path: Path) -> None:
    keys = GUIDE.block("Shared server: forced command", "install -d -m 755")
    sshd = GUIDE.block("Shared server: forced command", "ClientAliveInterval")
    after = GUIDE.block("Backup and restore", "stepward verify")
    again = replaced(after, ("/srv/backup/ward-20261130T010000Z-....json", "$backup"))
    lost = GUIDE.block("Backup and restore", "chown -R")
    lost = replaced(lost, ("/srv/backup/ward-20261130T010000Z-....json", "$backup"))
    recover = replaced(
        GUIDE.block("When an admin forgets the PIN", "stepward staff recover"),
        ("recover HC", "recover MS"),
        ("HC forgot", "MS forgot"),
    ).strip()
    typed = re.search(r"`(stepward mar [^`]*)`", GUIDE.section("Printing"))
    assert typed
    printing = "runuser -u stepward -- " + replaced(
        " ".join(typed[1].split()), ("mar 00481-7", "downtime --data /srv/ward-3/ward.json")
    )
    odd = replaced(
        GUIDE.block("When something is odd", "stepward doctor"),
        ("stepward doctor", "stepward doctor || true"),
    )
    port = free_port()
    said = carried_out(
        f"""
{INSTALL}
{SERVICE}
{BEGIN}
test "$(stat -c '%U %a' /srv/ward-3/ward.json)" = "stepward 600"
printf '902718\\n518273\\n' > /root/two-pins
{GUIDE.block("Shared server: forced command", "runuser -u stepward -- stepward staff add")}
install -d /etc/stepward-keys
ssh-keygen -q -t ed25519 -N '' -f /root/key
cp /root/key.pub /etc/stepward-keys/MS.pub
{keys}
grep -q 'restrict,pty,command=' /etc/ssh/stepward_keys
mkdir -p /run/sshd /etc/ssh/sshd_config.d
cat > /etc/ssh/sshd_config.d/stepward.conf <<'END'
{sshd}END
config=/etc/ssh/sshd_config
grep -q '^Include' $config || echo 'Include /etc/ssh/sshd_config.d/*.conf' >> $config
ssh-keygen -A > /dev/null
sshd=$(command -v sshd || echo /usr/sbin/sshd)
$sshd -t
$sshd -p {port} -o ListenAddress=127.0.0.1 -o UsePAM=no -E /root/sshd.log
ask="ssh -p {port} -i /root/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
for try in 1 2 3 4 5 6 7 8 9 10; do $ask -o BatchMode=yes stepward@127.0.0.1 id > /root/out 2>&1 || true
    grep -q 'opens Stepward and nothing else' /root/out && break; sleep 0.5; done
grep -q 'opens Stepward and nothing else' /root/out || {{ cat /root/out /root/sshd.log; exit 1; }}
touch /root/screen
(until grep -q 'Initials' /root/screen; do sleep 0.1; done; printf '\\021') \\
    | timeout 120 $ask -tt stepward@127.0.0.1 > /root/screen 2>&1 || true
grep -q 'Initials' /root/screen || {{ cat /root/screen; exit 1; }}
{BACKUP}
{hourly()}
said=$({hourly()} 2>&1)
test -z "$said" || {{ echo "cron would send a mail: $said"; exit 1; }}
test "$(ls /srv/backup | wc -l)" = 1
backup=$(ls /srv/backup/ward-*.json)
rm /srv/ward-3/ward.json
{again}
userdel stepward
rm -r /srv/ward-3 /var/lib/stepward
useradd --system taken
{SERVICE}
{lost}
test "$(stat -c '%U %G %a' /srv/ward-3/ward.json)" = "stepward stepward 600"
runuser -u stepward -- stepward verify --accept-restored --data /srv/ward-3/ward.json
runuser -u stepward -- stepward staff list --data /srv/ward-3/ward.json | grep -q AD
{recover.replace("stepward staff recover", "echo 730164 | stepward staff recover")} --pin-stdin
{GUIDE.block("Monitoring", "stepward check").strip()} || test $? -le 1
{odd}
runuser -u stepward -- stepward list --data /srv/ward-3/ward.json
printf '#!/bin/sh\\ncat > "/srv/ward-3/on-$2.pdf"\\n' > /usr/local/bin/lp
chmod 755 /usr/local/bin/lp
cat > /etc/stepward.toml <<'END'
{GUIDE.block("Printing", "print_command = {")}END
{printing}
test "$(head -c 4 /srv/ward-3/on-office.pdf)" = %PDF
useradd --create-home ada
{GUIDE.block("Printing", "groupadd")}
runuser -u stepward -- stepward config show --data /srv/ward-3/ward.json | grep -q ward-3-exports
runuser -u stepward -- /opt/stepward/bin/python -I -c "{WRITTEN}"
runuser -u ada -- cat /srv/ward-3-exports/paper.pdf
runuser -u nobody -- cat /srv/ward-3-exports/paper.pdf 2> /dev/null && exit 1
runuser -u ada -- ls /srv/ward-3 2> /dev/null && exit 1
echo ALL OF IT
""",
        tmp_path,
    )
    assert "%PDF of a nurse" in said
    assert "ALL OF IT" in said


def test_an_upgrade_and_the_way_back(tmp_path: Path) -> None:
    block = installing(GUIDE.block("Upgrade and rollback", "runuser"))
    steps = [line for line in block.splitlines() if not line.startswith("stepward database")]
    upgrade = replaced("\n".join(steps), ("/srv/backup/ward-....json", "/srv/backup/ward-*.json"))
    said = carried_out(
        f"""
{INSTALL}
{SERVICE}
{BEGIN}
{BACKUP}
test "$(stepward --version)" = "stepward 0.2.0"
{upgrade}
test "$(stepward --version)" = "stepward 0.3.0"
echo 902718 > /root/admin-pin
printf '902718\\n518273\\n' | runuser -u stepward -- stepward staff add --initials AO --name "Ada Okafor" \\
    --role nurse --by MS --pin-stdin --data /srv/ward-3/ward.json
ln -sfn /opt/stepward-0.2.0 /opt/stepward
test "$(stepward --version)" = "stepward 0.2.0"
runuser -u stepward -- stepward staff list --data /srv/ward-3/ward.json | grep -q AO
echo ALL OF IT
""",
        tmp_path,
    )
    assert "ALL OF IT" in said


def test_shell_accounts_that_share_a_folder(tmp_path: Path) -> None:
    shared = GUIDE.block("Shared server: shell accounts", "groupadd")
    tie = GUIDE.block("Shared server: shell accounts", "stepward staff account").strip()
    tie = replaced(tie, ("AO ada", "MS ada"))
    said = carried_out(
        f"""
{INSTALL}
useradd --create-home ada
useradd --create-home ben
useradd --create-home eve
{shared}
usermod -aG ward3 ben
echo 902718 | runuser -u ada -- {INIT}
test "$(stat -c '%G %a' /srv/ward-3/ward.json)" = "ward3 660"
runuser -u ben -- stepward list
runuser -u eve -- stepward list && exit 1
printf '902718\\n' | runuser -u ada -- {tie} --pin-stdin
echo ALL OF IT
""",
        tmp_path,
    )
    assert "ALL OF IT" in said


def test_one_workstation_without_a_network(tmp_path: Path) -> None:
    """With the wheels themselves, and no network: `python -m tests.deploy`."""
    carried = GUIDE.block("Install", "python3 -m venv /opt/stepward-0.2.0\n")
    install, count = OFFLINE.subn(r"install_here \1 \2", carried)
    assert count, "the guide installs in another way"
    assert GUIDE.block("Install", "python3 -m pip wheel") == 'python3 -m pip wheel ".[pdf]" -w wheels\n'
    said = carried_out(
        f"""
{install}
useradd --create-home ward3
{GUIDE.block("One workstation", "install -d")}
echo 902718 | runuser -u ward3 -- {INIT}
test "$(stat -c '%U %a' /srv/ward-3/ward.json)" = "ward3 600"
runuser -u ward3 -- stepward list
echo ALL OF IT
""",
        tmp_path,
    )
    assert "ALL OF IT" in said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_the_units_are_where_the_guide_puts_them(tmp_path: Path) -> None:
    removing = GUIDE.block("Remove Stepward", "systemctl").partition("\n")[2]
    copying = GUIDE.block("Monitoring", "cp docs/systemd").splitlines()[0]
    said = carried_out(
        f"""
{INSTALL}
mkdir -p /etc/systemd/system
{copying}
useradd --system stepward
systemd-analyze verify --man=no /etc/systemd/system/stepward-*.timer /etc/systemd/system/stepward-keys.path
mkdir -p /srv/ward-3
echo '{{}}' > /srv/ward-3/ward.json
{removing}
test ! -e /etc/systemd/system/stepward-check.service -a ! -e /opt/stepward -a -e /srv/ward-3/ward.json
echo ALL OF IT
""",
        tmp_path,
    )
    assert "ALL OF IT" in said
