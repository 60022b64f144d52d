"""A server for thirty people, set up with docs/deploy.md alone, through the loss of its disk and an upgrade.

They sign on over a real sshd, several at once. `python -m tests.deploy thirty`; it takes some minutes.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from tests.deploy import people
from tests.deploy.guide import Guide, replaced
from tests.deploy.machine import carried_out
from tests.deploy.test_deploy import BACKUP, BEGIN, INSTALL, SERVICE, hourly, installing
from tests.store.helpers.cluster import free_port
from tests.tui.helpers.terminal import ROOT

LONGEST = 3600.0
"""Seconds."""

PATIENT = "00604-3"
"""Somebody of the invented ward of whom nobody has decided anything yet."""

NEWEST = "/srv/backup/ward-20261130T010000Z-....json"
"""How the guide names a backup."""


def thirty(folder: Path) -> str:
    """What was said while all of it was done; AssertionError at the first line that fails."""
    guide, port = Guide("deploy.md"), str(free_port())
    server = "Shared server: forced command"
    add = guide.block(server, "runuser -u stepward -- stepward staff add")
    upgrade = installing(guide.block("Upgrade and rollback", "runuser"))
    upgrade = "\n".join(line for line in upgrade.splitlines() if not line.startswith("stepward database"))
    upgrade = replaced(
        upgrade, ("/srv/backup/ward-....json", '"$(ls -t -d /srv/backup/ward-*.json | head -1)"')
    )
    lost = replaced(guide.block("Backup and restore", "chown -R"), (NEWEST, '"$backup"'))
    fetched = guide.block("Printing", "groupadd")
    typed = re.search(
        r"types `(stepward staff\s+disable[^`]*)`", guide.section("Who is on the list: there is no LDAP")
    )
    assert typed, "the guide says it in another way"
    disable = " ".join(typed[1].split()).replace("AO", "AB")
    keys = guide.block(server, "install -d -m 755")
    left = f"echo 902718 | runuser -u stepward -- {disable} $data\n{keys}"
    script = f"""
people() {{ (cd {shlex.quote(str(ROOT))} && {shlex.quote(sys.executable)} -m tests.deploy.people "$@"); }}
data="--data /srv/ward-3/ward.json"
count() {{ runuser -u stepward -- stepward export -o - $data | grep -c '"note added"' || true; }}
{INSTALL}
useradd --create-home ada
useradd --create-home eve
{SERVICE}
{BEGIN}
printf '902718\\n518273\\n' > /root/two-pins
install -d -m 755 /etc/stepward-keys
{people.joined("MS", add)}
{keys}
test "$(grep -c restrict /etc/ssh/stepward_keys)" = {people.COUNT + 1}
test "$(runuser -u stepward -- stepward staff list $data | grep -c 'may sign on')" = {people.COUNT + 1}
stepward --demo export {PATIENT} -o /home/patient.jsonl
chmod 644 /home/patient.jsonl
echo 902718 | runuser -u stepward -- stepward import /home/patient.jsonl --by MS --pin-stdin $data
{fetched}
mkdir -p /run/sshd /etc/ssh/sshd_config.d
cat > /etc/ssh/sshd_config.d/stepward.conf <<'END'
{guide.block(server, "ClientAliveInterval")}END
config=/etc/ssh/sshd_config
grep -q '^Include' $config || echo 'Include /etc/ssh/sshd_config.d/*.conf' >> $config
ssh-keygen -A > /dev/null
sshd=$(command -v sshd || echo /usr/sbin/sshd)
$sshd -t
$sshd -p {port} -o ListenAddress=127.0.0.1 -o UsePAM=no -o MaxStartups=100 -E /root/sshd.log
people paper {port} first
runuser -u ada -- sh -c 'cp /srv/ward-3-exports/*.pdf ~ada/ && head -c 4 ~ada/*.pdf' | grep %PDF
runuser -u eve -- sh -c 'cat /srv/ward-3-exports/*.pdf' 2> /dev/null && exit 1
runuser -u ada -- sh -c 'rm -f /srv/ward-3-exports/*.pdf' 2> /dev/null && exit 1
runuser -u ada -- cat /srv/ward-3/ward.json 2> /dev/null && exit 1
echo "a paper was fetched by a member of the group"
{BACKUP}
{hourly()}
backup=$(ls -d /srv/backup/ward-*.json)
notes=$(count)
userdel stepward
rm -r /srv/ward-3 /srv/ward-3-exports /var/lib/stepward /etc/stepward.toml
{SERVICE}
{fetched}
{lost}
test "$(count)" = "$notes"
echo "the disk was lost, and $notes notes are there again"
people work {port} second
cat > /root/upgrade <<'END'
{upgrade}
END
declare -f install_here > /root/upgrade.sh
cat /root/upgrade >> /root/upgrade.sh
people across {port} third /root/upgrade.sh
test "$(stepward --version)" = "stepward 0.3.0"
people work {port} fourth
{left}
test "$(grep -c restrict /etc/ssh/stepward_keys)" = {people.COUNT}
people refused {port} AB
ln -sfn /opt/stepward-0.2.0 /opt/stepward
people work {port} fifth
runuser -u stepward -- stepward verify $data
test "$(count)" = $((notes + 8 + 6 + 8 + 8))
echo "30 people, and $(count) notes of them at the end"
"""
    return carried_out(script, folder, longest=LONGEST)
