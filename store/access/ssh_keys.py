"""SSH public keys as people hand them in: read, judged, and never taken with options of their own."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import NamedTuple

from store.errors import cause
from store.location.regular_file import read_regular

KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
"""The kinds of key that are taken."""

SHORTEST_RSA = 3072
"""Bits of an RSA key (NIST SP 800-57, beyond 2030)."""


class KeyFault(Exception):
    """A key file cannot be used; the message says which, why, and what would be right."""


class PublicKey(NamedTuple):
    """One key: its kind and its base64 text, without comment."""

    kind: str
    text: str


def read_keys(file: Path) -> list[PublicKey]:
    """The public keys in `file`, one a line. KeyFault, in words, when any line is something else."""
    try:
        text = read_regular(file).decode()
    except (OSError, UnicodeDecodeError) as error:
        why = cause(error) if isinstance(error, OSError) else "It is not a text."
        raise KeyFault(f"{file} cannot be read. {why}") from error
    if "PRIVATE KEY" in text:
        raise KeyFault(
            f"{file} is a PRIVATE key, to be given to nobody. Make a new pair and send the .pub file."
        )
    lines = [line.strip() for line in text.splitlines()]
    keys = [_key(line, file) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise KeyFault(f"{file} has no key in it.")
    return keys


def _key(line: str, file: Path) -> PublicKey:
    kind, _, rest = line.partition(" ")
    if kind not in KINDS:
        raise KeyFault(
            f"{file}: a line has to begin with the kind of key, such as ssh-ed25519; options before it and "
            "other kinds are not taken."
        )
    text = rest.split(" ")[0]
    try:
        parts = _parts(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError) as error:
        raise KeyFault(f"{file}: the key is cut off or damaged. Send the .pub file as it is.") from error
    if parts[:1] != [kind.encode()] or len(parts) < 2:
        raise KeyFault(f"{file}: the key is cut off or damaged. Send the .pub file as it is.")
    if kind == "ssh-rsa" and (len(parts) != 3 or int.from_bytes(parts[2]).bit_length() < SHORTEST_RSA):
        raise KeyFault(f"{file}: an RSA key has to have {SHORTEST_RSA} bits. Make one: ssh-keygen -t ed25519")
    return PublicKey(kind, text)


def _parts(blob: bytes) -> list[bytes]:
    """The fields of a key, each behind its length in four bytes. ValueError when they do not fit."""
    parts = []
    while blob:
        end = 4 + int.from_bytes(blob[:4])
        if len(blob) < end or end == 4:
            raise ValueError
        parts.append(blob[4:end])
        blob = blob[end:]
    return parts
