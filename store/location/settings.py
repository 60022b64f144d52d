"""Settings of a site: what the command line says, then the configuration files."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from protocols.values.text import visible
from store.location.config import SETTINGS, LocationFault, configuration_files, settings_in

SHORTEST_LOCK, LONGEST_LOCK = 30, 3600
"""Seconds without a key after which a screen may lock itself. Never is not offered: patients would show."""

LOCK_AFTER = 120
"""Seconds, where nobody said otherwise."""


class Setting(NamedTuple):
    """One setting, its value in words, and who says so: "" where nobody did, and it is the usual one."""

    name: str
    value: str
    source: str


def in_force() -> list[Setting]:
    """Every setting but the place of the ledger, as it counts now. LocationFault where one does not fit."""
    seconds, told = _configured("lock_after")
    log, log_told = log_setting()
    found = [
        Setting("lock_after", str(lock_after(None)), told if seconds is not None else ""),
        Setting("log", log, log_told),
        Setting(
            "print_command",
            "; ".join(f"{name}: {shlex.join(words)}" for name, words in printers().items()),
            _configured("print_command")[1],
        ),
        Setting("exports", str(exports_folder() or ""), _configured("exports")[1]),
        Setting("sign_with", str(signing_key() or ""), _configured("sign_with")[1]),
        Setting("scan_prefix", scan_prefix(), _configured("scan_prefix")[1]),
        Setting("call", call_signal(), _configured("call")[1]),
        Setting("mouse", "true" if mouse_wanted() else "false", _configured("mouse")[1]),
    ]
    for name in ("fhir_patients", "fhir_staff"):
        said, source = _configured(name)
        found.append(Setting(name, identifier_system(name, ""), source if said is not None else ""))
    return found


def lock_after(option: str | None) -> int:
    """Seconds without a key until the screen locks: `option`, else the first configuration file that says so.

    LocationFault, in words, when it is not a whole number from 30 to 3600.
    """
    if option is not None:
        return _seconds(option, "--lock-after")
    said, source = _configured("lock_after")
    return LOCK_AFTER if said is None else _seconds(said, source)


def scan_prefix() -> str:
    """What the site's barcode scanners are set to send before each code, "" where nobody said.

    LocationFault, in words, when it is not one to eight characters, or one that a key or a line end sends.
    """
    said, source = _configured("scan_prefix")
    if said is None:
        return ""
    if isinstance(said, str) and _PREFIX.fullmatch(said):
        return said
    raise LocationFault(
        f"{source}: write one to eight signs out of #$%&*+;<>^_`{{|}}~, as the scanner sends them, "
        f"such as: {SETTINGS['scan_prefix']}"
    )


_PREFIX = re.compile(r"[\x02\x05\x06#$%&*+;<>^_`{|}~]{1,8}")
"""Signs, and control characters that scanners can be set to send (STX, ENQ, ACK), that are no keys here."""


CALLS = ("none", "bell", "osc9", "osc777")
"""What `call` may say: how the terminal is told that something has fallen due."""


def call_signal() -> str:
    """What `call` says, "none" where nobody said. LocationFault, in words, when it is something else."""
    said, source = _configured("call")
    if said is None:
        return CALLS[0]
    if said not in CALLS:
        raise LocationFault(f'{source}: write "none", "bell", "osc9" or "osc777"')
    return str(said)


def mouse_wanted() -> bool:
    """Whether `mouse` says that rows, tabs and keys may be pointed at: no, unless a file says so.

    LocationFault, in words, when it is neither true nor false.
    """
    said, source = _configured("mouse")
    if said is None or isinstance(said, bool):
        return bool(said)
    raise LocationFault(f"{source}: write true or false, without quotes")


def identifier_system(name: str, otherwise: str) -> str:
    """The system of the site's own numbers, as FHIR names it, that the setting `name` says, or `otherwise`.

    LocationFault, in words, when it is no address (a URI with its scheme).
    """
    said, source = _configured(name)
    if said is None:
        return otherwise
    if not isinstance(said, str) or not _URI.fullmatch(said):
        raise LocationFault(f"{source}: write an address with its scheme, such as: {SETTINGS[name]}")
    return said


LOGS = ("syslog", "none")
"""What `log` may say."""


PRINTER = "the printer"
"""What the only printer is called that has no name of its own."""


def printers() -> dict[str, list[str]]:
    """The site's printers by name: the words of the command each is given a document by, on standard input.

    `print_command` is one command, or a table of them: { "Ward printer" = "lp -d ward-3" }. {} where nobody
    configured one. LocationFault, in words, when it is neither.
    """
    said, source = _configured("print_command")
    named = {PRINTER: said} if isinstance(said, str) else said
    if named is None:
        return {}
    found = {}
    try:
        for name, command in named.items() if isinstance(named, dict) else ():
            found[visible(name)] = shlex.split(command) if isinstance(command, str) else []
    except ValueError:
        found = {}
    if not found or not all(found.values()):
        raise LocationFault(f"{source}: write a command in quotes, such as: {SETTINGS['print_command']}")
    return found


def exports_folder() -> Path | None:
    """The folder for what is written for people to take away, None for the usual one beside the ledger.

    LocationFault, in words, when it is no whole path.
    """
    return _path("exports")


def signing_key() -> Path | None:
    """The file of the private SSH key by which records for other sites are signed; None where they are not.

    LocationFault, in words, when it is no whole path.
    """
    return _path("sign_with")


def _path(name: str) -> Path | None:
    said, source = _configured(name)
    if said is None:
        return None
    if not isinstance(said, str) or not Path(said).is_absolute():
        raise LocationFault(f"{source}: write a whole path, such as: {SETTINGS[name]}")
    return Path(said)


def logs() -> bool:
    """Whether sign-ons and what admins do go to the computer's own log: yes, unless `log = "none"`.

    Where the configuration cannot be read yes too: that it cannot is told elsewhere.
    """
    with suppress(LocationFault):
        return log_setting()[0] != "none"
    return True


def log_setting() -> tuple[str, str]:
    """What `log` says, and where that is said. LocationFault, in words, when it is something else."""
    said, source = _configured("log")
    if said is not None and said not in LOGS:
        raise LocationFault(f'{source}: write "syslog" or "none"')
    return (LOGS[0], "") if said is None else (str(said), source)


_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")


def _configured(name: str) -> tuple[object, str]:
    """What the first configuration file that has the setting says, and where; None where none has it."""
    for file in configuration_files():
        said = settings_in(file).get(name)
        if said is not None:
            return said, f"{file}, {name}"
    return None, ""


def _seconds(said: object, source: str) -> int:
    text = str(said)
    if text.isascii() and text.isdigit() and SHORTEST_LOCK <= int(text) <= LONGEST_LOCK:
        return int(text)
    raise LocationFault(f"{source}: write whole seconds from {SHORTEST_LOCK} to {LONGEST_LOCK}, such as: 120")
