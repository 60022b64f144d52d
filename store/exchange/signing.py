"""Files for another site, signed by the ward that sends them, with the tool that comes with OpenSSH.

`ssh-keygen -Y sign` writes FILE.sig beside FILE; whoever receives it reads from it which key that was.
Which ward a key belongs to nobody vouches for: a prescriber or an admin compares it once, and from then on
the ledger knows it (`Signature`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from protocols.entries import Entry, RecordImported, Signature
from store.errors import LedgerError, cause

NAMESPACE = "stepward-record"
"""What is signed: no other signature made with the same key fits."""

ENDING = ".sig"
_PATIENCE = 20
NO_TOOL = "This computer has no ssh-keygen (OpenSSH)"
_GOOD = re.compile(rf'Good "{NAMESPACE}" signature with \S+ key (SHA256:[A-Za-z0-9+/=]+)')


class NotSigned(LedgerError):
    """The file could not be signed; the message says why. The file itself is there."""


class Signed(NamedTuple):
    """What the signature of a file says: by which `key`, "" where there is none that fits; then `why`."""

    key: str = ""
    why: str = ""


def sign(file: Path, key: Path) -> Path:
    """Sign `file` with the private key in the file `key`: the signature beside it. NotSigned, in words."""
    signature = file.with_name(file.name + ENDING)
    try:
        signature.unlink(missing_ok=True)  # That of an earlier file of the name would be left as it is.
    except OSError as error:
        raise NotSigned(f"The file is not signed: {signature} is in the way. {cause(error)}") from error
    done = _keygen("sign", "-f", str(key), "-n", NAMESPACE, str(file))
    if done is None:
        raise NotSigned(f"The file is not signed. {NO_TOOL}.")
    if done.returncode or not signature.is_file():
        said = " ".join(done.stderr.split()) or "it gave no reason"
        raise NotSigned(f"The file is not signed with {key}: ssh-keygen says {said}.")
    return signature


def signed(file: Path, content: bytes) -> Signed:
    """By which key `content`, which was read from `file`, is signed; without a signature beside it, nothing.

    The file is not read again: what is signed is what comes in, whatever is put in its place meanwhile.
    """
    signature = file.with_name(file.name + ENDING)
    if not signature.is_file():
        return Signed()
    done = _keygen("check-novalidate", "-n", NAMESPACE, "-s", str(signature), content=content)
    if done is None:
        return Signed("", f"The file is signed, which cannot be looked at here. {NO_TOOL}.")
    if done.returncode < 0:
        return Signed("", f"The signature could not be looked at. ssh-keygen: {done.stderr}. Try it again.")
    found = _GOOD.search(done.stdout)
    if done.returncode or not found:
        return Signed("", "The signature does not fit the file: one of the two was changed on the way.")
    return Signed(found[1])


def known_keys(entries: Iterable[Entry]) -> dict[str, Signature]:
    """The key of each ledger that somebody here has compared, the newest, by the ledger's id."""
    imports = (entry.what for entry in entries if isinstance(entry.what, RecordImported))
    return {what.signature.ledger: what.signature for what in imports if what.signature}


def objection(found: Signed, ward: str, known: Signature | None, trusted: str) -> str:
    """Why a file of `ward` does not come in by its signature, in words; "" where it may.

    `known` is the key of its ledger, None where nobody compared one; `trusted` the one somebody says yes to,
    "none" for a file without a signature that can be looked at.
    """
    if found.why and not found.why.endswith(f"{NO_TOOL}."):
        return found.why
    if (known.key if known else "") == found.key or trusted == (found.key or "none"):
        return ""
    if known is None:
        return (
            f"It is signed with the key {found.key}, the first of {ward}. Compare it with what they tell you."
        )
    what = f"is signed with another key, {found.key}" if found.key else "is not signed"
    return (
        f"{found.why} It {what}, and {ward} signs with {known.key}. Do not take it before they told you why."
    ).strip()


def _keygen(act: str, *words: str, content: bytes = b"") -> subprocess.CompletedProcess[str] | None:
    """Run ssh-keygen with no terminal, so that it asks for nothing; None where it is not there."""
    tool = shutil.which("ssh-keygen")
    if tool is None:
        return None
    try:
        done = subprocess.run(
            [tool, "-Y", act, *words],
            input=content,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess([tool], -1, "", str(error))
    said, why = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess([tool], done.returncode, said, why)
