"""Where the ledger is: the command line, then the environment, a configuration file, the platform."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import platformdirs

from store.location.database_url import LocationFault as LocationFault
from store.location.database_url import database, is_database
from store.location.regular_file import read_regular
from store.location.where import Where

LEDGER_NAME = "ward.json"
VARIABLE = "STEPWARD_DATA"

DATA_FOLDER = "this computer's data folder"
"""The source of a place that nobody named."""

_EXAMPLE = 'data = "/srv/ward-3/ward.json"'

SETTINGS = {
    "data": _EXAMPLE,
    "lock_after": "lock_after = 120",
    "scan_prefix": 'scan_prefix = "%"',
    "call": 'call = "bell"',
    "mouse": "mouse = true",
    "fhir_patients": 'fhir_patients = "https://hospital.example/patients"',
    "fhir_staff": 'fhir_staff = "https://hospital.example/staff"',
    "log": 'log = "none"',
    "print_command": 'print_command = "lp -d ward-3"',
    "exports": 'exports = "/srv/ward-3-exports"',
    "sign_with": 'sign_with = "/srv/ward-3/stepward-key"',
}
"""What a configuration file may say, each with an example."""


class Location(NamedTuple):
    """A ledger and how it was found."""

    ledger: Where
    """The absolute path of the ledger file, which need not exist yet, or a database."""
    source: str
    """Who named it, in words: "--data", "STEPWARD_DATA", a file, or `DATA_FOLDER`."""

    def prepare(self) -> Where:
        """The ledger, with the folder of its file made if that is the platform's own and missing."""
        if self.source == DATA_FOLDER and isinstance(self.ledger, Path):
            private_folder(self.ledger.parent)
        return self.ledger


def find(option: str | None, environ: Mapping[str, str] = os.environ) -> Location:
    """The ledger to use; the first of `option`, STEPWARD_DATA, the configuration files, the data folder.

    A folder stands for the file ward.json in it, a URL for a database. A folder must be there; only the
    platform's own need not, see `Location.prepare`. LocationFault says what does not fit.
    """
    if option is not None:
        return Location(ledger_at(option, "--data"), "--data")
    if environ.get(VARIABLE):
        return Location(ledger_at(environ[VARIABLE], VARIABLE), VARIABLE)
    for file in configuration_files():
        named = _configured(file)
        if named is not None:
            return Location(named, str(file))
    return Location(platformdirs.user_data_path("stepward", appauthor=False) / LEDGER_NAME, DATA_FOLDER)


def configuration_files() -> Iterator[Path]:
    """The configuration files, the user's own first, then the computer's; they need not exist."""
    yield platformdirs.user_config_path("stepward", appauthor=False) / "config.toml"
    if sys.platform == "win32":
        yield platformdirs.site_config_path("stepward", appauthor=False) / "config.toml"
    else:
        yield Path("/etc/stepward.toml")


def state_path() -> Path:
    """Where the state folder is, which need not exist."""
    return platformdirs.user_state_path("stepward", appauthor=False)


def state_folder() -> Path:
    """The user's own folder for what is not part of the ledger: its witness, and notes of faults.

    It is open to its owner only, also when it was there before.
    """
    folder = private_folder(state_path())
    try:
        folder.chmod(0o700)
    except OSError as error:
        raise LocationFault(f"The folder {folder} is not yours: {error.strerror}.") from error
    return folder


def private_folder(folder: Path) -> Path:
    """`folder`, made for its owner only when it is missing; LocationFault when that is impossible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LocationFault(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def settings_in(file: Path) -> dict[str, object]:
    """What configuration `file` says, {} when it is not there; LocationFault when it cannot be read."""
    try:
        settings = tomllib.loads(read_regular(file).decode())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise LocationFault(f"{file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LocationFault(
            f"{file} is not valid TOML: {error}. It needs a line such as: {_EXAMPLE}"
        ) from error
    for key in settings:
        if key not in SETTINGS:
            there = " and ".join(SETTINGS.values())
            raise LocationFault(f'{file}: there is no setting "{key}". There are: {there}')
    return settings


def _configured(file: Path) -> Where | None:
    """The ledger that configuration `file` names, None when it names none."""
    settings = settings_in(file)
    if "data" not in settings:
        return None
    named = settings["data"]
    if not isinstance(named, str) or not named:
        raise LocationFault(f'{file}: "data" must be a path in quotes, such as: {_EXAMPLE}')
    if not is_database(named) and not Path(named).expanduser().is_absolute():
        raise LocationFault(f'{file}: "data" must be a whole path, such as: {_EXAMPLE} (it is "{named}")')
    return ledger_at(named, f'{file}, "data"')


def ledger_at(named: str, source: str) -> Where:
    """The ledger that `named` stands for."""
    if is_database(named):
        return database(named, source)
    try:
        path = Path(named).expanduser().absolute()
        if path.is_dir():
            return path / LEDGER_NAME
        if path.exists():
            return path
        folder_exists = path.parent.is_dir()
    except PermissionError as error:
        raise LocationFault(
            f"{source}: your account may not look into the folder of {named}. "
            "Ask whoever looks after this computer to let you in."
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise LocationFault(f'{source}: "{named}" cannot be used as a path: {error}.') from error
    if path.suffix != ".json":
        raise LocationFault(
            f"{source}: there is no folder {path}. Make it, or name a new ledger file that ends in .json."
        )
    if not folder_exists:
        raise LocationFault(f"{source}: there is no folder {path.parent}. Make it first, or name another.")
    return path
